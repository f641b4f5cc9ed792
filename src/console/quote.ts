import { decodeUtf8OrUndefined, encodeUtf8 } from '../base/utf8.ts';

const BARE = /^[A-Za-z0-9_@%+=:,./-]+$/;
const CONTROL = /\p{Cc}/u;

/** A word for a shell: bare if it can be, in '…' if it is text, in bash's $'…' if it has other bytes. */
export function quoteShell(word: Uint8Array | string): string {
  const text = typeof word === 'string' ? word : decodeUtf8OrUndefined(word);
  if (text !== undefined && BARE.test(text)) return text;
  if (text !== undefined && !CONTROL.test(text)) return `'${text.replaceAll("'", `'\\''`)}'`;
  const bytes = typeof word === 'string' ? encodeUtf8(word) : word;
  return `$'${[...bytes].map(shellByte).join('')}'`;
}

function shellByte(byte: number): string {
  if (byte === 0x27 || byte === 0x5c) return `\\${String.fromCharCode(byte)}`;
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${hexByte(byte)}`;
}

/** A word for etcdctl's txn reader: Go's "…", whose escapes it undoes (strconv.Unquote). */
export function quoteGo(word: Uint8Array | string): string {
  const text = typeof word === 'string' ? word : decodeUtf8OrUndefined(word);
  if (text !== undefined && !CONTROL.test(text)) return `"${text.replace(/["\\]/g, '\\$&')}"`;
  const bytes = typeof word === 'string' ? encodeUtf8(word) : word;
  return `"${[...bytes].map(goByte).join('')}"`;
}

function goByte(byte: number): string {
  if (byte === 0x22 || byte === 0x5c) return `\\${String.fromCharCode(byte)}`;
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${hexByte(byte)}`;
}

function hexByte(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
