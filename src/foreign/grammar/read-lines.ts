import { cut } from '../../base/brief.ts';
import { ForeignError } from '../foreign-error.ts';
import type { ForeignHistory, OperationContent } from '../history.ts';
import { HistoryBuilder, type Place } from '../history-builder.ts';
import { isBefore, nanosBetween, parseCount, parseInstant, type Instant } from '../instants.ts';
import { baseName, linesOf, type Line, type Source } from '../source.ts';
import type { LineGrammar, Phase, Rule } from './grammar.ts';
import { findIn, matchLine, type Fields } from './match.ts';

/** A line as its grammar reads it; one that fits no pattern has no fields. */
interface Read {
  readonly line: Line;
  readonly source: number;
  readonly fields: Fields | undefined;
  readonly instant: Instant | undefined;
}

interface Found {
  readonly rule: Rule;
  readonly fields: Fields;
}

/** Lines of a log, read by the grammar that somebody has written for it. */
export function readByGrammar(sources: readonly Source[], grammar: LineGrammar): ForeignHistory {
  const builder = new HistoryBuilder();
  const all = sources.flatMap((source) => readSource(builder, source, grammar));
  const fitting = all.filter(({ fields }) => fields !== undefined);
  if (fitting.length === 0) {
    const [first] = all;
    throw new ForeignError('noLineFits', { file: sources[0]?.path ?? '', line: first?.line.number ?? 1 });
  }
  const isTimed = fitting.every(({ instant }) => instant !== undefined);
  const first = fitting.reduce<Instant | undefined>(
    (least, { instant }) =>
      instant !== undefined && (least === undefined || isBefore(instant, least)) ? instant : least,
    undefined,
  );
  const reader = new LinesReader(builder, sources);
  let at = 0;
  for (const [i, read] of all.entries()) {
    // What says no time stands where the line before it stood.
    if (isTimed && first !== undefined)
      at = read.instant === undefined ? at : nanosBetween(first, read.instant);
    else at = i;
    reader.take(read, at, ruleOf(grammar, read));
  }
  reader.end();
  const left = all.length - fitting.length;
  if (left > 0) {
    const found = all.find(({ fields }) => fields === undefined);
    const file = sources[found?.source ?? 0]?.path ?? '';
    builder.note({ code: 'linesLeft', values: { file, count: left, line: found?.line.number ?? 0 } });
  }
  // Seconds of this century are dates; smaller ones count from some beginning.
  const begin =
    first !== undefined && first.seconds > 946_684_800 ? first.seconds + first.nanos / 1e9 : undefined;
  return builder.build('lines', isTimed ? { type: 'time', begin } : { type: 'order' });
}

function readSource(builder: HistoryBuilder, source: Source, grammar: LineGrammar): Read[] {
  const index = builder.source(source);
  const found: Read[] = [];
  let before: Instant | undefined;
  let isReduced = false;
  for (const line of linesOf(source.text)) {
    if (line.text.trim() === '') continue;
    const fields = fieldsOf(grammar, line.text);
    let instant = instantOf(grammar, source.path, line, fields);
    // A time in whole seconds among finer ones (etcd 3.4's raft lines): it was no earlier than the line before it.
    if (
      instant !== undefined &&
      before !== undefined &&
      instant.nanos === 0 &&
      instant.seconds === before.seconds &&
      before.nanos > 0
    ) {
      instant = before;
      isReduced = true;
    }
    before = instant ?? before;
    found.push({ line, source: index, fields, instant });
  }
  if (isReduced) builder.note({ code: 'wholeSeconds', values: { file: source.path } });
  return found;
}

export function fieldsOf(grammar: LineGrammar, line: string): Fields | undefined {
  for (const pattern of grammar.lines) {
    const match = matchLine(pattern, line);
    if (match.fits) return match.fields;
  }
  return undefined;
}

function instantOf(
  grammar: LineGrammar,
  file: string,
  line: Line,
  fields: Fields | undefined,
): Instant | undefined {
  const time = fields?.get('time');
  if (time === undefined) return undefined;
  const instant = parseInstant(time) ?? parseCount(time, grammar.unitNanos);
  if (instant === undefined)
    throw new ForeignError('badTime', { file, line: line.number }, { found: cut(time) });
  return instant;
}

/** The first rule that a line's text has something of. */
export function ruleOf(
  grammar: LineGrammar,
  { line, fields }: Pick<Read, 'fields'> & { line: { text: string } },
): Found | undefined {
  if (fields === undefined) return undefined;
  const text = fields.get('text') ?? line.text;
  for (const rule of grammar.rules) {
    const found = findIn(rule.pattern, text);
    if (found !== undefined) return { rule, fields: found };
  }
  return undefined;
}

/** Puts lines on the axis, in the order of their files. */
class LinesReader {
  readonly #builder: HistoryBuilder;
  readonly #sources: readonly Source[];
  /** Messages that nobody has received yet, by what both lines say of them; several may be the same. */
  readonly #sent = new Map<string, number[]>();
  readonly #received = new Map<string, number[]>();
  readonly #open = new Map<string, { read: Read; at: number; name: string; fields: Fields; lane: number }>();

