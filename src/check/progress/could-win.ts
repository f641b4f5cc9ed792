import { unreachable } from '../../base/assert.ts';
import type { NodeId } from '../../base/flavor.ts';
import { termAt } from '../raft/entries.ts';
import type { KnownMember } from '../raft/known-member.ts';
import type { Memory } from '../raft/memory.ts';
import { isQuorumOf } from '../raft/quorums.ts';
import type { Chance, LogEnd, VoterAnswer } from './stall.ts';

/** What is asked of the world beside what members know. */
export interface Surroundings {
  readonly members: ReadonlyMap<NodeId, KnownMember>;
  readonly memory: Memory;
  readonly isUp: (node: NodeId) => boolean;
  /** Messages come through, both ways. */
  readonly areConnected: (a: NodeId, b: NodeId) => boolean;
}

/**
 * Who could win an election now, and if not, why: what each voter would answer. A vote that was given in the term that is
 * does not count against anybody: who fails asks again in the next.
 */
export function couldWin(node: NodeId, around: Surroundings): Chance | undefined {
  const member = around.members.get(node);
  if (member === undefined || !around.isUp(node)) return undefined;
  const { confState, confIndexes, applied, commit, pendingSnapshot } = member;
  const voterIds = [...new Set([...confState.voters, ...confState.votersOutgoing])];
  const refusal = !voterIds.includes(node)
    ? 'notVoter'
    : pendingSnapshot !== 0
      ? 'pendingSnapshot'
      : confIndexes.some((index) => index > applied && index <= commit)
        ? 'unappliedConf'
        : undefined;
  const voters = voterIds.map((voter) => ({ voter, answer: answerOf(voter, member, around) }));
  const granting = voters.filter(({ answer }) => answer.type === 'grants').map(({ voter }) => voter);
  return { node, wins: refusal === undefined && isQuorumOf(granting, confState), refusal, voters };
}

function answerOf(id: NodeId, candidate: KnownMember, around: Surroundings): VoterAnswer {
  if (id === candidate.node) return { type: 'grants' };
  const voter = around.members.get(id);
  if (voter === undefined || !around.isUp(id)) return { type: 'down' };
  if (!around.areConnected(id, candidate.node)) return { type: 'unreachable' };
  const { constants, lead, electionElapsed } = voter;
  const ticks = (constants?.electionTimeout ?? 0) - electionElapsed;
  if (constants?.checkQuorum === true && lead !== 0 && ticks > 0) return { type: 'inLease', lead, ticks };
  const own = endOf(voter, around.memory);
  const theirs = endOf(candidate, around.memory);
  const isBehind = theirs.term < own.term || (theirs.term === own.term && theirs.index < own.index);
  return isBehind ? { type: 'logBehind', own, theirs } : { type: 'grants' };
}

function endOf({ log }: KnownMember, memory: Memory): LogEnd {
  return { index: log.last, term: termAt(memory, log, log.last) ?? 0 };
}

/** In English: `node 2: node 1 is down, node 3 refuses (its log ends at (2, 7))`. */
export function chanceText({ node, wins, refusal, voters }: Chance): string {
  if (refusal !== undefined) return `node ${node} does not campaign (${refusal})`;
  if (wins) return `node ${node} could win`;
  const answers = voters.filter(({ answer }) => answer.type !== 'grants');
  return `node ${node}: ${answers.map(({ voter, answer }) => `node ${voter} ${answerText(answer)}`).join(', ')}`;
}

function answerText(answer: VoterAnswer): string {
  switch (answer.type) {
    case 'grants':
      return 'grants';
    case 'down':
      return 'is down';
    case 'unreachable':
      return 'is not reached';
    case 'inLease':
      return `ignores it for ${answer.ticks} ticks (its leader is node ${answer.lead})`;
    case 'logBehind':
      return `refuses (its log ends at (${answer.own.term}, ${answer.own.index}))`;
    default:
      return unreachable(answer);
  }
}
