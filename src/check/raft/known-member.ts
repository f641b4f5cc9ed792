import type { LogIndex, NodeId, Revision, Term } from '../../base/flavor.ts';
import type { MemberChanges, MemberConstants } from '../../node/report/changes.ts';
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
  /** Where the changes of members are in its log, ascending. */
  confIndexes: readonly LogIndex[];
  /** What of its log has not been compared with what is committed. */
  readonly log: KnownLog;
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
    confIndexes: [],
    log: new KnownLog(),
  };
}

export function cloneMember(member: KnownMember): KnownMember {
  return { ...member, log: new KnownLog(member.log) };
}

/** What a record says as plain numbers; log, decisions and configuration are looked at one by one. */
export function foldNumbers(member: KnownMember, changes: MemberChanges): void {
  if (changes.term !== undefined) member.term = changes.term;
  if (changes.lead !== undefined) member.lead = changes.lead;
  if (changes.electionElapsed !== undefined) member.electionElapsed = changes.electionElapsed;
  if (changes.applied !== undefined) member.applied = changes.applied;
  if (changes.applying !== undefined) member.applying = changes.applying;
  if (changes.first !== undefined) member.first = changes.first;
  if (changes.last !== undefined) member.last = changes.last;
  if (changes.snapshotIndex !== undefined) member.snapshotIndex = changes.snapshotIndex;
  if (changes.pendingSnapshotIndex !== undefined) member.pendingSnapshot = changes.pendingSnapshotIndex;
  if (changes.hardState !== undefined) member.hardState = changes.hardState;
  if (changes.revision !== undefined) {
    member.revision = changes.revision;
    member.kvHash = changes.kvHash ?? member.kvHash;
    member.compactRevision = changes.compactRevision ?? member.compactRevision;
  } else if (changes.kvHash !== undefined) member.kvHash = changes.kvHash;
}

/** A leader's view of its members after this record. */
export function progressAfter(member: KnownMember, changes: MemberChanges): readonly ProgressStatus[] {
  const { progress, progressOf } = changes;
  if (progressOf !== undefined) return progress ?? [];
  if (progress === undefined) return member.progress;
  return member.progress.map((known) => progress.find(({ id }) => id === known.id) ?? known);
}
