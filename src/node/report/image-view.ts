import type { NodeId } from '../../base/flavor.ts';
import type { MemberChanges } from './changes.ts';
import type { MemberView, ProgressView } from './view.ts';

/** Of a member of which nothing is known. */
export const NO_VIEW: MemberView = {
  id: 0,
  state: 'StateFollower',
  term: 0,
  vote: 0,
  lead: 0,
  leadTransferee: 0,
  commit: 0,
  applied: 0,
  applying: 0,
  first: 1,
  last: 0,
  stable: 0,
  snapshotIndex: 0,
  snapshotTerm: 0,
  pendingSnapshotIndex: 0,
  hardState: { term: 0, vote: 0, commit: 0 },
  electionElapsed: 0,
  electionTimeout: 0,
  randomizedElectionTimeout: 0,
  heartbeatElapsed: 0,
  votes: [],
  confState: { voters: [], votersOutgoing: [], learners: [], learnersNext: [], autoLeave: false },
  pendingConfIndex: 0,
  progress: [],
  pendingProposals: 0,
  pendingReads: [],
  hasReady: false,
  appendQueue: 0,
  applyQueue: 0,
  revision: 0,
  compactRevision: 0,
  keyCount: 0,
  kvHash: 0,
};

/** A view in the making. */
export type ViewDraft = { -readonly [Field in keyof MemberView]: MemberView[Field] };

/** Those that have moved in the places of those before; of whom there is one at all, `progressOf` says when it changes. */
export function foldProgress(
  before: readonly ProgressView[],
  { progress: moved, progressOf }: MemberChanges,
): readonly ProgressView[] {
  if (progressOf !== undefined) {
    const known = [...(moved ?? []), ...before];
    return progressOf.flatMap((id) => find(known, id) ?? []);
  }
  return moved === undefined ? before : before.map((one) => find(moved, one.id) ?? one);
}

function find(progress: readonly ProgressView[], id: NodeId): ProgressView | undefined {
  return progress.find((one) => one.id === id);
}
