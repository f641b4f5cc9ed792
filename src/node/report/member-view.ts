import type { MemberState } from '../core/member-state.ts';
import { mayTakeReady } from '../core/may-take-ready.ts';
import type { MemberView } from './view.ts';

/** The member as pictures, scripts and checks see it. */
export function viewMember(state: MemberState): MemberView {
  const { etcd, storage, disk, applying } = state;
  const { kv } = etcd;
  const status = state.raft.status();
  const snapshot = storage.snapshot();
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
    pendingReads: viewReads(state),
    hasReady: mayTakeReady(state),
    appendQueue: disk.waiting.length,
    applyQueue: applying.waiting.length,
    revision: kv.revision,
    compactRevision: kv.compactRevision,
    keyCount: kv.keyCount,
    kvHash: kv.hash(),
  };
}

/** Those whose index is known, then those that ask for it, in the order in which they came. */
export function viewReads({ reads, calls }: MemberState): MemberView['pendingReads'] {
  const requestOf = (id: number): number => {
    const asker = calls.get(id)?.asker;
    return asker?.type === 'client' ? asker.request : 0;
  };
  const asked = reads.round?.reads ?? [];
  return [
    ...reads.confirmed.map(({ call, index }) => ({ request: requestOf(call), index })),
    ...asked.map(({ call }) => ({ request: requestOf(call), index: 0 })),
    ...reads.queue.map(({ call }) => ({ request: requestOf(call), index: 0, queued: true as const })),
  ];
}
