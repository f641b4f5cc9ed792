import type { LogIndex, NodeId } from '../base/flavor.ts';
import type { ShownEntry } from '../check/entry-hash.ts';
import { decodeCommand } from '../etcd/command.ts';
import type { Arrow } from '../history/arrows.ts';
import { seekEvent } from '../history/replay.ts';
import type { EntryView } from '../node/view.ts';
import type { BusMessage } from '../sim/bus-message.ts';
import type { WorldEvent } from '../sim/world-event.ts';
import { callFrame } from './call-frame.ts';
import type { Inspection, Selection } from './frame.ts';
import type { Ghosts } from './ghosts.ts';
import type { Run } from './run.ts';

const GONE: Inspection = { type: 'gone' };

/** Everything about one thing at the playhead, computed from the state or by replaying the record. */
export async function inspect(run: Run, ghosts: Ghosts, selection: Selection): Promise<Inspection> {
  switch (selection.type) {
    case 'message':
      return inspectMessage(run, selection.id);
    case 'node': {
      const machine = run.cluster.world.machines.get(selection.id);
      return machine === undefined
        ? GONE
        : { type: 'node', id: machine.id, trace: machine.trace.slice().reverse() };
    }
    case 'entry':
      return inspectEntry(run, ghosts, selection.node, selection.index);
    case 'key': {
      const member = ghosts.member(run.cluster, selection.node);
      if (member === undefined) return GONE;
      const { compactRevision } = member.view();
      return { type: 'key', key: selection.key, history: member.keyHistory(selection.key), compactRevision };
    }
    case 'request':
      return inspectRequest(run, selection.id);
    default:
      return GONE;
  }
}

/** The future is not known at the playhead: a message that is sent later is gone, one that ends later still flies. */
async function inspectMessage(run: Run, id: number): Promise<Inspection> {
  const { events } = run.cluster.world;
  const arrow = run.history.arrows.at(id);
  if (arrow === undefined || arrow.sentEvent > events) return GONE;
  const message = await payloadOf(run, arrow);
  if (message === undefined) return GONE;
  const ended = arrow.endEvent !== undefined && arrow.endEvent <= events;
  return {
    type: 'message',
    id,
    message,
    sentAt: arrow.sentAt,
    endedAt: ended ? arrow.endedAt : undefined,
    end: ended ? arrow.end : undefined,
    cause: causeOf(run, arrow),
    effect: ended ? await effectOf(run, arrow) : undefined,
  };
}

async function payloadOf(run: Run, arrow: Arrow): Promise<BusMessage | undefined> {
  const flying = run.cluster.world.bus.flight(arrow.id);
  if (flying !== undefined) return flying.payload;
  const then = await seekEvent(run.history, arrow.sentEvent, run.factory);
  return then.world.bus.flight(arrow.id)?.payload;
}

function causeOf(run: Run, arrow: Arrow): Extract<Inspection, { type: 'message' }>['cause'] {
  const { events } = run.history;
  const message = events.messageOf(arrow.sentEvent);
  return {
    event: arrow.sentEvent,
    input: events.typeOf(arrow.sentEvent),
    message: message === 0 ? undefined : message,
    messageType: message === 0 ? undefined : run.history.arrows.at(message)?.type,
  };
}

/** The receiver just before and just after the delivery; undefined if nobody processed it then. */
async function effectOf(run: Run, arrow: Arrow): Promise<Extract<Inspection, { type: 'message' }>['effect']> {
  if (arrow.end !== 'delivered' || arrow.endEvent === undefined) return undefined;
  const heard: WorldEvent[] = [];
  const journal = { append: (event: WorldEvent) => void heard.push(event) };
  const then = await seekEvent(run.history, arrow.endEvent - 1, run.factory, journal);
  const before = then.host.member(arrow.to)?.view();
  await then.run({ until: arrow.endedAt ?? Infinity, events: 1 });
  const after = then.host.member(arrow.to)?.view();
  const output = heard.find((event) => event.number === arrow.endEvent)?.output;
  if (before === undefined || after === undefined || output === undefined) return undefined;
  return { before, after, trace: output.trace };
}

function inspectEntry(run: Run, ghosts: Ghosts, node: NodeId, index: LogIndex): Inspection {
  const { cluster } = run;
  const member = ghosts.member(cluster, node);
  const shown = member?.entries(index, index)[0];
  if (member === undefined || shown === undefined) return GONE;
  const on = [...cluster.world.machines.keys()].flatMap((id) => holderOf(run, ghosts, id, shown) ?? []);
  return { type: 'entry', entry: shown, on, ...contentOf(member.entry(index)) };
}

type Holder = Extract<Inspection, { type: 'entry' }>['on'][number];

function holderOf(run: Run, ghosts: Ghosts, id: NodeId, { index, term }: EntryView): Holder | undefined {
  const member = ghosts.member(run.cluster, id);
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

function contentOf(entry: ShownEntry | undefined): {
  key: Uint8Array | undefined;
  value: Uint8Array | undefined;
} {
  if (entry?.view.type !== 'EntryNormal' || entry.data === undefined)
    return { key: undefined, value: undefined };
  const { op } = decodeCommand(entry.data);
  return { key: 'key' in op ? op.key : undefined, value: op.type === 'put' ? op.value : undefined };
}

function inspectRequest(run: Run, id: number): Inspection {
  const { calls } = run.cluster.world;
  const pending = calls.pendingCall(id);
  if (pending !== undefined) return { type: 'request', request: callFrame(pending) };
  const ended = calls.ended.slice(0).findLast((call) => call.id === id);
  return ended === undefined ? GONE : { type: 'request', request: callFrame(ended) };
}
