import { describe, expect, it } from 'vitest';
import { makeDice } from '../../../src/base/random.ts';
import { origin } from '../../../src/explain/origin/origin.ts';
import type { OriginStep } from '../../../src/explain/origin/origin-step.ts';
import { seekEvent } from '../../../src/history/replay.ts';
import { RunPast } from '../../../src/lab/debug/run-past.ts';
import { Member } from '../../../src/node/member.ts';
import type { FaultName } from '../../../src/sim/command/faults.ts';
import type { WorldEvent } from '../../../src/sim/record/world-event.ts';
import type { LabConfig } from '../../../src/sim/world/config.ts';
import { randomRun } from '../recorded-run.ts';
import { cutCommand, cutMessage, type Cut } from './cut.ts';
import { NaiveRecord } from './naive-record.ts';
import { holdingOf } from './place-text.ts';
import { drawPlaces } from './random-places.ts';

const faults: readonly FaultName[] = [
  'kill',
  'restart',
  'pause',
  'partition',
  'loss',
  'duplicate',
  'transfer',
  'disk',
  'compaction',
  'membership',
];

const runs: readonly { config: Partial<LabConfig>; events: number }[] = [
  { config: { nodes: 3, seed: 11, snapshotCount: 20, snapshotCatchUpEntries: 5 }, events: 2500 },
  { config: { nodes: 5, seed: 12, preVote: false, checkQuorum: false }, events: 2500 },
  {
    config: { nodes: 3, seed: 13, storage: 'sync', crashLoses: 'unwritten', snapshotCount: 15 },
    events: 2500,
  },
];

describe.each(runs)('where values come from, run $config.seed', async ({ config, events }) => {
  const { run, heard } = await randomRun(config, faults, events);
  // Some are down already, others die in the middle of their work: what they have then is on their disks.
  for (const node of [1, 2])
    if (run.live.world.machines.get(node)?.image) await run.act({ type: 'kill', node }, () => undefined);
  const past = new RunPast(run);
  const naive = new NaiveRecord(await seekEvent(run.history, 0, Member), heard);
  const dice = makeDice(config.seed ?? 0, 'places');
  const chains: (readonly OriginStep[])[] = [];
  for (const place of drawPlaces(past, dice, 160)) chains.push(await origin(past, place));

  it('is a chain that a search through the whole record confirms', () => {
    for (const chain of chains) {
      const told = chain.map(
        ({ event, place, value, text }) => `#${event} ${place} = ${String(value)}: ${text}`,
      );
      expect(faultOf(naive, chain), told.join('\n')).toBe(undefined);
    }
  });

  it('is another, or another value, once any of its messages or its command is left out', async () => {
    const cuts = chains.flatMap((chain) => cutsOf(chain)).filter((_, i) => i % 6 === 0);
    let gone = 0;
    let done = 0;
    for (const { link, text, path, ...cut } of cuts) {
      // A copy of a message does what it did: the same chain, with the copy in its place.
      if (path.some((message) => naive.hasTwin(message))) continue;
      done++;
      const made =
        link.type === 'message'
          ? await cutMessage(past, link.number, link.sentEvent, cut)
          : await cutCommand(past, link.number, cut);
      if (made.length === 0) gone++;
      // At that instant the same input does not bring it about any more: the value is another, or has come another way.
      const { input } = naive.event(cut.event);
      for (const other of made) {
        const told = `without ${link.type} ${link.number}: ${text}`;
        expect(other.input === undefined || other.input.type === 'tick', told).toBe(false);
        expect(other.input, told).not.toEqual(input);
      }
    }
    expect(done).toBeGreaterThan(25);
    expect(gone).toBeGreaterThan(done * 0.85);
  });
});

/** What is wrong with a chain; undefined: nothing. */
function faultOf(naive: NaiveRecord, chain: readonly OriginStep[]): string | undefined {
  let before: OriginStep | undefined;
  for (const step of chain) {
    const fault = faultOfStep(naive, step, before);
    if (fault !== undefined) return `${fault}, at #${step.event}`;
    before = step;
  }
  if (before === undefined) return 'an empty chain';
  const { input } = before;
  if (['beginning', 'tick', 'command', 'client'].includes(input.type)) return undefined;
  if (input.type === 'input' && ['unreachable', 'snapshotStatus'].includes(input.input)) return undefined;
  return `it ends with ${input.type}, which is no first input`;
}

