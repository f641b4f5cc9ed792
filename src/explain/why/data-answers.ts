import type { LogIndex, NodeId, Term } from '../../base/flavor.ts';
import type { NoNumbers } from './plain.ts';

// Codes about clients' calls and what is stored: entries, reads, calls, proposals, leases, watches.

/** Which entry it is. */
interface OfEntry {
  readonly index: LogIndex;
  readonly entryTerm: Term;
}

/** What has been counted, of those who count: the voters, or the half of a joint configuration that lacks most. */
interface Counted {
  /** Those that have it. */
  readonly nodes: readonly NodeId[];
  readonly need: number;
  readonly voters: number;
}

/** What a call waits for, and when its client gives up. */
interface Waiting {
  readonly call: number;
  /** The member that was asked. */
  readonly node: NodeId;
  readonly givesUpAtMs: number;
}

interface Ended {
  readonly call: number;
  readonly node: NodeId;
}

interface OfMessage {
  readonly message: number;
  readonly from: NodeId;
  readonly to: NodeId;
}

interface EntryAnswers {
  /** No log has an entry there, and none has had one. */
  entryUnknown: { readonly index: LogIndex; readonly last: LogIndex };
  /** Everybody who runs has applied it. */
  entryApplied: OfEntry & { readonly nodes: readonly NodeId[] };
  /** One has applied it that was asked about. */
  entryAppliedHere: OfEntry & { readonly node: NodeId; readonly applied: LogIndex };
  entryNoQuorum: OfEntry & Counted & { readonly leader: NodeId };
  /** Enough of one half of a joint configuration have it, of the other not. */
  entryNoJointQuorum: OfEntry & Counted & { readonly leader: NodeId; readonly half: 'incoming' | 'outgoing' };
  entryOlderTerm: OfEntry & Counted & { readonly leader: NodeId; readonly term: Term };
  /** Enough disks have it, and the leader has not heard of all of them. */
  entryLeaderUnaware: OfEntry & Counted & { readonly leader: NodeId; readonly counted: LogIndex };
  entryNobodyLeads: OfEntry & Counted;
  /** The leader's log has something else there, or ends before: what others have there will go. */
  entryNotAtLeader: OfEntry & {
    readonly leader: NodeId;
    readonly term: Term;
    readonly nodes: readonly NodeId[];
    readonly last: LogIndex;
  };
  /** Another entry is committed there. */
  entryReplaced: OfEntry & { readonly committedTerm: Term; readonly nodes: readonly NodeId[] };
  /** No log has it any more, and a message that carries it is still under way, or waits at a member that is paused. */
  entryUnderWay: OfEntry & OfMessage;
  entryAtPaused: OfEntry & { readonly node: NodeId };
  /** It was in a log, and no log has it any more. */
  entryTruncated: OfEntry & { readonly nodes: readonly NodeId[] };
}

interface ApplyAnswers {
  applyKilled: OfEntry & { readonly node: NodeId };
  applyPaused: OfEntry & { readonly node: NodeId };
  /** It has not been told yet that the entry is committed. */
  applyNotCommittedHere: OfEntry & {
    readonly node: NodeId;
    readonly commit: LogIndex;
    readonly committedOn: readonly NodeId[];
  };
  /** Its log ends before. */
  applyNotHere: OfEntry & { readonly node: NodeId; readonly last: LogIndex };
  applySnapshotComing: OfEntry & {
    readonly node: NodeId;
    readonly leader: NodeId;
    readonly snapshot: LogIndex;
  };
  /** A snapshot has come and is not on its disk yet. */
  applySnapshotSaving: OfEntry & { readonly node: NodeId; readonly snapshot: LogIndex };
  applyNotOnDisk: OfEntry & { readonly node: NodeId; readonly stable: LogIndex };
  applyRunning: OfEntry & {
    readonly node: NodeId;
    readonly first: LogIndex;
    readonly last: LogIndex;
    readonly dueAtMs: number;
  };
  applyQueued: OfEntry & {
    readonly node: NodeId;
    readonly ahead: number;
    readonly applied: LogIndex;
    readonly dueAtMs: number;
  };
  /** It is committed and on disk, and nothing has been handed to the apply thread: a Ready is to be taken first. */
  applyNotTaken: OfEntry & { readonly node: NodeId; readonly applied: LogIndex };
}

