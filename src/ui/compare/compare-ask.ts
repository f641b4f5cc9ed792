import { useView } from '../view-state.ts';

/**
 * One side of a comparison.
 *
 *     here       the instant that is shown
 *     kept       the instant that is kept
 *     end:2      the newest instant of branch 2
 *     time:2     branch 2 at the time of the instant that is shown
 *     moment:3   moment 3 of the notebook
 */
export type Side = 'here' | 'kept' | `end:${number}` | `time:${number}` | `moment:${number}`;

/** What the dialog is open on; each side can be changed in it. */
export interface CompareAsk {
  readonly a: Side;
  readonly b: Side;
}

/** Opens the comparison of two instants. */
export function askToCompare(a: Side, b: Side): void {
  useView.setState({ compare: { a, b } });
}
