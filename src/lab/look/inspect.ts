import type { LogIndex, Micros, NodeId } from '../../base/flavor.ts';

import { decodeCommand } from '../../etcd/command.ts';
import type { Arrow } from '../../timeline/arrows.ts';
import type { EntryOrigin } from '../../timeline/origins.ts';
import { seekEvent } from '../../history/replay.ts';
import type { Flight } from '../../net/flight.ts';
import type { MemberImage } from '../../node/report/image.ts';
import type { EntryView } from '../../node/report/view.ts';
import type { BusMessage } from '../../sim/world/bus-message.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import { joinPieces } from '../../base/large-bytes.ts';
import { callFrame } from '../frame/call-frame.ts';
import { httpFrame } from '../frame/http-frame.ts';
import type { Inspection, RequestFrame, Selection } from '../frame/frame.ts';
import type { DiskViews } from './disk-views.ts';
import type { Run } from '../play/run.ts';

const GONE: Inspection = { type: 'gone' };

/** Everything about one thing at the playhead, computed from the state or by replaying the record. */
export function inspect(
  run: Run,
  diskViews: DiskViews,
  selection: Selection,
): Inspection | Promise<Inspection> {
  switch (selection.type) {
    case 'message':
      return inspectMessage(run, selection.id);
    case 'node': {
      const machine = run.cluster.world.machines.get(selection.id);
      return machine === undefined
        ? GONE
        : { type: 'node', id: machine.id, trace: machine.trace.lines().reverse() };
    }
    case 'entry':
      return inspectEntry(run, diskViews, selection.node, selection.index);
    case 'key': {
      const member = diskViews.image(run.cluster.world, selection.node);
      if (member === undefined) return GONE;
      const { compactRevision } = member.view();
      const { node, key } = selection;
      return { type: 'key', node, key, history: member.keyHistory(key), compactRevision };
    }
    case 'request':
      return inspectRequest(run, selection.id);
    case 'http':
      return inspectHttp(run, selection.id);
    case 'event':
      return inspectEvent(run, selection.number);
    default:
      return GONE;
  }
}

async function inspectEvent(run: Run, number: number): Promise<Inspection> {
  // Nobody needs it before somebody looks into one.
  const debug = await import('../debug/inspect-event.ts');
  return (await debug.inspectEvent(run, number)) ?? GONE;
}

/** The future is not known at the playhead: a message that is sent later is gone, one that ends later still flies. */
async function inspectMessage(run: Run, id: number): Promise<Inspection> {
  const { events } = run.cluster.world;
  const arrow = run.timeline.arrows.at(id);
  if (arrow === undefined || arrow.sentEvent > events) return GONE;
  const flight = await flightOf(run, arrow);
  if (flight === undefined) return GONE;
  const forged = flight.forged === undefined ? undefined : await forgedOf(run, flight.forged);
  const ended = arrow.endEvent !== undefined && arrow.endEvent <= events;
  return {
    type: 'message',
    id,
    message: flight.payload,
    ...(forged === undefined ? {} : { forged }),
    sentAt: arrow.sentAt,
    endedAt: ended ? arrow.endedAt : undefined,
    endEvent: ended ? arrow.endEvent : undefined,
    end: ended ? arrow.end : undefined,
    cause: causeOf(run, arrow),
    effect: ended ? await effectOf(run, arrow) : undefined,
  };
}

async function flightOf(run: Run, arrow: Arrow): Promise<Flight<BusMessage> | undefined> {
  const flying = run.cluster.world.bus.flight(arrow.id);
  if (flying !== undefined) return flying;
  const then = await seekEvent(run.history, arrow.sentEvent, run.factory);
  return then.world.bus.flight(arrow.id);
}

/** The message that a forged one stands for. */
async function forgedOf(run: Run, of: number): Promise<MessageInspection['forged']> {
  const arrow = run.timeline.arrows.at(of);
  const was = arrow && (await flightOf(run, arrow))?.payload;
  return was && { of, was };
}

type MessageInspection = Extract<Inspection, { type: 'message' }>;

function causeOf(run: Run, arrow: Arrow): Extract<Inspection, { type: 'message' }>['cause'] {
  const { events } = run.history;
  const message = events.messageOf(arrow.sentEvent);
  return {
    event: arrow.sentEvent,
    input: events.typeOf(arrow.sentEvent),
    message: message === 0 ? undefined : message,
    messageType: message === 0 ? undefined : run.timeline.arrows.at(message)?.type,
  };
}

/** The receiver just before and just after the delivery; undefined if nobody processed it then. */
async function effectOf(run: Run, arrow: Arrow): Promise<Extract<Inspection, { type: 'message' }>['effect']> {
  if (arrow.end !== 'delivered' || arrow.endEvent === undefined) return undefined;
  const heard: WorldEvent[] = [];
  const journal = { append: (event: WorldEvent) => void heard.push(event) };
  const then = await seekEvent(run.history, arrow.endEvent - 1, run.factory, journal);
  const before = then.world.machines.get(arrow.to)?.image?.view();
  await then.run({ until: arrow.endedAt ?? Infinity, events: 1 });
  const after = then.world.machines.get(arrow.to)?.image?.view();
  const output = heard.find((event) => event.number === arrow.endEvent)?.output;
  if (before === undefined || after === undefined || output === undefined) return undefined;
  return { before, after, trace: output.trace };
}

