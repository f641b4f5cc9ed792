import type { Difference } from './compare.ts';

/** How a transcript ended: as recorded, at the first difference, or not run at all. */
export type Outcome =
  | { readonly type: 'passed' }
  | { readonly type: 'failed'; readonly step: string; readonly difference: Difference }
  | { readonly type: 'skipped'; readonly reason: string };

export const PASSED: Outcome = { type: 'passed' };
