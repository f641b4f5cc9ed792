import { includesQuorum } from './quorums.ts';
import type { NodeId, Term } from '../../base/flavor.ts';
import type { NodeTrace } from '../../node/io.ts';
import type { MemberChanges } from '../../node/report/changes.ts';
import type { Message } from '../../raft/message.ts';
import type { StateType } from '../../raft/ready.ts';
import { halvesOf } from './durability.ts';
import { committedBefore, hashAt } from './entries.ts';
import type { KnownMember } from './known-member.ts';
import type { Scene } from './scene.ts';

type Granted = Extract<NodeTrace, { type: 'voteGranted' }>;
type Counted = Extract<NodeTrace, { type: 'voteCounted' }>;

/** From which roles one may come into a role. */
const COMES_FROM: Readonly<Record<StateType, readonly StateType[]>> = {
  StateFollower: ['StateFollower', 'StatePreCandidate', 'StateCandidate', 'StateLeader'],
  StatePreCandidate: ['StateFollower', 'StatePreCandidate', 'StateCandidate'],
  StateCandidate: ['StateFollower', 'StatePreCandidate', 'StateCandidate'],
  StateLeader: ['StateCandidate'],
};

/** TermMonotonic, before the record is taken over. */
export function checkTerms({ member, node, memory, isBoot, report }: Scene, changes: MemberChanges): void {
  const { term, hardState } = changes;
  if (term !== undefined && term < member.term && !isBoot) {
    report({
      property: 'TermMonotonic',
      nodes: [node],
      detail: `the term of node ${node} falls from ${member.term} to ${term}`,
      because: { type: 'termFell', from: member.term, to: term, onDisk: false },
    });
  }
  if (hardState === undefined) return;
  const before = memory.diskTerm(node);
  if (hardState.term < before) {
    report({
      property: 'TermMonotonic',
      nodes: [node],
      detail: `the term on the disk of node ${node} falls from ${before} to ${hardState.term}`,
      because: { type: 'termFell', from: before, to: hardState.term, onDisk: true },
    });
  }
  // A first log that a member begins with may still be on its way to the disk.
  if (isBoot && before === 0) return;
  if (hardState.term !== before) memory.learnDiskTerm(node, hardState.term);
}

/** RoleLegal; the role is the new one from now on. */
export function changeRole({ member, node, isBoot, report }: Scene, to: StateType): void {
  const from = member.role;
  member.role = to;
  if (isBoot || COMES_FROM[to].includes(from)) return;
  report({
    property: 'RoleLegal',
    nodes: [node],
    detail: `node ${node} was ${from} and is ${to}`,
    because: { type: 'illegalRole', from, to },
  });
}

/** VoteJustified. */
export function checkGranted({ node, report }: Scene, { pre, candidate, term, own, theirs }: Granted): void {
  const isBehind = theirs.term < own.term || (theirs.term === own.term && theirs.index < own.index);
  if (pre || !isBehind) return;
  report({
    property: 'VoteJustified',
    nodes: [node, candidate],
    detail: `node ${node}, whose log ends at (${own.term}, ${own.index}), votes in term ${term} for node ${candidate}, whose log ends at (${theirs.term}, ${theirs.index})`,
    because: { type: 'unjustifiedVote', term, candidate, own, theirs },
  });
}

/** A vote that comes in: who grants it, and VoteDurable of the own one. */
export function countVote(scene: Scene, { pre, from, granted }: Counted): void {
  const { member, node } = scene;
  if (pre || !granted || member.granters.includes(from)) return;
  member.granters = [...member.granters, from];
  if (from === node) checkVoteOnDisk(scene, member.term, node, true);
}

/** Of a record as a whole: the vote that is on the disk now binds the node. */
export function bindByDisk(scene: Scene, { hardState }: MemberChanges): void {
  if (hardState === undefined || hardState.vote === 0) return;
  bind(scene, hardState.term, hardState.vote);
}

/** VoteOnce. */
function bind({ node, memory, event, report }: Scene, term: Term, candidate: NodeId): void {
  const before = memory.voteOf(node);
  if (before !== undefined && before.term >= term) {
    if (before.term !== term || before.candidate === candidate) return;
    report({
      property: 'VoteOnce',
      nodes: [node, before.candidate, candidate],
      detail: `in term ${term} node ${node} has voted for node ${before.candidate} (event ${before.event}) and now for node ${candidate}`,
      because: { type: 'votedTwice', term, candidate, before: before.candidate, earlier: before.event },
    });
    return;
  }
  memory.learnVote(node, { term, candidate, event: event.number });
}

