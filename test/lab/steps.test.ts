import { describe, expect, it } from 'vitest';
import { drawInt, makeDice } from '../../src/base/random.ts';
import { soughtByKind, type SoughtBothWays } from '../../src/lab/play/sought.ts';
import { Run } from '../../src/lab/play/run.ts';
import type { StepKind } from '../../src/lab/lab-port.ts';
import { Member } from '../../src/node/member.ts';
import { CommandError } from '../../src/sim/command/command.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import type { WorldEvent } from '../../src/sim/record/world-event.ts';
import type { LabConfig } from '../../src/sim/world/config.ts';
import { parseConfig } from '../../src/sim/world/parse-config.ts';
import { drawCommand } from '../sim/random-commands.ts';

/** An event as it was told, and what of its world the next one may be held against. */
interface Told {
  readonly event: WorldEvent;
  /** Of its node, before and after: what it is, and whether its process runs. */
  readonly was: string;
  readonly is: string;
  readonly broken: readonly (readonly number[])[];
}

/** What each kind of step is, by looking at the event alone. */
const kinds: Readonly<Record<StepKind, (told: Told) => boolean>> = {
  event: () => true,
  message: ({ event }) => event.type === 'message' && !event.waits,
  tick: ({ event }) => event.type === 'tick',
  ready: ({ event: { output } }) => (output?.readys ?? 0) > 0,
  election: ({ event }) => event.output?.trace.some(({ type }) => type === 'becameLeader') === true,
  role: ({ was, is }) => was !== is,
  commit: ({ event }) => event.output?.trace.some(({ type }) => type === 'committed') === true,
  apply: ({ event: { output } }) =>
    output?.trace.some(({ type }) => type === 'applied' || type === 'snapshotInstalled') === true,
  snapshot: ({ event: { output, input, waits } }) =>
    output?.trace.some(({ type }) => type.startsWith('snapshot') && type !== 'snapshotNotSent') === true ||
    (input?.type === 'message' && input.message.type === 'MsgSnap' && !waits),
  fault: ({ event: { command, ended } }) =>
    command === undefined
      ? ended.some(({ end }) => end === 'lost')
      : command.type !== 'request' && isFault(command.type),
  answer: ({ event }) => event.calls.some(({ status }) => status !== 'invoked'),
  violation: ({ broken }) => broken.length > 0,
};

function isFault(type: string): boolean {
  return !['startClient', 'stopClient', 'pauseClient', 'resumeClient', 'tellClient', 'openStream'].includes(
    type,
  );
}

describe('steps', () => {
  const seed = 51;

  it('stop at the same events forwards and backwards, those that are of the kind, of every node and of one', async () => {
    // Some promises are broken, so that there is something to find.
    const config = {
      nodes: 3,
      seed,
      brokenRules: ['commitByHalf'],
      snapshotCount: 3,
      loss: 0.02,
    } as const;
    const { run, told } = await toldRun(config);
    const seen: string[] = [];
    for (const kind of Object.keys(kinds) as StepKind[])
      for (const node of [0, 1, 3]) {
        const stops = told.filter((each) => kinds[kind](each) && isOf(each, node, kind));
        const naive = stops.map(({ event }) => event.number);
        if (naive.length > 0) seen.push(kind);
        const sought = soughtByKind(kind, node);
        const where = `seed ${seed}: ${kind} of ${node}`;
        expect(await walk(run, sought), where).toEqual(naive);
        expect(walkBack(run, sought), where).toEqual(naive.toReversed());
        const isSought = sought.lookout(run.live.world);
        const caught = told.filter(({ event }) => isSought(event, run.live.world));
        expect(
          caught.map(({ event }) => event.number),
          where,
        ).toEqual(naive);
      }
    expect([...new Set(seen)].sort()).toEqual(Object.keys(kinds).sort());
  });
});

function isOf({ event, broken }: Told, node: number, kind: StepKind): boolean {
  if (node === 0) return true;
  return kind === 'violation' ? broken.some((nodes) => nodes.includes(node)) : event.node === node;
}

async function walk(run: Run, sought: SoughtBothWays): Promise<number[]> {
  const stops: number[] = [];
  for (let n = await sought.next(run, 0); n !== undefined; n = await sought.next(run, n)) stops.push(n);
  return stops;
}

function walkBack(run: Run, sought: SoughtBothWays): number[] {
  const stops: number[] = [];
  const end = run.history.events.last + 1;
  for (let n = sought.previous(run, end); n !== undefined; n = sought.previous(run, n)) stops.push(n);
  return stops;
}

async function toldRun(
  config: Partial<LabConfig> & { readonly seed: number },
): Promise<{ run: Run; told: Told[] }> {
  const run = await Run.begin(parseConfig(config), new InProcessHost(Member), Member);
  const told: Told[] = [];
  let was = phases(run);
  let broken = 0;
  run.listen((event) => {
    const is = phases(run);
    const { violations } = run.live.world.watcher;
    told.push({
      event,
      was: was.get(event.node) ?? '',
      is: is.get(event.node) ?? '',
      broken: violations.slice(broken).map(({ nodes }) => nodes),
    });
    was = is;
    broken = violations.length;
  });
  const dice = makeDice(config.seed, 'steps');
  await run.advance(2_000_000);
  for (let i = 0; i < 400; i++) {
    await run.advance(run.cluster.world.now + drawInt(dice, 0, 100_000));
    try {
      await run.act(drawCommand(dice, run.cluster.world), () => undefined);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
    }
  }
  return { run, told };
}

function phases(run: Run): Map<number, string> {
  const { machines } = run.live.world;
  return new Map(
    [...machines].map(([id, { image, status }]) => [id, `${status} ${image?.view().state ?? ''}`]),
  );
}
