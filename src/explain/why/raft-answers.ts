import type { LogIndex, NodeId, Term } from '../../base/flavor.ts';
import type { EntryId } from '../../raft/trace.ts';
import type { NoNumbers } from './plain.ts';

/** A vote that was asked for: who asked whom, in which term, by which type of message. */
interface AskedVote {
  readonly voter: NodeId;
  readonly candidate: NodeId;
  readonly term: Term;
  readonly request: string;
}

interface SaidMessage {
  readonly messageType: string;
  readonly from: NodeId;
  readonly to: NodeId;
  readonly term: Term;
}

interface OfNode {
  readonly node: NodeId;
}

interface Leads extends OfNode {
  readonly term: Term;
}

interface QuorumOf extends Leads {
  readonly have: readonly NodeId[];
  readonly need: number;
}

interface ProgressOf extends OfNode {
  readonly leader: NodeId;
  readonly match: LogIndex;
  readonly next: LogIndex;
  readonly last: LogIndex;
}

interface Transfer {
  readonly leader: NodeId;
  readonly to: NodeId;
}

interface CallOf extends OfNode {
  readonly call: number;
}

/** Codes of answers about raft, each with its numbers (`Plain`). */
export interface RaftAnswers {
  // A vote.
  /** Nobody has asked this node for its vote. */
  voteNotAsked: { readonly voter: NodeId; readonly candidate: NodeId };
  voteNotAskedBy: { readonly voter: NodeId; readonly candidate: NodeId };
  voteNotAVoter: { readonly voter: NodeId };
  voteRequestUnderWay: AskedVote;
  voteRequestHeld: AskedVote;
  voteRequestLost: AskedVote;
  /** Its receiver is paused, or was and did not live to go on. */
  voteRequestWaits: AskedVote;
  voteGranted: AskedVote & { readonly own: EntryId; readonly theirs: EntryId };
  /** Given, and the answer waits for the disk. */
  voteOnItsWayToDisk: AskedVote;
  /** Given, and the voter fell before its answer left. */
  voteNeverTold: AskedVote;
  voteAnswerLost: AskedVote;
  voteLogBehind: AskedVote & { readonly own: EntryId; readonly theirs: EntryId };
  voteForAnother: AskedVote & { readonly vote: NodeId };
  voteLeaderKnown: AskedVote & { readonly lead: NodeId };
  voteOfOldTerm: AskedVote & { readonly ownTerm: Term };
  voteInLease: AskedVote & { readonly lead: NodeId; readonly remainingTicks: number };
  voteRefusedAsLearner: AskedVote;

  // A message.
  messageUnderWay: SaidMessage;
  messageHeld: SaidMessage;
  /** It is lost already, and still to be seen. */
  messageDying: SaidMessage;
  messageLost: SaidMessage;
  messageWaits: SaidMessage;
  messageDiedWaiting: SaidMessage;
  messageTaken: SaidMessage;
  messageOfOldTerm: SaidMessage & { readonly ownTerm: Term };
  messageFromOldLeader: SaidMessage & { readonly ownTerm: Term };
  messageFromStranger: SaidMessage;
  messageForAnotherRole: SaidMessage & { readonly role: string };
  messageDropped: SaidMessage & { readonly reason: string };
  appendRejected: SaidMessage & { readonly prev: EntryId; readonly own: EntryId; readonly hint: EntryId };
  appendStale: SaidMessage & { readonly prev: EntryId; readonly commit: LogIndex };
  snapshotOld: SaidMessage & { readonly index: LogIndex; readonly commit: LogIndex };
  snapshotFastForwarded: SaidMessage & { readonly index: LogIndex; readonly commit: LogIndex };

  // A link, one way.
  linkCut: Way;
  /** The way back is open. */
  linkCutOneWay: Way;
  linkEndAway: Way & OfNode;
  linkHeld: Way;
  linkLossy: Way & { readonly percent: number };
  linkOpen: Way & { readonly message: number; readonly messageType: string; readonly sentAtMs: number };
  /** Nothing is in the way, and nobody has said anything on it. */
  linkQuiet: Way;

