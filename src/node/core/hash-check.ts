import type { Revision } from '../../base/flavor.ts';

/** A look of the leader at the others' stores: what its own was, and the numbers of its questions. Never changed once made. */
export interface HashCheck {
  readonly hash: number;
  readonly revision: Revision;
  readonly compactRevision: Revision;
  readonly calls: ReadonlySet<number>;
}
