import { microsToMs } from '../../base/flavor.ts';
import { touches } from '../../node/report/touched.ts';
import type { NodeTrace } from '../../node/io.ts';
import type { MemberView } from '../../node/report/view.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import { tickOf } from '../../sim/world/clock.ts';
import { chainOf, joinChains } from '../causes.ts';
import { foretell } from './foresight.ts';
import type { Past } from '../past.ts';
import { QuorumRules } from '../quorum-rules.ts';
import {
  afterTicks,
  awayEvents,
  becameEvent,
  chainOfBecoming,
  decisionsOf,
  hindranceOf,
  knownNode,
  leaderOf,
} from './facts.ts';
import type { Explained, Hindrance } from './why.ts';

type Refused = Extract<NodeTrace, { readonly type: 'campaignRefused' }>;

/**
 * Why a node does not become leader: what keeps it from campaigning, or its campaign from being won. `ahead`: also when that
 * will be over by itself.
 */
export async function whyCampaign(past: Past, node: number, ahead = true): Promise<Explained> {
  const machine = knownNode(past.now, node);
  const away = hindranceOf(past, node, undefined);
  const view = machine.image?.view();
  if (away !== undefined || view === undefined) return standsStill(past, node, away);
  if (view.state === 'StateLeader')
    return {
      answer: 'campaignLeads',
      rule: 'electionResult',
      numbers: { node, term: view.term },
      causes: await chainOfBecoming(past, node),
    };
  return (await unable(past, view)) ?? asks(past, view, ahead);
}

async function standsStill(past: Past, node: number, away: Hindrance | undefined): Promise<Explained> {
  const code = away?.code;
  const answer = code === 'paused' ? 'nodePaused' : code === 'removed' ? 'nodeRemoved' : 'nodeKilled';
  return {
    answer,
    rule: answer === 'nodeRemoved' ? 'onlyVotersCampaign' : 'serversStop',
    numbers: { node },
    needs: [
      answer === 'nodePaused'
        ? { code: 'resumed', numbers: { node } }
        : answer === 'nodeRemoved'
          ? { code: 'becomesMember', numbers: { node } }
          : { code: 'restarted', numbers: { node } },
    ],
    causes: await chainOfBecoming(past, node),
  };
}

/** What raft would answer to MsgHup (`raft/election.ts`), by what is known of the member. */
async function unable(past: Past, view: MemberView): Promise<Explained | undefined> {
  const { id: node, confState } = view;
  const isVoter = [...confState.voters, ...confState.votersOutgoing].includes(node);
  if (!isVoter) {
    const isLearner = [...confState.learners, ...confState.learnersNext].includes(node);
    return {
      answer: isLearner ? 'campaignLearner' : 'campaignNotMember',
      rule: 'onlyVotersCampaign',
      numbers: { node },
      needs: [
        isLearner
          ? { code: 'becomesVoter', numbers: { node } }
          : { code: 'becomesMember', numbers: { node } },
      ],
      causes: await chainOfBecoming(past, node, touches.config),
    };
  }
  if (view.pendingSnapshotIndex > 0) {
    return {
      answer: 'campaignSnapshotPending',
      rule: 'onlyVotersCampaign',
      numbers: { node, index: view.pendingSnapshotIndex },
      needs: [{ code: 'writeDone', numbers: { node } }],
      byItselfAt: await foretell(
        past,
        isOver(node, ({ pendingSnapshotIndex }) => pendingSnapshotIndex === 0),
      ),
      causes: await chainOfBecoming(past, node, touches.log),
    };
  }
  const unapplied = unappliedChange(past, view);
  if (unapplied === undefined) return undefined;
  return {
    answer: 'campaignUnappliedChange',
    rule: 'confChangesApplied',
    numbers: { node, index: unapplied, applied: view.applied, commit: view.commit },
    needs: [{ code: 'appliedUpTo', numbers: { node, index: unapplied } }],
    byItselfAt: await foretell(
      past,
      isOver(node, ({ applied }) => applied >= unapplied),
    ),
    causes: await chainOfBecoming(past, node, touches.commit),
  };
}

function isOver(node: number, isSo: (view: MemberView) => boolean) {
  return ({ machines }: Past['now']): boolean => {
    const view = machines.get(node)?.image?.view();
    return view !== undefined && isSo(view);
  };
}