  // Nobody leads.
  noConfiguration: NoNumbers;
  noLeaderAllDown: { readonly nodes: readonly NodeId[] };
  noLeaderTooFewUp: { readonly up: number; readonly voters: number; readonly need: number };
  noLeaderSplit: { readonly nodes: readonly NodeId[]; readonly have: number; readonly need: number };
  noLeaderSplitVote: {
    readonly term: Term;
    readonly need: number;
    readonly candidates: readonly NodeId[];
    /** So many votes has the one with the most. */
    readonly most: number;
  };
  noLeaderAsking: Leads & { readonly granted: number; readonly need: number };
  noLeaderPreAsking: Leads & { readonly granted: number; readonly need: number };
  /** The last candidate was refused; `node` is whose timer runs out next. */
  noLeaderRefused: OfNode & {
    readonly candidate: NodeId;
    readonly granted: number;
    readonly rejected: number;
    readonly need: number;
    readonly request: string;
    readonly ticks: number;
  };
  /** There was a leader; nobody's timer has run out yet. */
  noLeaderWaiting: OfNode & { readonly ticks: number; readonly inMs: number; readonly leader: NodeId };
  noLeaderYet: OfNode & { readonly ticks: number; readonly inMs: number; readonly leader: NodeId };

  // Who leads, rightly or not.
  leaderLeads: QuorumOf;
  leaderPaused: Leads;
  leaderOfOldTerm: Leads & { readonly leader: NodeId; readonly newerTerm: Term };
  leaderWithoutQuorum: QuorumOf;
  leadsNot: Leads & { readonly role: string; readonly leader: NodeId };
  leadsNotNobody: Leads & { readonly role: string; readonly leader: NodeId };
  nodeKilled: OfNode;
  nodePaused: OfNode;
  nodeRemoved: OfNode;

  // CheckQuorum.
  quorumAnswers: QuorumOf;
  quorumNotChecked: QuorumOf;
  quorumCheckBroken: QuorumOf;
  quorumCheckDue: QuorumOf & {
    readonly heard: readonly NodeId[];
    readonly ticks: number;
    readonly timeout: number;
    readonly checkAtMs?: number;
  };
  /** A quorum has answered since the last check: the next one passes. */
  quorumHeardSince: QuorumOf & {
    readonly heard: readonly NodeId[];
    readonly ticks: number;
    readonly timeout: number;
    readonly checkAtMs?: number;
  };

  // A node's campaign.
  campaignLeads: Leads;
  campaignLearner: OfNode;
  campaignNotMember: OfNode;
  campaignSnapshotPending: OfNode & { readonly index: LogIndex };
  campaignUnappliedChange: OfNode & {
    readonly index: LogIndex;
    readonly applied: LogIndex;
    readonly commit: LogIndex;
  };
  campaignNotPromotable: OfNode;
  campaignRefusedUnapplied: OfNode & { readonly commit: LogIndex };
  campaignAsking: Leads & {
    readonly request: string;
    readonly granted: number;
    readonly rejected: number;
    readonly need: number;
  };
  campaignLost: Leads & {
    readonly request: string;
    readonly granted: number;
    readonly rejected: number;
    readonly need: number;
  };
  campaignHearsLeader: OfNode & { readonly leader: NodeId; readonly ticks: number };
  campaignTimer: OfNode & { readonly ticks: number; readonly timeout: number; readonly inMs: number };

  // A node's term.
  termAgrees: Leads & { readonly leader: NodeId };
  termBehind: Leads & { readonly leader: NodeId; readonly leaderTerm: Term };
  /** It answers the older leader, who then steps down. */
  termAheadAnswers: Leads & { readonly leader: NodeId; readonly leaderTerm: Term };
  /** Without CheckQuorum and PreVote it ignores the older leader, as etcd does. */
  termAheadSilent: Leads & { readonly leader: NodeId; readonly leaderTerm: Term };

  // What a leader sends a member.
  progressNoLeader: OfNode & { readonly leader: NodeId };
  progressSelf: OfNode;
  progressNotMember: OfNode & { readonly leader: NodeId };
  progressSnapshot: ProgressOf & { readonly index: LogIndex; readonly first: LogIndex };
  progressSilent: ProgressOf & { readonly first: LogIndex };
  progressWindowFull: ProgressOf & { readonly inflight: number };
  progressProbing: ProgressOf;
  progressFinding: ProgressOf & { readonly inflight: number };
  progressUnderWay: ProgressOf & { readonly inflight: number };
  progressCaughtUp: ProgressOf;

  // A transfer of leadership.
  transferNone: { readonly to: NodeId };
  transferCatchingUp: Transfer & {
    readonly match: LogIndex;
    readonly last: LogIndex;
    readonly ticks: number;
    readonly givesUpAtMs?: number;
  };
  /** It has everything and was told to campaign. */
  transferWaits: Transfer & {
    readonly match: LogIndex;
    readonly last: LogIndex;
    readonly ticks: number;
    readonly givesUpAtMs?: number;
  };
  transferUnheard: { readonly to: NodeId };
  transferDone: { readonly to: NodeId; readonly term: Term };
  transferTimedOut: Transfer;
  transferReplaced: Transfer;
  transferTargetRemoved: Transfer;
  transferSteppedDown: Transfer;
  transferToLearner: OfNode & { readonly to: NodeId };
  transferToSelf: OfNode & { readonly to: NodeId };
  transferInProgress: OfNode & { readonly to: NodeId };
  transferNoLeader: OfNode & { readonly to: NodeId };
  transferToStranger: OfNode & { readonly to: NodeId };

