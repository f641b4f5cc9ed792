import { microsToMs, MICROS_PER_MS, type Micros, type NodeId } from '../../base/flavor.ts';
import { busMessageNumber, type BusMessageType } from '../../sim/world/bus-message.ts';
import { CommandError, type Reason } from '../../sim/command/command.ts';
import type { RunEnd, RunTarget, StepKind } from '../lab-port.ts';
import type { Halts } from './halts.ts';
import type { LongWork } from './long-work.ts';
import type { Run } from './run.ts';
import { goOnTo } from './search.ts';
import { arrivals, landmarks, soughtByKind, type Sought } from './sought.ts';

/** A step that finds nothing gives up after so much virtual time. */
const SEARCH_MS = 60_000;

/** A kind of step, and whose. */
export interface Step {
  readonly kind: StepKind;
  readonly node: NodeId | undefined;
}

const targets: readonly RunTarget[] = ['commit', 'election', 'lease', 'reject', 'answer'];

/** On to the next such event. Throws if none comes, or if it is stopped; then everything is as it was. */
export async function stepForward(run: Run, step: Step, work: LongWork, halts?: Halts): Promise<void> {
  const { history } = run;
  const sought = orSooner(run, soughtByKind(step.kind, step.node), work, halts);
  const known = await sought.next(run, run.cluster.world.events);
  if (known !== undefined) return run.seekEvent(known, work);
  run.checkTimeGoes('step', true);
  // The very next event need not be looked for.
  if (step.kind === 'event' && step.node === undefined && (await run.goOnTo(history.events.last + 1, work)))
    return;
  const { kind, node } = step;
  await goForward(run, sought, nameOf(step), work, {
    key: node === undefined ? 'noStepComes' : 'noStepOfNodeComes',
    values: { step: kind, ...(node !== undefined && { node }), seconds: SEARCH_MS / 1000 },
  });
}

/** What is looked for, or what halts the run before it. */
export function orSooner(run: Run, sought: Sought, work: LongWork, halts: Halts | undefined): Sought {
  return halts?.orSooner(run, sought, (progress) => work.rest(progress)) ?? sought;
}

/** On to something that is not in the record. Throws if none comes, or if it is stopped; then everything is as it was. */
export async function goForward(
  run: Run,
  sought: Sought,
  name: string,
  work: LongWork,
  reason?: Reason,
): Promise<void> {
  const until = run.live.world.now + SEARCH_MS * MICROS_PER_MS;
  const { end } = await goOnTo(run, sought, until, work);
  if (end === 'found') return;
  const none = `no ${name} comes in the next ${SEARCH_MS / 1000} s`;
  throw new CommandError('badArgument', end === 'nothingDue' ? `${none}: nothing is due` : none, reason);
}

/** Back to the event of this kind before, or to the beginning. Throws if this is the beginning. */
export async function stepBack(run: Run, { kind, node }: Step, work: LongWork): Promise<void> {
  const { events, now } = run.cluster.world;
  if (events === 0 && now === 0) {
    throw new CommandError('badArgument', 'this is the beginning: there is nothing before it', {
      key: 'beginning',
      values: {},
    });
  }
  await run.seekEvent(soughtByKind(kind, node).previous(run, events) ?? 0, work);
}

function nameOf({ kind, node }: Step): string {
  return node === undefined ? kind : `${kind} of node ${node}`;
}

/** A word for something a run can go on to; anything else is a condition. */
export function isTarget(target: string): target is RunTarget {
  const known: readonly string[] = [...targets, ...Object.keys(busMessageNumber)];
  return known.includes(target);
}

/** What a run to a target goes on to. */
export function soughtByTarget(target: RunTarget): Sought {
  return isMessageType(target) ? arrivals(target) : landmarks(target);
}

/** On to the next such event, exactly. If none comes up to `until`, or it is stopped while it looks, everything is as it was. */
export async function runUntilSought(
  run: Run,
  sought: Sought,
  until: Micros,
  work: LongWork,
): Promise<RunEnd> {
  const { events, now: from } = run.cluster.world;
  const ended = (end: RunEnd['end'], at: Micros): RunEnd => ({ end, ms: microsToMs(at - from) });
  const known = await sought.next(run, events);
  if (known !== undefined) {
    const at = run.history.events.timeOf(known);
    if (at > until) return ended('timeOver', until);
    await run.seekEvent(known, work);
    return ended('found', at);
  }
  if (until < run.live.world.now) return ended('timeOver', until);
  run.checkTimeGoes('runUntil', true);
  const { end, at } = await goOnTo(run, sought, until, work);
  return ended(end, at);
}

function isMessageType(target: RunTarget): target is BusMessageType {
  return !targets.includes(target);
}
