import { unreachable } from '../../base/assert.ts';
import type { LogIndex, Term } from '../../base/flavor.ts';
import { nextTerm } from '../../raft/term.ts';
import { keyOf, type Answer, type Asked, type AskedMessage, type NodeBefore } from './decision.ts';

/** So many answers are offered at most. */
const OFFERED = 5;

/** The answers that are offered: the engine's, and what else a node could think of there, in an order that tells nothing. */
export function offered(
  asked: Asked,
  before: NodeBefore,
  engines: Answer,
  event: number,
): { readonly answers: readonly Answer[]; readonly right: number } {
  const right = keyOf(engines);
  const others = new Map<string, Answer>();
  for (const answer of plausible(asked, before))
    if (keyOf(answer) !== right && others.size < OFFERED - 1) others.set(keyOf(answer), answer);
  const all = [engines, ...others.values()];
  const turned = all.map((_, i) => all[(i + event) % all.length] ?? engines);
  return { answers: turned, right: turned.indexOf(engines) };
}

const IGNORE: Answer = { code: 'ignore', numbers: {} };

/** What somebody may think right: what the paper's rules say, and what each of them guards against. The likeliest first. */
function plausible(asked: Asked, before: NodeBefore): readonly Answer[] {
  switch (asked.type) {
    case 'message':
      return ofMessage(asked.message, before);
    case 'timer':
    case 'told':
      return campaigns(before);
    case 'quorumCheck':
      return [
        { code: 'leadOn', numbers: {} },
        { code: 'stepDown', numbers: { term: before.term } },
        { code: 'campaign', numbers: { term: nextTerm(before.term) } },
      ];
    case 'disk':
      return before.state === 'StateLeader' ? commits(before, asked.match) : tally(before);
    case 'request':
      return proposals(before);
    default:
      return unreachable(asked);
  }
}

function ofMessage(message: AskedMessage, before: NodeBefore): readonly Answer[] {
  switch (message.type) {
    case 'MsgVote':
      return votes(message, before);
    case 'MsgPreVote':
      return preVotes(message, before);
    case 'MsgApp':
      return appends(message, before);
    case 'MsgHeartbeat':
      return heartbeats(message, before);
    case 'MsgSnap':
      return snapshots(message, before);
    case 'MsgAppResp':
      return appendResponses(message, before);
    case 'MsgVoteResp':
    case 'MsgPreVoteResp':
      return message.term > before.term && message.reject === true
        ? [...higherTerm(message.term), ...tally(before)]
        : tally(before);
    case 'MsgTimeoutNow':
      return campaigns(before);
    case 'MsgReadIndex':
      return reads(before);
    case 'MsgProp':
      return proposals(before);
    default:
      return [IGNORE];
  }
}

function votes({ from: candidate, term }: AskedMessage, before: NodeBefore): readonly Answer[] {
  return [
    { code: 'grant', numbers: { candidate, term } },
    ...(term > before.term ? [{ code: 'refuseInNewTerm', numbers: { term } } as const] : []),
    { code: 'refuse', numbers: { term: before.term } },
    IGNORE,
  ];
}

/** Asking about a term enters none; some think it does. */
function preVotes({ from: candidate, term }: AskedMessage, before: NodeBefore): readonly Answer[] {
  return [
    { code: 'preGrant', numbers: { candidate, term } },
    { code: 'preRefuse', numbers: { term: before.term } },
    IGNORE,
    { code: 'grant', numbers: { candidate, term } },
  ];
}

function appends(message: AskedMessage, before: NodeBefore): readonly Answer[] {
  const { position, entries = [], commit: leaders = 0, term } = message;
  const index = (position?.index ?? 0) + entries.length;
  const commits = [
    Math.max(before.commit, Math.min(leaders, index)),
    before.commit,
    Math.max(before.commit, leaders),
  ];
  const first = firstConflict(message, before) ?? index + 1;
  const isCutting = before.last.index >= first;
  const [commit = before.commit] = commits;
  const isOld = term < before.term;
  return [
    { code: 'accept', numbers: { index, commit } },
    ...(isOld ? [{ code: 'tellTerm', numbers: { term: before.term } } as const, IGNORE] : []),
    { code: 'reject', numbers: { hint: guess(message, before) } },
    ...(isCutting ? [{ code: 'acceptCutting', numbers: { first, index, commit } } as const] : []),
    { code: 'acknowledgeCommit', numbers: { commit: before.commit } },
    ...commits.map((each): Answer => ({ code: 'accept', numbers: { index, commit: each } })),
    IGNORE,
  ];
}

/** The first entry it brings whose place is taken by one of another term. */
function firstConflict({ position, entries = [] }: AskedMessage, { log }: NodeBefore): LogIndex | undefined {
  const from = (position?.index ?? 0) + 1;
  const conflict = log.find(({ index, term }) => {
    const theirs = entries[index - from];
    return theirs !== undefined && theirs !== term;
  });
  return conflict?.index;
}

