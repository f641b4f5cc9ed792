import { cut } from '../base/brief.ts';
import { ForeignError } from './foreign-error.ts';
import type { ForeignHistory } from './history.ts';
import { HistoryBuilder, type Place } from './history-builder.ts';
import { LineCounter, linesOf, type Line, type Source } from './source.ts';
import { VectorClocks } from './vector-clocks.ts';

/** What ShiViz reads a log by where nothing else is said: the event's text, then host and clock. */
const EVENT_FIRST = String.raw`(?<event>.*)\n(?<host>\S*) (?<clock>{.*})`;
/** What GoVector writes: host and clock, then the event's text. */
const HOST_FIRST = String.raw`(?<host>\S*) (?<clock>{.*})\n(?<event>.*)`;

/** One event of the log, before its clock is understood. */
interface Found {
  readonly host: string;
  readonly clock: string;
  readonly event: string;
  readonly place: Place;
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
  return saysExpression(first) || hostAndClock(first) !== undefined || hostAndClock(second) !== undefined;
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
    const order = hostAndClock(first) === undefined ? 'eventFirst' : 'hostFirst';
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
  const skipped = (line: number): void => {
    left++;
    if (firstLeft === 0) firstLeft = line;
  };
  const found =
    part.head.expression === undefined
      ? foundByLines(source, index, part, skipped)
      : foundByExpression(source, index, part, part.head.expression);
  for (const event of found) {
    events.push(event);
    takeClock(clocks, source.path, event);
  }
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

/** Two lines an event, in either order. */
function* foundByLines(
  source: Source,
  index: number,
  { head, from, to }: Part,
  skipped: (line: number) => void,
): Generator<Found> {
  let before: Line | undefined;
  const clockFirst = head.order === 'hostFirst';
  for (const line of linesWithin(source, from, to)) {
    const own = hostAndClock(line.text);
    if (clockFirst) {
      const known = before && hostAndClock(before.text);
      if (before !== undefined && known !== undefined) {
        yield { ...known, event: line.text, place: placeOf(index, before, line) };
        before = undefined;
      } else if (own !== undefined) before = line;
      else if (line.text.trim() !== '') skipped(line.number);
    } else if (own !== undefined && before !== undefined) {
      yield { ...own, event: before.text, place: placeOf(index, before, line) };
      before = undefined;
    } else {
      if (before !== undefined && before.text.trim() !== '') skipped(before.number);
      before = line;
    }
  }
  if (before !== undefined && before.text.trim() !== '') {
    // A clock at the very end is an event without a text.
    const known = clockFirst ? hostAndClock(before.text) : undefined;
    if (known === undefined) skipped(before.number);
    else yield { ...known, event: '', place: placeOf(index, before, before) };
  }
}

/** Those of a part of a log, numbered as in the whole. */
function linesWithin({ text }: Source, from: number, to: number): Generator<Line> {
  return linesOf(text, from, to, text.slice(0, from).split('\n').length);
}

function placeOf(source: number, first: Line, last: Line): Place {
  return { source, line: first.number, from: first.from, to: last.to };
}

function* foundByExpression(
  { text }: Source,
  index: number,
  { from, to }: Part,
  expression: RegExp,
): Generator<Found> {
  const lines = new LineCounter(text);
  expression.lastIndex = from;
  for (let found = expression.exec(text); found !== null && found.index < to; found = expression.exec(text)) {
    if (found[0] === '') {
      expression.lastIndex++;
      continue;
    }
    const { event = '', host = '', clock = '' } = found.groups ?? {};
    const end = found.index + found[0].length;
    const line = lines.lineOf(found.index);
    yield { host, clock, event, place: { source: index, line, from: found.index, to: end } };
  }
}

/** `host {"host":1}` at the beginning of a line. */
function hostAndClock(line: string | undefined): { host: string; clock: string } | undefined {
  if (line === undefined) return undefined;
  const space = line.indexOf(' ');
  if (space <= 0 || !line.startsWith('{"', space + 1)) return undefined;
  const end = line.lastIndexOf('}');
  // Other JSON (an etcd's log line behind its process' name) is no clock: in one, a number follows the first name.
  const name = line.indexOf('"', space + 3);
  const colon = skipSpaces(line, name + 1);
  const digit = line.charCodeAt(skipSpaces(line, colon + 1));
  if (end < colon || name === -1 || line[colon] !== ':' || digit < 0x30 || digit > 0x39) return undefined;
  return { host: line.slice(0, space), clock: line.slice(space + 1, end + 1) };
}

/** Takes `{"a":1, "b":2}` entry by entry, as most are; by JSON.parse where something else stands in it. */
function takeClock(clocks: VectorClocks, file: string, { clock, place, host }: Found): void {
  clocks.begin(host, place.line);
  let at = 1;
  for (;;) {
    const open = skipSpaces(clock, at);
    const close = clock.indexOf('"', open + 1);
    const colon = skipSpaces(clock, close + 1);
    let end = skipSpaces(clock, colon + 1);
    let count = 0;
    const first = end;
    for (let digit = clock.charCodeAt(end) - 0x30; digit >= 0 && digit <= 9; end++) {
      count = count * 10 + digit;
      digit = clock.charCodeAt(end + 1) - 0x30;
    }
    const behind = skipSpaces(clock, end);
    const isPlain =
      clock[open] === '"' && close > open && clock[colon] === ':' && end > first && end - first < 16;
    const name = clock.slice(open + 1, close);
    const isEnd = clock[behind] === '}';
    if (!isPlain || name.includes('\\') || !(isEnd || clock[behind] === ',')) break;
    clocks.entry(name, count);
    if (isEnd) return clocks.end();
    at = behind + 1;
  }
  clocks.begin(host, place.line);
  takeJson(clocks, file, clock, place.line, host);
  clocks.end();
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