/** The first committed change of members that is not applied; undefined: there is none. */
function unappliedChange({ now }: Past, { id, applied, commit }: MemberView): number | undefined {
  const entries = now.machines.get(id)?.image?.entries(applied + 1, commit) ?? [];
  return entries.find(({ type }) => type !== 'EntryNormal')?.index;
}

/** It may campaign: does it, will it, and has it? */
async function asks(past: Past, view: MemberView, ahead: boolean): Promise<Explained> {
  const when = (isSo: (world: Past['now']) => boolean) => (ahead ? foretell(past, isSo) : undefined);
  const { id: node, term } = view;
  const isPre = view.state === 'StatePreCandidate';
  const tally = tallyOf(past, view);
  if (isPre || view.state === 'StateCandidate') {
    return {
      answer: 'campaignAsking',
      rule: isPre ? 'preVote' : 'electionResult',
      numbers: { node, term, request: isPre ? 'MsgPreVote' : 'MsgVote', ...tally },
      because: await votersAgainst(past, view),
      needs: [{ code: 'votes', numbers: { node, count: Math.max(0, tally.need - tally.granted) } }],
      byItselfAt: await when(isOver(node, ({ state }) => state === 'StateLeader')),
      causes: await chainOfBecoming(past, node),
    };
  }
  const leader = view.lead;
  if (leader !== 0) {
    const lead = hindranceOf(past, leader, node);
    const ticks = Math.max(1, view.randomizedElectionTimeout - view.electionElapsed);
    if (lead === undefined)
      return {
        answer: 'campaignHearsLeader',
        rule: 'followsLeader',
        numbers: { node, leader, ticks: view.randomizedElectionTimeout },
        needs: [
          { code: 'leaderSilent', numbers: { node, lead: leader, ticks: view.randomizedElectionTimeout } },
        ],
        causes: await chainOfBecoming(past, node, touches.lead),
      };
    return waits(past, view, ticks, [lead], ahead);
  }
  const lost = lastLoss(past, view);
  const ticks = Math.max(1, view.randomizedElectionTimeout - view.electionElapsed);
  if (lost === undefined) return waits(past, view, ticks, [], ahead);
  return {
    answer: 'campaignLost',
    rule: 'electionResult',
    numbers: {
      node,
      term,
      granted: lost.trace.grantedCount,
      rejected: lost.trace.rejectedCount,
      need: tally.need,
      request: lost.trace.pre ? 'MsgPreVote' : 'MsgVote',
    },
    because: await votersAgainst(past, view),
    needs: [{ code: 'timer', numbers: { node, ticks } }],
    byItselfAt: await when(campaignsIn(node)),
    causes: await chainOf(past, lost.event),
  };
}

/** Its timer runs. */
async function waits(
  past: Past,
  view: MemberView,
  ticks: number,
  because: readonly Hindrance[],
  ahead: boolean,
): Promise<Explained> {
  const { id: node } = view;
  return {
    answer: 'campaignTimer',
    rule: 'randomizedTimeout',
    numbers: {
      node,
      ticks,
      timeout: view.randomizedElectionTimeout,
      ...timerMs(past, node, ticks),
    },
    because,
    needs: [{ code: 'timer', numbers: { node, ticks } }],
    byItselfAt: ahead ? await foretell(past, campaignsIn(node)) : undefined,
    causes: joinChains(
      awayEvents(past, because, node),
      await chainOfBecoming(past, node, touches.lead | touches.role),
    ),
  };
}

function timerMs({ now }: Past, node: number, ticks: number): { readonly inMs: number } {
  const at = afterTicks(now, node, ticks);
  return { inMs: microsToMs(at === undefined ? ticks * tickOf(now, now.machine(node)) : at - now.now) };
}

/** The node becomes a candidate or asks whether it would win. */
export function campaignsIn(node: number) {
  return ({ last }: Past['now']): boolean =>
    last?.node === node &&
    (last.output?.trace.some(({ type }) => type === 'becamePreCandidate' || type === 'becameCandidate') ??
      false);
}

/** How many votes it has, how many refusals, and how many it takes. */
function tallyOf({ now }: Past, { id, votes, confState }: MemberView) {
  const rules = new QuorumRules(now.config, now.machine(id).settingsInForce);
  const count = (vote: string): number => votes.filter((each) => each.vote === vote).length;
  return {
    granted: count('granted'),
    rejected: count('rejected'),
    need: rules.needToElect(confState.voters),
  };
}

