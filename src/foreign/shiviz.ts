import { cut } from '../base/brief.ts';
import { ForeignError } from './foreign-error.ts';
import type { ForeignHistory } from './history.ts';
import { HistoryBuilder, type Place } from './history-builder.ts';
import { LineCounter, linesOf, type Source } from './source.ts';
import { VectorClocks } from './vector-clocks.ts';

/** What ShiViz reads a log by where nothing else is said: the event's text, then host and clock. */
const EVENT_FIRST = String.raw`(?<event>.*)\n(?<host>\S*) (?<clock>{.*})`;
/** What GoVector writes: host and clock, then the event's text. */
const HOST_FIRST = String.raw`(?<host>\S*) (?<clock>{.*})\n(?<event>.*)`;

/** One event of the log; its clock is these characters of the text. */
interface Found {
  readonly host: string;
  readonly clock: Stretch;
  readonly event: string;
  readonly place: Place;
}

interface Stretch {
  readonly from: number;
  readonly to: number;
}

interface Head {
  /** undefined: the log is read by lines. */
  readonly expression: RegExp | undefined;
  readonly order: 'eventFirst' | 'hostFirst';
  /** Between executions; undefined: there is one. */
  readonly delimiter: RegExp | undefined;
  /** Where the log begins. */
  readonly from: number;
}

/** Whether this is a log with vector clocks: it says its expression, or its first lines are an event and its clock. */
export function isShiviz(text: string): boolean {
  const [first, second] = firstLines(text);
  return saysExpression(first) || isClockLine(first) || isClockLine(second);
}

/**
 * A log for ShiViz: events with vector clocks, laid out by what happened before what. An event stands one step behind the
 * last of those that it knows of, so that whatever is left of it could not have come later.
 */
export function readShiviz(sources: readonly Source[]): ForeignHistory {
  const builder = new HistoryBuilder();
  let begin = 0;
  let executions = 0;
  for (const source of sources) {
    const index = builder.source(source);
    for (const part of partsOf(source)) {
      executions++;
      begin = addExecution(builder, source, index, part, begin);
    }
  }
  if (executions > 1) builder.note({ code: 'executions', values: { count: executions } });
  return builder.build('shiviz', { type: 'order' });
}

interface Part {
  readonly head: Head;
  readonly from: number;
  readonly to: number;
}

/** The executions that a log holds, one after another. */
function partsOf(source: Source): Part[] {
  const head = headOf(source);
  const { text } = source;
  if (head.delimiter === undefined) return [{ head, from: head.from, to: text.length }];
  const parts: Part[] = [];
  let from = head.from;
  head.delimiter.lastIndex = from;
  for (let found = head.delimiter.exec(text); found !== null; found = head.delimiter.exec(text)) {
    if (text.slice(from, found.index).trim() !== '') parts.push({ head, from, to: found.index });
    from = found.index + found[0].length;
    if (found[0] === '') head.delimiter.lastIndex++;
  }
  if (text.slice(from).trim() !== '') parts.push({ head, from, to: text.length });
  return parts;
}

function headOf({ path, text }: Source): Head {
  const [first, second] = firstLines(text);
  if (!saysExpression(first)) {
    const order = isClockLine(first) ? 'hostFirst' : 'eventFirst';
    return { expression: undefined, order, delimiter: undefined, from: 0 };
  }
  const lines = linesOf(text);
  const expression = lines.next();
  const delimiter = lines.next();
  const log = lines.next();
  const from = log.done === true ? text.length : log.value.from;
  const written = expression.done === true ? '' : expression.value.text.trim();
  const between = delimiter.done === true ? '' : (second ?? '').trim();
  return {
    expression: written === EVENT_FIRST || written === HOST_FIRST ? undefined : compiled(path, 1, written),
    order: written === HOST_FIRST ? 'hostFirst' : 'eventFirst',
    delimiter: between === '' ? undefined : compiled(path, 2, between),
    from,
  };
}

/** An expression as ShiViz takes it: `^` and `$` are those of lines. */
function compiled(file: string, line: number, written: string): RegExp {
  for (const group of line === 1 ? ['event', 'host', 'clock'] : []) {
    if (!written.includes(`(?<${group}>`))
      throw new ForeignError('badExpression', { file, line }, { reason: `(?<${group}>…)` });
  }
  try {
    return new RegExp(written, 'gm');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ForeignError('badExpression', { file, line }, { reason });
  }
}

