import type { Micros } from '../base/flavor.ts';

/** The number of a branch, one future of a lab: given from 1 in order, never given again in the same lab. */
export type BranchId = number;

/** An instant of a lab: right after this event of this branch, at the event's time or later, before the next one. */
export interface Position {
  readonly branch: BranchId;
  /** 0: before the first. */
  readonly event: number;
  readonly at: Micros;
}

/** An instant that somebody has marked, with a note: one line of the notebook. */
export interface Moment extends Position {
  /** From 1, in the order in which they were marked. */
  readonly id: number;
  readonly note: string;
}

/** What the fingerprint of a branch must be right after an event (`world.hash.hex()`). */
export interface Waypoint {
  readonly event: number;
  readonly hash: string;
}
