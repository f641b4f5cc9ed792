import type { NodeId } from '../../base/flavor.ts';
import type { MemberChanges, MemberConstants } from './changes.ts';
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

/** What a record says of it, put into the view. */
export function foldView(
  view: ViewDraft,
  changes: MemberChanges,
  { id, electionTimeout }: MemberConstants,
): void {
  view.id = id;
  view.electionTimeout = electionTimeout;
  if (changes.state !== undefined) view.state = changes.state;
  if (changes.term !== undefined) view.term = changes.term;
  if (changes.vote !== undefined) view.vote = changes.vote;
  if (changes.lead !== undefined) view.lead = changes.lead;
  if (changes.leadTransferee !== undefined) view.leadTransferee = changes.leadTransferee;
  if (changes.commit !== undefined) view.commit = changes.commit;
  if (changes.applied !== undefined) view.applied = changes.applied;
  if (changes.applying !== undefined) view.applying = changes.applying;
  if (changes.first !== undefined) view.first = changes.first;
  if (changes.last !== undefined) view.last = changes.last;
  if (changes.stable !== undefined) view.stable = changes.stable;
  if (changes.snapshotIndex !== undefined) view.snapshotIndex = changes.snapshotIndex;
  if (changes.snapshotTerm !== undefined) view.snapshotTerm = changes.snapshotTerm;
  if (changes.pendingSnapshotIndex !== undefined) view.pendingSnapshotIndex = changes.pendingSnapshotIndex;
  if (changes.hardState !== undefined) view.hardState = changes.hardState;
  if (changes.electionElapsed !== undefined) view.electionElapsed = changes.electionElapsed;
  if (changes.randomizedElectionTimeout !== undefined)
    view.randomizedElectionTimeout = changes.randomizedElectionTimeout;
  if (changes.heartbeatElapsed !== undefined) view.heartbeatElapsed = changes.heartbeatElapsed;
  if (changes.votes !== undefined) view.votes = changes.votes;
  if (changes.confState !== undefined) view.confState = changes.confState;
  if (changes.pendingConfIndex !== undefined) view.pendingConfIndex = changes.pendingConfIndex;
  if (changes.pendingProposals !== undefined) view.pendingProposals = changes.pendingProposals;
  if (changes.pendingReads !== undefined) view.pendingReads = changes.pendingReads;
  if (changes.hasReady !== undefined) view.hasReady = changes.hasReady;
  if (changes.appendQueue !== undefined) view.appendQueue = changes.appendQueue;
  if (changes.applyQueue !== undefined) view.applyQueue = changes.applyQueue;
  if (changes.revision !== undefined) view.revision = changes.revision;
  if (changes.compactRevision !== undefined) view.compactRevision = changes.compactRevision;
  if (changes.keyCount !== undefined) view.keyCount = changes.keyCount;
  if (changes.kvHash !== undefined) view.kvHash = changes.kvHash;
  view.progress = foldProgress(view.progress, changes);
}

/** Those that have moved in the places of those before; of whom there is one at all, `progressOf` says when it changes. */
function foldProgress(
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
