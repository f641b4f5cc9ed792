import { describe, expect, it } from 'vitest';
import { compileText, isCompiled } from '../../src/expression/compile.ts';
import { formatValue } from '../../src/expression/value.ts';
import * as calls from '../../src/lab/call/operations.ts';
import { Lab } from '../../src/lab/lab.ts';
import { Member } from '../../src/node/member.ts';
import { Cluster } from '../../src/sim/cluster.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import { NoWatcher } from '../../src/sim/record/watcher.ts';
import { parseConfig } from '../../src/sim/world/parse-config.ts';
import { ask } from './ask.ts';

const config = { nodes: 3, seed: 4 };
const watched = [
  'leader',
  'commit(2)',
  'message.type',
  'count(message.type == MsgApp)',
  'changed(role(1))',
  'was(commit(1))',
];

async function makeLab(): Promise<Lab> {
  let now = 0;
  const lab = new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => (now += 0.001) });
  await lab.reset(config);
  return lab;
}

/** The values of all of them at an instant, with where they change in a window, in microseconds. */
async function shown(lab: Lab, from = 0, to = 1) {
  const request = {
    elapsedMs: 0,
    log: 'tail',
    logColumns: 1,
    timeline: { from, to, maxArrows: 0, hide: [] },
    store: undefined,
  } as const;
  return (await lab.frame(request)).watches ?? [];
}

/** The same by asking a run of its own after every event: values by event, and the times of all changes. */
async function naively(
  text: string,
  events: number,
): Promise<{ readonly values: string[]; readonly changes: number[] }> {
  const cluster = await Cluster.create(parseConfig(config), new InProcessHost(Member), new NoWatcher());
  const compiled = compileText(text);
  if (!isCompiled(compiled)) throw new Error(compiled.message);
  const { world } = cluster;
  const memory = compiled.newMemory();
  const values = [formatValue(compiled.evaluate({ event: undefined, world }, memory), compiled.type)];
  const changes: number[] = [];
  for (let i = 1; i <= events; i++) {
    await cluster.run({ until: Infinity, events: 1 });
    values.push(formatValue(compiled.evaluate({ event: world.last, world }, memory), compiled.type));
    if (values[i] !== values[i - 1]) changes.push(world.now);
  }
  return { values, changes };
}

describe('watch expressions', () => {
  it('have at the playhead what asking the run after every event gives, live and wherever it is sought to', async () => {
    const lab = await makeLab();
    await lab.setWatches(watched);
    await lab.runFor(2000);
    const last = (await lab.state()).events;
    const expected = await Promise.all(watched.map((text) => naively(text, last)));
    for (const event of [last, 1, Math.floor(last / 2), last - 1, 60, 61, 62, 0]) {
      await lab.seekEvent(event);
      const values = (await shown(lab, 0, 3_000_000)).map(({ text, value }) => [text, value]);
      expect(values, `event ${event}`).toEqual(watched.map((text, i) => [text, expected[i]?.values[event]]));
    }
  });

  it('change in the window where they change', async () => {
    const lab = await makeLab();
    await lab.setWatches(['leader', 'commit(2)']);
    await lab.step('election');
    await lab.runFor(200);
    void ask(lab, calls.put('a', '1'), 1).catch(() => undefined);
    await lab.runFor(1000);
    const end = Math.round((await lab.state()).timeMs * 1000);
    const [leader, commit] = await shown(lab, 0, end);
    expect(leader?.changes).toHaveLength(1);
    expect(commit?.changes.length).toBeGreaterThan(1);
    const [first = 0] = leader?.changes ?? [];
    await lab.seek(first / 1000);
    expect((await shown(lab, 0, end))[0]?.value).not.toBe('none');
    await lab.back('event');
    expect((await shown(lab, 0, end))[0]?.value).toBe('none');
    // A later window has only its own.
    await lab.live();
    expect((await shown(lab, first + 1, end))[0]?.changes).toEqual([]);
  });

  it('are refused, and stay as they are, where one means nothing', async () => {
    const lab = await makeLab();
    await lab.setWatches(['leader']);
    await expect(lab.setWatches(['leader', 'laeder'])).rejects.toThrow(
      'there is no `laeder`; did you mean `leader`?',
    );
    expect((await shown(lab)).map(({ text }) => text)).toEqual(['leader']);
    await lab.setWatches([]);
    expect(await shown(lab)).toEqual([]);
  });
});
