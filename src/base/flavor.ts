/**
 * Numbers that must not mix. A flavored type accepts a plain value but never a value of another flavor, so
 * arithmetic needs no casts and a LogIndex still cannot be passed where a NodeId is expected.
 */
declare const flavor: unique symbol;
export type Flavor<T, Name extends string> = T & { readonly [flavor]?: Name };

/** A member's id, from 1. 0 means "none" (etcd: raft.None). */
export type NodeId = Flavor<number, 'NodeId'>;
/** Position in the log, from 1; 0 is the position before the first entry. */
export type LogIndex = Flavor<number, 'LogIndex'>;
/**
 * A Raft term, an unsigned 64-bit number. A `number` while it is a safe integer, a `bigint` beyond: equal
 * terms always have the same representation, so `===` and `<` work on both. Only `nextTerm` (src/raft) adds.
 */
export type Term = Flavor<number, 'Term'> | bigint;
/** MVCC revision, from 1 (a fresh store). */
export type Revision = Flavor<number, 'Revision'>;
/** Virtual time in whole microseconds since the run began. */
export type Micros = Flavor<number, 'Micros'>;

export const NO_NODE: NodeId = 0;
export const MICROS_PER_MS = 1000;

export function msToMicros(ms: number): Micros {
  return Math.round(ms * MICROS_PER_MS);
}

export function microsToMs(micros: Micros): number {
  return micros / MICROS_PER_MS;
}
