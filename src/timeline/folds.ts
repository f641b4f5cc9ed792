import type { Micros, NodeId } from '../base/flavor.ts';
import type { Arrow } from './arrows.ts';
import type { ArrowKind } from './arrow-kinds.ts';
import type { Buckets } from './buckets.ts';

/** Heartbeats of a leader to a follower and their answers that follow each other, with no other message between the two. */
export interface HeartbeatFold {
  readonly leader: NodeId;
  readonly follower: NodeId;
  /** From where the first was sent to where the last was. */
  readonly from: Micros;
  readonly to: Micros;
  readonly count: number;
  /** None of them arrived: they were lost, cut, dropped, or nobody was there. Else all did, or may yet. */
  readonly gone: boolean;
}

/** Somebody wants to see the messages of the fold of these two at this time, one by one. */
export interface Unfold {
  readonly leader: NodeId;
  readonly follower: NodeId;
  readonly at: Micros;
}

/** A run that still goes on. */
interface Run {
  readonly leader: NodeId;
  readonly follower: NodeId;
  readonly from: Micros;
  readonly gone: boolean;
  to: Micros;
  count: number;
  readonly arrows: Arrow[];
}

/** Messages in order of sending: those that are folded, and the rest of them. */
export function foldArrows(
  arrows: readonly Arrow[],
  unfold: readonly Unfold[],
): { readonly folds: HeartbeatFold[]; readonly rest: Arrow[] } {
  const open = new Map<number, Run>();
  const folds: HeartbeatFold[] = [];
  const apart = new Set<Arrow>();
  const close = (key: number): void => {
    const run = open.get(key);
    if (run === undefined) return;
    open.delete(key);
    if (isUnfolded(run, unfold)) for (const arrow of run.arrows) apart.add(arrow);
    else folds.push(foldOf(run));
  };
  for (const arrow of arrows) {
    const key = pairOf(arrow);
    if (!isHeartbeat(arrow)) {
      close(key);
      continue;
    }
    const { leader, follower } = endsOf(arrow);
    const gone = isGone(arrow);
    const before = open.get(key);
    if (before !== undefined && before.leader === leader && before.gone === gone) {
      before.to = arrow.sentAt;
      before.count++;
      before.arrows.push(arrow);
      continue;
    }
    close(key);
    const { sentAt: from } = arrow;
    open.set(key, { leader, follower, from, to: from, gone, count: 1, arrows: [arrow] });
  }
  for (const key of open.keys()) close(key);
  return { folds, rest: arrows.filter((arrow) => !isHeartbeat(arrow) || apart.has(arrow)) };
}

/**
 * The same of messages that are counted: a bucket with another message between the two, or with some that arrived and some that did
 * not, ends a run. A run shorter than `least` buckets stays counted; what is folded is counted no more.
 */
export function foldBuckets(
  { begin, width, length, rows }: Buckets<ArrowKind>,
  least: number,
): HeartbeatFold[] {
  const pairs = new Map<number, { readonly others: Uint8Array; readonly beats: Map<number, Beats> }>();
  for (const { kind, counts } of rows) {
    const key = pairOf(kind);
    const pair = pairs.get(key) ?? { others: new Uint8Array(length), beats: new Map<number, Beats>() };
    pairs.set(key, pair);
    if (!isHeartbeat(kind)) {
      for (let i = 0; i < length; i++) if (counts[i] !== 0) pair.others[i] = 1;
      continue;
    }
    const { leader, follower } = endsOf(kind);
    const gone = isGone(kind);
    const beats = pair.beats.get(leader * 2 + (gone ? 1 : 0)) ?? { leader, follower, gone, rows: [] };
    pair.beats.set(leader * 2 + (gone ? 1 : 0), beats);
    beats.rows.push(counts);
  }
  const folds: HeartbeatFold[] = [];
  for (const { others, beats } of pairs.values()) {
    const sums = [...beats.values()].map(({ leader, follower, gone, rows: own }) => {
      return { leader, follower, gone, rows: own, sum: sumOf(own, length) };
    });
    let from = 0;
    let to = -1;
    let count = 0;
    let of: (typeof sums)[number] | undefined;
    const close = (): void => {
      if (of !== undefined && to - from + 1 >= least) {
        const { leader, follower, gone } = of;
        folds.push({
          leader,
          follower,
          from: begin + from * width,
          to: begin + (to + 1) * width,
          count,
          gone,
        });
        for (const counts of of.rows) counts.fill(0, from, to + 1);
      }
      of = undefined;
    };
    for (let i = 0; i < length; i++) {
      const here = sums.filter(({ sum }) => sum[i] !== 0);
      const [one] = here;
      if (others[i] === 1 || here.length > 1) close();
      else if (one !== undefined) {
        if (of !== one) {
          close();
          [of, from, count] = [one, i, 0];
        }
        to = i;
        count += one.sum[i] ?? 0;
      }
    }
    close();
  }
  return folds;
}

interface Beats {
  readonly leader: NodeId;
  readonly follower: NodeId;
  readonly gone: boolean;
  readonly rows: Uint32Array[];
}

function sumOf(rows: readonly Uint32Array[], length: number): Uint32Array {
  const sum = new Uint32Array(length);
  for (const counts of rows) for (let i = 0; i < length; i++) sum[i] = (sum[i] ?? 0) + (counts[i] ?? 0);
  return sum;
}

function foldOf({ leader, follower, from, to, count, gone }: Run): HeartbeatFold {
  return { leader, follower, from, to, count, gone };
}

function isUnfolded({ leader, follower, from, to }: Run, unfold: readonly Unfold[]): boolean {
  return unfold.some(
    (each) => each.leader === leader && each.follower === follower && each.at >= from && each.at <= to,
  );
}

function isHeartbeat({ type }: ArrowKind): boolean {
  return type === 'MsgHeartbeat' || type === 'MsgHeartbeatResp';
}

function endsOf({ type, from, to }: ArrowKind): { readonly leader: NodeId; readonly follower: NodeId } {
  return type === 'MsgHeartbeat' ? { leader: from, follower: to } : { leader: to, follower: from };
}

/** The two nodes, in whichever direction. */
function pairOf({ from, to }: ArrowKind): number {
  return Math.min(from, to) * 1024 + Math.max(from, to);
}

function isGone({ end }: ArrowKind): boolean {
  return end !== undefined && end !== 'delivered';
}
