import type { Micros } from '../../base/flavor.ts';
import type { Command } from '../../sim/command/command.ts';
import type { FlightEnd, WorldEvent } from '../../sim/record/world-event.ts';
import type { Arrow } from '../../timeline/arrows.ts';
import { chainOf, joinChains } from '../causes.ts';
import type { Past } from '../past.ts';
import type { RuleId } from '../rule-book.ts';
import { cutEvent, lastCommand } from './facts.ts';
import type { Hindrance, Need } from './why.ts';

/** How a message's journey has ended, as far as is known at the playhead. */
export interface JourneyEnd {
  readonly end: FlightEnd;
  readonly at: Micros;
  readonly event: number;
}

/** Undefined: at the playhead it is still under way. */
export function flightEndOf({ now }: Past, { end, endedAt, endEvent }: Arrow): JourneyEnd | undefined {
  if (end === undefined || endedAt === undefined || endEvent === undefined || endEvent > now.events)
    return undefined;
  return { end, at: endedAt, event: endEvent };
}

/** Why a message was lost. */
export interface Loss {
  readonly rule: RuleId;
  readonly hindrance: Hindrance;
  readonly needs: readonly Need[];
  readonly causes: readonly number[];
}

export async function lossOf(past: Past, arrow: Arrow, { end, at, event }: JourneyEnd): Promise<Loss> {
  const { from, to } = arrow;
  const numbers = { from, to };
  const sent = await chainOf(past, arrow.sentEvent);
  const causes = (...more: (number | undefined)[]): readonly number[] =>
    joinChains(
      sent,
      [event],
      more.filter((each) => each !== undefined),
    );
  switch (end) {
    case 'cut':
      return {
        rule: 'networkLoses',
        hindrance: { node: to, code: 'lostByCut', numbers },
        needs: [{ code: 'linkHealed', numbers: { leader: from, node: to } }],
        causes: causes(cutEvent(past, from, to, event)),
      };
    case 'dead': {
      const wasDown = statusAt(past, to, at) === 'killed';
      return {
        rule: 'serversStop',
        hindrance: { node: to, code: wasDown ? 'lostByDeath' : 'lostForFormer', numbers },
        needs: wasDown ? [{ code: 'restarted', numbers: { node: to } }] : [],
        causes: causes(
          lastCommand(past, (command): command is Command => endsNode(command, to), event)?.event,
        ),
      };
    }
    case 'dropped':
      return {
        rule: 'networkLoses',
        hindrance: { node: to, code: 'lostByHand', numbers },
        needs: [],
        causes: causes(),
      };
    case 'forged':
      return {
        rule: 'networkLoses',
        hindrance: { node: to, code: 'lostByForging', numbers },
        needs: [],
        causes: causes(),
      };
    case 'lost':
    case 'delivered':
      return {
        rule: 'networkLoses',
        hindrance: {
          node: to,
          code: 'lostByDice',
          numbers: { ...numbers, percent: Math.round(past.now.bus.link(from, to).dials.loss * 1000) / 10 },
        },
        needs: [],
        causes: causes(),
      };
  }
  return end satisfies never;
}

function endsNode(command: Command, node: number): boolean {
  return (command.type === 'kill' || command.type === 'crashed') && command.node === node;
}

function statusAt({ timeline }: Past, node: number, at: Micros): 'up' | 'paused' | 'killed' | undefined {
  return timeline.spans.within(at, at).findLast((span) => span.node === node)?.status;
}

/**
 * The event in which a delivered message was taken in: that of its delivery, or, where its receiver was paused then, a later one.
 * Undefined: it waits, or its receiver was killed before it went on.
 */
export async function takenUp(past: Past, arrow: Arrow, delivery: number): Promise<WorldEvent | undefined> {
  const [event] = await past.events(delivery, delivery);
  if (event === undefined || !event.waits) return event;
  const resumed = await firstAfter(
    past,
    delivery,
    ({ command }) => (command?.type === 'resume' || command?.type === 'kill') && command.node === arrow.to,
  );
  if (resumed?.command?.type !== 'resume') return undefined;
  // What waited is taken up in its order, at once.
  return firstAfter(
    past,
    resumed.number,
    ({ node, input, message }) =>
      node === arrow.to && message === 0 && input !== undefined && isSame(input, event.input),
  );
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a, plain) === JSON.stringify(b, plain);
}

function plain(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

const PIECE = 200;

/** The first event after this one, up to the playhead, of which this is so. */
export async function firstAfter(
  past: Past,
  event: number,
  isIt: (event: WorldEvent) => boolean,
  reach = 4000,
): Promise<WorldEvent | undefined> {
  const end = Math.min(past.now.events, event + reach);
  for (let first = event + 1; first <= end; first += PIECE) {
    const some = await past.events(first, Math.min(end, first + PIECE - 1));
    const found = some.find(isIt);
    if (found !== undefined) return found;
  }
  return undefined;
}