  // A change of members.
  confChangeNone: NoNumbers;
  confChangeDone: CallOf;
  confChangeUnknown: CallOf;
  confChangeNoLeader: CallOf;
  confChangeOnItsWay: CallOf & { readonly leader: NodeId; readonly index: LogIndex };
  confChangeUnderWay: CallOf & { readonly leader: NodeId; readonly index: LogIndex };
  confChangePending: {
    readonly call: number;
    readonly leader: NodeId;
    readonly index: LogIndex;
    readonly applied: LogIndex;
  };
  confChangeJoint: {
    readonly call: number;
    readonly leader: NodeId;
    readonly index: LogIndex;
    readonly applied: LogIndex;
  };
  confChangeNotJoint: {
    readonly call: number;
    readonly leader: NodeId;
    readonly index: LogIndex;
    readonly applied: LogIndex;
  };
  confChangeUnhealthy: CallOf & { readonly voters: number; readonly away: number };
  confChangeNotEnoughStarted: CallOf;
  confChangeLearnerBehind: CallOf & {
    readonly match: LogIndex;
    readonly leader: NodeId;
    readonly last: LogIndex;
    readonly enough: LogIndex;
  };
  confChangeTooManyLearners: CallOf;
  confChangeDropped: CallOf;
  /** For another reason of etcd's, by its name. */
  confChangeRefused: CallOf & { readonly error: string };

  // An event.
  eventIsInput: OfNode & { readonly event: number; readonly first: number };
  eventFollows: OfNode & { readonly event: number; readonly first: number };
}

interface Way {
  readonly from: NodeId;
  readonly to: NodeId;
}

/** Codes of what would have to happen, each with its numbers. */
export interface RaftNeeds {
  /** The candidate's log becomes as new as this. */
  logUpTo: OfNode & { readonly own: EntryId };
  /** It asks again, in a newer term. */
  campaignsAgain: OfNode & { readonly term: Term };
  /** It campaigns; 0: anybody. */
  campaigns: OfNode;
  /** Whoever wanted it asks again, at this node. */
  askedAnew: OfNode;
  sentAgain: Way & { readonly messageType: string };
  leaderSilent: OfNode & { readonly lead: NodeId; readonly ticks: number };
  transferMark: { readonly lead: NodeId; readonly to: NodeId };
  forgetsLeader: OfNode & { readonly lead: NodeId };
  becomesVoter: OfNode;
  becomesMember: OfNode;
  newTerm: OfNode & { readonly term: Term };
  newerLeader: OfNode;
  probesFrom: { readonly leader: NodeId; readonly to: NodeId; readonly index: LogIndex };
  moreUp: { readonly count: number };
  togetherAgain: { readonly need: number };
  votes: OfNode & { readonly count: number };
  timer: OfNode & { readonly ticks: number };
  quorumCheck: OfNode & { readonly ticks: number };
  answers: OfNode & { readonly leader: NodeId };
  snapshotArrives: { readonly id: number; readonly to: NodeId; readonly index: LogIndex };
  snapshotReported: { readonly leader: NodeId; readonly to: NodeId };
  matches: OfNode & { readonly index: LogIndex };
  transferTimeout: { readonly leader: NodeId; readonly ticks: number };
  transferAgain: { readonly to: NodeId };
  hearsLeader: OfNode;
  leavesJoint: { readonly leader: NodeId };
  connected: OfNode & { readonly seconds: number };
  moreStarted: NoNumbers;
  linkLetGo: Way;
}

/** Codes of what keeps a node from something, each with its numbers. */
export interface RaftHindrances {
  killed: NoNumbers;
  paused: NoNumbers;
  removed: NoNumbers;
  cutOff: NoNumbers;
  lostByCut: Way;
  lostByDeath: Way;
  /** It was meant for a member that this machine is no longer. */
  lostForFormer: Way;
  lostByHand: Way;
  lostByForging: Way;
  lostByDice: Way & { readonly percent: number };
  votedForAnother: { readonly vote: NodeId };
  refusedLogBehind: { readonly own: EntryId; readonly theirs: EntryId };
  knowsLeader: { readonly lead: NodeId };
  ofNewerTerm: NoNumbers;
  inLease: { readonly lead: NodeId; readonly remainingTicks: number };
}
