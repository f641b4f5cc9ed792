import { unreachable } from '../../base/assert.ts';
import type { NodeId } from '../../base/flavor.ts';
import type { NodeInput } from '../../node/io.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import type { Past } from '../past.ts';
import type { Ask, Done, Fact, Told } from './fact.ts';
import { decisionIn } from '../known-event.ts';
import { termOf } from './term-of.ts';
import type { Deed } from './origin-step.ts';
import type { Trail } from './trail.ts';

/** A message that came in an event. */
export interface Heard {
  readonly message: number;
  readonly from: NodeId;
  /** The event that sent it. One that was forged was sent by the command that forged it, and not by whom it names. */
  readonly sentEvent: number;
  readonly isForged: boolean;
}

/** What a message says goes back to what its sender was when it sent it; of a forged one, to who forged it. */
export function atSender({ from, sentEvent, isForged }: Heard, fact: (sender: NodeId) => Fact): Ask {
  if (isForged) return { fact: { type: 'cause', did: { type: 'commanded' } }, at: sentEvent };
  return { fact: fact(from), at: sentEvent };
}

/**
 * The message that a node heard in an event; undefined: its input was no message. One that waited while the node was paused
 * came in an earlier event.
 */
export async function heardIn(trail: Trail, event: WorldEvent): Promise<Heard | undefined> {
  const { input } = event;
  if (input?.type !== 'message' && input?.type !== 'peer') return undefined;
  const message = event.message !== 0 ? event.message : await waitedMessage(trail, event);
  const arrow = trail.past.timeline.arrows.at(message);
  if (arrow === undefined) return undefined;
  const sentEvent = sentOf(trail.past, message);
  const isForged = trail.past.history.commandAt(sentEvent)?.type === 'forge';
  return { message, from: arrow.from, sentEvent, isForged };
}

/** The event that sent a message; of one that somebody had delivered twice, the event that sent it first. */
function sentOf(past: Past, message: number): number {
  const sent = past.timeline.arrows.at(message)?.sentEvent ?? 0;
  const command = past.history.commandAt(sent);
  return command?.type === 'duplicate' ? sentOf(past, command.message) : sent;
}

/** The number of a message that has waited in the inbox of a paused node. */
async function waitedMessage(trail: Trail, event: WorldEvent): Promise<number> {
  const { input, node, number } = event;
  const came = await trail.asked(
    node,
    { from: 1, to: number - 1 },
    (each) => each.waits && each.input !== undefined && input !== undefined && isSameInput(each.input, input),
  );
  return came?.message ?? 0;
}

/** Replays of one stretch have the very same object; those of two have equal ones. */
function isSameInput(a: NodeInput, b: NodeInput): boolean {
  if (a === b) return true;
  if (a.type !== b.type) return false;
  return JSON.stringify(a, plain) === JSON.stringify(b, plain);
}

function plain(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value;
}

/** What an event goes back to, that came about as it did because of its input; undefined: the input is a first one. */
export async function causeOf(trail: Trail, event: WorldEvent): Promise<Ask | undefined> {
  const { input, node, number } = event;
  if (input === undefined) return undefined;
  const before = { from: 1, to: number - 1 };
  const asked = async (did: Done, test: (each: WorldEvent) => boolean): Promise<Ask | undefined> => {
    const known = trail.past.timeline.work.askedBy(number);
    if (known !== undefined) return { fact: { type: 'cause', did }, at: known };
    // What has waited for a paused node is not in that index.
    const found = await trail.asked(node, before, test);
    return found && { fact: { type: 'cause', did }, at: found.number };
  };
  switch (input.type) {
    case 'message':
    case 'peer': {
      const heard = await heardIn(trail, event);
      return (
        heard && atSender(heard, () => ({ type: 'cause', did: { type: 'sent', message: heard.message } }))
      );
    }
    case 'writeDone': {
      const { write } = input;
      return asked(
        { type: 'write', write },
        ({ output }) => output?.writes.some(({ id }) => id === write) === true,
      );
    }
    case 'applyDone': {
      const { apply } = input;
      return asked(
        { type: 'apply', apply },
        ({ output }) => output?.applies.some(({ id }) => id === apply) === true,
      );
    }
    case 'request': {
      const { request } = input;
      const call = trail.past.now.calls.get(request);
      return call && { fact: { type: 'cause', did: { type: 'called', request } }, at: call.event };
    }
    case 'tick':
      return undefined;
    case 'unreachable':
    case 'snapshotStatus':
      // The transport noticed by itself how a message ended.
      return undefined;
    default: {
      // Told by a command or a client program, at its very instant.
      const { events } = trail.past.history;
      const instant = { from: events.lastAt(event.at - 1) + 1, to: number - 1 };
      const told = await trail.asked(
        0,
        instant,
        (each) => each.command !== undefined || each.client !== undefined,
      );
      return told && { fact: { type: 'cause', did: { type: 'commanded' } }, at: told.number };
    }
  }
}

