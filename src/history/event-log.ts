import { present } from '../base/assert.ts';
import type { Micros, NodeId } from '../base/flavor.ts';
import { touches } from '../node/report/touched.ts';
import { entryOf } from '../sim/command/table.ts';
import type { WorldEvent } from '../sim/record/world-event.ts';
import { endsLease, isNotable, isOfSnapshot, isReject } from './notable.ts';
import { branchColumns, CHUNK, columns } from '../base/column.ts';

/**
 * What a step or a run can look for.
 *
 *     reject     a message that refuses is delivered
 *     answer     a client's call ends
 *     lease      a lease has run out: its leader proposes the end of it
 *     notable    anything worth dwelling on (notable.ts)
 *     ready      a member takes a Ready of its raft
 *     snapshot   a member takes, sends, is sent or installs one
 */
export type Landmark =
  | 'event'
  | 'message'
  | 'tick'
  | 'election'
  | 'commit'
  | 'fault'
  | 'reject'
  | 'answer'
  | 'lease'
  | 'notable'
  | 'ready'
  | 'snapshot';

const bits = {
  message: 1,
  election: 2,
  commit: 4,
  fault: 8,
  reject: 16,
  answer: 32,
  lease: 64,
  notable: 128,
  ready: 256,
  snapshot: 512,
  decided: 1024,
  // These two follow from the rest, and are not kept for each event.
  event: 2048,
  tick: 4096,
} as const satisfies Readonly<Record<Landmark | 'decided', number>>;

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
  'clockJump',
] as const satisfies readonly WorldEvent['type'][];

/** Landmarks and type of an event are one number of two bytes: this many of its bits are landmarks. */
const LANDMARK_BITS = 11;
const LANDMARKS = (1 << LANDMARK_BITS) - 1;

/** So are its node and what it has touched there (node/report/touched.ts); `decided` is among the landmarks. */
const NODE_BITS = 4;
const NODES = 1 << NODE_BITS;

/** Every event of a run in order, some 10 bytes each: enough to find one's way, not to tell what happened in it. */
export class EventLog {
  #columns = columns('at', 'kind', 'message', 'touch');
  /** Of each full chunk of events, and of the rest: which landmarks there are among them. */
  #found: number[] = [];
  /** Of the same, for each node: all that is touched there, at place chunk * NODES + node. */
  #touched: number[] = [];

  /** The number of the last event. */
  get last(): number {
    return this.#columns.at.length;
  }

  append(event: WorldEvent): void {
    const landmarks = landmarksOf(event);
    this.#columns.at.push(event.at);
    this.#columns.kind.push((landmarks & LANDMARKS) | (types.indexOf(event.type) << LANDMARK_BITS));
    this.#columns.message.push(event.message);
    this.#columns.touch.push(event.node | (event.touched << NODE_BITS));
    this.#sumUp(this.last, landmarks, event.node, event.touched);
  }

  /** The sums of the event's chunk have it. */
  #sumUp(number: number, landmarks: number, node: NodeId, touched: number): void {
    const chunk = chunkOf(number);
    this.#found[chunk] = (this.#found[chunk] ?? 0) | landmarks;
    while (this.#touched.length < (chunk + 1) * NODES) this.#touched.push(0);
    const place = chunk * NODES + node;
    this.#touched[place] = (this.#touched[place] ?? 0) | withDecided(touched, landmarks);
  }

  /** When event `number` happened; 0 for the beginning. */
  timeOf(number: number): Micros {
    return number === 0 ? 0 : this.#columns.at.at(number - 1);
  }

