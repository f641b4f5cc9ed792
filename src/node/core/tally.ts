import type { Message } from '../../raft/message.ts';

/**
 * What has happened in one life of a member, counted as etcd's metrics and statistics count it. It changes in place: a
 * member counts at every input.
 */
export interface Tally {
  /** By the name of the sample, with its labels. Buckets of histograms each by their own. */
  readonly counts: Map<string, number>;
  /** MsgApps, as the v2 statistics tell of them. */
  readonly sent: Appends;
  readonly received: Appends;
  /** Who leads, by what the v2 statistics have noticed: an election won here, or a MsgApp. */
  leader: LeaderSince | undefined;
  /** To whom MsgApps went, and how many, since this member last began to lead. */
  readonly followers: Map<bigint, number>;
  /** Bytes of the entries in them, by the other member; nothing else has bytes on its way here. */
  readonly sentBytes: Map<bigint, number>;
  readonly receivedBytes: Map<bigint, number>;
}

/** `sinceWall`: what the clock on the wall showed then. */
export interface LeaderSince {
  readonly id: bigint;
  readonly sinceMs: number;
  readonly sinceWall: bigint;
  readonly isSelf: boolean;
}

/** The last of some messages of one kind; times in ms of the run, oldest first. */
export interface Appends {
  total: number;
  readonly times: number[];
  readonly bytes: number[];
}

/** etcd: stats/queue.go. */
const SAMPLES_MAX = 200;

export function emptyTally(): Tally {
  return {
    counts: new Map(),
    sent: noAppends(),
    received: noAppends(),
    leader: undefined,
    followers: new Map(),
    sentBytes: new Map(),
    receivedBytes: new Map(),
  };
}

export function cloneTally(tally: Tally): Tally {
  return {
    counts: new Map(tally.counts),
    sent: cloneAppends(tally.sent),
    received: cloneAppends(tally.received),
    leader: tally.leader,
    followers: new Map(tally.followers),
    sentBytes: new Map(tally.sentBytes),
    receivedBytes: new Map(tally.receivedBytes),
  };
}

export function count({ counts }: Tally, sample: string, by = 1): void {
  if (by !== 0) counts.set(sample, (counts.get(sample) ?? 0) + by);
}

export function counted({ counts }: Tally, sample: string): number {
  return counts.get(sample) ?? 0;
}

/** A histogram whose buckets double: `first` is the upper end of the first one. */
export function observe(tally: Tally, name: string, value: number, { first, buckets }: Buckets): void {
  let at = 0;
  while (at < buckets && value > first * 2 ** at) at++;
  count(tally, bucketKey(name, at));
  count(tally, `${name}_sum`, value);
  count(tally, `${name}_count`);
}

export interface Buckets {
  /** Upper end of the first bucket. */
  readonly first: number;
  /** How many there are beside the one without end. */
  readonly buckets: number;
}

/** Of disk work and of most other durations, in seconds. */
export const DURATIONS: Buckets = { first: 0.001, buckets: 14 };
/** Of requests of the v2 API, in seconds. */
export const HTTP_DURATIONS: Buckets = { first: 0.0005, buckets: 13 };
/** Of times to live, in seconds. */
export const LIFETIMES: Buckets = { first: 1, buckets: 24 };

/** By which the values of one bucket are counted, without those of the ones below. */
export function bucketKey(name: string, at: number): string {
  return `${name}#${at}`;
}

/** A MsgApp goes or has come. Gives the bytes of its entries. */
export function noteAppend(appends: Appends, message: Message, nowMs: number): number {
  appends.total++;
  appends.times.push(nowMs);
  const bytes = payloadBytes(message);
  appends.bytes.push(bytes);
  if (appends.times.length >= 2 * SAMPLES_MAX) {
    appends.times.splice(0, SAMPLES_MAX);
    appends.bytes.splice(0, SAMPLES_MAX);
  }
  return bytes;
}

/** Per second, over the last 200 of them; nothing when there was none within the last second (etcd: queue.go, Rate). */
export function rateOf({ times, bytes }: Appends, nowMs: number): { packages: number; bytes: number } {
  const recent = times.slice(-SAMPLES_MAX);
  const [first = 0] = recent;
  const last = recent.at(-1) ?? -Infinity;
  const seconds = (last - first) / 1000;
  if (nowMs - last > 1000 || seconds <= 0) return { packages: 0, bytes: 0 };
  const sum = bytes.slice(-SAMPLES_MAX).reduce((total, each) => total + each, 0);
  return { packages: recent.length / seconds, bytes: sum / seconds };
}

function noAppends(): Appends {
  return { total: 0, times: [], bytes: [] };
}

function cloneAppends({ total, times, bytes }: Appends): Appends {
  return { total, times: times.slice(), bytes: bytes.slice() };
}

/** What the entries hold: raft's messages have no bytes of their own on their way here. */
function payloadBytes(message: Message): number {
  if (message.type !== 'MsgApp') return 0;
  let bytes = 0;
  for (const { data } of message.entries) bytes += data?.length ?? 0;
  return bytes;
}