function addExecution(
  builder: HistoryBuilder,
  source: Source,
  index: number,
  part: Part,
  begin: number,
): number {
  const clocks = new VectorClocks(source.path);
  const events: Found[] = [];
  let left = 0;
  let firstLeft = 0;
  const take = (event: Found): void => {
    events.push(event);
    takeClock(clocks, source, event);
  };
  const skip = (line: number): void => {
    left++;
    if (firstLeft === 0) firstLeft = line;
  };
  if (part.head.expression === undefined) readByLines(source, index, part, take, skip);
  else readByExpression(source, index, part, part.head.expression, take);
  if (events.length === 0)
    throw new ForeignError('noMatch', { file: source.path, line: part.head.from === 0 ? 1 : 3 });
  if (left > 0)
    builder.note({ code: 'linesLeft', values: { file: source.path, count: left, line: firstLeft } });
  const { step, arrows } = clocks.order();
  const lanes = clocks.hosts.map((host) => builder.lane(host, 'node'));
  const sends = new Set<number>();
  const receives = new Set<number>();
  for (const { from, to } of arrows) {
    sends.add(from);
    receives.add(to);
  }
  const first = builder.count;
  let last = 0;
  for (const [i, { event, place }] of events.entries()) {
    const at = step[i] ?? 0;
    last = Math.max(last, at);
    const type = receives.has(i) ? 'receive' : sends.has(i) ? 'send' : 'local';
    builder.add({ lane: lanes[clocks.hostOf(i)] ?? 0, at: begin + at, type, label: event, place });
  }
  for (const { from, to } of arrows) builder.arrow(first + from, first + to);
  // Executions that follow each other have a gap between them that is seen.
  return begin + last + Math.max(2, Math.ceil(last / 20));
}

/**
 * Two lines an event, in either order. A long log is read without making a text of each line: that is most of the time that
 * reading takes.
 */
function readByLines(
  { text }: Source,
  index: number,
  { head, from, to }: Part,
  take: (event: Found) => void,
  skip: (line: number) => void,
): void {
  const clockFirst = head.order === 'hostFirst';
  let number = text.slice(0, from).split('\n').length;
  let before: (Stretch & { readonly line: number; readonly space: number }) | undefined;
  const isBlank = (line: Stretch): boolean => text.slice(line.from, line.to).trim() === '';
  for (let at = from; at < to; number++) {
    const found = text.indexOf('\n', at);
    const end = found === -1 || found > to ? to : found;
    const last = end > at && text.charCodeAt(end - 1) === 13 ? end - 1 : end;
    const line = { from: at, to: last, line: number, space: clockSpace(text, at, last) };
    at = end + 1;
    const clock = clockFirst ? before : line;
    const event = clockFirst ? line : before;
    if (before !== undefined && clock !== undefined && event !== undefined && clock.space !== -1) {
      take(foundAt(text, index, { clock, event, first: before, last: line }));
      before = undefined;
    } else if (!clockFirst || line.space !== -1) {
      if (before !== undefined && !isBlank(before)) skip(before.line);
      before = line;
    } else if (!isBlank(line)) skip(line.line);
  }
  if (before === undefined || isBlank(before)) return;
  // A clock at the very end is an event without a text.
  if (!clockFirst) skip(before.line);
  else
    take(
      foundAt(text, index, {
        clock: before,
        event: { from: before.to, to: before.to },
        first: before,
        last: before,
      }),
    );
}

function foundAt(
  text: string,
  source: number,
  lines: {
    readonly clock: Stretch & { readonly space: number };
    readonly event: Stretch;
    readonly first: Stretch & { readonly line: number };
    readonly last: Stretch;
  },
): Found {
  const { clock, event, first, last } = lines;
  return {
    host: text.slice(clock.from, clock.space),
    clock: { from: clock.space + 1, to: text.lastIndexOf('}', clock.to - 1) + 1 },
    event: text.slice(event.from, event.to),
    place: { source, line: first.line, from: first.from, to: last.to },
  };
}

