import { microsToMs, type Micros } from '../../base/flavor.ts';
import type { Arrow } from '../../timeline/arrows.ts';
import type { EntryOrigin } from '../../timeline/origins.ts';
import { isReadOnlyTxn, isSerializableTxn } from '../../etcd/txn/txn-plan.ts';
import { CommandError } from '../../sim/command/command.ts';
import type { CallWhat, ClientCall } from '../../sim/clients/client-call.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import type { Past } from '../past.ts';

/** The call of this number; throws a CommandError if none was made up to the playhead. */
export function callOf({ now }: Past, id: number): ClientCall {
  const call = now.calls.get(id);
  if (call === undefined)
    throw new CommandError('badArgument', `why: there is no call ${id} at this instant`);
  return call;
}

/** Whether it asks for what is committed now, or for what the member has: or for neither. */
export function readKind(what: CallWhat): 'linearizable' | 'serializable' | undefined {
  if (what.type === 'range') return what.consistency;
  if (what.type !== 'txn' || !isReadOnlyTxn(what)) return undefined;
  return isSerializableTxn(what) ? 'serializable' : 'linearizable';
}

/** When its client gives up, in virtual milliseconds. */
export function givesUpAtMs({ now }: Past, { invokedAt }: ClientCall): number {
  return microsToMs(invokedAt + now.durations.clientTimeout);
}

/** What every answer about a call that waits has. */
export function waitingOf(past: Past, call: ClientCall): { call: number; node: number; givesUpAtMs: number } {
  return { call: call.id, node: call.node, givesUpAtMs: givesUpAtMs(past, call) };
}

/** The entries that it led to, up to the playhead; a proposal that the network has doubled leads to two. */
export function entriesOf({ timeline, now }: Past, call: number): readonly EntryOrigin[] {
  return timeline.origins.allOfRequest(call).filter(({ event }) => event <= now.events);
}

/** How a message stands at the playhead: what is recorded beyond it is not known. */
export type MessageStand =
  | { readonly type: 'flying'; readonly arrow: Arrow; readonly arrivesAt: Micros }
  | { readonly type: 'held'; readonly arrow: Arrow }
  | { readonly type: 'lost'; readonly arrow: Arrow }
  | { readonly type: 'delivered'; readonly arrow: Arrow; readonly event: number };

/** Undefined: it is not sent yet. */
export function standOf({ timeline, now }: Past, message: number): MessageStand | undefined {
  const arrow = timeline.arrows.at(message);
  if (arrow === undefined || arrow.sentEvent > now.events) return undefined;
  const { endEvent } = arrow;
  if (endEvent !== undefined && endEvent <= now.events)
    return arrow.end === 'delivered'
      ? { type: 'delivered', arrow, event: endEvent }
      : { type: 'lost', arrow };
  const flight = now.bus.flight(message);
  if (flight === undefined || flight.fate === 'doomed') return { type: 'lost', arrow };
  if (flight.endsAt === undefined) return { type: 'held', arrow };
  return { type: 'flying', arrow, arrivesAt: flight.endsAt };
}

/** How every proposal of a call that was sent on stands. */
export function forwardsOf(past: Past, call: number): readonly MessageStand[] {
  return past.timeline.origins.forwardsOf(call).flatMap((message) => standOf(past, message) ?? []);
}

/** The event, with all that it holds. */
export async function eventAt(past: Past, event: number): Promise<WorldEvent | undefined> {
  const [found] = await past.events(event, event);
  return found;
}

/** The event in which the member that was asked took the call up; undefined: it has not yet. */
export async function takenUp(past: Past, { id, event, node }: ClientCall): Promise<number | undefined> {
  const { events } = past.history;
  const last = Math.min(past.now.events, event + LOOKED_AT);
  for (let number = event + 1; number <= last; number++) {
    const type = events.typeOf(number);
    if ((type !== 'request' && type !== 'confChange') || events.nodeOf(number) !== node) continue;
    const input = (await eventAt(past, number))?.input;
    if (input !== undefined && 'request' in input && input.request === id) return number;
  }
  return undefined;
}

/** It comes right after the command, but for what else is due at that instant. */
const LOOKED_AT = 50;
