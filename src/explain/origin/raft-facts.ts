import type { NodeId } from '../../base/flavor.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import { atSender, causeOf, heardIn } from './cause.ts';
import { decisionIn } from '../known-event.ts';
import { termOf } from './term-of.ts';
import type { Ask, FieldName, Told } from './fact.ts';
import { plainOf } from './plain.ts';
import type { Trail } from './trail.ts';

type Rest = Pick<Told, 'did' | 'numbers' | 'next'>;

/** What brought a term, a vote, a leader or a role about in an event that was not the start of a life. */
export async function tellElection(
  trail: Trail,
  event: WorldEvent,
  field: Extract<FieldName, 'term' | 'vote' | 'lead' | 'state' | 'leadTransferee'>,
): Promise<Told> {
  const { node } = event;
  const value = event.output?.changes[field];
  const rest = await restOf(trail, event, field);
  return { event, node, place: placeOfField(field), value: plainOf(value ?? 0), ...rest };
}

export function placeOfField(field: FieldName): string {
  if (field === 'state') return 'role';
  return field === 'confState' ? 'config' : field;
}

async function restOf(trail: Trail, event: WorldEvent, field: FieldName): Promise<Rest> {
  switch (field) {
    case 'term':
      return restOfTerm(trail, event);
    case 'vote':
      return restOfVote(trail, event);
    case 'lead':
      return restOfLead(trail, event);
    case 'state':
      return restOfRole(trail, event);
    default:
      return { did: 'happened', next: await causeOf(trail, event) };
  }
}

async function restOfTerm(trail: Trail, event: WorldEvent): Promise<Rest> {
  const { changes } = event.output ?? {};
  const own = decisionIn(event, 'becameCandidate');
  if (own !== undefined) {
    return { did: 'campaigned', numbers: termOf(own.term), next: await causeOf(trail, event) };
  }
  const heard = await heardIn(trail, event);
  const message = raftMessageOf(event);
  if (heard !== undefined && message !== undefined && message.term === changes?.term) {
    return {
      did: 'tookTerm',
      numbers: termOf(message.term),
      next: atSender(heard, (node) => ({ type: 'field', node, field: 'term' })),
    };
  }
  return { did: 'happened', next: await causeOf(trail, event) };
}

async function restOfVote(trail: Trail, event: WorldEvent): Promise<Rest> {
  const { changes } = event.output ?? {};
  const vote = changes?.vote ?? 0;
  if (vote === 0) return { ...(await restOfTerm(trail, event)), did: 'clearedVote' };
  const own = decisionIn(event, 'becameCandidate');
  if (own !== undefined)
    return { did: 'campaigned', numbers: termOf(own.term), next: await causeOf(trail, event) };
  const granted = decisionIn(event, 'voteGranted');
  const next = await causeOf(trail, event);
  return { did: 'granted', numbers: { to: vote, ...termOf(granted?.term ?? 0) }, next };
}

async function restOfLead(trail: Trail, event: WorldEvent): Promise<Rest> {
  const { changes } = event.output ?? {};
  const lead = changes?.lead ?? 0;
  if (lead === event.node) return restOfWin(trail, event);
  if (lead === 0) {
    if (changes?.term !== undefined) return { ...(await restOfTerm(trail, event)), did: 'lostLeader' };
    return { did: 'lostLeader', next: await causeOf(trail, event) };
  }
  return { did: 'heardLeader', numbers: { lead }, next: await leaderBehind(trail, event, lead) };
}

/** That somebody leads is known from its message: it goes back to its election. */
async function leaderBehind(trail: Trail, event: WorldEvent, lead: NodeId): Promise<Ask | undefined> {
  const heard = await heardIn(trail, event);
  if (heard === undefined || heard.from !== lead) return causeOf(trail, event);
  return atSender(heard, (node) => ({ type: 'field', node, field: 'state' }));
}

async function restOfRole(trail: Trail, event: WorldEvent): Promise<Rest> {
  switch (event.output?.changes.state) {
    case 'StateLeader':
      return restOfWin(trail, event);
    case 'StateCandidate':
      return {
        did: 'campaigned',
        numbers: termOf(decisionIn(event, 'becameCandidate')?.term ?? 0),
        next: await causeOf(trail, event),
      };
    case 'StatePreCandidate':
      return { did: 'preCampaigned', next: await causeOf(trail, event) };
    default:
      return restOfStepDown(trail, event);
  }
}

async function restOfWin(trail: Trail, event: WorldEvent): Promise<Rest> {
  const won = decisionIn(event, 'becameLeader');
  return { did: 'won', numbers: termOf(won?.term ?? 0), next: await causeOf(trail, event) };
}

async function restOfStepDown(trail: Trail, event: WorldEvent): Promise<Rest> {
  const decision = decisionIn(event, 'becameFollower');
  const reason = decision?.reason ?? 'start';
  const numbers = { reason, ...termOf(decision?.term ?? 0) };
  const heard = await heardIn(trail, event);
  const message = raftMessageOf(event);
  const isOfTerm = message?.term !== undefined && message.term === decision?.term;
  if (heard !== undefined && isOfTerm) {
    if (reason === 'higherTerm') {
      const next = atSender(heard, (node) => ({ type: 'field', node, field: 'term' }));
      return { did: 'steppedDown', numbers, next };
    }
    if (reason === 'leaderSeen') {
      return { did: 'steppedDown', numbers, next: await leaderBehind(trail, event, heard.from) };
    }
  }
  return { did: 'steppedDown', numbers, next: await causeOf(trail, event) };
}

function raftMessageOf({ input }: WorldEvent) {
  return input?.type === 'message' ? input.message : undefined;
}