  typeOf(number: number): WorldEvent['type'] {
    return present(types[this.#columns.kind.at(number - 1) >> LANDMARK_BITS], 'a type of event');
  }

  /** The node it happened to; 0: none. */
  nodeOf(number: number): NodeId {
    return this.#columns.touch.at(number - 1) & (NODES - 1);
  }

  /** What it has changed in that node, as bits: `touches` of node/report/touched.ts. */
  touchedOf(number: number): number {
    return withDecided(this.#columns.touch.at(number - 1) >> NODE_BITS, this.#columns.kind.at(number - 1));
  }

  /** Whether it is such a landmark. */
  is(number: number, landmark: Landmark): boolean {
    return (this.#landmarksOf(number) & bits[landmark]) !== 0;
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
      else if (this.is(n, landmark)) return n;
    }
    return undefined;
  }

  /** The last event before `number` that is such a landmark. */
  previous(landmark: Landmark, number: number): number | undefined {
    for (let n = number - 1; n >= 1; n--) {
      if (!this.#isAround(n, landmark)) n = endOfChunk(n) - CHUNK + 1;
      else if (this.is(n, landmark)) return n;
    }
    return undefined;
  }

  /**
   * The first event after `number`, and up to `until`, that has touched any of these bits in the node (0: in any node).
   * Chunks in which nothing has are passed over.
   */
  nextTouch(node: NodeId, touched: number, number: number, until = this.last): number | undefined {
    for (let n = number + 1; n <= until; n++) {
      if (!this.#isTouchedAround(n, node, touched)) n = endOfChunk(n);
      else if (this.#touches(n, node, touched)) return n;
    }
    return undefined;
  }

  /** The last event before `number` that has. */
  previousTouch(node: NodeId, touched: number, number: number): number | undefined {
    for (let n = number - 1; n >= 1; n--) {
      if (!this.#isTouchedAround(n, node, touched)) n = endOfChunk(n) - CHUNK + 1;
      else if (this.#touches(n, node, touched)) return n;
    }
    return undefined;
  }

  /** When the last such landmark up to event `number` was; undefined if it was before `since`. */
  timeOfLast(landmark: Landmark, number: number, since: Micros): Micros | undefined {
    for (let n = number; n >= 1 && this.timeOf(n) >= since; n--)
      if (this.is(n, landmark)) return this.timeOf(n);
    return undefined;
  }

  /** The first event after `number`, and up to time `until`, that is such a landmark. */
  nextUntil(landmark: Landmark, number: number, until: Micros): number | undefined {
    for (let n = number + 1; n <= this.last && this.timeOf(n) <= until; n++)
      if (this.is(n, landmark)) return n;
    return undefined;
  }

  /** The events up to `last`, in a log of their own that shares their full chunks. */
  branch(last: number): EventLog {
    const copy = new EventLog();
    copy.#columns = branchColumns(this.#columns, last);
    const chunks = Math.floor(last / CHUNK);
    copy.#found = this.#found.slice(0, chunks);
    copy.#touched = this.#touched.slice(0, chunks * NODES);
    for (let n = chunks * CHUNK + 1; n <= last; n++) {
      copy.#sumUp(n, this.#landmarksOf(n), this.nodeOf(n), this.#columns.touch.at(n - 1) >> NODE_BITS);
    }
    return copy;
  }

  /** What is shared with branches. */
  get chunks(): readonly object[] {
    return Object.values(this.#columns).flatMap(({ chunks }) => chunks);
  }

  #landmarksOf(number: number): number {
    const kind = this.#columns.kind.at(number - 1);
    return (kind & LANDMARKS) | bits.event | (kind >> LANDMARK_BITS === TICK ? bits.tick : 0);
  }

  /** Whether there is one in the chunk of this event. */
  #isAround(number: number, landmark: Landmark): boolean {
    return ((this.#found[chunkOf(number)] ?? 0) & bits[landmark]) !== 0;
  }

  #touches(number: number, node: NodeId, touched: number): boolean {
    return (node === 0 || this.nodeOf(number) === node) && (this.touchedOf(number) & touched) !== 0;
  }

  #isTouchedAround(number: number, node: NodeId, touched: number): boolean {
    const place = chunkOf(number) * NODES;
    if (node !== 0) return ((this.#touched[place + node] ?? 0) & touched) !== 0;
    for (let i = 0; i < NODES; i++) if (((this.#touched[place + i] ?? 0) & touched) !== 0) return true;
    return false;
  }
}

const TICK = types.indexOf('tick');

function withDecided(touched: number, landmarks: number): number {
  return (landmarks & bits.decided) === 0 ? touched : touched | touches.decided;
}

/** Which chunk has it, from 0. */
function chunkOf(number: number): number {
  return Math.floor((number - 1) / CHUNK);
}

/** The last event of the chunk that this event is in. */
function endOfChunk(number: number): number {
  return (chunkOf(number) + 1) * CHUNK;
}

/** Whether an event is such a landmark, recorded or not. */
export function isLandmark(event: WorldEvent, landmark: Landmark): boolean {
  return (landmarksOf(event) & bits[landmark]) !== 0;
}

function landmarksOf(event: WorldEvent): number {
  const { output } = event;
  let found: number = bits.event;
  if (event.type === 'message' && !event.waits) found |= bits.message;
  if (event.type === 'tick') found |= bits.tick;
  if (event.elected !== undefined) found |= bits.election;
  if (event.committed !== undefined) found |= bits.commit;
  if (isFault(event)) found |= bits.fault;
  if (isReject(event)) found |= bits.reject;
  if (event.calls.some(({ status }) => status !== 'invoked')) found |= bits.answer;
  if (endsLease(event)) found |= bits.lease;
  if (isNotable(event)) found |= bits.notable;
  if (output === undefined) return found;
  if (output.readys > 0) found |= bits.ready;
  if (output.trace.length > 0) found |= bits.decided;
  if (isOfSnapshot(event)) found |= bits.snapshot;
  return found;
}

/** Somebody acted on the cluster (a client's call is no fault), a member fell, or the dice lost a message. */
function isFault(event: WorldEvent): boolean {
  if (event.command !== undefined) return entryOf(event.command.type).isFault;
  return event.ended.some(({ end }) => end === 'lost');
}
