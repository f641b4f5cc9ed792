import type { LogIndex, NodeId } from '../../base/flavor.ts';
import type { MemberChanges } from '../../node/report/changes.ts';
import type { ConfState } from '../../raft/entry.ts';
import type { StateType } from '../../raft/ready.ts';
import { termAt } from './entries.ts';
import type { KnownMember } from './known-member.ts';
import { disjointQuorums, isQuorumOf } from './quorums.ts';
import type { Scene } from './scene.ts';

type Problem = 'noVoters' | 'learnerVotes' | 'learnersNext' | 'autoLeave' | 'progress';

/** A configuration is in use from now on: ConfigWellFormed, and OneStep from the one before. `isWhole`: it is a snapshot's. */
export function changeConf(scene: Scene, to: ConfState, isWhole: boolean): void {
  const { member } = scene;
  const from = member.confState;
  member.confState = to;
  const problem = problemOf(to);
  if (problem !== undefined) reportProblem(scene, problem);
  if (isWhole || from.voters.length === 0 || isOneStep(from, to)) return;
  scene.report({
    property: 'OneStep',
    nodes: [scene.node],
    detail: `node ${scene.node} goes from voters ${from.voters.join(', ')} to ${to.voters.join(', ')} in one step`,
    because: { type: 'bigStep', from: from.voters, to: to.voters },
  });
}

/** The configuration of nobody is that of a machine which does not know the group yet. */
function problemOf(conf: ConfState): Problem | undefined {
  const { voters, votersOutgoing, learners, learnersNext, autoLeave } = conf;
  const isJoint = votersOutgoing.length > 0;
  if (voters.length === 0) return learners.length > 0 || isJoint ? 'noVoters' : undefined;
  if (learners.some((id) => voters.includes(id) || votersOutgoing.includes(id))) return 'learnerVotes';
  if (!learnersNext.every((id) => votersOutgoing.includes(id))) return 'learnersNext';
  return autoLeave && !isJoint ? 'autoLeave' : undefined;
}

const PROBLEMS: Readonly<Record<Problem, string>> = {
  noVoters: 'it has no voters',
  learnerVotes: 'somebody in it both votes and learns',
  learnersNext: 'somebody is to become a learner who is no voter that leaves',
  autoLeave: 'it is left by itself and is not joint',
  progress: 'its leader has no Progress for somebody, or one for a stranger',
};

function reportProblem({ node, report }: Scene, problem: Problem): void {
  report({
    property: 'ConfigWellFormed',
    nodes: [node],
    detail: `the configuration of node ${node} is wrong: ${PROBLEMS[problem]}`,
    because: { type: 'malformedConf', problem },
  });
}

/** One voter comes or goes; or it enters a joint configuration, or leaves one. */
function isOneStep(from: ConfState, to: ConfState): boolean {
  const isJoint = from.votersOutgoing.length > 0;
  const toJoint = to.votersOutgoing.length > 0;
  if (!isJoint && toJoint) return isSameGroup(from.voters, to.votersOutgoing);
  if (isJoint && !toJoint) return isSameGroup(from.voters, to.voters);
  if (isJoint)
    return isSameGroup(from.voters, to.voters) && isSameGroup(from.votersOutgoing, to.votersOutgoing);
  return others(from.voters, to.voters) + others(to.voters, from.voters) <= 1;
}

function isSameGroup(a: readonly NodeId[], b: readonly NodeId[]): boolean {
  return others(a, b) + others(b, a) === 0;
}

/** How many of these are not among those. */
function others(these: readonly NodeId[], those: readonly NodeId[]): number {
  let count = 0;
  for (const id of these) if (!those.includes(id)) count++;
  return count;
}

/** ConfigWellFormed of a leader: it has a Progress exactly for the members. */
export function checkProgressOf(scene: Scene, { progressOf, confState }: MemberChanges): void {
  const { member } = scene;
  if ((progressOf === undefined && confState === undefined) || member.leads === undefined) return;
  const { voters, votersOutgoing, learners } = member.confState;
  const ids = member.progress.map(({ id }) => id);
  if (isSameGroup(ids, [...voters, ...votersOutgoing, ...learners])) return;
  reportProblem(scene, 'progress');
}

