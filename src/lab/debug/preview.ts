import type { LogIndex, NodeId, Term } from '../../base/flavor.ts';
import { copyInProcess } from '../../history/replay.ts';
import type { Flight } from '../../net/flight.ts';
import type { NodeOutput, NodeTrace } from '../../node/io.ts';
import type { MemberImage } from '../../node/report/image.ts';
import { memberDiff, memberStart, type FieldChange } from '../../node/report/member-diff.ts';
import type { EntryView } from '../../node/report/view.ts';
import type { BusMessage } from '../../sim/world/bus-message.ts';
import { commandOfAction } from '../../sim/hand/choose.ts';
import type { Command } from '../../sim/command/command.ts';
import type { CallChange, FlightEnd, WorldEvent } from '../../sim/record/world-event.ts';
import type { Violation } from '../../sim/record/watcher.ts';
import type { Machine } from '../../sim/world/machine.ts';
import type { World } from '../../sim/world/world.ts';
import { messageFrame } from '../frame/build-frame.ts';
import type { MessageFrame } from '../frame/frame.ts';
import type { Run } from '../play/run.ts';

/** What somebody may ask of: the id of an action that may happen next, or any command. */
export type PreviewAsk = string | Command;

/** What doing something would come to: found out by doing it, on a copy that nobody keeps. Plain data. */
export interface Preview extends Outcome {
  /** What would be done. */
  readonly command: Command;
}

/** What has come of some events that follow each other. Plain data. */
export interface Outcome {
  /** How many events it is, with what follows from it at the same instant. */
  readonly events: number;
  /** The nodes that it changes, ascending. */
  readonly nodes: readonly NodePreview[];
  /** Messages that leave, in the order in which they do. */
  readonly sent: readonly PreviewMessage[];
  /** Messages that are over: each as it was under way, and how it ends. */
  readonly ended: readonly (PreviewMessage & { readonly end: FlightEnd })[];
  /** Messages under way that are held by it, go on by it, or will be lost by it. */
  readonly fates: readonly (PreviewMessage & { readonly before: MessageFrame['fate'] })[];
  /** Clients' calls that are made or come to their end. */
  readonly calls: readonly CallChange[];
  /** Safety properties that it breaks. */
  readonly violations: readonly Violation[];
}

/** A message of the bus, with what decides most about it. */
export interface PreviewMessage extends MessageFrame {
  readonly index: LogIndex | undefined;
  readonly logTerm: Term | undefined;
  readonly commit: LogIndex | undefined;
}

/** One node before and after. */
export interface NodePreview {
  readonly node: NodeId;
  /** Fields of the member that change, `status` before them if the process starts, stops or stands still. */
  readonly fields: readonly FieldChange[];
  /** Places of its log that change: an entry appended, replaced or cut off. */
  readonly entries: readonly EntryChange[];
  /** Further places of its log that change. */
  readonly moreEntries: number;
  /** What its raft and its server decide, in their order. */
  readonly decisions: readonly NodeTrace[];
  /** What it gives its disk to write, in order. */
  readonly writes: readonly { readonly sync: boolean; readonly entries: number; readonly bytes: number }[];
  /** Committed entries that it begins to apply. */
  readonly applies: readonly { readonly first: LogIndex; readonly last: LogIndex }[];
  /** Why it falls by itself; undefined: it does not. */
  readonly crashed: string | undefined;
}

/** Undefined: there is none. */
export interface EntryChange {
  readonly index: LogIndex;
  readonly before: EntryView | undefined;
  readonly after: EntryView | undefined;
}

/** So many places of a log are told one by one. */
const ENTRIES_MAX = 20;

/**
 * Does it on a copy of the playhead in this thread, with all that follows at the same instant, and tells what has become of
 * it. The run is not touched. Rejects with the CommandError with which the run would refuse it.
 */
export async function preview(run: Run, ask: PreviewAsk): Promise<Preview> {
  const { cluster } = run;
  const { world } = cluster;
  const command = typeof ask === 'string' ? commandOfAction(world, ask) : ask;
  const heard: WorldEvent[] = [];
  const journal = { append: (event: WorldEvent) => void heard.push(event) };
  const copy = copyInProcess({ world, members: cluster.members() }, run.factory, journal);
  await copy.act(command);
  await copy.run({ until: copy.world.now, events: Infinity });
  return { command, ...outcomeOf(world, copy.world, heard) };
}