function checkVoteOnDisk(
  { member, node, report }: Scene,
  term: Term,
  candidate: NodeId,
  isCounted: boolean,
): void {
  const { hardState } = member;
  const isOnDisk =
    hardState !== undefined &&
    (hardState.term > term || (hardState.term === term && hardState.vote === candidate));
  if (isOnDisk) return;
  report({
    property: 'VoteDurable',
    nodes: [node, candidate],
    detail: `node ${node} ${isCounted ? 'counts' : 'tells of'} its vote for node ${candidate} in term ${term}, which is not on its disk`,
    because: { type: 'voteNotDurable', term, candidate, isCounted },
  });
}

/** VoteOnce and VoteDurable of a vote that is told, and MsgTerm. */
export function checkSentTerm(scene: Scene, message: Message): void {
  const { member, node, report } = scene;
  const { type, term } = message;
  if (type === 'MsgVoteResp' && !message.reject) {
    checkVoteOnDisk(scene, term, message.to, false);
    bind(scene, term, message.to);
  }
  if (term === 0 || term <= member.term) return;
  if (type === 'MsgPreVote' || (type === 'MsgPreVoteResp' && !message.reject)) return;
  report({
    property: 'MsgTerm',
    nodes: [node],
    detail: `node ${node} of term ${member.term} sends a ${type} of term ${term}`,
    because: { type: 'termOfFuture', messageType: type, term, own: member.term },
  });
}

/** ElectionSafety, QuorumElected and LeaderCompleteness. */
export function checkElected(scene: Scene, term: Term): void {
  const { member, node, memory, event, report } = scene;
  member.leads = term;
  member.ledTo = undefined;
  const before = memory.leaderOf(term);
  if (before === undefined) memory.learnLeader({ term, node, event: event.number });
  else if (before.node !== node) {
    report({
      property: 'ElectionSafety',
      nodes: [before.node, node],
      detail: `term ${term} is led by node ${before.node} since event ${before.event} and now by node ${node}`,
      because: { type: 'twoLeaders', term, before: before.node, earlier: before.event },
    });
  }
  checkVotes(scene, term);
  checkComplete(scene, term);
}

function checkVotes({ member, node, report }: Scene, term: Term): void {
  for (const voters of halvesOf(member.confState)) {
    if (includesQuorum(member.granters, voters)) continue;
    const have = member.granters.filter((id) => voters.includes(id));
    report({
      property: 'QuorumElected',
      nodes: [node],
      detail: `node ${node} leads term ${term} by the votes of ${have.join(', ') || 'nobody'}, of voters ${voters.join(', ')}`,
      because: { type: 'electedWithoutQuorum', term, have, voters },
    });
    return;
  }
}

/** The highest entry that was committed in an earlier term: by LogMatching the ones below it follow. */
function checkComplete({ member, node, memory, report }: Scene, term: Term): void {
  const index = committedBefore(memory, term);
  const entry = memory.committed.at(index - 1);
  if (entry === undefined) return;
  const own = hashAt(memory, member.log, index);
  if (own === entry.hash) return;
  const lacks = own === undefined ? 'has no such entry' : 'has another';
  report({
    property: 'LeaderCompleteness',
    nodes: [entry.node, node],
    detail: `entry ${index} of term ${entry.term} was committed in term ${entry.commitTerm} (event ${entry.event}); the leader of term ${term} ${lacks}`,
    because: {
      type: 'lacksCommitted',
      index,
      entryTerm: entry.term,
      commitTerm: entry.commitTerm,
      leaderTerm: term,
      hasOther: own !== undefined,
      before: entry.node,
      earlier: entry.event,
    },
  });
}

/** VoterLease: what a member knew just before a request for its vote came. */
export interface Lease {
  readonly candidate: NodeId;
  readonly term: Term;
  readonly ownTerm: Term;
  readonly lead: NodeId;
  readonly remainingTicks: number;
}

const TRANSFER_MARK = 'CampaignTransfer'.length;

/** The lease by which a member must not listen to this message; undefined: it may. */
export function leaseAgainst(member: KnownMember, message: Message): Lease | undefined {
  if (message.type !== 'MsgVote' && message.type !== 'MsgPreVote') return undefined;
  const { constants, lead, electionElapsed, term } = member;
  if (constants?.checkQuorum !== true || lead === 0 || message.term <= term) return undefined;
  const remainingTicks = constants.electionTimeout - electionElapsed;
  if (remainingTicks <= 0 || message.context?.length === TRANSFER_MARK) return undefined;
  return { candidate: message.from, term: message.term, ownTerm: term, lead, remainingTicks };
}

export function checkLease({ member, node, output, report }: Scene, lease: Lease): void {
  const { candidate, term, ownTerm, lead, remainingTicks } = lease;
  if (member.term === ownTerm && !output.trace.some(({ type }) => type === 'voteGranted')) return;
  report({
    property: 'VoterLease',
    nodes: [node, candidate, lead],
    detail: `node ${node} has heard its leader, node ${lead}, and listens to node ${candidate}, which campaigns in term ${term}, ${remainingTicks} ticks too early`,
    because: { type: 'leaseIgnored', candidate, term, lead, remainingTicks },
  });
}
