import { cut } from '../base/brief.ts';
import {
  ednForms,
  formatEdn,
  isNamed,
  ofKeyword,
  readEdn,
  type Edn,
  type EdnForm,
  type EdnMap,
} from './edn.ts';
import { ForeignError } from './foreign-error.ts';
import type { ForeignHistory, Outcome } from './history.ts';
import { HistoryBuilder, type Place } from './history-builder.ts';
import { jepsenContents } from './jepsen-register.ts';
import { baseName, linesOf, type Source } from './source.ts';

export const jepsenTypes = ['invoke', 'ok', 'fail', 'info'] as const;
type JepsenType = (typeof jepsenTypes)[number];

/** One line of a history: something begins, or ends. */
export interface JepsenEvent {
  readonly type: JepsenType;
  /** Clients are numbers, whoever makes things go wrong is a keyword. */
  readonly process: Edn;
  readonly f: Edn;
  readonly value: Edn;
  readonly error: Edn | undefined;
  /** Nanoseconds since the test began; undefined: it says none. */
  readonly time: number | undefined;
  readonly place: Place;
}

/** An operation with its end, if it has one. */
export interface JepsenPair {
  readonly invoke: JepsenEvent;
  readonly completion: JepsenEvent | undefined;
}

/** Whether this is a history of Jepsen's: EDN maps with a `:type`, or the lines that it logs of them. */
export function isJepsen(text: string): boolean {
  const head = text.slice(0, 4000);
  return isEdnHistory(head) || LOGGED.test(head);
}

