import { lengthOfPoint, pointAt } from './code-point.ts';

const SHORT: Readonly<Record<number, string>> = {
  7: '\\a',
  8: '\\b',
  9: '\\t',
  10: '\\n',
  11: '\\v',
  12: '\\f',
  13: '\\r',
  0x5c: '\\\\',
};

/** The bytes between double quotes as Go prints them (%q): what cannot be printed is escaped. */
export function goQuote(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length;) {
    const point = pointAt(bytes, i);
    if (point === undefined) {
      text += `\\x${hex(bytes[i] ?? 0, 2)}`;
      i++;
    } else {
      text += point === 0x22 ? '\\"' : quotePoint(point);
      i += lengthOfPoint(point);
    }
  }
  return `"${text}"`;
}

/** A byte of JSON that is not what was looked for, as encoding/json prints it: 'x'. */
export function quoteByte(byte: number): string {
  return byte === 0x27 ? "'\\''" : `'${quotePoint(byte)}'`;
}

function quotePoint(point: number): string {
  const short = SHORT[point];
  if (short !== undefined) return short;
  const character = String.fromCodePoint(point);
  if (point === 0x20 || /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u.test(character)) return character;
  if (point < 0x20 || point === 0x7f) return `\\x${hex(point, 2)}`;
  return point < 0x10000 ? `\\u${hex(point, 4)}` : `\\U${hex(point, 8)}`;
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
