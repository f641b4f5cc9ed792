import type { LogIndex, NodeId, Revision, Term } from '../../base/flavor.ts';
import type { MemberChanges, MemberConstants } from '../../node/report/changes.ts';
import { touches } from '../../node/report/touched.ts';
import type { ConfState, HardState } from '../../raft/entry.ts';
import type { ProgressStatus } from '../../raft/status.ts';
import type { StateType } from '../../raft/ready.ts';
import { KnownLog } from './known-log.ts';

/** What is known of one member in its present life, by its records. */
export interface KnownMember {
  readonly node: NodeId;
  /** What never changes in this life; undefined: its beginning was not seen. */
  constants: MemberConstants | undefined;
  /** Its process runs, or stands still. */
  isUp: boolean;
  term: Term;
  /** As its decisions have it so far. */
  role: StateType;
  lead: NodeId;
  electionElapsed: number;
  /** Of its own clock, in this life. */
  ticks: number;
  /** By node: at which of its ticks it has heard from that one last, as a leader. */
  heard: readonly number[];
  /** The term it leads, if it leads. */
  leads: Term | undefined;
  /** As leader: the last index it is known to have had. */
  ledTo: LogIndex | undefined;
  /** Who has granted it a vote in the campaign that is under way. */
  granters: readonly NodeId[];
  commit: LogIndex;
  /** Everything up to here has been compared with what is committed. */
  compared: LogIndex;
  applied: LogIndex;
  applying: LogIndex;
  first: LogIndex;
  last: LogIndex;
  /** Of the newest snapshot on its disk; 0: there is none. */
  snapshotIndex: LogIndex;
  /** Of a snapshot that has come and is not on its disk yet; 0: none. */
  pendingSnapshot: LogIndex;
  hardState: HardState | undefined;
  kvHash: number;
  revision: Revision;
  compactRevision: Revision;
  confState: ConfState;
  /** A leader's view of the members; empty: it leads nobody. */
  progress: readonly ProgressStatus[];
  /** The newest removals of entries from its log: from which index on, and in which term. */
  removals: readonly Removal[];
  /** Where the changes of members are in its log, ascending. */
  confIndexes: readonly LogIndex[];
  /** What of its log has not been compared with what is committed. */
  readonly log: KnownLog;
}

export interface Removal {
  readonly from: LogIndex;
  readonly term: Term;
}

export const NOBODY: ConfState = {
  voters: [],
  votersOutgoing: [],
  learners: [],
  learnersNext: [],
  autoLeave: false,
};

export function newMember(node: NodeId): KnownMember {
  return {
    node,
    constants: undefined,
    isUp: true,
    term: 0,
    role: 'StateFollower',
    lead: 0,
    electionElapsed: 0,
    ticks: 0,
    heard: [],
    leads: undefined,
    ledTo: undefined,
    granters: [],
    commit: 0,
    compared: 0,
    applied: 0,
    applying: 0,
    first: 1,
    last: 0,
    snapshotIndex: 0,
    pendingSnapshot: 0,
    hardState: undefined,
    kvHash: 0,
    revision: 0,
    compactRevision: 0,
    confState: NOBODY,
    progress: [],
    removals: [],
    confIndexes: [],
    log: new KnownLog(),
  };
}

export function cloneMember(member: KnownMember): KnownMember {
  return { ...member, log: new KnownLog(member.log) };
}

/** What a record says as plain numbers, by what it has touched; log, decisions and configuration are looked at one by one. */
export function foldNumbers(member: KnownMember, changes: MemberChanges, touched: number): void {
  if (touched & touches.term) member.term = changes.term ?? member.term;
  if (touched & touches.lead) member.lead = changes.lead ?? member.lead;
  if (touched & touches.applied) {
    member.applied = changes.applied ?? member.applied;
    member.applying = changes.applying ?? member.applying;
  }
  if (touched & touches.log) {
    member.first = changes.first ?? member.first;
    member.last = changes.last ?? member.last;
    member.snapshotIndex = changes.snapshotIndex ?? member.snapshotIndex;
    member.pendingSnapshot = changes.pendingSnapshotIndex ?? member.pendingSnapshot;
  }
  if (touched & touches.stable) member.hardState = changes.hardState ?? member.hardState;
  if (touched & touches.store) {
    member.revision = changes.revision ?? member.revision;
    member.kvHash = changes.kvHash ?? member.kvHash;
    member.compactRevision = changes.compactRevision ?? member.compactRevision;
  }
}

/** A leader's view of its members after this record. */
export function progressAfter(member: KnownMember, changes: MemberChanges): readonly ProgressStatus[] {
  const { progress, progressOf } = changes;
  if (progressOf !== undefined) return progress ?? [];
  if (progress === undefined) return member.progress;
  return member.progress.map((known) => progress.find(({ id }) => id === known.id) ?? known);
}
