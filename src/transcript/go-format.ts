import { decodeUtf8, decodeUtf8OrUndefined } from '../base/utf8.ts';
/** Values as Go's fmt package prints them. */

/** %q of bytes: quoted, with everything that does not print escaped. */
export function quoteBytes(bytes: Uint8Array): string {
  let quoted = '"';
  for (let at = 0; at < bytes.length;) {
    const length = runeLength(bytes, at);
    if (length === 0) {
      quoted += hexEscape(bytes[at] ?? 0);
      at++;
      continue;
    }
    quoted += quoteRune(decodeUtf8(bytes.subarray(at, at + length)));
    at += length;
  }
  return `${quoted}"`;
}

/** %x of an unsigned number. */
export function hex(value: number): string {
  return value.toString(16);
}

/** %v of a list. */
export function list(values: readonly (number | string)[]): string {
  return `[${values.join(' ')}]`;
}

const escapes: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '"': '\\"',
  '\\': '\\\\',
};
const printable = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;

function quoteRune(rune: string): string {
  const escaped = escapes[rune];
  if (escaped !== undefined) return escaped;
  if (printable.test(rune)) return rune;
  const code = rune.codePointAt(0) ?? 0;
  if (code < 0x20 || code === 0x7f) return hexEscape(code);
  return code < 0x10000
    ? `\\u${code.toString(16).padStart(4, '0')}`
    : `\\U${code.toString(16).padStart(8, '0')}`;
}

function hexEscape(byte: number): string {
  return `\\x${byte.toString(16).padStart(2, '0')}`;
}

/** How many bytes the UTF-8 encoded character at `at` takes; 0 if there is none. */
function runeLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 0;
  if (length === 0 || at + length > bytes.length) return 0;
  if (decodeUtf8OrUndefined(bytes.subarray(at, at + length)) === undefined) return 0;
  return length;
}