interface ReadAnswers {
  readMemberPaused: Waiting;
  readNoLeader: Waiting;
  readLeaderAway: Waiting & { readonly leader: NodeId };
  /** A ReadIndex of earlier reads is out; this one's is asked for when it is over. */
  readQueued: Waiting;
  readAskUnderWay: Waiting & OfMessage & { readonly dueAtMs: number };
  readAskHeld: Waiting & OfMessage;
  readAskLost: Waiting & OfMessage & { readonly againAtMs: number };
  readNotConfirmed: Waiting & Counted & { readonly leader: NodeId; readonly index: LogIndex };
  readWaitsForOwnTerm: Waiting & {
    readonly leader: NodeId;
    readonly term: Term;
    readonly commit: LogIndex;
    readonly first: LogIndex;
  };
  readAnswerUnderWay: Waiting & OfMessage & { readonly index: LogIndex; readonly dueAtMs: number };
  readAnswerHeld: Waiting & OfMessage & { readonly index: LogIndex };
  readAnswerLost: Waiting & OfMessage & { readonly index: LogIndex; readonly againAtMs: number };
  /** The leader had none to ask, or was none any more. */
  readIndexDropped: Waiting & { readonly leader: NodeId; readonly againAtMs: number };
  readWaitsForApply: Waiting & { readonly index: LogIndex; readonly applied: LogIndex };
  /** It asks, and nothing that the record tells keeps it. */
  readUnderWay: Waiting & { readonly leader: NodeId };

  readFresh: Ended & { readonly revision: number };
  readStaleSerializable: Ended & Stale;
  readStaleLease: Ended & Stale & { readonly leader: NodeId };
  readStaleBrokenRule: Ended & Stale & { readonly broken: string };
  readStaleSingleton: Ended & Stale & { readonly leader: NodeId };
  /** Behind, and neither its kind nor the rules in force say why. */
  readStale: Ended & Stale;
}

interface Stale {
  /** Of the answer, and the newest that some member had when it was asked. */
  readonly revision: number;
  readonly newest: number;
  readonly behind: number;
  /** The entries that it lacked. */
  readonly first: LogIndex;
  readonly last: LogIndex;
  /** Since when there was something newer. */
  readonly sinceAtMs: number;
}

interface CallAnswers {
  callAnswered: Ended;
  callFailed: Ended & { readonly error: string };
  callMemberPaused: Waiting;
  callNoLeader: Waiting;
  callLeaderAway: Waiting & { readonly leader: NodeId };
  /** The member has it, and waits for something that is not in the log. */
  callAtMember: Waiting;
  callAskUnderWay: Waiting & OfMessage & { readonly dueAtMs: number };

  proposalUnderWay: Waiting & OfMessage & { readonly dueAtMs: number };
  proposalHeld: Waiting & OfMessage;
  proposalLost: Waiting & OfMessage;
  proposalDroppedByLeader: Waiting & { readonly leader: NodeId; readonly reason: string };
  proposalOverwritten: Waiting & OfEntry;

  proposalNoLeader: Ended;
  proposalNotMember: Ended;
  proposalTransferring: Ended & { readonly to: NodeId };
  proposalUncommittedLimit: Ended;
  proposalCandidate: Ended;
  callMemberDown: Ended;

  outcomeTookEffect: Ended & OfEntry & { readonly error: string; readonly committedAtMs: number };
  outcomeOverwritten: Ended & OfEntry & { readonly error: string };
  outcomeNeverProposed: Ended & { readonly error: string };
  outcomeProposalLost: Ended & OfMessage & { readonly error: string };
  outcomeProposalDropped: Ended & {
    readonly error: string;
    readonly leader: NodeId;
    readonly reason: string;
  };
  outcomeMayStill: Ended & OfEntry & { readonly error: string; readonly nodes: readonly NodeId[] };
  /** The member that has it stands still; it will go on with it. */
  outcomeAtPausedMember: Ended & { readonly error: string };
  outcomeUnderWay: Ended & OfMessage & { readonly error: string };
}

interface OfLease {
  readonly lease: string;
  readonly ttl: number;
}

interface LeaseAnswers {
  leaseUnknown: { readonly lease: string };
  leaseCounting: OfLease & {
    readonly leader: NodeId;
    readonly endsAtMs: number;
    readonly renewedAtMs: number;
  };
  /** The leader began to count anew when it took over. */
  leaseExtended: OfLease & {
    readonly leader: NodeId;
    readonly endsAtMs: number;
    readonly ledSinceAtMs: number;
  };
  /** The same from a checkpoint. */
  leaseFromCheckpoint: OfLease & {
    readonly leader: NodeId;
    readonly endsAtMs: number;
    readonly checkpoint: number;
    readonly ledSinceAtMs: number;
  };
  /** Shorter leases than the minimum are not granted. */
  leaseMinimum: OfLease & { readonly leader: NodeId; readonly endsAtMs: number; readonly asked: number };
  /** A client renews it again and again. */
  leaseKeptAlive: OfLease & {
    readonly leader: NodeId;
    readonly endsAtMs: number;
    readonly renewedAtMs: number;
    readonly stream: number;
  };
  /** The leader has ended it, and these have not applied that yet. */
  leaseGoneAtLeader: OfLease & { readonly leader: NodeId; readonly nodes: readonly NodeId[] };
  leaseNobodyLeads: OfLease;
  /** Somebody leads who has not applied the first entry of its term yet. */
  leaseNotCountedYet: OfLease & { readonly leader: NodeId; readonly term: Term };
  leaseLeaderPaused: OfLease & { readonly leader: NodeId; readonly endsAtMs: number };
  /** It is past its end; the leader looks twice a second. */
  leaseNotLookedAt: OfLease & {
    readonly leader: NodeId;
    readonly endsAtMs: number;
    readonly looksAtMs: number;
  };
  /** Its end is in the log and not applied yet. */
  leaseEnding: OfLease & { readonly leader: NodeId; readonly endsAtMs: number; readonly index: LogIndex };
}

