import { decodeUtf8 } from '../../base/utf8.ts';
import type { Running } from '../kernel/process.ts';
import { ShellError, type Script, type Word } from './script.ts';
import { sumOf } from './sums.ts';
import type { ShellState } from './variables.ts';

/** So many words one list may become. */
const WORDS_MAX = 100_000;

export interface ExpandParts {
  readonly state: ShellState;
  /** What a command writes to its standard output. */
  readonly output: (script: Script) => Running<Uint8Array>;
  /** Names of scratch files, for patterns. */
  readonly names: () => readonly string[];
}

/** Words as a command gets them: variables, commands and sums in place, split at blanks, braces and patterns written out. */
export function* expandWords(words: readonly Word[], parts: ExpandParts): Running<string[]> {
  const all: string[] = [];
  for (const word of words) {
    for (const each of braced(word)) {
      for (const text of yield* fieldsOf(each, parts)) all.push(text);
      if (all.length > WORDS_MAX) throw new ShellError(`a list of more than ${WORDS_MAX} words`);
    }
  }
  return all;
}

/** One word that is not split: a value, a file's name, a here-document. */
export function* expandText(word: Word, parts: ExpandParts): Running<string> {
  let text = '';
  for (const part of word) {
    if (part.type === 'text') text += part.text;
    else text += yield* valueOf(part, parts);
  }
  return text;
}

type Valued = Exclude<Word[number], { readonly type: 'text' }>;

function* valueOf(part: Valued, parts: ExpandParts): Running<string> {
  if (part.type === 'variable') {
    const value = parts.state.value(part.name);
    return value === '' && part.otherwise !== undefined ? yield* expandText(part.otherwise, parts) : value;
  }
  if (part.type === 'sum') return sumOf(part.text, (name) => parts.state.value(name)).toString();
  const bytes = yield* parts.output(part.body);
  return decodeUtf8(bytes).replace(/\0/g, '').replace(/\n+$/, '');
}

/** A word as fields: only what was not quoted is split, and taken for a pattern. */
function* fieldsOf(word: Word, parts: ExpandParts): Running<string[]> {
  const fields: { text: string; pattern: string; isPattern: boolean }[] = [];
  let isOpen = false;
  const add = (text: string, isQuoted: boolean): void => {
    if (!isOpen) fields.push({ text: '', pattern: '', isPattern: false });
    isOpen = true;
    const field = fields.at(-1);
    if (field === undefined) return;
    field.text += text;
    field.pattern += isQuoted ? escaped(text) : patternOf(text);
    field.isPattern ||= !isQuoted && /[*?]/.test(text);
  };
  for (const part of word) {
    if (part.type === 'text') {
      add(part.text, part.isQuoted);
      continue;
    }
    const value = yield* valueOf(part, parts);
    if (part.isQuoted) {
      add(value, true);
      continue;
    }
    const pieces = value.split(/[ \t\n]+/);
    for (const [i, piece] of pieces.entries()) {
      if (i > 0) isOpen = false;
      if (piece !== '') add(piece, false);
    }
  }
  return fields.flatMap(({ text, pattern, isPattern }) => {
    if (!isPattern) return [text];
    const found = parts.names().filter((name) => new RegExp(`^${pattern}$`).test(name));
    return found.length === 0 ? [text] : found;
  });
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

function patternOf(text: string): string {
  return text
    .split(/([*?])/)
    .map((piece) => (piece === '*' ? '.*' : piece === '?' ? '.' : escaped(piece)))
    .join('');
}

/** `{1..5}` and `{a,b}` of a word that was not quoted there, written out. */
function braced(word: Word): Word[] {
  for (const [i, part] of word.entries()) {
    if (part.type !== 'text' || part.isQuoted) continue;
    const found = /\{(?:(-?\d+)\.\.(-?\d+)|([^{}\s]*,[^{}\s]*))\}/.exec(part.text);
    if (found === null) continue;
    const [all, from, to, list] = found;
    const before = part.text.slice(0, found.index);
    const after = part.text.slice(found.index + all.length);
    const values = list === undefined ? range(Number(from), Number(to)) : list.split(',');
    return values.flatMap((value) => {
      const text = { type: 'text', text: `${before}${value}`, isQuoted: false } as const;
      const rest = { type: 'text', text: after, isQuoted: false } as const;
      return braced([...word.slice(0, i), text, ...(after === '' ? [] : [rest]), ...word.slice(i + 1)]);
    });
  }
  return [word];
}

function range(from: number, to: number): string[] {
  const length = Math.abs(to - from) + 1;
  if (length > WORDS_MAX) throw new ShellError(`a list of more than ${WORDS_MAX} words`);
  return Array.from({ length }, (_, i) => String(from < to ? from + i : from - i));
}
