import { faultAt } from './error-text.ts';
import type { Place } from './tree.ts';
import { wholeNumber } from './value.ts';

/** A piece of the text that belongs together. The last one is `end`, after everything. */
export type Token = Place & { readonly text: string } & (
    | { readonly type: 'name' | 'sign' | 'end' }
    | { readonly type: 'number'; readonly value: number | bigint }
    | { readonly type: 'text'; readonly value: string }
  );

/** Longer ones are refused: a condition is a line, not a program. */
export const LENGTH_MAX = 1000;

/** No number of the protocol has more: 2^64 - 1 has 20. */
const DIGITS_MAX = 40;

const signs = [
  '==',
  '!=',
  '<=',
  '>=',
  '&&',
  '||',
  '<',
  '>',
  '!',
  '+',
  '-',
  '*',
  '/',
  '%',
  '(',
  ')',
  '[',
  ']',
];
const oneSigns = [...signs, ',', '.'];
/** Signs of other languages, or typed by half, with what is meant. */
const meant: Readonly<Record<string, string>> = { '=': '==', '&': '&&', '|': '||' };

const SPACE = /[\s\u00a0]+/uy;
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const NUMBER = /0[xX][0-9a-fA-F]+|[0-9]+(?:\.[0-9]+)?/y;

/** Throws an ExpressionFault at the first character that belongs to nothing. */
export function tokensOf(text: string): Token[] {
  if (text.length > LENGTH_MAX)
    throw faultAt('tooLong', LENGTH_MAX, text.length - LENGTH_MAX, { max: `${LENGTH_MAX}` });
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    at += matchAt(SPACE, text, at).length;
    if (at >= text.length) break;
    const token = tokenAt(text, at);
    tokens.push(token);
    at += token.length;
  }
  tokens.push({ type: 'end', text: '', at: text.length, length: 0 });
  return tokens;
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

function tokenAt(text: string, at: number): Token {
  const character = text.charAt(at);
  if (character === '"' || character === "'") return textAt(text, at);
  const name = matchAt(NAME, text, at);
  if (name !== '') return { type: 'name', text: name, at, length: name.length };
  const number = matchAt(NUMBER, text, at);
  if (number !== '') return numberAt(text, at, number);
  const sign = oneSigns.find((one) => text.startsWith(one, at));
  if (sign !== undefined) return { type: 'sign', text: sign, at, length: sign.length };
  const whole = String.fromCodePoint(text.codePointAt(at) ?? 0);
  const instead = meant[character];
  if (instead !== undefined) throw faultAt('halfSign', at, 1, { sign: character, near: instead }, [instead]);
  throw faultAt('badCharacter', at, whole.length, { character: whole });
}

function numberAt(text: string, at: number, number: string): Token {
  const tail = matchAt(NAME, text, at + number.length);
  const written = number + tail;
  if (tail !== '' || number.length > DIGITS_MAX)
    throw faultAt('badNumber', at, written.length, { number: written });
  const value = number.includes('.') ? Number(number) : wholeNumber(BigInt(number));
  return { type: 'number', text: number, at, length: number.length, value };
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '0': '\0',
  '"': '"',
  "'": "'",
  '\\': '\\',
};
const HEX2 = /x[0-9a-fA-F]{2}/y;
const POINT = /u\{[0-9a-fA-F]{1,6}\}/y;
const LAST_POINT = 0x10ffff;

function textAt(text: string, at: number): Token {
  const quote = text.charAt(at);
  let value = '';
  let i = at + 1;
  while (i < text.length && text.charAt(i) !== quote) {
    if (text.charAt(i) !== '\\') {
      value += text.charAt(i++);
      continue;
    }
    const { length, character } = escapeAt(text, i + 1);
    value += character;
    i += 1 + length;
  }
  if (i >= text.length) throw faultAt('unclosedText', at, text.length - at, { quote }, [quote]);
  return { type: 'text', text: text.slice(at, i + 1), at, length: i + 1 - at, value };
}

/** What follows a backslash. */
function escapeAt(text: string, at: number): { readonly length: number; readonly character: string } {
  const simple = escapes[text.charAt(at)];
  if (simple !== undefined) return { length: 1, character: simple };
  const code = matchAt(HEX2, text, at) || matchAt(POINT, text, at);
  const point = code === '' ? NaN : parseInt(code.replaceAll(/[xu{}]/g, ''), 16);
  if (point <= LAST_POINT) return { length: code.length, character: String.fromCodePoint(point) };
  const escape = text.slice(at - 1, at + Math.max(1, code.length));
  throw faultAt('badEscape', at - 1, escape.length, { escape });
}
