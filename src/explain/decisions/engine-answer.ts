import { unreachable } from '../../base/assert.ts';
import type { NodeTrace } from '../../node/io.ts';
import type { MemberView } from '../../node/report/view.ts';
import type { Message, MessageType } from '../../raft/message.ts';
import { nextTerm } from '../../raft/term.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import type { RuleId } from '../rule-book.ts';
import type { Answer } from './decision.ts';

/** What the engine did in an event, of all that a node could have done there. */
export interface EngineAnswer {
  readonly answer: Answer;
  readonly rule: RuleId;
}

/** Of a kind of message: what the record of the event says was done; undefined: nothing was decided that is worth asking. */
type Read = (step: Step) => EngineAnswer | undefined;

/** One event at a node: with what it was before and after. */
export interface Step {
  readonly event: WorldEvent;
  readonly trace: readonly NodeTrace[];
  readonly before: MemberView;
  readonly after: MemberView;
}

/** Reads the engine's answer off its record; undefined: it decided nothing there that is asked about. */
export function engineAnswer(step: Step): EngineAnswer | undefined {
  const { input } = step.event;
  switch (input?.type) {
    case 'message':
      return byMessage[input.message.type]?.(step);
    case 'tick':
      return quorumCheck(step) ?? campaign(step, 'randomizedTimeout');
    case 'campaign':
      return campaign(step, 'onlyVotersCampaign');
    case 'writeDone':
      return votes(step) ?? commit(step, false);
    case 'request':
      return proposal(step);
    default:
      return undefined;
  }
}

const byMessage: Readonly<Partial<Record<MessageType, Read>>> = {
  MsgVote: vote,
  MsgPreVote: vote,
  MsgApp: append,
  MsgHeartbeat: heartbeat,
  MsgSnap: snapshot,
  MsgAppResp: appendResponse,
  MsgVoteResp: votes,
  MsgPreVoteResp: votes,
  MsgTimeoutNow: (step) => campaign(step, 'leadershipTransfer'),
  MsgReadIndex: read,
  MsgProp: proposal,
};

function find<Type extends NodeTrace['type']>(
  { trace }: Step,
  type: Type,
): Extract<NodeTrace, { type: Type }> | undefined {
  return trace.find((each): each is Extract<NodeTrace, { type: Type }> => each.type === type);
}

/** The message of an event that is one. */
function messageOf<Type extends MessageType>(
  { event: { input } }: Step,
  ...types: Type[]
): Extract<Message, { type: Type }> | undefined {
  const message = input?.type === 'message' ? input.message : undefined;
  return message !== undefined && (types as MessageType[]).includes(message.type)
    ? (message as Extract<Message, { type: Type }>)
    : undefined;
}

const IGNORES: Answer = { code: 'ignore', numbers: {} };

function vote(step: Step): EngineAnswer | undefined {
  const message = messageOf(step, 'MsgVote', 'MsgPreVote');
  if (message === undefined) return undefined;
  const { before, after } = step;
  const pre = message.type === 'MsgPreVote';
  const candidate = message.from;
  const granted = find(step, 'voteGranted');
  if (granted !== undefined) {
    const numbers = { candidate, term: granted.term };
    return { answer: { code: pre ? 'preGrant' : 'grant', numbers }, rule: granted.rule ?? 'isUpToDate' };
  }
  const rejected = find(step, 'voteRejected');
  if (rejected !== undefined) {
    const rule = rejected.rule ?? 'maySupport';
    const { term } = after;
    if (pre) return { answer: { code: 'preRefuse', numbers: { term } }, rule };
    return { answer: { code: term === before.term ? 'refuse' : 'refuseInNewTerm', numbers: { term } }, rule };
  }
  return { answer: IGNORES, rule: find(step, 'voteIgnored')?.rule ?? 'newestTerm' };
}