/** The campaign that it lost last, if nothing has come of it since: nobody leads it. */
function lastLoss(past: Past, { id, electionElapsed }: MemberView) {
  const [loss] = decisionsOf(past.now, id, isLoss);
  if (loss === undefined) return undefined;
  const [became] = decisionsOf(past.now, id, isBecoming);
  const isStill = became !== undefined && became.event === loss.event;
  return isStill && electionElapsed >= 0 ? loss : undefined;
}

function isLoss(trace: NodeTrace): trace is Extract<NodeTrace, { readonly type: 'voteCounted' }> {
  return trace.type === 'voteCounted' && trace.result === 'lost';
}

function isBecoming(
  trace: NodeTrace,
): trace is Extract<
  NodeTrace,
  { readonly type: 'becameFollower' | 'becameCandidate' | 'becamePreCandidate' | 'becameLeader' }
> {
  return trace.type.startsWith('became');
}

type AboutVote = Extract<NodeTrace, { readonly type: 'voteRejected' | 'voteIgnored' | 'voteGranted' }>;

/** Of each other voter that has not said yes: why. */
async function votersAgainst(
  past: Past,
  { id, confState, votes }: MemberView,
): Promise<readonly Hindrance[]> {
  const voters = [...new Set([...confState.voters, ...confState.votersOutgoing])].sort((a, b) => a - b);
  const isSaid = (trace: NodeTrace): trace is AboutVote =>
    (trace.type === 'voteRejected' || trace.type === 'voteIgnored' || trace.type === 'voteGranted') &&
    trace.candidate === id;
  const since = becameEvent(past, id, touches.role) ?? 0;
  const started = decisionsOf(past.now, id, isBecoming).find(
    ({ trace }) => trace.type !== 'becameFollower',
  )?.event;
  return voters.flatMap((voter): readonly Hindrance[] => {
    if (voter === id || votes.some((each) => each.id === voter && each.vote === 'granted')) return [];
    const away = hindranceOf(past, voter, id);
    const [line] = decisionsOf(past.now, voter, isSaid);
    if (line === undefined || line.event < (started ?? since)) return away === undefined ? [] : [away];
    return [againstOf(voter, line.trace) ?? away].flatMap((each) => each ?? []);
  });
}

function againstOf(node: number, trace: AboutVote): Hindrance | undefined {
  if (trace.type === 'voteGranted') return undefined;
  if (trace.type === 'voteIgnored')
    return { node, code: 'inLease', numbers: { lead: trace.lead, remainingTicks: trace.remainingTicks } };
  switch (trace.reason) {
    case 'logBehind':
      return { node, code: 'refusedLogBehind', numbers: { own: trace.own, theirs: trace.theirs } };
    case 'votedForAnother':
      return { node, code: 'votedForAnother', numbers: { vote: trace.vote } };
    case 'leaderKnown':
      return { node, code: 'knowsLeader', numbers: { lead: trace.lead } };
    case 'lowerTerm':
      return { node, code: 'ofNewerTerm', numbers: {} };
  }
  return trace satisfies never;
}

/** Why raft did not campaign though it was told to, in the event in which it was. */
export async function campaignRefusal(past: Past, event: WorldEvent, trace: Refused): Promise<Explained> {
  const { node } = event;
  const causes = await chainOf(past, event.number);
  switch (trace.reason) {
    case 'alreadyLeader':
      return {
        answer: 'campaignLeads',
        rule: 'electionResult',
        numbers: { node, term: termOf(past, node) },
        causes,
      };
    case 'notPromotable':
      return {
        answer: 'campaignNotPromotable',
        rule: 'onlyVotersCampaign',
        numbers: { node },
        needs: [{ code: 'becomesVoter', numbers: { node } }],
        causes,
      };
    case 'unappliedConfChange':
      return {
        answer: 'campaignRefusedUnapplied',
        rule: 'confChangesApplied',
        numbers: { node, commit: trace.index },
        needs: [{ code: 'appliedUpTo', numbers: { node, index: trace.index } }],
        causes,
      };
  }
  return trace.reason satisfies never;
}

function termOf(past: Past, node: number): number | bigint {
  return past.now.machines.get(node)?.term ?? leaderOf(past.now)?.term ?? 0;
}
