import { microsToMs } from '../../base/flavor.ts';
import type { MemberView } from '../../node/report/view.ts';
import { jointVoteResult } from '../../raft/quorum/quorum.ts';
import type { World } from '../../sim/world/world.ts';
import { joinChains } from '../causes.ts';
import { foretell } from './foresight.ts';
import type { Past } from '../past.ts';
import { QuorumRules } from '../quorum-rules.ts';
import {
  afterTicks,
  awayEvents,
  chainOfBecoming,
  hindranceOf,
  hindrancesOf,
  knownNode,
  leaderOf,
} from './facts.ts';
import type { Explained, Hindrance, Need } from './why.ts';

/** Why a node still leads, or does not: also when another leads a newer term, or nobody answers it. */
export async function whyLeading(past: Past, node: number): Promise<Explained> {
  const machine = knownNode(past.now, node);
  const view = machine.image?.view();
  if (view?.state !== 'StateLeader') return leadsNot(past, node, view);
  const newer = newerLeader(past.now, view);
  const away = awayFrom(past, view);
  const { needs, byItselfAt } = await whenItStops(past, view, newer?.term, away);
  const causes = joinChains(
    awayEvents(past, away, node),
    newer === undefined ? [] : await chainOfBecoming(past, newer.id),
  );
  const leads = { node, term: view.term };
  if (machine.status === 'paused')
    return {
      answer: 'leaderPaused',
      rule: 'serversStop',
      numbers: leads,
      needs: [{ code: 'resumed', numbers: { node } }],
      causes: await chainOfBecoming(past, node),
    };
  if (newer !== undefined)
    return {
      answer: 'leaderOfOldTerm',
      rule: 'newestTerm',
      numbers: { ...leads, leader: newer.id, newerTerm: newer.term },
      because: away,
      needs,
      byItselfAt,
      causes,
    };
  const quorum = quorumOf(past, view, away);
  if (quorum.have.length < quorum.need)
    return {
      answer: 'leaderWithoutQuorum',
      rule: 'checkQuorum',
      numbers: { ...leads, have: quorum.have, need: quorum.need },
      because: away,
      needs,
      byItselfAt,
      causes,
    };
  return {
    answer: 'leaderLeads',
    rule: 'electionResult',
    numbers: { ...leads, have: quorum.have, need: quorum.need },
    because: away,
    causes: await chainOfBecoming(past, node),
  };
}

async function leadsNot(past: Past, node: number, view: MemberView | undefined): Promise<Explained> {
  const leader = leaderOf(past.now);
  const causes = await chainOfBecoming(past, node);
  if (view === undefined)
    return {
      answer: hindranceOf(past, node, undefined)?.code === 'removed' ? 'nodeRemoved' : 'nodeKilled',
      rule: 'serversStop',
      numbers: { node },
      needs: [{ code: 'restarted', numbers: { node } }],
      causes,
    };
  return {
    answer: leader === undefined ? 'leadsNotNobody' : 'leadsNot',
    rule: leader === undefined ? 'electionResult' : 'followsLeader',
    numbers: { node, role: view.state, term: view.term, leader: leader?.id ?? 0 },
    causes,
  };
}

/** When a leader that should not lead will stop, and what it would take. */
async function whenItStops(
  past: Past,
  view: MemberView,
  newerTerm: number | bigint | undefined,
  away: readonly Hindrance[],
): Promise<{ readonly needs: readonly Need[]; readonly byItselfAt: number | undefined }> {
  const { id: node } = view;
  const { have, need } = quorumOf(past, view, away);
  if (newerTerm === undefined && have.length >= need) return { needs: [], byItselfAt: undefined };
  const heals = away
    .filter(({ code }) => code === 'cutOff')
    .map((each): Need => ({ code: 'linkHealed', numbers: { leader: node, node: each.node } }));
  const needs: Need[] = [];
  if (newerTerm !== undefined) needs.push({ code: 'newTerm', numbers: { node, term: newerTerm } });
  if (deposes(past, node)) needs.push({ code: 'quorumCheck', numbers: { node, ticks: ticksToFall(view) } });
  return {
    needs: [...needs, ...heals.slice(0, 3)],
    byItselfAt: await stopsAt(past, view),
  };
}

/** When it will no longer lead; found by going on, and where that takes too long by its clock alone. */
async function stopsAt(past: Past, view: MemberView): Promise<number | undefined> {
  return foretell(past, ({ machines }) => machines.get(view.id)?.state !== 'StateLeader', FORETOLD);
}

const FORETOLD = 900;

/** Why a leader whom no quorum answers is not deposed yet by CheckQuorum, and when it will be. */
export async function whyQuorum(past: Past, node: number): Promise<Explained> {
  const machine = knownNode(past.now, node);
  const view = machine.image?.view();
  if (view?.state !== 'StateLeader' || machine.status !== 'up') return whyLeading(past, node);
  const away = awayFrom(past, view);
  const { have, need } = quorumOf(past, view, away);
  const heard = heardBy(view);
  const leads = { node, term: view.term, have, need };
  const causes = awayEvents(past, away, node);
  if (have.length >= need)
    return {
      answer: 'quorumAnswers',
      rule: 'checkQuorum',
      numbers: leads,
      because: away,
      causes: await chainOfBecoming(past, node),
    };
  const { checkQuorum } = past.now.config;
  if (!checkQuorum || !deposes(past, node))
    return {
      answer: checkQuorum ? 'quorumCheckBroken' : 'quorumNotChecked',
      rule: checkQuorum ? 'deposesSilentLeader' : 'checkQuorum',
      numbers: leads,
      because: away,
      needs: [{ code: 'newerLeader', numbers: { node } }],
      byItselfAt: await stopsAt(past, view),
      causes,
    };
  const ticks = ticksToCheck(view);
  const check = afterTicks(past.now, node, ticks);
  return {
    answer: passesNextCheck(view) ? 'quorumHeardSince' : 'quorumCheckDue',
    rule: 'deposesSilentLeader',
    numbers: {
      ...leads,
      heard,
      ticks,
      timeout: view.electionTimeout,
      ...(check === undefined ? {} : { checkAtMs: microsToMs(check) }),
    },
    because: away,
    needs: [{ code: 'quorumCheck', numbers: { node, ticks: ticksToFall(view) } }],
    byItselfAt: await stopsAt(past, view),
    causes,
  };
}

