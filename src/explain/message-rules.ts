import type { MessageType } from '../raft/message.ts';
import type { RuleName } from '../raft/rules.ts';

/** A member that changes its role or hears of a newer term draws a new election timeout. */
const NEW_TIMEOUT = 'randomizedTimeout';
/** What a leader asks before it commits, and what its waiting reads are let go by. */
const COMMITS = ['committedIndex', 'commitsByCounting', 'readsAfterOwnCommit', 'confirmsReads'] as const;
/** What whoever campaigns asks: at once where it is the only voter, or has won. */
const CAMPAIGNS = [
  'confChangesApplied',
  NEW_TIMEOUT,
  'electionResult',
  'pendingConfAtElection',
  'appendsNoop',
  ...COMMITS,
] as const;
const WINS = ['electionResult', NEW_TIMEOUT, 'pendingConfAtElection', 'appendsNoop', ...COMMITS] as const;
const VOTES = ['transferOverridesLease', 'maySupport', 'learnersVote', 'isUpToDate'] as const;

/**
 * The rules of Raft (raft/rules.ts) that may decide when a member handles a message of a type, in about the order in which they are asked.
 * A test holds it against the decisions of random runs.
 */
export const rulesOfMessage: Readonly<Record<MessageType, readonly RuleName[]>> = {
  MsgHup: CAMPAIGNS,
  MsgBeat: ['heartbeatCommit'],
  MsgProp: COMMITS,
  MsgApp: [
    'ignoresOldAppends',
    'answersOldLeader',
    NEW_TIMEOUT,
    'previousMatches',
    'conflictIndex',
    'followerCommit',
    'acknowledgedIndex',
  ],
  MsgAppResp: [NEW_TIMEOUT, ...COMMITS],
  MsgVote: [...VOTES, NEW_TIMEOUT],
  MsgVoteResp: WINS,
  MsgSnap: [NEW_TIMEOUT],
  MsgHeartbeat: ['answersOldLeader', NEW_TIMEOUT, 'heartbeatCommit'],
  // A round of reads that is confirmed makes room for the next one.
  MsgHeartbeatResp: [NEW_TIMEOUT, 'committedIndex', 'confirmsReads'],
  MsgUnreachable: [],
  MsgSnapStatus: [],
  MsgCheckQuorum: ['deposesSilentLeader', NEW_TIMEOUT],
  MsgTransferLeader: [],
  MsgTimeoutNow: CAMPAIGNS,
  MsgReadIndex: ['readsAfterOwnCommit', 'confirmsReads'],
  MsgReadIndexResp: [NEW_TIMEOUT],
  MsgPreVote: [...VOTES, 'answersOldPreCandidate', 'grantedPreVoteTerm'],
  MsgPreVoteResp: WINS,
  MsgStorageAppend: [],
  MsgStorageAppendResp: [],
  MsgStorageApply: [],
  MsgStorageApplyResp: [],
  MsgForgetLeader: [],
};
