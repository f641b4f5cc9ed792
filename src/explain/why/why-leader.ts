import { microsToMs } from '../../base/flavor.ts';
import { chainOf, joinChains } from '../causes.ts';
import { foretell } from './foresight.ts';
import type { Past } from '../past.ts';
import { currentConfState, situationOf, type Situation } from '../situation.ts';
import { awayEvents, becameEvent, cutEvent, hindrancesOf, leaderOf } from './facts.ts';
import { whyNoLeader, type WhyNoLeader } from './no-leader.ts';
import { whyCampaign } from './why-campaign.ts';
import { whyLeading } from './why-leading.ts';
import { awayNeeds } from './why-progress.ts';
import type { Explained, Need } from './why.ts';

/** Why nobody leads; where somebody does, how that is. */
export async function whyLeader(past: Past): Promise<Explained> {
  const leader = leaderOf(past.now);
  if (leader !== undefined) return whyLeading(past, leader.id);
  const situation = situationOf(past.now);
  const standing = whyNoLeader(situation);
  if (standing === undefined) return nobodyToElect(past);
  return absent(past, situation, standing);
}

/** Nobody runs; or who runs has not heard of any configuration. */
function nobodyToElect(past: Past): Explained {
  const nodes = [...past.now.machines.keys()];
  const because = hindrancesOf(past, nodes, undefined);
  const needs = because.flatMap((each) => awayNeeds(each, each.node));
  const rest = { because, needs, causes: awayEvents(past, because, undefined) };
  const isAnybodyUp = because.length < nodes.length;
  return isAnybodyUp
    ? { ...rest, answer: 'noConfiguration', rule: 'onlyVotersCampaign', numbers: {} }
    : { ...rest, answer: 'noLeaderAllDown', rule: 'serversStop', numbers: { nodes } };
}

/** When somebody will lead. */
function electedAt(past: Past): Promise<number | undefined> {
  return foretell(past, ({ last }) => last?.elected !== undefined);
}

async function absent(past: Past, situation: Situation, standing: WhyNoLeader): Promise<Explained> {
  const { rule } = standing;
  const voters = currentConfState(situation.nodes)?.voters ?? [];
  switch (standing.type) {
    case 'tooFewUp': {
      const away = hindrancesOf(past, voters, undefined);
      return {
        answer: 'noLeaderTooFewUp',
        rule,
        numbers: { up: standing.up, voters: standing.voters, need: standing.need },
        because: away,
        needs: [{ code: 'moreUp', numbers: { count: standing.need - standing.up } }],
        causes: awayEvents(past, away, undefined),
      };
    }
    case 'split': {
      const [first] = standing.largest;
      const away = hindrancesOf(past, voters, first);
      return {
        answer: 'noLeaderSplit',
        rule,
        numbers: { nodes: standing.largest, have: standing.largest.length, need: standing.need },
        because: away,
        needs: [{ code: 'togetherAgain', numbers: { need: standing.need } }],
        causes: joinChains(
          awayEvents(past, away, first),
          voters.flatMap((id) => (first === undefined ? [] : (cutEvent(past, first, id) ?? []))),
        ),
      };
    }
    case 'splitVote': {
      const needs: readonly Need[] =
        standing.next === undefined
          ? []
          : [{ code: 'timer', numbers: { node: standing.next.node, ticks: standing.next.ticks } }];
      return {
        answer: 'noLeaderSplitVote',
        rule,
        numbers: {
          term: standing.term,
          need: standing.need,
          candidates: standing.shares.map(({ candidate }) => candidate),
          most: Math.max(0, ...standing.shares.map(({ from }) => from.length)),
        },
        because: standing.shares.flatMap(({ candidate, from }) =>
          from.map((node) => ({ node, code: 'votedForAnother', numbers: { vote: candidate } }) as const),
        ),
        needs,
        byItselfAt: await electedAt(past),
        causes: joinChains(
          ...(await Promise.all(
            standing.shares.map(async ({ candidate }) => {
              const event = becameEvent(past, candidate);
              return event === undefined ? [] : chainOf(past, event);
            }),
          )),
        ),
      };
    }
    case 'asking': {
      const { because = [], causes = [] } = await whyCampaign(past, standing.node, false);
      return {
        answer: standing.pre ? 'noLeaderPreAsking' : 'noLeaderAsking',
        rule: standing.pre ? 'preVote' : rule,
        numbers: { node: standing.node, term: standing.term, granted: standing.granted, need: standing.need },
        because,
        needs: [
          {
            code: 'votes',
            numbers: { node: standing.node, count: Math.max(0, standing.need - standing.granted) },
          },
        ],
        byItselfAt: await electedAt(past),
        causes,
      };
    }
    case 'waiting':
      return waiting(past, standing, voters);
  }
  return standing satisfies never;
}

/** Somebody's timer has to run out; perhaps somebody has just been refused. */
async function waiting(
  past: Past,
  { node, ticks, inMicros }: Extract<WhyNoLeader, { readonly type: 'waiting' }>,
  voters: readonly number[],
): Promise<Explained> {
  const refused = await lastRefused(past, voters);
  const byItselfAt = await electedAt(past);
  const needs: readonly Need[] = [{ code: 'timer', numbers: { node, ticks } }];
  if (refused?.answer === 'campaignLost') {
    const { granted, rejected, need, request } = refused.numbers;
    return {
      answer: 'noLeaderRefused',
      rule: 'electionResult',
      numbers: { candidate: refused.numbers.node, granted, rejected, need, request, node, ticks },
      because: refused.because ?? [],
      needs,
      byItselfAt,
      causes: refused.causes ?? [],
    };
  }
  const last = past.history.events.previous('election', past.now.events + 1);
  const leader = last === undefined ? 0 : past.history.events.nodeOf(last);
  const gone = hindrancesOf(
    past,
    voters,
    voters.find((id) => id !== leader),
  );
  const stopped = leader === 0 ? undefined : becameEvent(past, leader);
  return {
    answer: leader === 0 ? 'noLeaderYet' : 'noLeaderWaiting',
    rule: 'randomizedTimeout',
    numbers: { node, ticks, inMs: microsToMs(inMicros), leader },
    because: gone,
    needs,
    byItselfAt,
    causes: joinChains(
      awayEvents(
        past,
        gone,
        voters.find((id) => id !== leader),
      ),
      stopped === undefined ? [] : await chainOf(past, stopped),
    ),
  };
}

async function lastRefused(past: Past, voters: readonly number[]): Promise<Explained | undefined> {
  for (const node of voters) {
    const view = past.now.machines.get(node)?.image?.view();
    if (view === undefined || past.now.machine(node).status !== 'up' || view.lead !== 0) continue;
    const { events } = past.history;
    const became = becameEvent(past, node);
    if (became === undefined || events.messageOf(became) === 0) continue;
    const found = await whyCampaign(past, node, false);
    if (found.answer === 'campaignLost') return found;
  }
  return undefined;
}
