import type { LogIndex, NodeId, Term } from '../base/flavor.ts';
import type { Frame, Inspection, NodeFrame } from '../lab/frame.ts';
import type { ConfState } from '../raft/entry.ts';
import { splitGroups } from './stage-split.ts';
import { currentConfState, currentLeader } from './stage-node.ts';

/** Why a member does not count towards something. */
export type Absence = 'killed' | 'paused' | 'cutOff' | 'notSynced' | 'behind';

/** Why an entry is not committed, with the numbers that decide. */
export type WhyNotCommitted =
  /** It will be committed only along with an entry of the leader's own term (§5.4.2). */
  | { readonly type: 'olderTerm'; readonly entryTerm: Term; readonly term: Term; readonly leader: NodeId }
  | {
      readonly type: 'noQuorum';
      /** Of the half of the configuration that lacks most, when it is joint. */
      readonly have: readonly NodeId[];
      readonly voters: number;
      readonly need: number;
      readonly missing: readonly { readonly id: NodeId; readonly because: Absence }[];
      readonly leader: NodeId | undefined;
      /** The leader's Match of every voter, descending; the need-th largest is the commit index. */
      readonly matches: readonly LogIndex[];
    };

type EntryInspection = Extract<Inspection, { type: 'entry' }>;

/** Undefined for an entry that is committed, or when nobody leads a configuration to commit in. */
export function whyNotCommitted(frame: Frame, inspection: EntryInspection): WhyNotCommitted | undefined {
  if (inspection.on.some((each) => each.committed)) return undefined;
  const conf = currentConfState(frame.nodes);
  if (!conf || conf.voters.length === 0) return undefined;
  const leader = currentLeader(frame.nodes);
  const stable = (id: NodeId) => inspection.on.some((each) => each.id === id && each.has && each.stable);
  const half = [conf.voters, conf.votersOutgoing]
    .filter((voters) => voters.length > 0)
    .map((voters) => ({ voters, have: voters.filter(stable), need: majority(voters.length) }))
    .sort((a, b) => a.have.length - a.need - (b.have.length - b.need))[0];
  if (!half) return undefined;
  if (half.have.length >= half.need) {
    return leader && inspection.entry.term < leader.term
      ? { type: 'olderTerm', entryTerm: inspection.entry.term, term: leader.term, leader: leader.id }
      : undefined;
  }
  const reference = leader?.id ?? half.have[0];
  return {
    type: 'noQuorum',
    have: half.have,
    voters: half.voters.length,
    need: half.need,
    missing: half.voters
      .filter((id) => !stable(id))
      .map((id) => ({ id, because: absence(frame, id, reference, has(inspection, id)) })),
    leader: leader?.id,
    matches: (leader?.progress ?? [])
      .filter((progress) => half.voters.includes(progress.id))
      .map((progress) => progress.match)
      .sort((a, b) => b - a),
  };
}

function has(inspection: EntryInspection, id: NodeId): boolean {
  return inspection.on.some((each) => each.id === id && each.has);
}

function absence(frame: Frame, id: NodeId, from: NodeId | undefined, hasEntry: boolean): Absence {
  const node = frame.nodes.find((each) => each.id === id);
  if (!node || node.status === 'killed') return 'killed';
  if (from !== undefined && !reach(frame, from, id)) return 'cutOff';
  if (node.status === 'paused') return 'paused';
  return hasEntry ? 'notSynced' : 'behind';
}

function reach(frame: Frame, a: NodeId, b: NodeId): boolean {
  return splitGroups(
    frame.nodes.map((node) => node.id),
    frame.links,
  ).some((group) => group.includes(a) && group.includes(b));
}

/** Why nobody leads. */
export type WhyNoLeader =
  | { readonly type: 'tooFewUp'; readonly up: number; readonly voters: number; readonly need: number }
  | { readonly type: 'split'; readonly largest: readonly NodeId[]; readonly need: number }
  | {
      readonly type: 'asking';
      readonly node: NodeId;
      readonly pre: boolean;
      readonly term: Term;
      readonly granted: number;
      readonly need: number;
    }
  /** The node whose timer runs out first, in ticks of its own clock. */
  | { readonly type: 'waiting'; readonly node: NodeId; readonly ticks: number };

/** Undefined while somebody leads who can reach a quorum. */
export function whyNoLeader(frame: Frame): WhyNoLeader | undefined {
  const conf = currentConfState(frame.nodes);
  if (!conf || conf.voters.length === 0 || currentLeader(frame.nodes)) return undefined;
  const need = majority(conf.voters.length);
  const up = frame.nodes.filter((node) => node.status === 'up' && conf.voters.includes(node.id));
  if (up.length < need) return { type: 'tooFewUp', up: up.length, voters: conf.voters.length, need };
  const largest = largestGroup(frame, up);
  if (largest.length < need) return { type: 'split', largest, need };
  return asking(up, conf) ?? waiting(up);
}

function largestGroup(frame: Frame, up: readonly NodeFrame[]): readonly NodeId[] {
  return splitGroups(
    up.map((node) => node.id),
    frame.links,
  ).reduce((best, group) => (group.length > best.length ? group : best), []);
}

function asking(up: readonly NodeFrame[], conf: ConfState): WhyNoLeader | undefined {
  for (const { view } of up) {
    if (view?.state !== 'StateCandidate' && view?.state !== 'StatePreCandidate') continue;
    return {
      type: 'asking',
      node: view.id,
      pre: view.state === 'StatePreCandidate',
      term: view.term,
      granted: view.votes.filter((vote) => vote.vote === 'granted').length,
      need: majority(conf.voters.length),
    };
  }
  return undefined;
}

function waiting(up: readonly NodeFrame[]): WhyNoLeader | undefined {
  let first: { node: NodeId; ticks: number } | undefined;
  for (const { view } of up) {
    if (!view) continue;
    const ticks = Math.max(0, view.randomizedElectionTimeout - view.electionElapsed);
    if (!first || ticks < first.ticks) first = { node: view.id, ticks };
  }
  return first && { type: 'waiting', ...first };
}

export function majority(voters: number): number {
  return Math.floor(voters / 2) + 1;
}