function append(step: Step): EngineAnswer | undefined {
  const { after } = step;
  const accepted = find(step, 'appendAccepted');
  if (accepted !== undefined) {
    const { last: index } = accepted;
    const message = messageOf(step, 'MsgApp');
    const isNews =
      (message?.entries.length ?? 0) > 0 ||
      after.commit !== step.before.commit ||
      after.term !== step.before.term;
    if (!isNews) return undefined;
    const cut = find(step, 'logTruncated');
    if (cut !== undefined) {
      const numbers = { first: cut.from, index, commit: after.commit };
      return { answer: { code: 'acceptCutting', numbers }, rule: cut.rule ?? 'conflictIndex' };
    }
    const numbers = { index, commit: after.commit };
    const rule = (message?.entries.length ?? 0) > 0 ? 'previousMatches' : 'followerCommit';
    return { answer: { code: 'accept', numbers }, rule };
  }
  const rejected = find(step, 'appendRejected');
  if (rejected !== undefined)
    return { answer: { code: 'reject', numbers: { hint: rejected.hint } }, rule: 'previousMatches' };
  const stale = find(step, 'appendStale');
  if (stale !== undefined)
    return {
      answer: { code: 'acknowledgeCommit', numbers: { commit: stale.commit } },
      rule: 'previousMatches',
    };
  return ofOldTerm(step);
}

/** A leader of an older term is told the newer one, or not heard. */
function ofOldTerm(step: Step): EngineAnswer | undefined {
  const answered = find(step, 'staleLeaderAnswered');
  if (answered !== undefined)
    return {
      answer: { code: 'tellTerm', numbers: { term: answered.term } },
      rule: answered.rule ?? 'answersOldLeader',
    };
  return find(step, 'messageIgnored') && { answer: IGNORES, rule: 'newestTerm' };
}

/** Only those that change something: most of them tell what everybody knows. */
function heartbeat(step: Step): EngineAnswer | undefined {
  const message = messageOf(step, 'MsgHeartbeat');
  const old = ofOldTerm(step);
  if (old !== undefined || message === undefined) return old;
  const { before, after } = step;
  const { term, lead: leader, commit } = after;
  const isNewLeader = before.lead !== leader || before.state !== after.state || before.term !== term;
  if (!isNewLeader && before.commit === commit) return undefined;
  const rule =
    before.term !== term ? 'newestTerm' : before.commit !== commit ? 'heartbeatCommit' : 'followsLeader';
  return { answer: { code: 'follow', numbers: { leader, term, commit } }, rule };
}

function snapshot(step: Step): EngineAnswer | undefined {
  const restored = find(step, 'snapshotRestored');
  if (restored !== undefined)
    return { answer: { code: 'install', numbers: { index: restored.index } }, rule: 'sendsSnapshot' };
  const ignored = find(step, 'snapshotIgnored');
  if (ignored === undefined) return ofOldTerm(step);
  const { index, reason, commit: before } = ignored;
  if (reason === 'fastForwarded')
    return { answer: { code: 'keepLog', numbers: { index } }, rule: 'sendsSnapshot' };
  return { answer: { code: 'acknowledgeCommit', numbers: { commit: before } }, rule: 'sendsSnapshot' };
}

/** A newer term in whatever message ends what one was. */
function stepsDown(step: Step): EngineAnswer | undefined {
  const became = find(step, 'becameFollower');
  if (became?.reason !== 'higherTerm' || step.before.state === 'StateFollower') return undefined;
  return { answer: { code: 'stepDown', numbers: { term: became.term } }, rule: 'newestTerm' };
}

function appendResponse(step: Step): EngineAnswer | undefined {
  const down = stepsDown(step);
  if (down !== undefined || step.before.state !== 'StateLeader') return down;
  const message = messageOf(step, 'MsgAppResp');
  if (message === undefined || find(step, 'messageIgnored') !== undefined) return undefined;
  if (!message.reject) return commit(step, true);
  const changed = find(step, 'progressChanged');
  return changed?.reason === 'rejected'
    ? { answer: { code: 'probeFrom', numbers: { index: changed.next } }, rule: 'previousMatches' }
    : undefined;
}

