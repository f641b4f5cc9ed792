import type { NodeId } from '../../base/flavor.ts';
import type { Command } from '../../sim/command/command.ts';
import type { EventLog } from '../../history/event-log.ts';
import type { Arrows } from '../../timeline/arrows.ts';

/** What a cone is found by: indexes of a run, no replay. */
export interface ConeRecord {
  readonly events: Pick<EventLog, 'nodeOf' | 'messageOf' | 'last'>;
  readonly arrows: Pick<Arrows, 'at'>;
  /** The command that an event was, if it was one. */
  readonly commandAt: (event: number) => Command | undefined;
  /** How many nodes the run has: once all of them are reached there is nothing more to look up. */
  readonly nodes: number;
}

/** A stretch of events, both ends included. */
export interface EventWindow {
  readonly first: number;
  readonly last: number;
}

/** How far the cone reaches at a node: back from here on, or forth from here on, every event of the node is in it. */
export interface Reach {
  readonly node: NodeId;
  readonly event: number;
}

/**
 * One side of a cone: every event that could have influenced an event, or that it could influence. As one thing after
 * another happens at a node, it is all events of each node up to one of them, or from one of them on: its `reach`, by node.
 */
export interface ConeSide {
  /** Whose cone it is: in it itself. */
  readonly event: number;
  readonly node: NodeId;
  readonly reach: readonly Reach[];
  /** How many events of the window are in it. */
  readonly count: number;
}

/** So many events are looked at between two rests. */
const SLICE = 4096;

/**
 * The events of the window from which a chain of influence leads to this one: from an event to the next of its node, and from
 * where a message was sent to where it arrived. Event numbers ascend along a chain, so whatever lies before the window changes
 * nothing within. Gives way to others between slices.
 */
export function* pastCone(
  record: ConeRecord,
  event: number,
  { first }: EventWindow,
): Generator<number, ConeSide> {
  const { events } = record;
  const own = events.nodeOf(event);
  /** Of each node its last event that is in the cone. */
  const reach = new Map<NodeId, number>([[own, event]]);
  /** Before this event nothing is found that is not known: every node is reached after it. */
  let settled = record.nodes === 1 ? event : 0;
  let count = 0;
  for (let n = event; n >= first; n--) {
    if ((event - n) % SLICE === SLICE - 1) yield event - n;
    const node = events.nodeOf(n);
    if (node === 0 || n > (reach.get(node) ?? 0)) {
      if (n === event) count++;
      continue;
    }
    count++;
    if (n <= settled) continue;
    const sent = sentFrom(record, n);
    if (sent === undefined || sent.event < first || sent.event <= (reach.get(sent.node) ?? 0)) continue;
    reach.set(sent.node, sent.event);
    if (reach.size >= record.nodes) settled = Math.min(...reach.values());
  }
  return { event, node: own, reach: sorted(reach), count };
}

/** The events of the window that a chain of influence leads to from this one. */
export function* futureCone(
  record: ConeRecord,
  event: number,
  { last }: EventWindow,
): Generator<number, ConeSide> {
  const { events } = record;
  const own = events.nodeOf(event);
  /** Of each node its first event that is in the cone. */
  const reach = new Map<NodeId, number>([[own, event]]);
  let count = 0;
  for (let n = event; n <= last; n++) {
    if ((n - event) % SLICE === SLICE - 1) yield n - event;
    const node = events.nodeOf(n);
    if (node === 0) {
      if (n === event) count++;
      continue;
    }
    if (!reach.has(node)) {
      const sent = sentFrom(record, n);
      if (sent === undefined || sent.event < (reach.get(sent.node) ?? Infinity)) continue;
      reach.set(node, n);
    }
    count++;
  }
  return { event, node: own, reach: sorted(reach), count };
}

/**
 * Where the message that arrived in an event was sent; undefined: none did. One that a person doubled or forged says what another
 * one said: it comes from where that was sent.
 */
export function sentFrom(record: ConeRecord, event: number): Reach | undefined {
  let arrow = record.arrows.at(record.events.messageOf(event));
  if (arrow?.end !== 'delivered' || arrow.endEvent !== event) return undefined;
  for (let by = byHand(record, arrow.sentEvent); by !== undefined; by = byHand(record, arrow.sentEvent)) {
    const original = record.arrows.at(by);
    if (original === undefined) return undefined;
    arrow = original;
  }
  return { node: record.events.nodeOf(arrow.sentEvent), event: arrow.sentEvent };
}

/** The message that a person doubled or forged in this event, by which another one was sent. */
function byHand({ commandAt }: ConeRecord, event: number): number | undefined {
  const command = commandAt(event);
  return command?.type === 'duplicate' || command?.type === 'forge' ? command.message : undefined;
}

function sorted(reach: ReadonlyMap<NodeId, number>): Reach[] {
  return [...reach].map(([node, event]) => ({ node, event })).sort((a, b) => a.node - b.node);
}
