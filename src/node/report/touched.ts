import type { MemberChanges } from './changes.ts';

/**
 * What an event has changed in its member, summed up as bits: enough to pass over all events that cannot matter. A bit may
 * be set where a field was only said again; one that is not set means that nothing of it has changed.
 *
 *     role       what it is: follower, candidate, leader; running, paused, killed
 *     vote       whom it voted for, and who voted for it
 *     lead       whom it takes for the leader
 *     log        first, last, entries, its snapshot's index
 *     stable     what of it is on its own disk
 *     applied    applied, and what is being applied
 *     progress   what a leader knows of the others, a transfer of leadership
 *     config     voters and learners, members and their addresses, a change that is pending
 *     store      keys, revisions, alarms, users and roles
 *     decided    raft or etcd decided something: there is a trace
 */
export const touches = {
  role: 1,
  term: 2,
  vote: 4,
  lead: 8,
  commit: 16,
  log: 32,
  stable: 64,
  applied: 128,
  progress: 256,
  config: 512,
  store: 1024,
  leases: 2048,
  decided: 4096,
} as const;

export type Touch = keyof typeof touches;

/** Everything that a member's changes may say; `decided` is not among them. */
export const ALL_CHANGES = touches.decided - 1;

/** Whether a life may begin with this record: then everything of it is new. */
export function mayBegin(touched: number): boolean {
  return (touched & ALL_CHANGES) === ALL_CHANGES;
}

/** A field that is 0 here is no part of any of them: clocks, lengths of queues, what watches have been told. */
export const touchesOfField: { readonly [Name in keyof Required<MemberChanges>]: number } = {
  boot: ALL_CHANGES,
  hashes: 0,
  state: touches.role,
  term: touches.term,
  vote: touches.vote,
  lead: touches.lead,
  leadTransferee: touches.progress,
  commit: touches.commit,
  applying: touches.applied,
  first: touches.log,
  last: touches.log,
  stable: touches.stable,
  pendingSnapshotIndex: touches.log,
  electionElapsed: 0,
  randomizedElectionTimeout: 0,
  heartbeatElapsed: 0,
  pendingConfIndex: touches.config,
  votes: touches.vote,
  confState: touches.config,
  progress: touches.progress,
  progressOf: touches.progress,
  truncatedFrom: touches.log,
  appended: touches.log,
  applied: touches.applied,
  snapshotIndex: touches.log,
  snapshotTerm: touches.log,
  hardState: touches.stable,
  pendingProposals: 0,
  pendingReads: 0,
  hasReady: 0,
  appendQueue: 0,
  applyQueue: 0,
  revision: touches.store,
  compactRevision: touches.store,
  keyCount: touches.store,
  kvHash: touches.store,
  replaced: touches.store | touches.leases,
  records: touches.store,
  compacted: touches.store,
  consistentIndex: 0,
  sizeBytes: 0,
  sizeInUseBytes: 0,
  isCompacting: 0,
  countsLeases: touches.leases,
  leases: touches.leases,
  watches: 0,
  toldRevision: 0,
  members: touches.config,
  memberIds: touches.config,
  formerIds: touches.config,
  alarms: touches.store,
  auth: touches.store,
};
