import type { NodeId } from '../base/flavor.ts';
import { isConfChange } from './leader-log.ts';
import { isPromotable } from './membership.ts';
import type { MsgVote, MsgVoteResp } from './message.ts';
import { sendVoteRequest, sendVoteResponse } from './outbox.ts';
import { lastIndex, lastTerm, someUnapplied } from './raft-log.ts';
import { broadcastAppend } from './replication.ts';
import { becomeCandidate, becomeFollower, becomeLeader, becomePreCandidate } from './role.ts';
import type { Raft } from './state.ts';
import { nextTerm } from './term.ts';
import type { EntryId, RaftTrace } from './trace.ts';
import { countVotes, isVoter, recordVote, voteOf, voterIds } from './tracker.ts';

/** preElection asks whether it would win; election and transfer are the real thing (paper 5.2; thesis 9.6, 3.10). */
export type CampaignType = 'preElection' | 'election' | 'transfer';

/** The mark of a campaign that the leader itself has asked for: no lease stands against it. */
const TRANSFER_MARK = Uint8Array.from('CampaignTransfer', (char) => char.charCodeAt(0));

export function isTransferMark(context: Uint8Array | undefined): boolean {
  return context?.length === TRANSFER_MARK.length && TRANSFER_MARK.every((byte, i) => byte === context[i]);
}

/** Campaigns, unless it is not this node's turn. */
export function hup(raft: Raft, type: CampaignType): void {
  const refusal = refusalOf(raft);
  if (refusal === undefined) campaign(raft, type);
  else if (raft.tracing) {
    const refused = { type: 'campaignRefused', reason: refusal, index: raft.log.committed } as const;
    raft.traces.push(
      refusal === 'unappliedConfChange' ? { ...refused, rule: 'confChangesApplied' } : refused,
    );
  }
}

function refusalOf(raft: Raft): Extract<RaftTrace, { type: 'campaignRefused' }>['reason'] | undefined {
  if (raft.role === 'StateLeader') return 'alreadyLeader';
  if (!isPromotable(raft)) return 'notPromotable';
  const unapplied = someUnapplied(raft.log, isConfChange);
  return raft.rules.confChangesApplied(unapplied) ? undefined : 'unappliedConfChange';
}

function campaign(raft: Raft, type: CampaignType): void {
  const pre = type === 'preElection';
  if (pre) becomePreCandidate(raft);
  else becomeCandidate(raft, type === 'transfer');
  const term = pre ? nextTerm(raft.term) : raft.term;
  const own = lastEntryId(raft);
  const context = type === 'transfer' ? TRANSFER_MARK : undefined;
  for (const id of voterIds(raft.tracker.config)) {
    // The own vote, too, counts when it is on disk.
    if (id === raft.id) sendVoteResponse(raft, pre ? 'MsgPreVoteResp' : 'MsgVoteResp', id, term, false);
    else sendVoteRequest(raft, pre ? 'MsgPreVote' : 'MsgVote', id, term, own.term, own.index, context);
  }
}

export function lastEntryId(raft: Raft): EntryId {
  return { term: lastTerm(raft.log), index: lastIndex(raft.log) };
}

/**
 * Somebody asks for a vote, or whether there would be one (paper 5.2, 5.4.1). Learners answer too: a learner may
 * have been made a voter without knowing it yet, and its vote may be the one that is missing.
 */
export function handleVoteRequest(raft: Raft, message: MsgVote): void {
  const pre = message.type === 'MsgPreVote';
  const own = lastEntryId(raft);
  const theirs: EntryId = { term: message.logTerm, index: message.index };
  const free = (pre && message.term > raft.term) || raft.rules.maySupport(raft.vote, raft.lead, message.from);
  const granted = free && mayVote(raft) && raft.rules.isUpToDate(theirs, own);
  if (raft.tracing) traceAnswer(raft, message, free, granted, own, theirs);
  const type = pre ? 'MsgPreVoteResp' : 'MsgVoteResp';
  if (!granted) {
    sendVoteResponse(raft, type, message.from, raft.term, true);
    return;
  }
  const term = pre ? raft.rules.grantedPreVoteTerm(message.term, raft.term) : message.term;
  sendVoteResponse(raft, type, message.from, term, false);
  if (pre) return;
  raft.electionElapsed = 0;
  raft.vote = message.from;
}

function mayVote(raft: Raft): boolean {
  return raft.rules.learnersVote() || isVoter(raft.tracker.config, raft.id);
}

function traceAnswer(
  raft: Raft,
  message: MsgVote,
  free: boolean,
  granted: boolean,
  own: EntryId,
  theirs: EntryId,
): void {
  const common = {
    pre: message.type === 'MsgPreVote',
    candidate: message.from,
    term: message.term,
    own,
    theirs,
  };
  if (granted) {
    raft.traces.push({ type: 'voteGranted', rule: 'isUpToDate', ...common });
    return;
  }
  // Who is not free has a vote, which is then another's, or a leader.
  const taken = raft.vote !== 0 ? 'votedForAnother' : 'leaderKnown';
  const reason = free ? 'logBehind' : taken;
  const rule = !free ? 'maySupport' : mayVote(raft) ? 'isUpToDate' : 'learnersVote';
  raft.traces.push({ type: 'voteRejected', rule, ...common, reason, vote: raft.vote, lead: raft.lead });
}

/** A pre-candidate of an older term: told the newer one, or two such nodes would refuse each other for ever. */
export function rejectOldPreVote(raft: Raft, message: MsgVote): void {
  if (!raft.rules.answersOldPreCandidate()) return;
  sendVoteResponse(raft, 'MsgPreVoteResp', message.from, raft.term, true);
  if (!raft.tracing) return;
  raft.traces.push({
    type: 'voteRejected',
    rule: 'answersOldPreCandidate',
    pre: true,
    candidate: message.from,
    term: message.term,
    reason: 'lowerTerm',
    vote: raft.vote,
    lead: raft.lead,
    own: lastEntryId(raft),
    theirs: { term: message.logTerm, index: message.index },
  });
}

/** An answer to the campaign that is under way. */
export function handleVoteResponse(raft: Raft, message: MsgVoteResp): void {
  const { tracker } = raft;
  recordVote(tracker, message.from, !message.reject);
  // As in etcd, only the number of votes counts. With asynchronous storage the others' votes may be here before the own
  // one is on disk: who leads on them alone and crashes then does not know the term any more and could win it again from
  // the same voters. That hole is etcd's and stays: what people see here is what etcd would do.
  const result = raft.rules.electionResult(tracker.config, (id: NodeId) => voteOf(tracker, id));
  if (raft.tracing)
    raft.traces.push({
      type: 'voteCounted',
      rule: 'electionResult',
      pre: message.type === 'MsgPreVoteResp',
      from: message.from,
      granted: !message.reject,
      grantedCount: countVotes(tracker, true),
      rejectedCount: countVotes(tracker, false),
      result,
    });
  if (result === 'won') win(raft);
  // The answers to a pre-vote may carry a term of the future: the own one stays.
  else if (result === 'lost') becomeFollower(raft, raft.term, 0, 'lostElection');
}

function win(raft: Raft): void {
  if (raft.role === 'StatePreCandidate') {
    campaign(raft, 'election');
    return;
  }
  becomeLeader(raft);
  broadcastAppend(raft);
}
