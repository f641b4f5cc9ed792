import { brief, cut } from '../../base/brief.ts';
import { CHUNK } from '../../base/column.ts';
import type { LogIndex, Micros, NodeId, Term } from '../../base/flavor.ts';
import type { EventLog } from '../../history/event-log.ts';
import type { FactReader } from '../../history/facts.ts';
import { touches } from '../../node/report/touched.ts';
import type { StateType } from '../../raft/ready.ts';
import type { Command } from '../../sim/command/command.ts';
import { CommandError } from '../../sim/command/command.ts';
import type { FlightEnd, WorldEvent } from '../../sim/record/world-event.ts';
import type { BusMessageType } from '../../sim/world/bus-message.ts';
import type { Line } from '../play/line.ts';
import type { Rest } from '../play/long-work.ts';
import type { Run } from '../play/run.ts';
import { conditionOf } from './condition.ts';
import { Hits } from './record-search.ts';

/** An event of the record in one line: codes and numbers, of which the page makes a sentence. By the indexes alone. */
export interface EventRow {
  readonly number: number;
  readonly at: Micros;
  /** 0: nobody. */
  readonly node: NodeId;
  readonly type: WorldEvent['type'];
  /** The message that was delivered or died in it. */
  readonly message:
    | {
        readonly id: number;
        readonly type: BusMessageType;
        readonly from: NodeId;
        readonly to: NodeId;
        readonly term: Term;
        readonly index: LogIndex;
        readonly entries: number;
        readonly reject: boolean;
        readonly end: FlightEnd | undefined;
      }
    | undefined;
  /** It waits in the inbox of a node that stands still. */
  readonly waits: boolean;
  readonly command: Command['type'] | undefined;
  /** What it has changed in its node, as bits (node/report/touched.ts). */
  readonly touched: number;
  /** What its node is after it, where that has changed; undefined where it has not, or no member lives there. */
  readonly became: { readonly state: StateType; readonly term: Term } | undefined;
  readonly elected: boolean;
  /** The node's new commit index, where it has moved. */
  readonly committed: LogIndex | undefined;
  /** A client's call has ended in it. */
  readonly answered: boolean;
  /** Safety properties that were found broken in it. */
  readonly broken: readonly string[];
}

/** Which events; what is left out leaves none out. */
export interface EventFilter {
  /** Somewhere in what identifies it: its number, types, nodes as `n3`, `rejected`. Upper and lower case are one. */
  readonly text?: string | undefined;
  /** What happens to it, and messages that it has sent. */
  readonly node?: NodeId | undefined;
  /** Types of events and of messages. */
  readonly types?: readonly (WorldEvent['type'] | BusMessageType)[] | undefined;
  /** Only messages that refuse. */
  readonly rejected?: boolean | undefined;
  /** Where a condition begins to hold (src/expression). */
  readonly condition?: string | undefined;
}

/** A page of the list: those after an event, before one, or half of each around one. At most EVENTS_MAX rows. */
export interface EventPageAsk {
  readonly filter?: EventFilter | undefined;
  readonly after?: number | undefined;
  readonly before?: number | undefined;
  readonly around?: number | undefined;
  readonly limit?: number | undefined;
  /** These and no others, in their order, whatever else is asked: at most EVENTS_MAX; what the record has not is left out. */
  readonly only?: readonly number[] | undefined;
}

export interface EventPage {
  /** Ascending. */
  readonly rows: readonly EventRow[];
  /** Whether there are more before and after them. */
  readonly more: { readonly before: boolean; readonly after: boolean };
  /** How many events the record has, of whatever filter. */
  readonly last: number;
}

const EVENTS_MAX = 1000;
const LIMIT = 200;

