import type { Micros, NodeId, Term } from '../../base/flavor.ts';
import type { ConfState } from '../../raft/entry.ts';
import type { RuleName } from '../../raft/rules.ts';
import { QuorumRules } from '../quorum-rules.ts';
import {
  currentConfState,
  currentLeader,
  splitGroups,
  type NodeSituation,
  type Situation,
} from '../situation.ts';

/** Why nobody leads: the rule that decides elections, and its numbers. */
export type WhyNoLeader = { readonly rule: RuleName } & (
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
  /** The votes of the newest term went to several, and none of them can get enough of them any more. */
  | {
      readonly type: 'splitVote';
      readonly term: Term;
      readonly need: number;
      /** Whose vote went to whom, by candidate. */
      readonly shares: readonly { readonly candidate: NodeId; readonly from: readonly NodeId[] }[];
      readonly next: NextTimer | undefined;
    }
  | ({ readonly type: 'waiting' } & NextTimer)
);

type Standing = WithoutRule<WhyNoLeader>;
type WithoutRule<Why> = Why extends unknown ? Omit<Why, 'rule'> : never;

/** The node whose timer runs out first, in ticks of its own clock, and how long that is. */
export interface NextTimer {
  readonly node: NodeId;
  readonly ticks: number;
  readonly inMicros: Micros;
}

/** Undefined while somebody leads who can reach a quorum. */
export function whyNoLeader(situation: Situation): WhyNoLeader | undefined {
  const conf = currentConfState(situation.nodes);
  if (!conf || conf.voters.length === 0 || currentLeader(situation.nodes)) return undefined;
  const standing = whyNobodyIsElected(situation, conf);
  if (standing === undefined) return undefined;
  return { ...standing, rule: standing.type === 'waiting' ? 'randomizedTimeout' : 'electionResult' };
}

function whyNobodyIsElected(situation: Situation, conf: ConfState): Standing | undefined {
  const quorum = new QuorumRules(situation.config);
  const need = quorum.needToElect(conf.voters);
  const up = situation.nodes.filter((node) => node.status === 'up' && conf.voters.includes(node.id));
  if (up.length < need) return { type: 'tooFewUp', up: up.length, voters: conf.voters.length, need };
  const largest = largestGroup(situation, up);
  if (largest.length < need) return { type: 'split', largest, need };
  return splitVote(situation, up, need) ?? asking(up, need) ?? waiting(situation, up);
}

function largestGroup(situation: Situation, up: readonly NodeSituation[]): readonly NodeId[] {
  return splitGroups(
    up.map((node) => node.id),
    situation.links,
  ).reduce((best, group) => (group.length > best.length ? group : best), []);
}

/** By the votes that the members have given: a candidate itself hears of them later. */
function splitVote(situation: Situation, up: readonly NodeSituation[], need: number): Standing | undefined {
  const views = up.flatMap(({ view }) => view ?? []);
  const term = views.map((view) => view.term).reduce((a, b) => (a > b ? a : b), 0 as Term);
  const voted = views.filter((view) => view.term === term && view.vote !== 0);
  const shares = [...new Set(voted.map(({ vote }) => vote))]
    .sort((a, b) => a - b)
    .map((candidate) => ({
      candidate,
      from: voted.filter(({ vote }) => vote === candidate).map(({ id }) => id),
    }));
  const undecided = up.length - voted.length;
  if (shares.length < 2 || shares.some(({ from }) => from.length + undecided >= need)) return undefined;
  // Whoever asks whether it could win the next term has gone on from there.
  if (views.some(({ state }) => state === 'StatePreCandidate')) return undefined;
  return { type: 'splitVote', term, need, shares, next: nextTimer(situation, up) };
}

function asking(up: readonly NodeSituation[], need: number): Standing | undefined {
  for (const { view } of up) {
    if (view?.state !== 'StateCandidate' && view?.state !== 'StatePreCandidate') continue;
    return {
      type: 'asking',
      node: view.id,
      pre: view.state === 'StatePreCandidate',
      term: view.term,
      granted: view.votes.filter((vote) => vote.vote === 'granted').length,
      need,
    };
  }
  return undefined;
}

function waiting(situation: Situation, up: readonly NodeSituation[]): Standing | undefined {
  const first = nextTimer(situation, up);
  return first && { type: 'waiting', ...first };
}

function nextTimer(situation: Situation, up: readonly NodeSituation[]): NextTimer | undefined {
  let first: NextTimer | undefined;
  for (const { view, nextTickAt, tick } of up) {
    if (!view) continue;
    const ticks = Math.max(0, view.randomizedElectionTimeout - view.electionElapsed);
    const inMicros = ticksFromNow(situation, nextTickAt ?? situation.at + tick, ticks, tick);
    if (!first || inMicros < first.inMicros) first = { node: view.id, ticks, inMicros };
  }
  return first;
}

/** Until so many ticks of a clock have come, the next of which is known. */
function ticksFromNow({ at }: Situation, next: Micros, ticks: number, tick: Micros): Micros {
  return Math.max(0, next - at) + Math.max(0, ticks - 1) * tick;
}