function inspectEntry(run: Run, diskViews: DiskViews, node: NodeId, index: LogIndex): Inspection {
  const { cluster } = run;
  const member = diskViews.image(cluster.world, node);
  const shown = member?.entries(index, index)[0];
  const all = run.timeline.origins.allAt(index, cluster.world.events);
  if (member === undefined || shown === undefined) return { type: 'gone', entries: all };
  const on = [...cluster.world.machines.keys()].flatMap((id) => holderOf(run, diskViews, id, shown) ?? []);
  const origin = run.timeline.origins.ofEntry(index, shown.term);
  const known = origin !== undefined && origin.event <= cluster.world.events ? origin : undefined;
  return {
    type: 'entry',
    entry: shown,
    on,
    ...contentOf(member.entry(index)),
    origin: known && withTime(run, known),
    others: all.filter(({ term }) => term !== shown.term),
    call: known && callOf(run, known.request),
    messages: known === undefined ? [] : messagesOf(run, known),
    committedAt:
      known === undefined
        ? []
        : run.timeline.marks
            .firstCommits(index, known.event - 1, cluster.world.events)
            .map(({ node, at, event }) => ({ node, at, event })),
  };
}

function withTime(run: Run, origin: EntryOrigin): EntryOrigin & { readonly at: Micros } {
  return { ...origin, at: run.history.events.timeOf(origin.event) };
}

/** So many messages after an entry was appended are looked at for those that carried it. */
const LOOKED_AT = 5000;

type EntryMessages = Extract<Inspection, { type: 'entry' }>['messages'];

/** The first message with the entry to each member, and the first answer that it is stored there, up to the playhead. */
function messagesOf(run: Run, { index, term, node, event }: EntryOrigin): EntryMessages {
  const { arrows } = run.timeline;
  const { events } = run.cluster.world;
  const found = new Map<string, EntryMessages[number]>();
  const first = arrows.firstSince(event);
  for (let id = first; id < Math.min(first + LOOKED_AT, arrows.last + 1); id++) {
    const arrow = arrows.at(id);
    if (arrow === undefined || arrow.sentEvent > events) break;
    if (arrow.term !== term) continue;
    const carries =
      arrow.type === 'MsgApp' &&
      arrow.from === node &&
      arrow.index < index &&
      index <= arrow.index + arrow.entries;
    const answers = arrow.type === 'MsgAppResp' && arrow.to === node && !arrow.reject && arrow.index >= index;
    const key = `${arrow.type} ${arrow.from} ${arrow.to}`;
    if ((!carries && !answers) || found.has(key)) continue;
    const isOver = arrow.endEvent !== undefined && arrow.endEvent <= events;
    found.set(key, {
      id,
      type: arrow.type,
      from: arrow.from,
      to: arrow.to,
      sentAt: arrow.sentAt,
      sentEvent: arrow.sentEvent,
      endedAt: isOver ? arrow.endedAt : undefined,
      end: isOver ? arrow.end : undefined,
    });
  }
  return [...found.values()];
}

function callOf(run: Run, id: number): RequestFrame | undefined {
  const call = run.cluster.world.calls.get(id);
  return call && callFrame(call);
}

type Holder = Extract<Inspection, { type: 'entry' }>['on'][number];

function holderOf(
  run: Run,
  diskViews: DiskViews,
  id: NodeId,
  { index, term }: EntryView,
): Holder | undefined {
  const member = diskViews.image(run.cluster.world, id);
  const view = member?.view();
  if (member === undefined || view === undefined) return undefined;
  const own = member.entry(index)?.view;
  const swallowed = index <= view.snapshotIndex && own === undefined;
  const has = swallowed || own?.term === term;
  return {
    id,
    has,
    stable: has && index <= view.stable,
    committed: has && index <= view.commit,
    applied: has && index <= view.applied,
    otherTerm: own !== undefined && own.term !== term ? own.term : undefined,
  };
}

function contentOf(entry: ReturnType<MemberImage['entry']>): {
  key: Uint8Array | undefined;
  value: Uint8Array | undefined;
} {
  if (entry?.view.type !== 'EntryNormal' || entry.data === undefined)
    return { key: undefined, value: undefined };
  const { op } = decodeCommand(entry.data);
  return { key: 'key' in op ? op.key : undefined, value: op.type === 'put' ? op.value : undefined };
}

function inspectRequest(run: Run, id: number): Inspection {
  const call = run.cluster.world.calls.get(id);
  if (call === undefined) return GONE;
  const { timeline, cluster } = run;
  const origin = timeline.origins.ofRequest(id);
  const { returnedAt } = call;
  return {
    type: 'request',
    request: callFrame(call),
    invokedEvent: call.event,
    returnedEvent: timeline.marks.endOfCall(id, cluster.world.events, returnedAt),
    entry: origin !== undefined && origin.event <= cluster.world.events ? withTime(run, origin) : undefined,
  };
}

/** So much of a body is shown. */
const BODY_SHOWN = 256 * 1024;

function inspectHttp({ cluster }: Run, id: number): Inspection {
  const call = cluster.world.http.get(id);
  if (call === undefined) return GONE;
  const { http, head, body, end } = call;
  const pieces = body.slice(0);
  const answered =
    head === undefined
      ? undefined
      : {
          headers: head.headers,
          body: firstBytes(pieces),
          bytes: pieces.reduce((n, { length }) => n + length, 0),
        };
  const asked = { headers: http.headers, body: firstBytes([http.body]), bytes: http.body.length };
  return { type: 'http', call: httpFrame(call), asked, answered, end };
}

function firstBytes(pieces: readonly Uint8Array[]): Uint8Array {
  const shown: Uint8Array[] = [];
  let left = BODY_SHOWN;
  for (const piece of pieces) {
    if (left <= 0) break;
    shown.push(piece.subarray(0, left));
    left -= piece.length;
  }
  return joinPieces(shown);
}