function isEdnHistory(head: string): boolean {
  return /^(?:\s|,|;.*\n|#_\S*)*[[(]?\s*(?:#[\w.]+\s*)?\{[^}]*:(?:type|process)\s/.test(head);
}

/** `0	:invoke	:read	nil`, alone (history.txt) or behind a logger's words (jepsen.log). */
const LOGGED = /(?:^|[ \t])(\d+|:[\w-]+)\t(:\w+)\t(:[\w-]+)\t([^\t\n]*)(?:\t([^\n]*))?$/m;

/**
 * Histories as Jepsen (io.jepsen/history) stores them: `history.edn`, an operation a line or all in one vector, or the log's
 * lines, which say no times: those stand in their order.
 */
export function readJepsen(sources: readonly Source[]): ForeignHistory {
  const builder = new HistoryBuilder();
  const histories = sources.map((source) => {
    const index = builder.source(source);
    const isEdn = isEdnHistory(source.text.slice(0, 4000));
    return { source, events: isEdn ? eventsOfEdn(source, index) : eventsOfLog(builder, source, index) };
  });
  const all = histories.flatMap(({ events }) => events);
  // One that does not say when it was puts all of them in their order.
  const isTimed = all.every(({ time }) => time !== undefined);
  const placed = new Map(all.map((event, i) => [event, isTimed ? (event.time ?? 0) : i]));
  const timeOf = (event: JepsenEvent): number => placed.get(event) ?? 0;
  for (const { source, events } of histories) {
    const prefix = sources.length > 1 ? `${baseName(source.path)} ` : '';
    addHistory(builder, { source, events, prefix, timeOf });
  }
  const first = all.reduce((least, event) => Math.min(least, timeOf(event)), Infinity);
  return builder.build('jepsen', { type: isTimed ? 'time' : 'order', shift: first === Infinity ? 0 : first });
}

interface OneHistory {
  readonly source: Source;
  readonly events: readonly JepsenEvent[];
  /** Before the names of lanes, where there are several histories. */
  readonly prefix: string;
  readonly timeOf: (event: JepsenEvent) => number;
}

function addHistory(builder: HistoryBuilder, history: OneHistory): void {
  const clients = history.events.filter(({ process }) => !isNemesis(process));
  const pairs = clientPairs(history.source.path, clients);
  const contents = jepsenContents(pairs);
  for (const [i, { invoke, completion }] of pairs.entries()) {
    const outcome = outcomeOf(completion);
    const content = contents[i];
    builder.add({
      lane: builder.lane(`${history.prefix}${formatEdn(invoke.process)}`, 'process'),
      at: history.timeOf(invoke),
      end: completion === undefined ? Infinity : history.timeOf(completion),
      type: nameOf(invoke.f),
      outcome,
      label: labelOf(invoke, completion),
      place: invoke.place,
      back: completion?.place,
      ...(content === undefined ? {} : { content }),
    });
  }
  addFaults(builder, history);
}

/** Nobody knows of an operation that ended in `:info`, or did not end, whether it was done. */
function outcomeOf(completion: JepsenEvent | undefined): Outcome {
  if (completion?.type === 'ok') return 'ok';
  return completion?.type === 'fail' ? 'fail' : 'unknown';
}

function isNemesis(process: Edn): boolean {
  return isNamed(process, 'keyword');
}

/** What each client invoked, with how it ended: a client does one thing at a time. */
function clientPairs(file: string, events: readonly JepsenEvent[]): JepsenPair[] {
  const pairs: { invoke: JepsenEvent; completion: JepsenEvent | undefined }[] = [];
  const open = new Map<string, { invoke: JepsenEvent; completion: JepsenEvent | undefined }>();
  for (const event of events) {
    const process = formatEdn(event.process);
    const pair = open.get(process);
    if (event.type === 'invoke') {
      if (pair !== undefined)
        throw new ForeignError(
          'notReturned',
          { file, line: event.place.line },
          { process: cut(process), line: pair.invoke.place.line },
        );
      const begun = { invoke: event, completion: undefined };
      open.set(process, begun);
      pairs.push(begun);
    } else {
      if (pair === undefined)
        throw new ForeignError(
          'noInvoke',
          { file, line: event.place.line },
          { process: cut(process), type: event.type },
        );
      pair.completion = event;
      open.delete(process);
    }
  }
  return pairs;
}

/**
 * What a nemesis did. It says `:info` when it begins and `:info` when it has done it; the fault lasts on until another
 * operation takes it back.
 */
function addFaults(builder: HistoryBuilder, { events, prefix, timeOf }: OneHistory): void {
  const begun = new Map<string, { event: JepsenEvent; item: number }>();
  const lasting = new Map<string, { item: number; label: string }[]>();
  const done = (event: JepsenEvent, completion: JepsenEvent | undefined): void => {
    const lane = builder.lane(`${prefix}${nameOf(event.process)}`, 'faults');
    const label = labelOf(event, completion);
    const item = builder.add({
      lane,
      at: timeOf(event),
      end: timeOf(completion ?? event),
      type: nameOf(event.f),
      label,
      place: event.place,
      back: completion?.place,
    });
    const f = nameOf(event.f);
    const ended = lasting.get(f);
    if (ended !== undefined) {
      for (const fault of ended) builder.fault(fault.item, item, fault.label);
      lasting.delete(f);
      return;
    }
    const until = takenBackBy(f);
    if (until === undefined) return builder.fault(item, item, label);
    lasting.set(until, [...(lasting.get(until) ?? []), { item, label }]);
  };
  for (const event of events) {
    if (!isNemesis(event.process)) continue;
    const key = formatEdn(event.process);
    const before = begun.get(key);
    const isEnd = before !== undefined && nameOf(before.event.f) === nameOf(event.f);
    if (before !== undefined) {
      begun.delete(key);
      done(before.event, isEnd ? event : undefined);
    }
    if (!isEnd) begun.set(key, { event, item: 0 });
  }
  for (const { event } of begun.values()) done(event, undefined);
  for (const faults of lasting.values())
    for (const { item, label } of faults) builder.fault(item, undefined, label);
}

const taken: Readonly<Record<string, string>> = {
  start: 'stop',
  kill: 'start',
  pause: 'resume',
  partition: 'heal',
  bump: 'reset',
  strobe: 'reset',
};

/** What the nemesis calls the end of it; undefined: it is over when it is done. */
function takenBackBy(f: string): string | undefined {
  return f.startsWith('start-') ? `stop-${f.slice('start-'.length)}` : taken[f];
}

function labelOf({ f, value }: JepsenEvent, completion: JepsenEvent | undefined): string {
  const asked = value === null ? '' : formatEdn(value);
  const answer = completion === undefined ? '' : formatEdn(completion.value);
  const isNew = completion !== undefined && answer !== asked && !(answer === 'nil' && asked !== '');
  const error =
    completion?.error === undefined || completion.error === null ? '' : formatEdn(completion.error);
  const parts = [nameOf(f), asked, ...(isNew ? ['→', answer] : []), ...(error === '' ? [] : [`(${error})`])];
  return cut(parts.filter((part) => part !== '').join(' '), LABEL_MAX);
}

/** The source has all of it. */
const LABEL_MAX = 400;

/** A keyword without its colon. */
function nameOf(value: Edn): string {
  return isNamed(value, 'keyword') ? value.name : formatEdn(value);
}

function eventsOfEdn(source: Source, index: number): JepsenEvent[] {
  const events: JepsenEvent[] = [];
  for (const form of ednForms(source.path, source.text)) events.push(eventOf(source.path, form, index));
  return events;
}

function eventOf(file: string, { value, line, from, to }: EdnForm, source: number): JepsenEvent {
  const map = untagged(value);
  if (map === undefined)
    throw new ForeignError('badField', { file, line }, { field: '{…}', found: cut(formatEdn(value)) });
  const field = (name: string): Edn => {
    const found = ofKeyword(map, name);
    if (found === undefined) throw new ForeignError('noField', { file, line }, { field: `:${name}` });
    return found;
  };
  const typeValue = field('type');
  const type = jepsenTypes.find((each) => isNamed(typeValue, 'keyword') && typeValue.name === each);
  if (type === undefined)
    throw new ForeignError('badField', { file, line }, { field: ':type', found: cut(formatEdn(typeValue)) });
  return {
    type,
    process: field('process'),
    f: field('f'),
    value: ofKeyword(map, 'value') ?? null,
    error: ofKeyword(map, 'error'),
    time: timeOfField(file, line, ofKeyword(map, 'time')),
    place: { source, line, from, to },
  };
}

/** Operations may be printed as the record they are: `#jepsen.history.Op{…}`. */
function untagged(value: Edn): EdnMap | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (value.type === 'tagged') return untagged(value.value);
  return value.type === 'map' ? value : undefined;
}

