import { decodeUtf8OrUndefined, encodeUtf8 } from '../../base/utf8.ts';

/** Characters that Go's strconv.Quote writes with a backslash and a letter. */
const SHORT: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  '"': '\\"',
};

/** What Go calls printable (unicode.IsPrint): letters, marks, numbers, punctuation, symbols, and of all blanks the ASCII space. */
const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;

/** A Go string, which is bytes, in double quotes as `%q` prints it. */
export function quoteBytes(bytes: Uint8Array): string {
  let quoted = '"';
  for (let at = 0; at < bytes.length;) {
    const { text, length } = runeAt(bytes, at);
    quoted += text === undefined ? `\\x${hex(bytes[at] ?? 0, 2)}` : quoteRune(text);
    at += length;
  }
  return `${quoted}"`;
}

/** The same of a text. */
export function quote(text: string): string {
  return quoteBytes(encodeUtf8(text));
}

/** One character in single quotes, as `%q` prints a rune or a byte. */
export function quoteCharacter(character: string): string {
  if (character === "'") return "'\\''";
  return character === '"' ? `'"'` : `'${quoteRune(character)}'`;
}

function quoteRune(rune: string): string {
  const short = SHORT[rune];
  if (short !== undefined) return short;
  if (PRINTABLE.test(rune)) return rune;
  const code = rune.codePointAt(0) ?? 0;
  if (code < 0x80) return `\\x${hex(code, 2)}`;
  return code < 0x10000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}

/** The character that begins there; without a text: a byte that is no UTF-8. */
function runeAt(bytes: Uint8Array, at: number): { text: string | undefined; length: number } {
  const first = bytes[at] ?? 0;
  const length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  const text = decodeUtf8OrUndefined(bytes.subarray(at, at + length));
  return text === undefined ? { text, length: 1 } : { text, length };
}

/** As `%#q` prints it: in back quotes if it can stand there. */
export function quoteRaw(text: string): string {
  return /[`\ufeff]|(?![\t\u0080-\u009f])\p{Cc}/u.test(text) ? quote(text) : `\`${text}\``;
}