function faultOfStep(
  naive: NaiveRecord,
  step: OriginStep,
  before: OriginStep | undefined,
): string | undefined {
  const { event, input } = step;
  const until = before === undefined ? naive.heard.length : linkOf(naive, before, step);
  if (event > until) return `it is after what it led to (${until})`;
  if (event > 0 && naive.event(event).node !== step.node && naive.event(event).command === undefined)
    return 'it is an event of another node';
  if (input.type === 'message') {
    const { message, sentEvent, from } = input;
    const sent = naive.event(sentEvent).sent.find(({ id }) => id === message);
    const isCopy = naive.heard.some(({ command }) => command?.type === 'duplicate');
    if (sent?.from !== from && !isCopy) return `message ${message} was not sent there`;
    const own = naive.event(event);
    if (own.message !== message && !naive.heard.some((each) => each.waits && each.message === message))
      return `message ${message} did not come there`;
  }
  const holding = holdingOf(step.place, step.value);
  // A cause is the very event that sent or asked.
  if (holding === undefined)
    return step.place === '' && event !== until && before?.input.type !== 'input'
      ? `the cause is event ${until}`
      : undefined;
  const { node, holds } = holding;
  const holdsAt = (at: number): boolean => naive.after(at, node, holds) === true;
  if (step.did === 'keptOnDisk')
    return holdsAt(naive.lastAlive(event, node)) ? 'it had heard that it was synced' : undefined;
  if (!holdsAt(event)) return 'the value is another after it';
  const isStart = event === 0 || naive.event(event).output?.changes.boot !== undefined;
  if (!isStart && holdsAt(event - 1)) return 'it was so before';
  // What was written may have been lost with the buffer, and what was read was found.
  if (before?.did === 'readFromDisk') return undefined;
  for (let at = event; at <= naive.lastAlive(until, node); at++)
    if (!holdsAt(at)) return `it was not so any more at ${at}`;
  return undefined;
}

/** The event up to which what a step goes back to must have been brought about; a cause is that very event. */
function linkOf(naive: NaiveRecord, { input, event, did, node }: OriginStep, next: OriginStep): number {
  if (did === 'readFromDisk') return event - 1;
  if (did === 'askedApply') return event;
  switch (input.type) {
    case 'message':
      return input.sentEvent;
    case 'request':
      return naive.lastBefore(event, ({ calls }) =>
        calls.some(({ request, status }) => request === input.request && status === 'invoked'),
      );
    case 'writeDone':
      // What was written is in the log still; of the hard state it is what it was when it was asked for.
      if (next.place !== '' && (next.place.includes('log(') || did !== 'wroteToDisk')) return event;
      return naive.lastBefore(event, (each) => asked(each, node, 'writes', input.write));
    case 'applyDone': {
      const done = naive.event(event).input;
      if (next.place !== '' || done?.type !== 'applyDone') return event;
      return naive.lastBefore(event, (each) => asked(each, node, 'applies', done.apply));
    }
    default:
      return event;
  }
}

function asked(event: WorldEvent, node: number, what: 'writes' | 'applies', id: number): boolean {
  return event.node === node && event.output?.[what].some((each) => each.id === id) === true;
}

interface CutLink extends Cut {
  readonly link:
    | { readonly type: 'message'; readonly number: number; readonly sentEvent: number }
    | { readonly type: 'command'; readonly number: number };
  readonly text: string;
  /** The messages from the link to the value. */
  readonly path: readonly number[];
}

/** Each link of a chain, with the next value that it led to. */
function cutsOf(chain: readonly OriginStep[]): CutLink[] {
  const cuts: CutLink[] = [];
  let led: { readonly cut: Cut; readonly text: string; readonly path: number[] } | undefined;
  for (const { place, value, text, did, input, event } of chain) {
    const holding = holdingOf(place, value);
    const isFound = ['readFromDisk', 'began', 'keptOnDisk'].includes(did);
    if (isFound) led = undefined;
    else if (holding !== undefined)
      led = { cut: { ...holding, event }, text: `${place} = ${String(value)}: ${text}`, path: [] };
    if (led === undefined) continue;
    if (input.type === 'message') led.path.push(input.message);
    const { path } = led;
    if (input.type === 'message')
      cuts.push({
        ...led.cut,
        text: led.text,
        path: path.slice(),
        link: { type: 'message', number: input.message, sentEvent: input.sentEvent },
      });
    if (did === 'called' || did === 'commanded')
      cuts.push({ ...led.cut, text: led.text, path: path.slice(), link: { type: 'command', number: event } });
  }
  return cuts;
}