/** What lies between two states of a world, one of which has come from the other by these events. */
export function outcomeOf(before: World, after: World, heard: readonly WorldEvent[]): Outcome {
  const sent = heard.flatMap((event) => event.sent);
  const ids = [...new Set([...before.machines.keys(), ...after.machines.keys()])].sort((a, b) => a - b);
  return {
    events: heard.length,
    nodes: ids.flatMap((id) => nodePreview(id, before, after, heard) ?? []),
    sent: sent.map(previewMessage),
    ended: heard
      .flatMap((event) => event.ended)
      .flatMap(({ message, end }) => {
        const flight = before.bus.flight(message) ?? sent.find(({ id }) => id === message);
        return flight === undefined ? [] : [{ ...previewMessage(flight), end }];
      }),
    fates: [...before.bus.flights()].flatMap((was) => {
      const is = after.bus.flight(was.id);
      return is === undefined || is.fate === was.fate ? [] : [{ ...previewMessage(is), before: was.fate }];
    }),
    calls: heard.flatMap((event) => event.calls),
    violations: after.watcher.violations.slice(before.watcher.violations.length),
  };
}

function previewMessage(flight: Flight<BusMessage>): PreviewMessage {
  const { payload } = flight;
  return {
    ...messageFrame(flight),
    index: 'index' in payload ? payload.index : undefined,
    logTerm: 'logTerm' in payload ? payload.logTerm : undefined,
    commit: 'commit' in payload ? payload.commit : undefined,
  };
}

/** Undefined: nothing happens to it. */
function nodePreview(
  node: NodeId,
  before: World,
  after: World,
  heard: readonly WorldEvent[],
): NodePreview | undefined {
  const was = before.machines.get(node);
  const is = after.machines.get(node);
  const outputs = heard.flatMap((event) =>
    event.node === node && event.output !== undefined ? [event.output] : [],
  );
  const fields = fieldsOf(was, is);
  const changed = entryChanges(was?.image, is?.image, touchedFrom(outputs));
  const decisions = outputs.flatMap(({ trace }) => trace);
  const writes = outputs.flatMap((output) =>
    output.writes.map(({ sync, entries, bytes }) => ({ sync, entries, bytes })),
  );
  const applies = outputs.flatMap((output) => output.applies.map(({ first, last }) => ({ first, last })));
  const lists = [fields, changed, decisions, writes, applies];
  if (lists.every(({ length }) => length === 0)) return undefined;
  const crashed = is?.status === 'killed' && was?.status !== 'killed' ? is.crashed : undefined;
  return {
    node,
    fields,
    entries: changed.slice(0, ENTRIES_MAX),
    moreEntries: Math.max(0, changed.length - ENTRIES_MAX),
    decisions,
    writes,
    applies,
    crashed,
  };
}

function fieldsOf(was: Machine | undefined, is: Machine | undefined): FieldChange[] {
  const [before, after] = [was?.status ?? 'none', is?.status ?? 'none'];
  const status = before === after ? [] : [{ field: 'status', before, after }];
  const [old, view] = [was?.image?.view(), is?.image?.view()];
  if (view === undefined) return status;
  return [...status, ...(old === undefined ? memberStart(view) : memberDiff(old, view))];
}

/** The first place of its log that a member wrote to or cut off; Infinity: none. */
function touchedFrom(outputs: readonly NodeOutput[]): LogIndex {
  return outputs.reduce((least, { changes: { truncatedFrom, appended } }) => {
    return Math.min(least, truncatedFrom ?? Infinity, appended?.[0]?.index ?? Infinity);
  }, Infinity);
}

/** Where the logs of two images of one member differ, from `touched` on. One that starts again has what its disk has. */
function entryChanges(
  was: MemberImage | undefined,
  is: MemberImage | undefined,
  touched: LogIndex,
): EntryChange[] {
  if (was === undefined || is === undefined || touched === Infinity) return [];
  const last = Math.max(was.view().last, is.view().last);
  const [before, after] = [was, is].map(
    (image) => new Map(image.entries(touched, last).map((entry) => [entry.index, entry])),
  );
  const changes: EntryChange[] = [];
  for (let index = touched; index <= last; index++) {
    const [a, b] = [before?.get(index), after?.get(index)];
    if (a?.term !== b?.term || a?.label !== b?.label) changes.push({ index, before: a, after: b });
  }
  return changes;
}

/**
 * The last few answers, of one instant: who points at one thing after another and back asks for each of them once. Every
 * action goes to another event, and time that passes to another time.
 */
export class Previews {
  #instant = '';
  #run: Run | undefined;
  readonly #known = new Map<string, Promise<Preview>>();

  of(run: Run, ask: PreviewAsk): Promise<Preview> {
    const { world } = run.cluster;
    const instant = `${run.branches.current.id} ${world.events} ${world.now}`;
    if (this.#run !== run || this.#instant !== instant) this.#known.clear();
    this.#run = run;
    this.#instant = instant;
    if (typeof ask !== 'string') return preview(run, ask);
    const known = this.#known.get(ask) ?? preview(run, ask);
    this.#known.set(ask, known);
    return known;
  }
}