/** Where the logs could agree, as the simplest form of the paper has it: one back, or where the own log ends. */
function guess({ position }: AskedMessage, { log, last }: NodeBefore): { index: LogIndex; term: Term } {
  const index = Math.min(Math.max(0, (position?.index ?? 0) - 1), last.index);
  return log.find((each) => each.index === index) ?? { index, term: index === last.index ? last.term : 0 };
}

function heartbeats(message: AskedMessage, before: NodeBefore): readonly Answer[] {
  const { from: leader, term, commit = 0 } = message;
  return [
    { code: 'follow', numbers: { leader, term, commit: Math.max(commit, before.commit) } },
    ...(term < before.term ? [{ code: 'tellTerm', numbers: { term: before.term } } as const] : []),
    { code: 'follow', numbers: { leader, term, commit: before.commit } },
    IGNORE,
    { code: 'follow', numbers: { leader, term, commit: Math.max(before.last.index, commit) } },
  ];
}

function snapshots({ position }: AskedMessage, before: NodeBefore): readonly Answer[] {
  const index = position?.index ?? 0;
  return [
    { code: 'install', numbers: { index } },
    { code: 'keepLog', numbers: { index } },
    { code: 'acknowledgeCommit', numbers: { commit: before.commit } },
    IGNORE,
  ];
}

function appendResponses(message: AskedMessage, before: NodeBefore): readonly Answer[] {
  if (message.term > before.term) return higherTerm(message.term);
  if (message.reject !== true) return commits(before, message.index ?? 0);
  const progress = before.matches.find(({ id }) => id === message.from);
  const tried = message.index ?? 0;
  return [
    { code: 'probeFrom', numbers: { index: Math.max(1, tried) } },
    { code: 'probeFrom', numbers: { index: (message.hint?.index ?? 0) + 1 } },
    { code: 'probeFrom', numbers: { index: (progress?.match ?? 0) + 1 } },
    { code: 'probeFrom', numbers: { index: before.last.index + 1 } },
    { code: 'probeFrom', numbers: { index: 1 } },
    IGNORE,
  ];
}

function higherTerm(term: Term): readonly Answer[] {
  return [
    { code: 'stepDown', numbers: { term } },
    { code: 'campaign', numbers: { term: nextTerm(term) } },
    IGNORE,
  ];
}

/** What somebody has, what all have, what the log has, and nothing. */
function commits(before: NodeBefore, acknowledged: LogIndex): readonly Answer[] {
  const matches = before.matches.map(({ match }) => match);
  const tops = [acknowledged, before.last.index, Math.min(...matches, before.last.index), before.commit + 1];
  return [
    { code: 'commitNothing', numbers: { commit: before.commit } },
    ...tops
      .filter((index) => index > before.commit && index <= before.last.index)
      .map((index): Answer => ({ code: 'commitTo', numbers: { index } })),
    { code: 'stepDown', numbers: { term: before.term } },
  ];
}

function tally(before: NodeBefore): readonly Answer[] {
  return [
    before.state === 'StatePreCandidate'
      ? { code: 'campaign', numbers: { term: nextTerm(before.term) } }
      : { code: 'becomeLeader', numbers: { term: before.term } },
    { code: 'waitForVotes', numbers: {} },
    { code: 'giveUp', numbers: { term: before.term } },
  ];
}

function campaigns({ term }: NodeBefore): readonly Answer[] {
  return [
    { code: 'campaign', numbers: { term: nextTerm(term) } },
    { code: 'preCampaign', numbers: { term: nextTerm(term) } },
    { code: 'campaign', numbers: { term } },
    { code: 'stayQuiet', numbers: {} },
  ];
}

function reads({ commit, last, lead }: NodeBefore): readonly Answer[] {
  return [
    { code: 'confirmRead', numbers: { index: commit } },
    { code: 'answerRead', numbers: { index: commit } },
    { code: 'postponeRead', numbers: {} },
    ...(lead === 0 ? [] : [{ code: 'forward', numbers: { leader: lead } } as const]),
    { code: 'drop', numbers: {} },
    { code: 'confirmRead', numbers: { index: last.index } },
  ];
}

function proposals({ last, term, lead, state }: NodeBefore): readonly Answer[] {
  const index = last.index + 1;
  return [
    { code: 'append', numbers: { index, term } },
    ...(lead === 0 || state === 'StateLeader'
      ? []
      : [{ code: 'forward', numbers: { leader: lead } } as const]),
    { code: 'appendCommitted', numbers: { index, term } },
    { code: 'drop', numbers: {} },
    { code: 'append', numbers: { index, term: nextTerm(term) } },
  ];
}