function readByExpression(
  { text }: Source,
  index: number,
  { from, to }: Part,
  expression: RegExp,
  take: (event: Found) => void,
): void {
  const lines = new LineCounter(text);
  expression.lastIndex = from;
  for (let found = expression.exec(text); found !== null && found.index < to; found = expression.exec(text)) {
    const [whole] = found;
    if (whole === '') {
      expression.lastIndex++;
      continue;
    }
    const { event = '', host = '', clock = '' } = found.groups ?? {};
    const end = found.index + whole.length;
    const place = { source: index, line: lines.lineOf(found.index), from: found.index, to: end };
    const begin = Math.max(found.index, text.indexOf(clock, found.index));
    take({ host, clock: { from: begin, to: begin + clock.length }, event, place });
  }
}

function isClockLine(line: string | undefined): boolean {
  return line !== undefined && clockSpace(line, 0, line.length) !== -1;
}

/** Where the space of `host {"host":1}` is, which stands at the beginning of a line; -1: it is no such line. */
function clockSpace(text: string, from: number, to: number): number {
  const space = text.indexOf(' ', from);
  if (space <= from || space >= to) return -1;
  if (text.charCodeAt(space + 1) !== BRACE || text.charCodeAt(space + 2) !== QUOTE) return -1;
  // Other JSON (an etcd's log line behind its process' name) is no clock: in one, a number follows the first name.
  const name = text.indexOf('"', space + 3);
  const colon = skipSpaces(text, name + 1);
  const digit = text.charCodeAt(skipSpaces(text, colon + 1)) - 0x30;
  if (name === -1 || colon >= to || text.charCodeAt(colon) !== COLON || !(digit >= 0 && digit <= 9))
    return -1;
  const end = text.lastIndexOf('}', to - 1);
  return end > colon ? space : -1;
}

const BRACE = 0x7b;
const QUOTE = 0x22;
const COLON = 0x3a;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const CLOSE = 0x7d;

/** Takes `{"a":1, "b":2}` entry by entry, as most are; by JSON.parse where something else stands in it. */
function takeClock(clocks: VectorClocks, { path, text }: Source, { clock, place, host }: Found): void {
  clocks.begin(host, place.line);
  if (takePlain(clocks, text, clock.from + 1, clock.to)) return clocks.end();
  clocks.begin(host, place.line);
  takeJson(clocks, path, text.slice(clock.from, clock.to), place.line, host);
  clocks.end();
}

/** Whether it is as most are. */
function takePlain(clocks: VectorClocks, text: string, from: number, to: number): boolean {
  for (let at = from; at < to;) {
    const open = skipSpaces(text, at);
    if (text.charCodeAt(open) !== QUOTE) return false;
    let close = open + 1;
    for (let code = text.charCodeAt(close); code !== QUOTE; code = text.charCodeAt(++close))
      if (code === BACKSLASH || close >= to) return false;
    const colon = skipSpaces(text, close + 1);
    if (text.charCodeAt(colon) !== COLON) return false;
    const first = skipSpaces(text, colon + 1);
    let [end, count] = [first, 0];
    for (
      let digit = text.charCodeAt(end) - 0x30;
      digit >= 0 && digit <= 9;
      digit = text.charCodeAt(++end) - 0x30
    )
      count = count * 10 + digit;
    if (end === first || end - first > 15) return false;
    clocks.entry(text.slice(open + 1, close), count);
    const behind = skipSpaces(text, end);
    if (text.charCodeAt(behind) === CLOSE) return behind === to - 1;
    if (text.charCodeAt(behind) !== COMMA) return false;
    at = behind + 1;
  }
  return false;
}

function skipSpaces(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === 0x20) at++;
  return at;
}

function takeJson(clocks: VectorClocks, file: string, clock: string, line: number, host: string): void {
  let value: unknown;
  try {
    value = JSON.parse(clock);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ForeignError('notJson', { file, line }, { reason });
  }
  const entries: [string, unknown][] = Object.entries(value ?? {});
  for (const [name, count] of entries) {
    if (typeof count !== 'number' || !Number.isSafeInteger(count) || count < 0)
      throw new ForeignError(
        'clockNotWhole',
        { file, line },
        { host, name, count: cut(JSON.stringify(count)) },
      );
    clocks.entry(name, count);
  }
}

function saysExpression(line: string | undefined): boolean {
  return line !== undefined && line.includes('(?<host>') && line.includes('(?<clock>');
}

/** The first two lines that are not empty; the second line as it is where the first says an expression. */
function firstLines(text: string): (string | undefined)[] {
  const found: string[] = [];
  for (const line of linesOf(text)) {
    if (line.text.trim() === '' && found.length === 0) continue;
    found.push(line.text);
    if (found.length === 2) break;
  }
  return found;
}
