import { formatId } from './format.ts';
import { showBytes } from './show-bytes.ts';

/** One line of an answer; `depth` is how far inside. A line without a name is an item of a list. */
export interface AnswerLine {
  /** Its place among the lines. */
  readonly id: number;
  readonly depth: number;
  readonly name: string;
  readonly text: string;
}

const LINES_MAX = 60;

/** An answer in words and numbers, field by field and by etcd's names: bytes as text, ids in hexadecimal. */
export function answerLines(answer: object): readonly AnswerLine[] {
  const lines: AnswerLine[] = [];
  addFields(answer, 0, lines);
  return lines.length > LINES_MAX
    ? [...lines.slice(0, LINES_MAX), { id: LINES_MAX, depth: 0, name: '', text: '…' }]
    : lines;
}

function add(lines: AnswerLine[], depth: number, name: string, text: string): void {
  lines.push({ id: lines.length, depth, name, text });
}

function addFields(fields: object, depth: number, lines: AnswerLine[]): void {
  for (const [name, value] of Object.entries(fields)) {
    if (name === 'type' && depth === 0) continue;
    addValue(name, value, depth, lines);
  }
}

function addValue(name: string, value: unknown, depth: number, lines: AnswerLine[]): void {
  const short = shortText(value);
  if (short !== undefined) {
    add(lines, depth, name, short);
  } else if (Array.isArray(value)) {
    add(lines, depth, name, value.length === 0 ? '–' : String(value.length));
    for (const item of value) addItem(item, depth + 1, lines);
  } else if (typeof value === 'object' && value !== null) {
    add(lines, depth, name, '');
    addFields(value, depth + 1, lines);
  }
}

function addItem(item: unknown, depth: number, lines: AnswerLine[]): void {
  const short = shortText(item) ?? keyValueText(item);
  if (short !== undefined) add(lines, depth, '', short);
  else if (typeof item === 'object' && item !== null) {
    if ('type' in item) add(lines, depth, '', String(item.type));
    addFields('type' in item ? withoutType(item) : item, depth, lines);
  }
}

function withoutType(item: object): object {
  return Object.fromEntries(Object.entries(item).filter(([name]) => name !== 'type'));
}

function shortText(value: unknown): string | undefined {
  if (value instanceof Uint8Array) return showBytes(value);
  if (typeof value === 'bigint') return formatId(value);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return String(value);
  return undefined;
}

/** mvccpb.KeyValue on one line. */
function keyValueText(item: unknown): string | undefined {
  if (typeof item !== 'object' || item === null || !('modRevision' in item)) return undefined;
  const { key, value, createRevision, modRevision, version, lease } = item as Record<string, unknown>;
  const bound = typeof lease === 'bigint' && lease !== 0n ? ` lease ${formatId(lease)}` : '';
  const [name, content] = [shortText(key) ?? '', shortText(value) ?? ''];
  return `${name} = ${content}  (create ${String(createRevision)}, mod ${String(modRevision)}, version ${String(version)}${bound})`;
}