export async function eventPage(run: Run, ask: EventPageAsk = {}, rest: Rest): Promise<EventPage> {
  checkFields('eventPage', ask, PAGE_FIELDS);
  const { after, before, around, limit = LIMIT } = ask;
  if (!Number.isSafeInteger(limit) || limit < 1 || limit > EVENTS_MAX)
    throw new CommandError('badArgument', `eventPage: limit is a whole number from 1 to ${EVENTS_MAX}`);
  checkEvent('eventPage: after', after);
  checkEvent('eventPage: before', before);
  checkEvent('eventPage: around', around);
  checkFilter('eventPage', ask.filter);
  if (ask.only !== undefined) return theseRows(run, ask.only);
  const find = await finderOf(run, 'eventPage', ask.filter, rest);
  const { last } = run.history.events;
  const middle = around ?? (after === undefined ? (before ?? last + 1) : after + 1);
  const wantsBefore = around !== undefined ? Math.ceil(limit / 2) : after === undefined ? limit : 0;
  const back = take(wantsBefore, middle, find.previous);
  const isBackwards = around === undefined && after === undefined;
  const ahead = isBackwards ? [] : take(limit - back.length, middle - 1, find.next);
  const numbers = [...back.reverse(), ...ahead];
  const rows = new Rows(run);
  const [first, end] = [numbers[0] ?? middle, numbers.at(-1) ?? middle - 1];
  return {
    rows: numbers.map((number) => rows.row(number)),
    more: { before: find.previous(first) !== undefined, after: find.next(end) !== undefined },
    last,
  };
}

function theseRows(run: Run, only: readonly number[]): EventPage {
  const isFine = Array.isArray(only) && only.length <= EVENTS_MAX && only.every(Number.isSafeInteger);
  if (!isFine)
    throw new CommandError(
      'badArgument',
      `eventPage: only is a list of at most ${EVENTS_MAX} numbers of events`,
    );
  const { last } = run.history.events;
  const rows = new Rows(run);
  const there = only.filter((number) => number >= 1 && number <= last);
  return { rows: there.map((number) => rows.row(number)), more: { before: false, after: false }, last };
}

/** The first event after `from` that passes the filter; undefined: there is none in the record. */
export async function nextHit(
  run: Run,
  filter: EventFilter,
  from: number,
  rest: Rest,
): Promise<number | undefined> {
  checkFilter('nextHit', filter);
  checkEvent('nextHit: from', from);
  return (await finderOf(run, 'nextHit', filter, rest)).next(from);
}

export async function previousHit(
  run: Run,
  filter: EventFilter,
  from: number,
  rest: Rest,
): Promise<number | undefined> {
  checkFilter('previousHit', filter);
  checkEvent('previousHit: from', from);
  return (await finderOf(run, 'previousHit', filter, rest)).previous(from);
}

function take(count: number, from: number, step: (number: number) => number | undefined): number[] {
  const found: number[] = [];
  for (let n: number | undefined = from; found.length < count;) {
    n = step(n);
    if (n === undefined) break;
    found.push(n);
  }
  return found;
}

interface Finder {
  readonly next: (after: number) => number | undefined;
  readonly previous: (before: number) => number | undefined;
}

async function finderOf(run: Run, call: string, filter: EventFilter = {}, rest: Rest): Promise<Finder> {
  const passes = passesOf(run, filter);
  if (filter.condition === undefined || filter.condition === '') return byScan(run, filter, passes);
  const { events } = await hitsOf(run, call, filter.condition, rest);
  return {
    next(after) {
      for (let i = events.countUpTo(after); i < events.length; i++)
        if (passes(events.at(i))) return events.at(i);
      return undefined;
    },
    previous(before) {
      for (let i = events.countUpTo(before - 1) - 1; i >= 0; i--)
        if (passes(events.at(i))) return events.at(i);
      return undefined;
    },
  };
}

/** The last condition that somebody filtered by, so that its next page and next hit are at hand. */
let lastHits:
  { readonly line: Line; readonly text: string; readonly run: Run; readonly hits: Hits } | undefined;

async function hitsOf(run: Run, call: string, text: string, rest: Rest): Promise<Hits> {
  const { line } = run.branches.current;
  if (lastHits?.run !== run || lastHits.line !== line || lastHits.text !== text)
    lastHits = { line, text, run, hits: await Hits.of(run, conditionOf(call, text)) };
  const { hits } = lastHits;
  await hits.findUpTo(run.history.events.last, rest);
  return hits;
}