  constructor(builder: HistoryBuilder, sources: readonly Source[]) {
    this.#builder = builder;
    this.#sources = sources;
  }

  take(read: Read, at: number, found: Found | undefined): void {
    const { fields, line } = read;
    const node =
      fields?.get('node') ?? baseName(this.#sources[read.source]?.path ?? '').replace(/\.[a-z]+$/, '');
    if (fields === undefined) {
      const lane = this.#builder.lane('…', 'rest');
      this.#builder.add({
        lane,
        at,
        type: '…',
        label: cut(line.text.trim(), LABEL_MAX),
        place: placeOf(read),
      });
      return;
    }
    if (found?.rule.type === 'operation')
      return this.#operation(read, at, node, { ...found, rule: found.rule });
    const lane = this.#builder.lane(node, 'node');
    const item = this.#builder.add({
      lane,
      at,
      type: fields.get('type') ?? found?.rule.type ?? 'line',
      level: fields.get('level')?.toLowerCase(),
      label: cut(fields.get('text') ?? line.text.trim(), LABEL_MAX),
      place: placeOf(read),
    });
    if (found === undefined) return;
    const { rule } = found;
    if (rule.type === 'role') {
      const term = Number(found.fields.get('term') ?? fields.get('term') ?? 'NaN');
      this.#builder.becomes(lane, at, rule.role, Number.isSafeInteger(term) ? term : undefined);
    } else {
      const isSend = rule.type === 'send';
      const other = found.fields.get(isSend ? 'to' : 'from') ?? '';
      this.#message(isSend ? `${node}→${other}` : `${other}→${node}`, found.fields, item, isSend);
    }
  }

  /** What was invoked and did not return. */
  end(): void {
    for (const open of this.#open.values()) this.#add(open, undefined, 'info');
  }

  /** A send and a receive are one message if they name the same nodes, and the same type and number where they name them. */
  #message(way: string, said: Fields, item: number, isSend: boolean): void {
    const key = `${way} ${said.get('type') ?? ''} ${said.get('id') ?? ''}`;
    const [own, others] = isSend ? [this.#sent, this.#received] : [this.#received, this.#sent];
    const other = others.get(key)?.shift();
    if (other === undefined) own.set(key, [...(own.get(key) ?? []), item]);
    else if (isSend) this.#builder.arrow(item, other);
    else this.#builder.arrow(other, item);
  }

  #operation(
    read: Read,
    at: number,
    node: string,
    { rule, fields }: { rule: Rule & { type: 'operation' }; fields: Fields },
  ): void {
    const client = fields.get('client') ?? read.fields?.get('client') ?? node;
    const before = this.#open.get(client);
    if (rule.phase === 'invoke') {
      if (before !== undefined) this.#add(before, undefined, 'info');
      const lane = this.#builder.lane(client, 'process');
      this.#open.set(client, { read, at, name: rule.name, fields, lane });
      return;
    }
    if (before === undefined) {
      const file = this.#sources[read.source]?.path ?? '';
      throw new ForeignError(
        'noInvoke',
        { file, line: read.line.number },
        { process: cut(client), type: rule.phase },
      );
    }
    this.#open.delete(client);
    this.#add(before, { read, at, fields }, rule.phase);
  }

  #add(
    open: { read: Read; at: number; name: string; fields: Fields; lane: number },
    back: { read: Read; at: number; fields: Fields } | undefined,
    phase: Phase,
  ): void {
    const { read, at, name, lane } = open;
    const all = new Map([...open.fields, ...(back?.fields ?? [])]);
    const text = (of: Read): string => (of.fields?.get('text') ?? of.line.text).trim();
    const label = back === undefined ? text(read) : `${text(read)} → ${text(back.read)}`;
    this.#builder.add({
      lane,
      at,
      end: back === undefined ? Infinity : Math.max(at, back.at),
      type: name,
      outcome: phase === 'ok' || phase === 'fail' ? phase : 'unknown',
      label: cut(label, LABEL_MAX),
      place: placeOf(read),
      // A return in another file stands there; the line of the invocation is the operation's then.
      back: back?.read.source === read.source ? placeOf(back.read) : undefined,
      content: contentOf(name, all),
    });
  }
}

const LABEL_MAX = 400;

function placeOf({ line, source }: Read): Place {
  return { source, line: line.number, from: line.from, to: line.to };
}

/** Without `{key}` there is one register. `nil`, `null`, `none` and nothing are no value. */
function contentOf(name: string, fields: Fields): OperationContent {
  const key = fields.get('key') ?? '';
  const value = valueOf(fields.get('value'));
  if (name === 'read' || name === 'write') return { type: 'register', action: name, key, value };
  if (name === 'cas')
    return {
      type: 'register',
      action: 'compareAndSet',
      key,
      expected: valueOf(fields.get('expected')),
      value,
    };
  return { type: 'other', name };
}

function valueOf(text: string | undefined): string | undefined {
  return text === undefined || text === '' || /^(?:nil|null|none)$/i.test(text) ? undefined : text;
}
