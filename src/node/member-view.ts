import type { MemberState } from './member-state.ts';
import type { MemberView } from './view.ts';

/** The member as pictures, scripts and checks see it. */
export function viewMember(state: MemberState): MemberView {
  const { store, storage, disk, applying, reads } = state;
  const status = state.raft.status();
  const snapshot = storage.snapshot();
  const asked = [...(reads.round?.reads ?? []), ...reads.queue].map((read) => ({
    request: read.request,
    index: 0,
  }));
  return {
    id: status.id,
    state: status.softState.raftState,
    term: status.hardState.term,
    vote: status.hardState.vote,
    lead: status.softState.lead,
    leadTransferee: status.leadTransferee,
    commit: status.hardState.commit,
    applied: state.applied,
    applying: status.applying,
    first: status.firstIndex,
    last: status.lastIndex,
    stable: status.stableIndex,
    snapshotIndex: typeof snapshot === 'string' ? 0 : snapshot.index,
    snapshotTerm: typeof snapshot === 'string' ? 0 : snapshot.term,
    pendingSnapshotIndex: status.pendingSnapshotIndex,
    hardState: storage.initialState().hardState,
    electionElapsed: status.electionElapsed,
    electionTimeout: status.electionTimeout,
    randomizedElectionTimeout: status.randomizedElectionTimeout,
    heartbeatElapsed: status.heartbeatElapsed,
    votes: status.votes,
    confState: status.confState,
    pendingConfIndex: status.pendingConfIndex,
    progress: status.progress,
    pendingProposals: state.proposals.size,
    pendingReads: [...reads.confirmed.map(({ request, index }) => ({ request, index })), ...asked],
    appendQueue: disk.waiting.length,
    applyQueue: applying.waiting.length,
    revision: store.revision,
    compactRevision: store.compactRevision,
    keyCount: store.keyCount,
    kvHash: store.hash(),
  };
}
