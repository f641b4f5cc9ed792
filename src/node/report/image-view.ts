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

export function foldView(
  before: MemberView,
  changes: MemberChanges,
  { id, electionTimeout }: MemberConstants,
): MemberView {
  return {
    id,
    state: changes.state ?? before.state,
    term: changes.term ?? before.term,
    vote: changes.vote ?? before.vote,
    lead: changes.lead ?? before.lead,
    leadTransferee: changes.leadTransferee ?? before.leadTransferee,
    commit: changes.commit ?? before.commit,
    applied: changes.applied ?? before.applied,
    applying: changes.applying ?? before.applying,
    first: changes.first ?? before.first,
    last: changes.last ?? before.last,
    stable: changes.stable ?? before.stable,
    snapshotIndex: changes.snapshotIndex ?? before.snapshotIndex,
    snapshotTerm: changes.snapshotTerm ?? before.snapshotTerm,
    pendingSnapshotIndex: changes.pendingSnapshotIndex ?? before.pendingSnapshotIndex,
    hardState: changes.hardState ?? before.hardState,
    electionElapsed: changes.electionElapsed ?? before.electionElapsed,
    electionTimeout,
    randomizedElectionTimeout: changes.randomizedElectionTimeout ?? before.randomizedElectionTimeout,
    heartbeatElapsed: changes.heartbeatElapsed ?? before.heartbeatElapsed,
    votes: changes.votes ?? before.votes,
    confState: changes.confState ?? before.confState,
    pendingConfIndex: changes.pendingConfIndex ?? before.pendingConfIndex,
    progress: foldProgress(before.progress, changes),
    pendingProposals: changes.pendingProposals ?? before.pendingProposals,
    pendingReads: changes.pendingReads ?? before.pendingReads,
    hasReady: changes.hasReady ?? before.hasReady,
    appendQueue: changes.appendQueue ?? before.appendQueue,
    applyQueue: changes.applyQueue ?? before.applyQueue,
    revision: changes.revision ?? before.revision,
    compactRevision: changes.compactRevision ?? before.compactRevision,
    keyCount: changes.keyCount ?? before.keyCount,
    kvHash: changes.kvHash ?? before.kvHash,
  };
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