/** From event to event; chunks that have none of the types are passed over. */
function byScan(run: Run, { types, rejected }: EventFilter, passes: (event: number) => boolean): Finder {
  const { events } = run.history;
  const kinds = kindsOf(run);
  const wanted = types === undefined || types.length === 0 ? undefined : new Set<string>(types);
  const mayHave = (event: number): boolean => wanted === undefined || kinds.has(event, wanted);
  const isRare = rejected === true;
  return {
    next(after) {
      for (let n = Math.max(0, after) + 1; n <= events.last; n++) {
        if (isRare) {
          const found = events.next('reject', n - 1);
          if (found === undefined) return undefined;
          n = found;
        }
        if (!mayHave(n)) n = Math.ceil(n / CHUNK) * CHUNK;
        else if (passes(n)) return n;
      }
      return undefined;
    },
    previous(before) {
      for (let n = Math.min(before, events.last + 1) - 1; n >= 1; n--) {
        if (isRare) {
          const found = events.previous('reject', n + 1);
          if (found === undefined) return undefined;
          n = found;
        }
        if (!mayHave(n)) n = (Math.ceil(n / CHUNK) - 1) * CHUNK + 1;
        else if (passes(n)) return n;
      }
      return undefined;
    },
  };
}

function passesOf(run: Run, { text, node, types, rejected }: EventFilter): (event: number) => boolean {
  const { events } = run.history;
  const { arrows } = run.timeline;
  const wanted = types === undefined || types.length === 0 ? undefined : new Set<string>(types);
  const sought = text?.trim().toLowerCase() ?? '';
  const rows = new Rows(run);
  return (event) => {
    if (rejected === true && !events.is(event, 'reject')) return false;
    const message = events.messageOf(event);
    if (node !== undefined && events.nodeOf(event) !== node && arrows.kindOf(message)?.from !== node)
      return false;
    if (wanted !== undefined && !wanted.has(events.typeOf(event))) {
      const type = arrows.typeOf(message);
      if (type === undefined || !wanted.has(type)) return false;
    }
    return sought === '' || wordsOf(rows.row(event)).includes(sought);
  };
}

/** What a free text is looked for in. */
function wordsOf({ number, node, type, message, command, became, elected, broken }: EventRow): string {
  const words: (string | undefined)[] = [`${number}`, type, node === 0 ? undefined : `n${node}`, command];
  if (message !== undefined) {
    const { type: name, from, to, reject, end, id, term } = message;
    words.push(name, `n${from}`, `n${to}`, `n${from}->n${to}`, `message ${id}`, `term ${term}`);
    if (reject) words.push('rejected');
    if (end !== 'delivered') words.push(end);
  }
  if (became !== undefined) words.push(became.state, `term ${became.term}`);
  if (elected) words.push('elected');
  words.push(...broken);
  return words.join(' ').toLowerCase();
}

class Rows {
  readonly #run: Run;
  readonly #facts: FactReader;

  constructor(run: Run) {
    this.#run = run;
    this.#facts = run.history.facts.reader();
  }

  row(number: number): EventRow {
    const { history, live } = this.#run;
    const { events } = history;
    const type = events.typeOf(number);
    const node = events.nodeOf(number);
    const touched = events.touchedOf(number);
    const status = this.#facts.status(node, number);
    const isInput = type !== 'command' && type !== 'death' && type !== 'client';
    return {
      number,
      at: events.timeOf(number),
      node,
      type,
      message: this.#message(events.messageOf(number), number),
      waits: isInput && status === 'paused',
      command: type === 'command' ? history.commandAt(number)?.type : undefined,
      touched,
      became: this.#became(node, number, touched),
      elected: events.is(number, 'election'),
      committed: events.is(number, 'commit') ? Number(this.#facts.number(node, 'commit', number)) : undefined,
      answered: events.is(number, 'answer'),
      broken: live.world.watcher.violations
        .filter(({ event }) => event === number)
        .map(({ property }) => property),
    };
  }

  #message(id: number, number: number): EventRow['message'] {
    const arrow = this.#run.timeline.arrows.at(id);
    if (arrow === undefined) return undefined;
    const { type, from, to, term, index, entries, reject, endEvent } = arrow;
    const end = endEvent === number ? arrow.end : undefined;
    return { id, type, from, to, term, index, entries, reject, end };
  }

