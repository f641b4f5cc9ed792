import { unreachable } from '../base/assert.ts';
import type { NodeId, Term } from '../base/flavor.ts';
import { handleAppendEntries } from './append-handling.ts';
import { entriesApplied, storageAppended } from './applying.ts';
import { handleVoteRequest, handleVoteResponse, hup, isTransferMark, rejectOldPreVote } from './election.ts';
import type { RaftErrorCode } from './errors.ts';
import { ignoreMessage } from './ignored.ts';
import type { Message, MsgVote } from './message.ts';
import { sendAppendResponse } from './outbox.ts';
import { becomeFollower } from './role.ts';
import type { Raft } from './state.ts';
import { traceReceived } from './state-trace.ts';
import { stepCandidate } from './step-candidate.ts';
import { stepFollower } from './step-follower.ts';
import { stepLeader } from './step-leader.ts';

/** Takes a message in: first what its term means (paper 5.1), then what it says. */
export function step(raft: Raft, message: Message): RaftErrorCode | undefined {
  traceReceived(raft, message);
  const { term } = message;
  if (term !== raft.term && term !== 0) {
    if (term < raft.term) {
      stepLowerTerm(raft, message);
      return undefined;
    }
    if (!enterHigherTerm(raft, message)) return undefined;
  }
  switch (message.type) {
    case 'MsgHup':
      hup(raft, raft.rules.asksFirst(raft.config.preVote) ? 'preElection' : 'election');
      return undefined;
    case 'MsgVote':
    case 'MsgPreVote':
      handleVoteRequest(raft, message);
      return undefined;
    case 'MsgStorageAppendResp':
      storageAppended(raft, term, message.index, message.logTerm, message.snapshot);
      return undefined;
    case 'MsgStorageApplyResp':
      entriesApplied(raft, message.entries);
      return undefined;
    default:
      return stepRole(raft, message);
  }
}

function stepRole(raft: Raft, message: Message): RaftErrorCode | undefined {
  switch (raft.role) {
    case 'StateLeader':
      return stepLeader(raft, message);
    case 'StateFollower':
      return stepFollower(raft, message);
    case 'StateCandidate':
    case 'StatePreCandidate':
      return stepCandidate(raft, message);
    default:
      return unreachable(raft.role);
  }
}

/** A newer term makes a follower of anybody (paper 5.1), with etcd's exceptions. False: the message is ignored. */
function enterHigherTerm(raft: Raft, message: Message): boolean {
  switch (message.type) {
    case 'MsgVote':
      if (isLeaseAgainst(raft, message)) return false;
      follow(raft, message.term, 0);
      return true;
    case 'MsgPreVote':
      // A question about a term is not that term.
      return !isLeaseAgainst(raft, message);
    case 'MsgPreVoteResp':
      // Granted, it carries the term that was asked for, which nobody has entered yet.
      if (message.reject) follow(raft, message.term, 0);
      return true;
    case 'MsgApp':
    case 'MsgHeartbeat':
    case 'MsgSnap':
      follow(raft, message.term, message.from);
      return true;
    default:
      follow(raft, message.term, 0);
      return true;
  }
}

function follow(raft: Raft, term: Term, lead: NodeId): void {
  if (raft.rules.higherTermDeposes(raft.role === 'StateLeader')) {
    becomeFollower(raft, term, lead, 'higherTerm');
  } else {
    raft.term = term;
    raft.vote = 0;
    if (raft.tracing) raft.traces.push({ type: 'becameLeader', term });
  }
}

/**
 * With CheckQuorum, who has heard a leader within an election timeout does not listen to candidates (paper 6, thesis
 * 4.2.3), unless it is the leader who wants one.
 */
function isLeaseAgainst(raft: Raft, message: MsgVote): boolean {
  const { electionTick, checkQuorum } = raft.config;
  const inLease = checkQuorum && raft.lead !== 0 && raft.rules.leaseHolds(raft.electionElapsed, electionTick);
  if (!inLease || raft.rules.transferOverridesLease(isTransferMark(message.context))) return false;
  if (raft.tracing)
    raft.traces.push({
      type: 'voteIgnored',
      rule: 'transferOverridesLease',
      pre: message.type === 'MsgPreVote',
      candidate: message.from,
      term: message.term,
      reason: 'inLease',
      lead: raft.lead,
      remainingTicks: electionTick - raft.electionElapsed,
    });
  return true;
}

/** Old messages are ignored (paper 5.1); but who is behind must be able to learn it. */
function stepLowerTerm(raft: Raft, message: Message): void {
  switch (message.type) {
    case 'MsgApp':
    case 'MsgHeartbeat':
      if (message.type === 'MsgApp' && !raft.rules.ignoresOldAppends()) handleAppendEntries(raft, message);
      else if (raft.rules.answersOldLeader(raft.config.checkQuorum, raft.config.preVote))
        answerOldLeader(raft, message);
      else ignoreMessage(raft, message, 'lowerTerm');
      break;
    case 'MsgPreVote':
      rejectOldPreVote(raft, message);
      break;
    case 'MsgVoteResp':
      if (raft.rules.ignoresOldVotes() || raft.role !== 'StateCandidate')
        ignoreMessage(raft, message, 'lowerTerm');
      else handleVoteResponse(raft, message);
      break;
    case 'MsgStorageAppendResp':
      storageAppended(raft, message.term, message.index, message.logTerm, message.snapshot);
      break;
    default:
      ignoreMessage(raft, message, 'lowerTerm');
  }
}

function answerOldLeader(raft: Raft, message: Message): void {
  sendAppendResponse(raft, message.from, 0);
  if (raft.tracing)
    raft.traces.push({
      type: 'staleLeaderAnswered',
      rule: 'answersOldLeader',
      from: message.from,
      messageTerm: message.term,
      term: raft.term,
    });
}
