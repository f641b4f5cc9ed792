import { msToMicros, type LogIndex, type Micros, type NodeId, type Term } from '../../base/flavor.ts';
import type { Frame, Inspection, NodeFrame } from '../../lab/frame/frame.ts';
import type { ConfState } from '../../raft/entry.ts';
import type { RuleName } from '../../raft/rules.ts';
import { splitGroups } from '../stage/stage-split.ts';
import { currentConfState, currentLeader } from '../stage/stage-node.ts';
import { QuorumRules } from './quorum-rules.ts';

/** Why a member does not count towards something. */
export type Absence = 'killed' | 'paused' | 'cutOff' | 'notSynced' | 'behind';

/** Why an entry is not committed: the rule that keeps it so, with the numbers that decide. */
export type WhyNotCommitted = { readonly rule: RuleName } &
  /** It will be committed only along with an entry of the leader's own term (§5.4.2). */
  (
    | { readonly type: 'olderTerm'; readonly entryTerm: Term; readonly term: Term; readonly leader: NodeId }
    | {
        readonly type: 'noQuorum';
        /** Of the half of the configuration that lacks most, when it is joint. */
        readonly have: readonly NodeId[];
        readonly voters: number;
        readonly need: number;
        readonly missing: readonly { readonly id: NodeId; readonly because: Absence }[];
        readonly leader: NodeId | undefined;
        /** The leader's Match of every voter, descending: what it knows, which after an election is little at first. */
        readonly matches: readonly LogIndex[];
        /** Up to there the leader may commit by what it has counted: the need-th largest of these, as the rule is. */
        readonly counted: LogIndex;
        /** What some member knows to be committed, and so is, for ever. */
        readonly commit: LogIndex;
      }
  );

type EntryInspection = Extract<Inspection, { type: 'entry' }>;

/** Undefined for an entry that is committed, or when nobody leads a configuration to commit in. */
export function whyNotCommitted(frame: Frame, inspection: EntryInspection): WhyNotCommitted | undefined {
  if (inspection.on.some((each) => each.committed)) return undefined;
  const conf = currentConfState(frame.nodes);
  if (!conf || conf.voters.length === 0) return undefined;
  const leader = currentLeader(frame.nodes);
  const stable = (id: NodeId) => inspection.on.some((each) => each.id === id && each.has && each.stable);
  const decider = frame.nodes.find(({ id }) => id === leader?.id);
  const quorum = new QuorumRules(frame.config, decider?.settingsInForce);
  if (quorum.isCounted(conf, [...conf.voters, ...conf.votersOutgoing].filter(stable))) {
    if (!leader || quorum.rules.commitsByCounting(inspection.entry.term, leader.term)) return undefined;
    const { entry } = inspection;
    return {
      type: 'olderTerm',
      rule: 'commitsByCounting',
      entryTerm: entry.term,
      term: leader.term,
      leader: leader.id,
    };
  }
  const half = [conf.voters, conf.votersOutgoing]
    .filter((voters) => voters.length > 0)
    .map((voters) => ({ voters, have: voters.filter(stable), need: quorum.needToCommit(voters) }))
    .sort((a, b) => a.have.length - a.need - (b.have.length - b.need))[0];
  if (!half) return undefined;
  const reference = leader?.id ?? half.have[0];
  const match = (id: NodeId) => leader?.progress.find((progress) => progress.id === id)?.match;
  const matches = half.voters.flatMap((id) => match(id) ?? []).sort((a, b) => b - a);
  return {
    type: 'noQuorum',
    rule: 'committedIndex',
    have: half.have,
    voters: half.voters.length,
    need: half.need,
    missing: half.voters
      .filter((id) => !stable(id))
      .map((id) => ({ id, because: absence(frame, id, reference, has(inspection, id)) })),
    leader: leader?.id,
    matches,
    counted: leader === undefined ? 0 : quorum.countedUpTo(half.voters, match),
    commit: clusterCommit(frame.nodes),
  };
}

/** The highest commit index of any member, the killed ones' disks included: nothing up to here can change any more. */
export function clusterCommit(nodes: readonly NodeFrame[]): LogIndex {
  return Math.max(0, ...nodes.map((node) => (node.status === 'killed' ? node.disk : node.view)?.commit ?? 0));
}

function has(inspection: EntryInspection, id: NodeId): boolean {
  return inspection.on.some((each) => each.id === id && each.has);
}

export function absence(frame: Frame, id: NodeId, from: NodeId | undefined, hasEntry: boolean): Absence {
  const node = frame.nodes.find((each) => each.id === id);
  if (!node || node.status === 'killed') return 'killed';
  if (from !== undefined && !reach(frame, from, id)) return 'cutOff';
  if (node.status === 'paused') return 'paused';
  return hasEntry ? 'notSynced' : 'behind';
}

export function reach(frame: Frame, a: NodeId, b: NodeId): boolean {
  return splitGroups(
    frame.nodes.map((node) => node.id),
    frame.links,
  ).some((group) => group.includes(a) && group.includes(b));
}

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
export function whyNoLeader(frame: Frame): WhyNoLeader | undefined {
  const conf = currentConfState(frame.nodes);
  if (!conf || conf.voters.length === 0 || currentLeader(frame.nodes)) return undefined;
  const standing = whyNobodyIsElected(frame, conf);
  if (standing === undefined) return undefined;
  return { ...standing, rule: standing.type === 'waiting' ? 'randomizedTimeout' : 'electionResult' };
}

function whyNobodyIsElected(frame: Frame, conf: ConfState): Standing | undefined {
  const quorum = new QuorumRules(frame.config);
  const need = quorum.needToElect(conf.voters);
  const up = frame.nodes.filter((node) => node.status === 'up' && conf.voters.includes(node.id));
  if (up.length < need) return { type: 'tooFewUp', up: up.length, voters: conf.voters.length, need };
  const largest = largestGroup(frame, up);
  if (largest.length < need) return { type: 'split', largest, need };
  return splitVote(frame, up, need) ?? asking(up, need) ?? waiting(frame, up);
}

function largestGroup(frame: Frame, up: readonly NodeFrame[]): readonly NodeId[] {
  return splitGroups(
    up.map((node) => node.id),
    frame.links,
  ).reduce((best, group) => (group.length > best.length ? group : best), []);
}

/** By the votes that the members have given: a candidate itself hears of them later. */
function splitVote(frame: Frame, up: readonly NodeFrame[], need: number): Standing | undefined {
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
  return { type: 'splitVote', term, need, shares, next: nextTimer(frame, up) };
}

function asking(up: readonly NodeFrame[], need: number): Standing | undefined {
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

function waiting(frame: Frame, up: readonly NodeFrame[]): Standing | undefined {
  const first = nextTimer(frame, up);
  return first && { type: 'waiting', ...first };
}

function nextTimer(frame: Frame, up: readonly NodeFrame[]): NextTimer | undefined {
  let first: NextTimer | undefined;
  for (const { view, nextTickAt } of up) {
    if (!view) continue;
    const ticks = Math.max(0, view.randomizedElectionTimeout - view.electionElapsed);
    const inMicros = ticksFromNow(frame, nextTickAt, ticks);
    if (!first || inMicros < first.inMicros) first = { node: view.id, ticks, inMicros };
  }
  return first;
}

/** Until so many ticks of a clock have come, the next of which is known. */
function ticksFromNow({ at, config }: Frame, nextTickAt: Micros | undefined, ticks: number): Micros {
  const tick = msToMicros(config.tickMs);
  return Math.max(0, (nextTickAt ?? at + tick) - at) + Math.max(0, ticks - 1) * tick;
}
