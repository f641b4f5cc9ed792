import type { LogIndex } from '../../base/flavor.ts';

/** A call that goes on with a read index. */
export interface WaitingRead {
  readonly call: number;
}

/**
 * Linearizable reads on their way. All that arrive while a round is under way share the next one (etcd:
 * linearizableReadLoop). A read may be answered by any ReadIndex that was asked after it came.
 */
export interface Reads {
  /** Came since the round began, in order. */
  queue: readonly WaitingRead[];
  round: ReadRound | undefined;
  /** Their index is known; they wait for it to be applied. In order. */
  confirmed: readonly ConfirmedRead[];
}

/** The reads that a ReadIndex is out for. Never without reads. */
export interface ReadRound {
  readonly reads: readonly WaitingRead[];
  /** Contexts it has been asked with: the first, and one for each time it was asked again. */
  readonly contexts: readonly number[];
  readonly ticksSinceAsked: number;
  /** Since the round began. */
  readonly ticks: number;
}

export interface ConfirmedRead extends WaitingRead {
  readonly index: LogIndex;
}

export function makeReads(): Reads {
  return { queue: [], round: undefined, confirmed: [] };
}

export function cloneReads(reads: Reads): Reads {
  return { ...reads };
}

export function addRead(reads: Reads, read: WaitingRead): void {
  reads.queue = [...reads.queue, read];
}

/** Begins the next round with everything that waits. True if a ReadIndex is to be asked with the context. */
export function maybeBeginRound(reads: Reads, nextContext: () => number): number | undefined {
  if (reads.round !== undefined || reads.queue.length === 0) return undefined;
  const context = nextContext();
  reads.round = { reads: reads.queue, contexts: [context], ticksSinceAsked: 0, ticks: 0 };
  reads.queue = [];
  return context;
}

/** One tick of waiting. The context to ask again with, when it was too long. */
export function tickRound(reads: Reads, retryTicks: number, nextContext: () => number): number | undefined {
  if (reads.round === undefined) return undefined;
  const round = {
    ...reads.round,
    ticksSinceAsked: reads.round.ticksSinceAsked + 1,
    ticks: reads.round.ticks + 1,
  };
  if (round.ticksSinceAsked < retryTicks) {
    reads.round = round;
    return undefined;
  }
  const context = nextContext();
  reads.round = { ...round, contexts: [...round.contexts, context], ticksSinceAsked: 0 };
  return context;
}

/** A ReadIndex is answered. An answer that nobody waits for any more is passed over. */
export function confirmRound(reads: Reads, context: number, index: LogIndex): void {
  const { round } = reads;
  if (round === undefined || !round.contexts.includes(context)) return;
  reads.round = undefined;
  const confirmed = round.reads.map(({ call }) => ({ call, index }));
  reads.confirmed = [...reads.confirmed, ...confirmed];
}

/** Gives the round under way up. Returns its reads. */
export function failRound(reads: Reads): readonly WaitingRead[] {
  const failed = reads.round?.reads ?? [];
  reads.round = undefined;
  return failed;
}

/** Takes out the reads whose index has been applied. */
export function takeReady(reads: Reads, applied: LogIndex): readonly ConfirmedRead[] {
  if (reads.confirmed.length === 0) return reads.confirmed;
  const ready = reads.confirmed.filter((read) => read.index <= applied);
  if (ready.length > 0) reads.confirmed = reads.confirmed.filter((read) => read.index > applied);
  return ready;
}

export function forgetRead(reads: Reads, call: number): void {
  const others = (read: WaitingRead): boolean => read.call !== call;
  reads.queue = reads.queue.filter(others);
  reads.confirmed = reads.confirmed.filter(others);
  if (reads.round === undefined) return;
  const left = reads.round.reads.filter(others);
  reads.round = left.length === 0 ? undefined : { ...reads.round, reads: left };
}