function timeOfField(file: string, line: number, time: Edn | undefined): number | undefined {
  if (time === undefined || time === null) return undefined;
  // -1 is what io.jepsen/history has where no time is known.
  if (typeof time === 'number' && Number.isFinite(time)) return time === -1 ? undefined : time;
  throw new ForeignError('badField', { file, line }, { field: ':time', found: cut(formatEdn(time)) });
}

/** The lines that say what a process did; the others stand beside them. */
function eventsOfLog(builder: HistoryBuilder, source: Source, index: number): JepsenEvent[] {
  const events: JepsenEvent[] = [];
  let left = 0;
  let firstLeft = 0;
  for (const line of linesOf(source.text)) {
    if (line.text.trim() === '') continue;
    const found = LOGGED.exec(line.text);
    if (found === null) {
      left++;
      if (firstLeft === 0) firstLeft = line.number;
      continue;
    }
    const [, process = '', typeText = '', f = '', value = '', error] = found;
    const type = jepsenTypes.find((each) => `:${each}` === typeText);
    const { path } = source;
    if (type === undefined)
      throw new ForeignError(
        'badField',
        { file: path, line: line.number },
        { field: ':type', found: cut(typeText) },
      );
    events.push({
      type,
      process: readPart(path, line.number, process),
      f: readPart(path, line.number, f),
      value: value.trim() === '' ? null : readPart(path, line.number, value),
      error: error === undefined || error.trim() === '' ? undefined : readPart(path, line.number, error),
      time: undefined,
      place: { source: index, line: line.number, from: line.from, to: line.to },
    });
  }
  if (left > 0)
    builder.note({ code: 'linesLeft', values: { file: source.path, count: left, line: firstLeft } });
  return events;
}

/** A part of a line; what is wrong with it is on that line. */
function readPart(file: string, line: number, text: string): Edn {
  try {
    return readEdn(file, text);
  } catch (error) {
    if (!(error instanceof ForeignError)) throw error;
    throw new ForeignError(error.problem, { file, line }, error.values);
  }
}