/** From which voters the leader has heard since its last check. */
function heardBy(view: MemberView): readonly number[] {
  return view.progress
    .filter(({ id, recentActive }) => recentActive && isVoter(view, id))
    .map(({ id }) => id);
}

/** What it has heard since the last check is a quorum: the next one finds nothing wrong, though nobody answers any more. */
function passesNextCheck(view: MemberView): boolean {
  const heard = heardBy(view);
  const { voters, votersOutgoing } = view.confState;
  return jointVoteResult(voters, votersOutgoing, (id) => (heard.includes(id) ? true : undefined)) === 'won';
}

/** To the check that finds no quorum. */
function ticksToFall(view: MemberView): number {
  return ticksToCheck(view) + (passesNextCheck(view) ? view.electionTimeout : 0);
}

function ticksToCheck({ electionTimeout, electionElapsed }: MemberView): number {
  return Math.max(1, electionTimeout - electionElapsed);
}

/** Whether this leader checks its quorum and acts on it. */
function deposes({ now }: Past, node: number): boolean {
  const rules = new QuorumRules(now.config, now.machine(node).settingsInForce);
  return now.config.checkQuorum && rules.rules.deposesSilentLeader();
}

function isVoter({ confState }: MemberView, id: number): boolean {
  return confState.voters.includes(id) || confState.votersOutgoing.includes(id);
}

function awayFrom(past: Past, view: MemberView): readonly Hindrance[] {
  const voters = [...new Set([...view.confState.voters, ...view.confState.votersOutgoing])];
  return hindrancesOf(
    past,
    voters.sort((a, b) => a - b),
    view.id,
  );
}

/** The voters that it reaches, itself among them, of the half of the configuration that lacks most. */
function quorumOf({ now }: Past, view: MemberView, away: readonly Hindrance[]) {
  const rules = new QuorumRules(now.config, now.machine(view.id).settingsInForce);
  const halves = [view.confState.voters, view.confState.votersOutgoing]
    .filter((voters, i) => i === 0 || voters.length > 0)
    .map((voters) => ({
      have: voters.filter((id) => !away.some(({ node }) => node === id)),
      need: rules.needToCommit(voters),
    }))
    .sort((a, b) => a.have.length - a.need - (b.have.length - b.need));
  return halves[0] ?? { have: [], need: 1 };
}

/** Who leads a newer term than this leader. */
function newerLeader(world: World, view: MemberView): MemberView | undefined {
  const leader = leaderOf(world);
  return leader !== undefined && leader.id !== view.id && leader.term > view.term ? leader : undefined;
}

/** Why a node's term is another than its leader's, and whether that will be. */
export async function whyTerm(past: Past, node: number): Promise<Explained> {
  const machine = knownNode(past.now, node);
  const view = machine.image?.view();
  if (view === undefined || machine.status === 'killed') return leadsNot(past, node, undefined);
  const leader = leaderOf(past.now);
  if (leader === undefined || leader.id === node || leader.term === view.term)
    return {
      answer: 'termAgrees',
      rule: 'newestTerm',
      numbers: { node, term: view.term, leader: leader?.id ?? 0 },
      causes: await chainOfBecoming(past, node),
    };
  const numbers = { node, term: view.term, leader: leader.id, leaderTerm: leader.term };
  const away = hindranceOf(past, node, leader.id);
  const causes = joinChains(
    awayEvents(past, away === undefined ? [] : [away], leader.id),
    await chainOfBecoming(past, node),
  );
  const byItselfAt =
    away?.code === 'paused'
      ? undefined
      : await foretell(past, ({ machines }) => machines.get(node)?.term === machines.get(leader.id)?.term);
  const because = away === undefined ? [] : [away];
  const reached: readonly Need[] = away === undefined ? [] : [needOf(away, leader.id)];
  if (view.term < leader.term)
    return {
      answer: 'termBehind',
      rule: 'newestTerm',
      numbers,
      because,
      needs: [{ code: 'newTerm', numbers: { node, term: leader.term } }, ...reached],
      byItselfAt,
      causes,
    };
  const rules = new QuorumRules(past.now.config, past.now.machine(node).settingsInForce).rules;
  const answers = rules.answersOldLeader(past.now.config.checkQuorum, past.now.config.preVote);
  return {
    answer: answers ? 'termAheadAnswers' : 'termAheadSilent',
    rule: 'answersOldLeader',
    numbers,
    because,
    needs: [...reached, { code: 'newTerm', numbers: { node: leader.id, term: view.term } }],
    byItselfAt,
    causes,
  };
}

function needOf(away: Hindrance, from: number): Need {
  if (away.code === 'cutOff') return { code: 'linkHealed', numbers: { leader: from, node: away.node } };
  return away.code === 'paused'
    ? { code: 'resumed', numbers: { node: away.node } }
    : { code: 'restarted', numbers: { node: away.node } };
}
