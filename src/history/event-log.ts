import { present } from '../base/assert.ts';
import type { Micros } from '../base/flavor.ts';
import { entryOf } from '../sim/command/table.ts';
import type { WorldEvent } from '../sim/record/world-event.ts';
import { endsLease, isReject, isNotable } from './notable.ts';
import { branchColumns, CHUNK, columns } from '../base/column.ts';

/**
 * What a step or a run can look for.
 *
 *     reject     a message that refuses is delivered
 *     answer     a client's call ends
 *     lease      a lease has run out: its leader proposes the end of it
 *     notable    anything worth dwelling on (notable.ts)
 */
export type Landmark =
  'event' | 'message' | 'tick' | 'election' | 'commit' | 'fault' | 'reject' | 'answer' | 'lease' | 'notable';

const bits: Readonly<Record<Landmark, number>> = {
  event: 1,
  message: 2,
  tick: 4,
  election: 8,
  commit: 16,
  fault: 32,
  reject: 64,
  answer: 128,
  lease: 256,
  notable: 512,
};

const types = [
  'tick',
  'message',
  'writeDone',
  'applyDone',
  'request',
  'requestGone',
  'campaign',
  'transferLeader',
  'forgetLeader',
  'confChange',
  'snapshotNow',
  'unreachable',
  'snapshotStatus',
  'command',
  'death',
  'peer',
  'openStream',
  'sendStream',
  'closeStream',
  'http',
  'httpGone',
  'client',
  'ready',
  'electionTimeout',
  'readIndex',
  'syncWatchers',
] as const satisfies readonly WorldEvent['type'][];

/** Landmarks and type of an event are one number: this many of its bits are landmarks. */
const LANDMARK_BITS = 10;

/** Every event of a run in order, some 8 bytes each: enough to find one's way, not to tell what happened in it. */
export class EventLog {
  #columns = columns('at', 'kind', 'message');
  /** Of each full chunk of events, and of the rest: which landmarks there are among them. */
  #found: number[] = [];

  /** The number of the last event. */
  get last(): number {
    return this.#columns.at.length;
  }

  append(event: WorldEvent): void {
    const chunk = Math.floor(this.last / CHUNK);
    const landmarks = landmarksOf(event);
    this.#columns.at.push(event.at);
    this.#columns.kind.push(landmarks + (types.indexOf(event.type) << LANDMARK_BITS));
    this.#columns.message.push(event.message);
    this.#found[chunk] = (this.#found[chunk] ?? 0) | landmarks;
  }

  /** When event `number` happened; 0 for the beginning. */
  timeOf(number: number): Micros {
    return number === 0 ? 0 : this.#columns.at.at(number - 1);
  }

  typeOf(number: number): WorldEvent['type'] {
    return present(types[this.#columns.kind.at(number - 1) >> LANDMARK_BITS], 'a type of event');
  }

  /** The message that was delivered or died in this event; 0 for none. */
  messageOf(number: number): number {
    return this.#columns.message.at(number - 1);
  }

  /** The number of the last event at or before this time. */
  lastAt(time: Micros): number {
    return this.#columns.at.countUpTo(time);
  }

  /** The first event after `number` that is such a landmark. */
  next(landmark: Landmark, number: number): number | undefined {
    for (let n = number + 1; n <= this.last; n++) {
      if (!this.#isAround(n, landmark)) n = endOfChunk(n);
      else if (this.#is(n, landmark)) return n;
    }
    return undefined;
  }

  /** The last event before `number` that is such a landmark. */
  previous(landmark: Landmark, number: number): number | undefined {
    for (let n = number - 1; n >= 1; n--) {
      if (!this.#isAround(n, landmark)) n = endOfChunk(n) - CHUNK + 1;
      else if (this.#is(n, landmark)) return n;
    }
    return undefined;
  }

  /** When the last such landmark up to event `number` was; undefined if it was before `since`. */
  timeOfLast(landmark: Landmark, number: number, since: Micros): Micros | undefined {
    for (let n = number; n >= 1 && this.timeOf(n) >= since; n--)
      if (this.#is(n, landmark)) return this.timeOf(n);
    return undefined;
  }

  /** The first event after `number`, and up to time `until`, that is such a landmark. */
  nextUntil(landmark: Landmark, number: number, until: Micros): number | undefined {
    for (let n = number + 1; n <= this.last && this.timeOf(n) <= until; n++)
      if (this.#is(n, landmark)) return n;
    return undefined;
  }

  /** The events up to `last`, in a log of their own that shares their full chunks. */
  branch(last: number): EventLog {
    const copy = new EventLog();
    copy.#columns = branchColumns(this.#columns, last);
    copy.#found = this.#found.slice(0, Math.floor(last / CHUNK));
    for (let n = copy.#found.length * CHUNK + 1; n <= last; n++) {
      const chunk = Math.floor((n - 1) / CHUNK);
      copy.#found[chunk] = (copy.#found[chunk] ?? 0) | (this.#columns.kind.at(n - 1) & LANDMARKS);
    }
    return copy;
  }

  /** What is shared with branches. */
  get chunks(): readonly object[] {
    return Object.values(this.#columns).flatMap(({ chunks }) => chunks);
  }

  #is(number: number, landmark: Landmark): boolean {
    return (this.#columns.kind.at(number - 1) & bits[landmark]) !== 0;
  }

  /** Whether there is one in the chunk of this event. */
  #isAround(number: number, landmark: Landmark): boolean {
    return ((this.#found[Math.floor((number - 1) / CHUNK)] ?? 0) & bits[landmark]) !== 0;
  }
}

const LANDMARKS = (1 << LANDMARK_BITS) - 1;

/** The last event of the chunk that this event is in. */
function endOfChunk(number: number): number {
  return (Math.floor((number - 1) / CHUNK) + 1) * CHUNK;
}

/** Whether an event is such a landmark, recorded or not. */
export function isLandmark(event: WorldEvent, landmark: Landmark): boolean {
  return (landmarksOf(event) & bits[landmark]) !== 0;
}

function landmarksOf(event: WorldEvent): number {
  let found = bits.event;
  if (event.type === 'message' && !event.waits) found |= bits.message;
  if (event.type === 'tick') found |= bits.tick;
  if (event.elected !== undefined) found |= bits.election;
  if (event.committed !== undefined) found |= bits.commit;
  if (isFault(event)) found |= bits.fault;
  if (isReject(event)) found |= bits.reject;
  if (event.calls.some(({ status }) => status !== 'invoked')) found |= bits.answer;
  if (endsLease(event)) found |= bits.lease;
  if (isNotable(event)) found |= bits.notable;
  return found;
}

/** Somebody acted on the cluster (a client's call is no fault), a member fell, or the dice lost a message. */
function isFault(event: WorldEvent): boolean {
  if (event.command !== undefined) return entryOf(event.command.type).isFault;
  return event.ended.some(({ end }) => end === 'lost');
}
