import { drawInt, drawUnit, makeDice } from '../../src/base/random.ts';
import { Run } from '../../src/lab/play/run.ts';
import { Member } from '../../src/node/member.ts';
import type { SavedLab } from '../../src/saved/saved-lab.ts';
import { CommandError } from '../../src/sim/command/command.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import { parseConfig } from '../../src/sim/world/parse-config.ts';
import { commandExamples } from '../sim/command-examples.ts';
import { drawCommand } from '../sim/random-commands.ts';
import { savedRun } from './saved-run.ts';

/** A lab made by the dice: a run with random commands, cut into branches, with a notebook and a view. */
export async function randomLab(seed: number): Promise<SavedLab> {
  const dice = makeDice(seed, 'random lab');
  const config = parseConfig({
    nodes: drawInt(dice, 1, 7),
    seed,
    loss: drawUnit(dice) / 10,
    ...(drawUnit(dice) < 0.5 ? { bootstrap: 'etcd' as const, brokenRules: [] } : {}),
  });
  const run = await Run.begin(config, new InProcessHost(Member), Member);
  for (let i = drawInt(dice, 0, 60); i > 0; i--) {
    await run.advance(run.cluster.world.now + drawInt(dice, 0, 900_000));
    await run
      .act(drawCommand(dice, run.cluster.world), () => undefined)
      .catch((error: unknown) => {
        if (!(error instanceof CommandError)) throw error;
      });
  }
  const lab = savedRun(run);
  const [first] = lab.branches;
  if (first === undefined) return lab;
  const { end } = first;
  const fork = drawInt(dice, 0, end.event);
  return {
    ...lab,
    name: drawUnit(dice) < 0.5 ? '' : 'Two leaders? <b>脑裂</b> \ud83d\ude00',
    branches: [
      first,
      {
        ...first,
        id: 3,
        name: '分支 & <i>',
        parent: { branch: 1, event: fork },
        commands: first.commands.filter(({ event }) => event > fork),
      },
    ],
    current: 3,
    playhead: { branch: 3, event: fork, at: 0 },
    moments: [
      { id: 1, branch: 1, event: 0, at: 0, note: '' },
      { id: 7, branch: 3, ...end, note: '<script>alert(1)</script>\nhere \ud800 it parts' },
    ],
    view: {
      selection: { type: 'key', node: 1, key: Uint8Array.of(0, 255) },
      panelTab: 'store',
      messageFilter: { node: undefined, hide: ['MsgApp'] },
      kept: { branch: 3, event: fork, at: 0 },
      timelineWindow: { follow: false, from: 12, span: 600_000, zoom: 1.5 },
    },
  };
}

/** A lab with every command that there is, one after the other: it need not be one that could be played. */
export async function labOfEveryCommand(): Promise<SavedLab> {
  const lab = savedRun(await Run.begin(parseConfig({}), new InProcessHost(Member), Member));
  const commands = Object.values(commandExamples)
    .flat()
    .map((command, i) => ({ event: i + 1, at: i * 1234, command }));
  const [first] = lab.branches;
  const end = { event: commands.length, at: commands.length * 1234 };
  return {
    ...lab,
    branches:
      first === undefined
        ? []
        : [{ ...first, commands, end, waypoints: [{ event: end.event, hash: '00ab' }] }],
    playhead: { branch: 1, ...end },
  };
}
