import { ForeignError } from './foreign-error.ts';
import { LineCounter, spotOf } from './source.ts';

/** JSON as it was written: whole numbers that JavaScript cannot count (etcd's lease ids) are texts of their digits. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

export interface JsonValue {
  readonly value: Json;
  readonly line: number;
  readonly from: number;
  readonly to: number;
}

/**
 * JSON values that stand one after another, on lines of their own or indented over several (Go's json.Encoder writes
 * either). Throws ForeignError with the line of what is none.
 */
export function* jsonValues(file: string, text: string): Generator<JsonValue> {
  const lines = new LineCounter(text);
  for (let from = skipSpace(text, 0); from < text.length;) {
    const to = endOfValue(file, text, from);
    yield { value: parseJson(file, text, from, to), line: lines.lineOf(from), from, to };
    from = skipSpace(text, to);
  }
}

/** Between 16 digits and more, not every whole number is one of JavaScript's. */
const LONG_NUMBER = /\d{16}/;
const NUMBER = /"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g;

/** The value that these characters of the text are. */
export function parseJson(file: string, text: string, from: number, to: number): Json {
  const own = text.slice(from, to);
  const exact = LONG_NUMBER.test(own)
    ? own.replaceAll(NUMBER, (found) => (found.startsWith('"') ? found : `"${found}"`))
    : own;
  try {
    return JSON.parse(exact) as Json;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ForeignError('notJson', spotOf(file, text, from), { reason });
  }
}

/** Behind the value that begins here: its brackets are closed, or what is none ends with its line. */
function endOfValue(file: string, text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = endOfString(text, at);
        if (at >= text.length) throw new ForeignError('notWhole', spotOf(file, text, from), { what: '"' });
        if (depth === 0) return at + 1;
        break;
      case 0x7b:
      case 0x5b:
        depth++;
        break;
      case 0x7d:
      case 0x5d:
        depth--;
        if (depth <= 0) return at + 1;
        break;
      case 0x0a:
        if (depth === 0) return at;
        break;
      default:
    }
  }
  if (depth > 0) throw new ForeignError('notWhole', spotOf(file, text, from), { what: text[from] ?? '' });
  return text.length;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Where the string's closing quote is; the text's length: nowhere. */
function endOfString(text: string, quote: number): number {
  let at = quote + 1;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at;
    at += code === BACKSLASH ? 2 : 1;
  }
  return text.length;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) <= 0x20) at++;
  return at;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