  #became(node: NodeId, number: number, touched: number): EventRow['became'] {
    if (node === 0 || (touched & (touches.role | touches.term)) === 0) return undefined;
    const status = this.#facts.status(node, number);
    if (status === undefined || status === 'killed') return undefined;
    return { state: this.#facts.state(node, number), term: this.#facts.number(node, 'term', number) };
  }
}

/** Which types of events and of messages full chunks have: of each found out when it is first asked. */
class ChunkKinds {
  readonly #run: Run;
  readonly #known = new Map<number, ReadonlySet<string>>();

  constructor(run: Run) {
    this.#run = run;
  }

  /** Whether the chunk of the event may have any of these. */
  has(event: number, types: ReadonlySet<string>): boolean {
    const chunk = Math.floor((event - 1) / CHUNK);
    if ((chunk + 1) * CHUNK > this.#run.history.events.last) return true;
    let known = this.#known.get(chunk);
    if (known === undefined) this.#known.set(chunk, (known = this.#typesOf(chunk)));
    for (const type of types) if (known.has(type)) return true;
    return false;
  }

  #typesOf(chunk: number): ReadonlySet<string> {
    const { history, timeline } = this.#run;
    const types = new Set<string>();
    for (let n = chunk * CHUNK + 1; n <= (chunk + 1) * CHUNK; n++) {
      types.add(history.events.typeOf(n));
      const type = timeline.arrows.typeOf(history.events.messageOf(n));
      if (type !== undefined) types.add(type);
    }
    return types;
  }
}

const kindsOfLog = new WeakMap<EventLog, ChunkKinds>();

function kindsOf(run: Run): ChunkKinds {
  const { events } = run.history;
  let kinds = kindsOfLog.get(events);
  if (kinds === undefined) kindsOfLog.set(events, (kinds = new ChunkKinds(run)));
  return kinds;
}

const PAGE_FIELDS = ['filter', 'after', 'before', 'around', 'limit', 'only'] as const;
const FILTER_FIELDS = ['text', 'node', 'types', 'rejected', 'condition'] as const;

/** Throws unless the filter is one. */
function checkFilter(call: string, filter: EventFilter = {}): void {
  checkFields(`${call}: filter`, filter, FILTER_FIELDS);
  const { types, text, node, rejected, condition } = filter;
  const isFine =
    (types === undefined ||
      (Array.isArray(types) && types.length <= 100 && types.every((type) => typeof type === 'string'))) &&
    (text === undefined || (typeof text === 'string' && text.length <= 1000)) &&
    (node === undefined || Number.isSafeInteger(node)) &&
    (rejected === undefined || typeof rejected === 'boolean') &&
    (condition === undefined || typeof condition === 'string');
  if (isFine) return;
  throw new CommandError(
    'badArgument',
    `${call}: a filter is { text?, node?, types?, rejected?, condition? }: texts, a number, a list of types, true or false`,
  );
}

/** Throws unless it is an object with no other fields: one that is spelled wrong would leave out nothing, and nobody would see it. */
function checkFields(what: string, value: unknown, fields: readonly string[]): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new CommandError('badArgument', `${what}: it is ${brief(value)}, but must be an object`);
  const strange = Object.keys(value).find((key) => !fields.includes(key));
  if (strange === undefined) return;
  throw new CommandError(
    'badArgument',
    `${what}: ${cut(strange)}: there is no such field: fields are ${fields.join(', ')}`,
  );
}

/** Throws unless it is left out or a whole number; one that no event has is before or after all of them. */
function checkEvent(what: string, event: number | undefined): void {
  if (event === undefined || Number.isSafeInteger(event)) return;
  throw new CommandError(
    'badArgument',
    `${what} is ${brief(event)}, but must be the number of an event, a whole number`,
  );
}