interface OfWatch {
  readonly stream: number;
  readonly node: NodeId;
}

interface WatchAnswers {
  /** It was told of everything that its member has. */
  watchUpToDate: OfWatch & { readonly told: number; readonly revision: number };
  /** It begins later than the store. */
  watchInFuture: OfWatch & { readonly start: number; readonly revision: number };
  watchUnsynced: OfWatch & { readonly next: number; readonly revision: number };
  watchManyUnsynced: OfWatch & { readonly next: number; readonly revision: number; readonly ahead: number };
  watchManyChanges: OfWatch & { readonly next: number; readonly revision: number; readonly changes: number };
  watchMemberBehind: OfWatch & { readonly revision: number; readonly newest: number; readonly peer: NodeId };
  watchMemberPaused: OfWatch & { readonly revision: number };
  watchCompacted: OfWatch & { readonly next: number; readonly compacted: number };
  watchBroken: OfWatch & { readonly endedAtMs: number; readonly error: string };
  watchClosed: OfWatch & { readonly endedAtMs: number };
  watchRefused: OfWatch & { readonly reason: string };
  watchNotAskedYet: OfWatch;
}

/** Codes of answers, each with its numbers (`Plain`). */
export interface DataAnswers
  extends EntryAnswers, ApplyAnswers, ReadAnswers, CallAnswers, LeaseAnswers, WatchAnswers {}

/** Codes of what would have to happen, each with its numbers. */
export interface DataNeeds {
  /** So many more of these disks have the entry. */
  moreDisks: { readonly more: number; readonly nodes: readonly NodeId[] };
  /** An entry of the leader's own term is committed. */
  ownTermCommitted: { readonly leader: NodeId; readonly term: Term };
  leaderElected: NoNumbers;
  entryProposed: { readonly index: LogIndex };
  /** Of these, which have it. */
  electedFrom: { readonly nodes: readonly NodeId[] };
  messageArrives: { readonly message: number };
  messageReleased: { readonly message: number };
  writeDone: { readonly node: NodeId };
  diskFreed: { readonly node: NodeId };
  resumed: { readonly node: NodeId };
  restarted: { readonly node: NodeId };
  linkHealed: { readonly node: NodeId; readonly leader: NodeId };
  /** The leader's next message to it, a heartbeat at the latest. */
  leaderTells: { readonly leader: NodeId; readonly node: NodeId };
  appliedUpTo: { readonly node: NodeId; readonly index: LogIndex };
  readyTaken: { readonly node: NodeId };
  askedAgain: { readonly node: NodeId };
  /** The ReadIndex that is out is answered, or given up. */
  roundOver: { readonly node: NodeId };
  /** So many more of these confirm that they know of no newer leader. */
  moreConfirm: { readonly more: number; readonly nodes: readonly NodeId[] };
  /** Its client asks anew: this call comes to nothing any more. */
  callRepeated: { readonly call: number };
  /** A linearizable read. */
  readLinearizably: NoNumbers;
  readAtLeader: { readonly leader: NodeId };
  /** ReadIndex instead of the leader's lease (readOnly: safe). */
  safeReads: { readonly leader: NodeId };
  transferOver: { readonly to: NodeId };
  ruleKept: { readonly broken: string };
  timePasses: { readonly endsAtMs: number };
  notRenewed: { readonly lease: string };
  /** The member's clock ticks: it catches watches up then. */
  memberTicks: { readonly node: NodeId };
  somethingChanges: { readonly stream: number };
  watchedAnew: { readonly revision: number };
}

/** Codes of what keeps a node from something, each with its numbers. */
export interface DataHindrances {
  /** Its disk is at it. */
  writing: { readonly dueAtMs: number };
  diskStuck: NoNumbers;
  /** Its log has it, and its disk was not given it yet. */
  notWritten: NoNumbers;
  entryUnderWay: { readonly message: number; readonly dueAtMs: number };
  entryHeld: { readonly message: number };
  acknowledgementUnderWay: { readonly message: number; readonly dueAtMs: number };
  acknowledgementHeld: { readonly message: number };
  /** It is on its disk, and nothing that says so is under way. */
  acknowledgementMissing: { readonly match: LogIndex };
  behind: { readonly last: LogIndex };
  otherEntry: { readonly entryTerm: Term };
  /** It lacks what the leader has no more, and gets the state. */
  getsSnapshot: { readonly snapshot: LogIndex };
  /** What tells it that the entry is committed is on its way. */
  commitUnderWay: { readonly message: number; readonly dueAtMs: number };
  commitHeld: { readonly message: number };
  /** It has not answered the heartbeat that a read waits for. */
  notConfirmed: NoNumbers;
}