/** ApplyRule of a leader's own changes of members, AppendRule of everybody's. */
export function checkConfAppended(scene: Scene, first: LogIndex): void {
  const { member, node, isBoot, report } = scene;
  const { confIndexes, applied, commit } = member;
  if (isBoot) return;
  for (let i = confIndexes.length - 1; i > 0; i--) {
    const index = confIndexes[i] ?? 0;
    const pending = confIndexes[i - 1] ?? 0;
    if (index < first) return;
    if (member.leads !== undefined && pending > applied) {
      report({
        property: 'ApplyRule',
        nodes: [node],
        detail: `the leader, node ${node}, appends a change of members, entry ${index}, and has not applied the one before, entry ${pending}, but entries up to ${applied}`,
        because: { type: 'confUnapplied', index, pending, applied },
      });
    }
    if (pending <= commit) continue;
    report({
      property: 'AppendRule',
      nodes: [node],
      detail: `a change of members, entry ${index}, comes to node ${node}, which does not know the one before, entry ${pending}, to be committed, but entries up to ${commit}`,
      because: { type: 'confUncommitted', index, pending, commit },
    });
  }
}

/** CampaignRule and LearnerPassive. */
export function checkCampaign(scene: Scene, role: StateType): void {
  const { member, node, report } = scene;
  const { confIndexes, applied, commit, confState } = member;
  const pending = confIndexes.find((index) => index > applied && index <= commit);
  if (pending !== undefined && role !== 'StateLeader') {
    report({
      property: 'CampaignRule',
      nodes: [node],
      detail: `node ${node} campaigns, and has not applied the committed change of members in entry ${pending}, but entries up to ${applied}`,
      because: { type: 'campaignUnapplied', index: pending, applied },
    });
  }
  if (!confState.learners.includes(node)) return;
  report({
    property: 'LearnerPassive',
    nodes: [node],
    detail: `node ${node} is a learner of its own configuration and becomes ${role}`,
    because: { type: 'learnerActs', role },
  });
}

/**
 * QuorumOverlap: of any two members that could act, with different configurations. A leader can act as long as a quorum of
 * its own has not gone on to a later term; anybody else if it may campaign and a quorum of its own would vote for its log.
 */
export function checkOverlap(scene: Scene): void {
  const { member, node, members, report } = scene;
  if (!mayAct(scene, member)) return;
  for (const other of members.values()) {
    if (other === member || !other.isUp || isSameVoters(member.confState, other.confState)) continue;
    const quorums = disjointQuorums(member.confState, other.confState);
    if (quorums === undefined || !mayAct(scene, other)) continue;
    report({
      property: 'QuorumOverlap',
      nodes: [node, other.node],
      detail: `node ${node} could act by ${quorums[0].join(', ')}, and node ${other.node} by ${quorums[1].join(', ')}`,
      because: { type: 'noOverlap', before: other.node, have: quorums[1], others: quorums[0] },
    });
    return;
  }
}

function isSameVoters(a: ConfState, b: ConfState): boolean {
  return isSameGroup(a.voters, b.voters) && isSameGroup(a.votersOutgoing, b.votersOutgoing);
}

function mayAct(scene: Scene, member: KnownMember): boolean {
  const { members } = scene;
  const { confState, confIndexes, applied, commit, node } = member;
  const voters = [...new Set([...confState.voters, ...confState.votersOutgoing])];
  const isThere = (id: NodeId, holds: (voter: KnownMember) => boolean): boolean => {
    const voter = members.get(id);
    return voter !== undefined && holds(voter);
  };
  if (member.leads !== undefined) {
    const { leads } = member;
    return isQuorumOf(
      voters.filter((id) => isThere(id, ({ term }) => term <= leads)),
      confState,
    );
  }
  if (!voters.includes(node) || confIndexes.some((index) => index > applied && index <= commit)) return false;
  return isQuorumOf(
    voters.filter((id) => isThere(id, (voter) => isUpToDate(scene, member, voter))),
    confState,
  );
}

/** Whether this member's log is one that the voter would vote for; what is not known counts against it. */
function isUpToDate({ memory }: Scene, { log }: KnownMember, voter: KnownMember): boolean {
  const own = termAt(memory, log, log.last);
  const theirs = termAt(memory, voter.log, voter.log.last);
  if (own === undefined || theirs === undefined) return false;
  return own > theirs || (own === theirs && log.last >= voter.log.last);
}
