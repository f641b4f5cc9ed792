import type { Part, Pattern } from './grammar.ts';

export type Fields = ReadonlyMap<string, string>;

/** The fields of a text that fits, or how far it fitted: a position in the text, and what should have stood there. */
export type Match =
  | { readonly fits: true; readonly fields: Fields }
  | { readonly fits: false; readonly at: number; readonly expected: Part | undefined };

/** Whether a whole line is as the pattern says. */
export function matchLine(pattern: Pattern, line: string): Match {
  return matchAt(pattern, line, 0, true);
}

/** The first place of a text that is as the pattern says. */
export function findIn(pattern: Pattern, text: string): Fields | undefined {
  const [first] = pattern.parts;
  if (first?.type !== 'text') {
    const match = matchAt(pattern, text, 0, false);
    return match.fits ? match.fields : undefined;
  }
  for (let at = text.indexOf(first.text); at !== -1; at = text.indexOf(first.text, at + 1)) {
    const match = matchAt(pattern, text, at, false);
    if (match.fits) return match.fields;
  }
  return undefined;
}

/** From front to back, without a second try: so a line takes as long as it is, whatever the pattern. */
function matchAt({ parts }: Pattern, text: string, from: number, isWhole: boolean): Match {
  const fields = new Map<string, string>();
  let at = from;
  for (const [i, part] of parts.entries()) {
    const end =
      part.type === 'field' ? endOfField(parts, i, { text, at, isWhole }) : endOfPart(part, text, at);
    if (end === undefined) return { fits: false, at, expected: part };
    if (part.type === 'field' && part.name !== '_') fields.set(part.name, text.slice(at, end));
    at = end;
  }
  if (isWhole && text.slice(at).trim() !== '') return { fits: false, at, expected: undefined };
  return { fits: true, fields };
}

function endOfPart(part: Exclude<Part, { type: 'field' }>, text: string, at: number): number | undefined {
  if (part.type === 'text') return text.startsWith(part.text, at) ? at + part.text.length : undefined;
  const end = endOfSpace(text, at);
  // At the end of a line a space may be missing: nothing follows it.
  return end > at || at === text.length ? end : undefined;
}

const TIME =
  /(?:\d{4}[-/]\d{2}[-/]\d{2}[T ]\d{2}:\d{2}:\d{2}(?:[.,]\d{1,9})?(?:\s?(?:Z|[+-]\d{2}:?\d{2}))?|\d{1,2}:\d{2}:\d{2}(?:[.,]\d{1,9})?|-?\d{1,15}(?:\.\d{1,9})?)/y;

interface Where {
  readonly text: string;
  readonly at: number;
  readonly isWhole: boolean;
}

/** A field ends where what follows it begins. */
function endOfField(parts: readonly Part[], index: number, { text, at, isWhole }: Where): number | undefined {
  const part = parts[index];
  const name = part?.type === 'field' ? part.name : '';
  if (name === 'time') {
    TIME.lastIndex = at;
    return TIME.test(text) ? TIME.lastIndex : undefined;
  }
  const next = parts[index + 1];
  if (next === undefined) {
    if (name === 'text' || isWhole) return text.trimEnd().length < at ? at : text.trimEnd().length;
    return endOfWord(text, at);
  }
  if (next.type === 'text') {
    const found = text.indexOf(next.text, at);
    return found === -1 ? undefined : found;
  }
  const after = parts[index + 2];
  if (name === 'text' && after?.type === 'text') return beforeSpaceAnd(after.text, text, at);
  const end = at + (/\s/.exec(text.slice(at))?.index ?? text.length - at);
  return end > at ? end : undefined;
}

/** A word in a sentence: what closes it is none of it. */
const WORD = /[^\s,;()[\]"]*[^\s,;()[\]".:!?]|/y;

function endOfWord(text: string, at: number): number | undefined {
  WORD.lastIndex = at;
  WORD.test(text);
  return WORD.lastIndex > at ? WORD.lastIndex : undefined;
}

/** Where spaces begin that a text follows. */
function beforeSpaceAnd(wanted: string, text: string, from: number): number | undefined {
  for (let at = text.indexOf(wanted, from); at !== -1; at = text.indexOf(wanted, at + 1)) {
    let begin = at;
    while (begin > from && /\s/.test(text[begin - 1] ?? '')) begin--;
    if (begin < at) return begin;
  }
  return undefined;
}

function endOfSpace(text: string, at: number): number {
  let end = at;
  while (end < text.length && /\s/.test(text[end] ?? '')) end++;
  return end;
}