/** `always`: it is asked, too, where nothing is committed by it. */
function commit(step: Step, always: boolean): EngineAnswer | undefined {
  const { before } = step;
  const committed = find(step, 'committed');
  if (committed?.by === 'quorum')
    return {
      answer: { code: 'commitTo', numbers: { index: committed.to } },
      rule: committed.rule ?? 'committedIndex',
    };
  const not = find(step, 'notCommitted');
  if (not === undefined || !always) return undefined;
  return {
    answer: { code: 'commitNothing', numbers: { commit: before.commit } },
    rule: not.rule ?? 'committedIndex',
  };
}

function votes(step: Step): EngineAnswer | undefined {
  const counted = find(step, 'voteCounted');
  if (counted === undefined) return stepsDown(step);
  const rule = counted.rule ?? 'electionResult';
  switch (counted.result) {
    case 'won': {
      // With the pre-votes won it campaigns, in the term it has asked about.
      const { term } = step.before;
      if (counted.pre) return { answer: { code: 'campaign', numbers: { term: nextTerm(term) } }, rule };
      return { answer: { code: 'becomeLeader', numbers: { term } }, rule };
    }
    case 'lost':
      return { answer: { code: 'giveUp', numbers: { term: step.before.term } }, rule };
    case 'pending':
      return { answer: { code: 'waitForVotes', numbers: {} }, rule };
    default:
      return unreachable(counted.result);
  }
}

function campaign(step: Step, rule: RuleId): EngineAnswer | undefined {
  const { term } = step.before;
  if (find(step, 'becamePreCandidate') !== undefined)
    return { answer: { code: 'preCampaign', numbers: { term: nextTerm(term) } }, rule: 'preVote' };
  const candidate = find(step, 'becameCandidate');
  if (candidate !== undefined)
    return { answer: { code: 'campaign', numbers: { term: candidate.term } }, rule };
  const refused = find(step, 'campaignRefused');
  if (refused === undefined) return undefined;
  return { answer: { code: 'stayQuiet', numbers: {} }, rule: refused.rule ?? 'onlyVotersCampaign' };
}

function quorumCheck(step: Step): EngineAnswer | undefined {
  const checked = find(step, 'quorumChecked');
  if (checked === undefined) return undefined;
  const rule = checked.rule ?? 'deposesSilentLeader';
  if (step.after.state === 'StateLeader') return { answer: { code: 'leadOn', numbers: {} }, rule };
  return { answer: { code: 'stepDown', numbers: { term: step.before.term } }, rule };
}

function read(step: Step): EngineAnswer | undefined {
  if (find(step, 'readIndexPostponed') !== undefined)
    return { answer: { code: 'postponeRead', numbers: {} }, rule: 'readsAfterOwnCommit' };
  const forwarded = find(step, 'readIndexForwarded');
  if (forwarded !== undefined)
    return { answer: { code: 'forward', numbers: { leader: forwarded.lead } }, rule: 'confirmsReads' };
  if (find(step, 'readIndexDropped') !== undefined)
    return { answer: { code: 'drop', numbers: {} }, rule: 'confirmsReads' };
  const asked = find(step, 'readIndexAsked');
  if (asked === undefined) return undefined;
  const { index } = asked;
  const isAnswered = find(step, 'readIndexConfirmed') !== undefined;
  return {
    answer: { code: isAnswered ? 'answerRead' : 'confirmRead', numbers: { index } },
    rule: 'confirmsReads',
  };
}

/** Changes of members that are refused leave an empty entry, and are another story. */
function proposal(step: Step): EngineAnswer | undefined {
  if (find(step, 'confChangeRefused') !== undefined) return undefined;
  const rule = 'leaderTakesProposals';
  const appended = find(step, 'entriesAppended');
  if (appended !== undefined)
    return { answer: { code: 'append', numbers: { index: appended.first, term: appended.term } }, rule };
  const forwarded = find(step, 'proposalForwarded');
  if (forwarded !== undefined)
    return { answer: { code: 'forward', numbers: { leader: forwarded.lead } }, rule };
  return find(step, 'proposalDropped') && { answer: { code: 'drop', numbers: {} }, rule };
}