/** The event in which something was done, for the sake of that: what it was, and what it goes back to. */
export async function tellCause(trail: Trail, did: Done, at: number): Promise<Told> {
  const event = await trail.event(at);
  const carriedOn = did.type === 'sent' ? carried(trail, event, did) : undefined;
  const next = carriedOn ?? (await causeOf(trail, event));
  const base = { event, node: event.node, place: '', value: undefined };
  switch (did.type) {
    case 'sent':
      return { ...base, ...tellSent(trail, event, did.message), next };
    case 'write': {
      const heard = did.brought && (await heardIn(trail, event));
      const { brought: fact } = did;
      const brought = fact && heard && atSender(heard, (node) => ({ ...fact, node }) as Fact);
      const granted = decisionIn(event, 'voteGranted');
      if (granted !== undefined)
        return {
          ...base,
          did: granted.pre ? 'preGranted' : 'granted',
          numbers: { to: granted.candidate, ...termOf(granted.term) },
          next,
        };
      return { ...base, did: 'askedWrite', numbers: { write: did.write }, next: brought ?? next };
    }
    case 'apply': {
      const work = event.output?.applies.find(({ id }) => id === did.apply);
      return {
        ...base,
        did: 'askedApply',
        numbers: { first: work?.first ?? 0, last: work?.last ?? 0 },
        // What is committed is applied.
        next: work && {
          fact: { type: 'reached', node: event.node, field: 'commit', index: work.last },
          at,
        },
      };
    }
    case 'called':
      return { ...base, did: 'called', numbers: { request: did.request }, next: undefined };
    case 'commanded':
      return { ...base, did: 'commanded', next: undefined };
    default:
      return unreachable(did);
  }
}

/** What a message was sent for goes further back than the event that sent it. */
function carried(
  trail: Trail,
  { node, number }: WorldEvent,
  did: Extract<Done, { type: 'sent' }>,
): Ask | undefined {
  if (did.tells !== undefined) return { fact: did.tells, at: number };
  const type = trail.past.timeline.arrows.at(did.message)?.type;
  if (type === 'MsgTimeoutNow') return { fact: { type: 'field', node, field: 'leadTransferee' }, at: number };
  return undefined;
}

function tellSent(trail: Trail, event: WorldEvent, message: number): Pick<Told, 'did' | 'numbers'> {
  const arrow = trail.past.timeline.arrows.at(message);
  const type = arrow?.type ?? 'MsgHup';
  const term = decisionIn(event, 'becameCandidate')?.term ?? arrow?.term ?? 0;
  const numbers = {
    sent: message,
    sentType: type,
    to: arrow?.to ?? 0,
    index: arrow?.index ?? 0,
    ...termOf(term),
  };
  const told = (did: Deed) => ({ did, numbers });
  switch (type) {
    case 'MsgVote':
      return told(decisionIn(event, 'becameCandidate') !== undefined ? 'campaigned' : 'sent');
    case 'MsgPreVote':
      return told(decisionIn(event, 'becamePreCandidate') !== undefined ? 'preCampaigned' : 'sent');
    case 'MsgVoteResp':
    case 'MsgPreVoteResp': {
      if (arrow?.reject === true) return told('refused');
      const granted = decisionIn(event, 'voteGranted');
      if (granted === undefined) return told('sent');
      return told(granted.pre ? 'preGranted' : 'granted');
    }
    case 'MsgAppResp':
      return told(arrow?.reject === true ? 'sent' : 'acknowledged');
    case 'MsgProp':
      return told('forwarded');
    default:
      return told('sent');
  }
}
