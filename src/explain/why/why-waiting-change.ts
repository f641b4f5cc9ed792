import { microsToMs } from '../../base/flavor.ts';
import type { ClientCall } from '../../sim/clients/client-call.ts';
import { chainOf, joinChains } from '../causes.ts';
import type { Past } from '../past.ts';
import { entriesOf, eventAt, forwardsOf, standOf, waitingOf, type MessageStand } from './call-record.ts';
import { answeredAt } from './answered-at.ts';
import { commandsBehind, needsOf, standingAway } from './hindrances.ts';
import { machineOf } from './standing.ts';
import { whyThisEntry } from './why-entry.ts';
import type { Explained, Hindrance } from './why.ts';

/**
 * Why a call is not answered that goes through the log, or that only the leader can answer. It has an entry: then the answer is
 * why that is not committed, or not applied at the member that was asked.
 */
export async function whyChangeWaits(past: Past, call: ClientCall): Promise<Explained> {
  const answer = await whyItWaits(past, call);
  const byItselfAt = comesToNothing.has(answer.answer) ? undefined : await answeredAt(past, call);
  const asked = answer.causes ?? [];
  return { ...answer, byItselfAt, causes: joinChains(asked, [call.event]) };
}

/** No answer comes any more, or none while nobody acts. */
const comesToNothing: ReadonlySet<Explained['answer']> = new Set<Explained['answer']>([
  'proposalLost',
  'proposalOverwritten',
  'proposalDroppedByLeader',
  'proposalHeld',
  'callMemberPaused',
]);

async function whyItWaits(past: Past, call: ClientCall): Promise<Explained> {
  const { now } = past;
  const waiting = waitingOf(past, call);
  const { node } = waiting;
  const machine = machineOf(now, node);
  if (machine.status === 'paused') return paused(past, 'callMemberPaused', waiting);
  const entries = entriesOf(past, call.id);
  let overwritten: Explained | undefined;
  for (const { index, term } of entries) {
    const why = await whyThisEntry(past, { index, term }, node);
    const { answer } = why;
    if (answer === 'entryAppliedHere')
      return { answer: 'callAtMember', rule: 'answersWhenDone', numbers: waiting };
    if (answer !== 'entryReplaced' && answer !== 'entryTruncated') return why;
    overwritten = {
      answer: 'proposalOverwritten',
      rule: 'conflictIndex',
      numbers: { ...waiting, index, entryTerm: term },
      needs: [{ code: 'callRepeated', numbers: { call: call.id } }],
      causes: why.causes ?? [],
    };
  }
  const forwarded = await whyForwarded(past, call, forwardsOf(past, call.id));
  if (forwarded?.answer === 'proposalUnderWay' || overwritten === undefined)
    return forwarded ?? whyNotProposed(past, call);
  return overwritten;
}

/** It was sent on to a leader: what became of the newest of these messages. */
async function whyForwarded(
  past: Past,
  call: ClientCall,
  stands: readonly MessageStand[],
): Promise<Explained | undefined> {
  const stand = stands.find(({ type }) => type === 'flying' || type === 'held') ?? stands.at(-1);
  if (stand === undefined) return undefined;
  const { arrow } = stand;
  const waiting = waitingOf(past, call);
  const numbers = { ...waiting, message: arrow.id, from: arrow.from, to: arrow.to };
  const causes = await chainOf(past, arrow.sentEvent);
  switch (stand.type) {
    case 'flying':
      return {
        answer: 'proposalUnderWay',
        rule: 'leaderTakesProposals',
        numbers: { ...numbers, dueAtMs: microsToMs(stand.arrivesAt) },
        needs: [{ code: 'messageArrives', numbers: { message: arrow.id } }],
        causes,
      };
    case 'held':
      return {
        answer: 'proposalHeld',
        rule: 'leaderTakesProposals',
        numbers,
        needs: [{ code: 'messageReleased', numbers: { message: arrow.id } }],
        causes,
      };
    case 'lost':
      return {
        answer: 'proposalLost',
        rule: 'networkLoses',
        numbers,
        needs: [{ code: 'callRepeated', numbers: { call: call.id } }],
        causes: joinChains(arrow.endEvent === undefined ? [] : [arrow.endEvent], causes),
      };
    case 'delivered': {
      const event = await eventAt(past, stand.event);
      const leader = arrow.to;
      if (event?.waits === true) {
        const because: readonly Hindrance[] = [{ node: leader, code: 'paused', numbers: {} }];
        return {
          answer: 'callLeaderAway',
          rule: 'leaderTakesProposals',
          numbers: { ...waiting, leader },
          because,
          needs: needsOf(because, leader),
          causes: joinChains(commandsBehind(past, because, leader), causes),
        };
      }
      const dropped = event?.output?.trace.find((each) => each.type === 'proposalDropped');
      if (dropped?.type !== 'proposalDropped') return undefined;
      return {
        answer: 'proposalDroppedByLeader',
        rule: 'leaderTakesProposals',
        numbers: { ...waiting, leader, reason: dropped.reason },
        needs: [{ code: 'callRepeated', numbers: { call: call.id } }],
        causes: await chainOf(past, stand.event),
      };
    }
  }
  return stand satisfies never;
}

/** Nothing was proposed yet: the member waits for a leader, or asks one. */
async function whyNotProposed(past: Past, call: ClientCall): Promise<Explained> {
  const { now } = past;
  const waiting = waitingOf(past, call);
  const { node } = waiting;
  const lead = machineOf(now, node).image?.view().lead ?? 0;
  if (lead === 0) {
    return {
      answer: 'callNoLeader',
      rule: 'leaderTakesProposals',
      numbers: waiting,
      needs: [{ code: 'leaderElected', numbers: {} }],
    };
  }
  const away = lead === node ? undefined : standingAway(now, lead, node);
  if (away !== undefined) {
    return {
      answer: 'callLeaderAway',
      rule: 'leaderTakesProposals',
      numbers: { ...waiting, leader: lead },
      because: [away],
      needs: needsOf([away], node),
      causes: commandsBehind(past, [away], node),
    };
  }
  for (const flight of now.bus.flights()) {
    if (flight.from !== node || flight.payload.type !== 'PeerRequest' || flight.endsAt === undefined)
      continue;
    const stand = standOf(past, flight.id);
    if (stand?.type !== 'flying') continue;
    return {
      answer: 'callAskUnderWay',
      rule: 'leaderTakesProposals',
      numbers: {
        ...waiting,
        message: flight.id,
        from: node,
        to: flight.to,
        dueAtMs: microsToMs(flight.endsAt),
      },
      needs: [{ code: 'messageArrives', numbers: { message: flight.id } }],
      causes: await chainOf(past, stand.arrow.sentEvent),
    };
  }
  return { answer: 'callAtMember', rule: 'answersWhenDone', numbers: waiting };
}

/** The member stands still, and its clients wait. */
export function paused(
  past: Past,
  answer: 'callMemberPaused' | 'readMemberPaused',
  waiting: { readonly call: number; readonly node: number; readonly givesUpAtMs: number },
): Explained {
  const because: readonly Hindrance[] = [{ node: waiting.node, code: 'paused', numbers: {} }];
  return {
    answer,
    rule: 'serversStop',
    numbers: waiting,
    because,
    needs: needsOf(because, undefined),
    causes: commandsBehind(past, because, undefined),
  };
}
