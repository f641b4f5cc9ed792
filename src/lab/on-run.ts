import type { LongCall, LongWork } from './play/long-work.ts';
import type { Run } from './play/run.ts';

/** How a part of the port comes to the run that is open; the first call makes one as it stands in the defaults. */
export interface OnRun {
  /** In its turn, whole. */
  readonly inTurn: <T>(work: (run: Run) => Promise<T> | T) => Promise<T>;
  /** In its turn, in slices, between which frames are drawn and it can be stopped. */
  readonly longWork: <T>(call: LongCall, work: (run: Run, work: LongWork) => Promise<T>) => Promise<T>;
}
