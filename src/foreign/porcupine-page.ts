import { cut } from '../base/brief.ts';
import { ForeignError } from './foreign-error.ts';
import type { ForeignHistory } from './history.ts';
import { HistoryBuilder, type Place } from './history-builder.ts';
import { isArray, isObject, jsonValues, type Json, type JsonObject } from './json-values.ts';
import { Reading } from './robustness.ts';
import { spotOf, type Source } from './source.ts';

const DATA = /\bconst data = (?=[[{])/g;

/** Whether this is a page that porcupine has written (VisualizePath): its data stands in it as JSON. */
export function isPorcupinePage(text: string): boolean {
  return (
    /^\s*<(?:!doctype|html)/i.test(text) &&
    new RegExp(DATA.source).test(text) &&
    text.includes('PartialLinearizations')
  );
}

/**
 * A page of porcupine's: operations as it describes them, in parts that it judged each for itself, its annotations, and what it
 * found. A part is linearizable if one of its partial linearizations has all of its operations. Since 1.0 instants on
 * the page are ranks (a hundred apart), and the nanoseconds stand beside them as text; of annotations only the ranks are there.
 */
export function readPorcupinePages(sources: readonly Source[]): ForeignHistory {
  const builder = new HistoryBuilder();
  let isTimed = true;
  const pages = sources.map((source) => {
    const index = builder.source(source);
    const page = readPage(source, index);
    isTimed &&= page.times !== undefined;
    return page;
  });
  for (const page of pages) addPage(builder, page, isTimed);
  return builder.build('porcupine', { type: isTimed ? 'time' : 'order' });
}

interface Page {
  readonly reading: Reading;
  readonly source: number;
  readonly text: string;
  readonly from: number;
  readonly parts: readonly Part[];
  readonly annotations: readonly JsonObject[];
  /** Nanoseconds since the first instant, by rank; undefined: the page has nothing but its own numbers. */
  readonly times: ReadonlyMap<number, number> | undefined;
}

interface Part {
  readonly history: readonly JsonObject[];
  /** How many operations each of its partial linearizations has. */
  readonly sizes: readonly number[];
}

function readPage(source: Source, index: number): Page {
  DATA.lastIndex = 0;
  const found = DATA.exec(source.text);
  if (found === null) throw new ForeignError('noMatch', { file: source.path, line: 1 });
  const from = found.index + found[0].length;
  const { line } = spotOf(source.path, source.text, from);
  const [first] = jsonValues(source.path, source.text.slice(from, endOfLine(source.text, from)));
  const reading = new Reading(source.path, line);
  const value = first?.value ?? null;
  // Before annotations came, the data was the list of parts itself.
  const list = isArray(value) ? value : reading.list(reading.object(value, 'data'), 'Partitions');
  const parts = list.map((each) => readPart(reading, reading.object(each, 'Partitions')));
  const annotations = isObject(value)
    ? reading.list(value, 'Annotations').map((each) => reading.object(each, 'Annotations'))
    : [];
  const times = timesOf(reading, parts);
  return { reading, source: index, text: source.text, from, parts, annotations, times };
}

/** Go's encoder leaves no line break within JSON. */
function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}

function readPart(reading: Reading, part: JsonObject): Part {
  const history = reading.list(part, 'History').map((each) => reading.object(each, 'History'));
  const sizes = reading.list(part, 'PartialLinearizations').map((each) => (isArray(each) ? each.length : 0));
  return { history, sizes };
}

/** The instants that ranks stand for, where the page says them. */
function timesOf(reading: Reading, parts: readonly Part[]): Map<number, number> | undefined {
  const exact = new Map<number, bigint>();
  for (const element of parts.flatMap(({ history }) => history)) {
    for (const end of ['Start', 'End'] as const) {
      const written = reading.digits(element, `Original${end}`);
      if (!(`Original${end}` in element) || !/^-?\d+$/.test(written)) return undefined;
      exact.set(reading.number(element, end), BigInt(written));
    }
  }
  if (exact.size === 0) return undefined;
  const first = [...exact.values()].reduce((least, each) => (each < least ? each : least));
  return new Map([...exact].map(([rank, at]) => [rank, Number(at - first)]));
}

function addPage(builder: HistoryBuilder, page: Page, isTimed: boolean): void {
  const { reading, parts, annotations, times } = page;
  const instant = instants(isTimed ? times : undefined);
  let legal = 0;
  for (const [i, part] of parts.entries()) {
    const isLegal = part.sizes.includes(part.history.length) || part.history.length === 0;
    if (isLegal) legal++;
    else {
      const most = Math.max(0, ...part.sizes);
      builder.note({ code: 'porcupineIllegal', values: { part: i + 1, most, count: part.history.length } });
    }
    for (const element of part.history) {
      const description = reading.text(element, 'Description');
      builder.add({
        lane: builder.lane(`client ${reading.digits(element, 'ClientId')}`, 'process'),
        at: instant(reading.number(element, 'Start')),
        end: instant(reading.number(element, 'End')),
        type: typeOf(description),
        outcome: 'ok',
        label: cut(description, LABEL_MAX),
        place: placeOf(page, element, description),
        content: { type: 'other', name: typeOf(description) },
      });
    }
  }
  if (legal > 0) builder.note({ code: 'porcupineOk', values: { count: legal, of: parts.length } });
  for (const annotation of annotations) {
    const tag = reading.text(annotation, 'Tag');
    const lane =
      tag === ''
        ? builder.lane(`client ${reading.digits(annotation, 'ClientId')}`, 'process')
        : builder.lane(tag, 'rest');
    const [description, details] = [
      reading.text(annotation, 'Description'),
      reading.text(annotation, 'Details'),
    ];
    builder.add({
      lane,
      at: instant(reading.number(annotation, 'Start')),
      end: instant(reading.number(annotation, 'End')),
      type: 'annotation',
      label: cut(details === '' ? description : `${description} (${details})`, LABEL_MAX),
      place: placeOf(page, annotation, description),
    });
  }
  if (annotations.length > 0 && isTimed)
    builder.note({ code: 'reducedTimes', values: { file: reading.file, count: annotations.length } });
}

const LABEL_MAX = 400;

/** `get('x') -> '1'`: the first word. */
function typeOf(description: string): string {
  return /^\W*(\w+)/.exec(description)?.[1]?.slice(0, 30) ?? 'operation';
}

/** From rank to instant; a rank between two known ones lies between their instants. */
function instants(times: ReadonlyMap<number, number> | undefined): (rank: number) => number {
  if (times === undefined) return (rank) => rank;
  const ranks = [...times.keys()].sort((a, b) => a - b);
  return (rank) => {
    const known = times.get(rank);
    if (known !== undefined) return known;
    const next = ranks.findIndex((each) => each > rank);
    const [before, after] = [
      ranks[next === -1 ? ranks.length - 1 : next - 1],
      next === -1 ? undefined : ranks[next],
    ];
    if (before === undefined || after === undefined) return times.get(before ?? after ?? 0) ?? 0;
    const [a, b] = [times.get(before) ?? 0, times.get(after) ?? 0];
    return a + ((b - a) * (rank - before)) / (after - before);
  };
}

/** All stands on one line; the element is found by its description, which is near enough to be read. */
function placeOf({ source, text, from, reading }: Page, element: JsonObject, description: string): Place {
  const { line } = reading;
  const shown: Json = description;
  const needle = goJson(JSON.stringify(shown));
  const found = text.indexOf(needle, from);
  if (found === -1) return { source, line, from, to: from };
  const begin = text.lastIndexOf('{', found);
  const end = text.indexOf('}', found + needle.length);
  return 'ClientId' in element
    ? { source, line, from: begin, to: end + 1 }
    : { source, line, from: found, to: found };
}

/** Go's encoder writes these three so that they may stand in a page. */
function goJson(json: string): string {
  return json
    .replaceAll('<', String.raw`\u003c`)
    .replaceAll('>', String.raw`\u003e`)
    .replaceAll('&', String.raw`\u0026`);
}
