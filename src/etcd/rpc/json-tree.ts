import { assert } from '../../base/assert.ts';
import { isSpace, JsonScanner } from './json-scanner.ts';
import { decodeUtf8, pushPoint } from '../../base/utf8.ts';

/** JSON as it stands in the text: strings with their quotes and escapes, numbers with all their digits. */
export type JsonNode =
  | { readonly type: 'null' }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'number'; readonly text: string }
  | { readonly type: 'string'; readonly raw: Uint8Array }
  | { readonly type: 'array'; readonly items: readonly JsonNode[] }
  /** Of a key that is there twice, the last. */
  | { readonly type: 'object'; readonly members: ReadonlyMap<string, JsonNode> };

export type JsonRead =
  | { readonly type: 'value'; readonly node: JsonNode; readonly next: number }
  /** Nothing but blanks is left. */
  | { readonly type: 'end' }
  | { readonly type: 'wrong'; readonly problem: string };

/** The next value of a text of several, from byte `from` on; what follows it is not looked at. */
export function readNextJson(bytes: Uint8Array, from: number): JsonRead {
  const scanner = new JsonScanner();
  let isBlank = true;
  for (let i = from; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    isBlank &&= isSpace(byte);
    const scanned = scanner.step(byte);
    if (scanned === 'wrong') return { type: 'wrong', problem: scanner.problem ?? '' };
    if (scanned === 'ended') return { type: 'value', node: parse(bytes, from, i), next: i };
    // An object or array needs no byte after it to have ended.
    if (scanned === 'closed' && scanner.end())
      return { type: 'value', node: parse(bytes, from, i + 1), next: i + 1 };
  }
  if (isBlank) return { type: 'end' };
  if (!scanner.end()) return { type: 'wrong', problem: 'unexpected EOF' };
  return { type: 'value', node: parse(bytes, from, bytes.length), next: bytes.length };
}

/** One value and nothing else; a text says what is wrong. */
export function readWholeJson(bytes: Uint8Array): JsonNode | string {
  const scanner = new JsonScanner();
  for (const byte of bytes) {
    if (scanner.step(byte) === 'wrong') return scanner.problem ?? '';
  }
  if (!scanner.end()) return scanner.problem ?? 'unexpected end of JSON input';
  return parse(bytes, 0, bytes.length);
}

/** What a string says, as UTF-8: escapes resolved, what is no character replaced by U+FFFD. */
export function unquote(raw: Uint8Array): Uint8Array {
  const inner = raw.subarray(1, raw.length - 1);
  if (inner.every((byte) => byte < 0x80 && byte !== 0x5c)) return inner;
  const bytes: number[] = [];
  let plainFrom = 0;
  for (let i = 0; i < inner.length;) {
    if (inner[i] !== 0x5c) {
      i++;
      continue;
    }
    pushPlain(bytes, inner.subarray(plainFrom, i));
    i = pushEscape(bytes, inner, i + 1);
    plainFrom = i;
  }
  pushPlain(bytes, inner.subarray(plainFrom));
  return Uint8Array.from(bytes);
}

const ESCAPES: Readonly<Record<number, number>> = { 0x62: 8, 0x66: 12, 0x6e: 10, 0x72: 13, 0x74: 9 };
const REPLACEMENT = 0xfffd;

/** The escape whose letter stands at i; answers where it ends. */
function pushEscape(bytes: number[], inner: Uint8Array, i: number): number {
  const letter = inner[i] ?? 0;
  if (letter !== 0x75) {
    bytes.push(ESCAPES[letter] ?? letter);
    return i + 1;
  }
  const unit = hexUnit(inner, i + 1);
  if (unit < 0xd800 || unit > 0xdfff) {
    pushPoint(bytes, unit);
    return i + 5;
  }
  const isFollowed = inner[i + 5] === 0x5c && inner[i + 6] === 0x75;
  const low = isFollowed ? hexUnit(inner, i + 7) : 0;
  if (unit < 0xdc00 && low >= 0xdc00 && low <= 0xdfff) {
    pushPoint(bytes, 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00));
    return i + 11;
  }
  pushPoint(bytes, REPLACEMENT);
  return i + 5;
}

function hexUnit(inner: Uint8Array, from: number): number {
  return parseInt(String.fromCharCode(...inner.subarray(from, from + 4)), 16);
}

function pushPlain(bytes: number[], plain: Uint8Array): void {
  if (plain.every((byte) => byte < 0x80)) {
    for (const byte of plain) bytes.push(byte);
    return;
  }
  for (const character of decodeUtf8(plain)) pushPoint(bytes, character.codePointAt(0) ?? 0);
}

type OpenNode =
  | { readonly type: 'array'; readonly items: JsonNode[] }
  | { readonly type: 'object'; readonly members: Map<string, JsonNode>; key: string | undefined };

/** The tree of a text that has been found right. Without recursion: it may be deep. */
function parse(bytes: Uint8Array, from: number, to: number): JsonNode {
  const open: OpenNode[] = [];
  let i = from;
  for (;;) {
    while (i < to && isSeparator(bytes[i] ?? 0)) i++;
    assert(i < to, 'a value that is whole');
    const byte = bytes[i] ?? 0;
    let node: JsonNode;
    if (byte === 0x7b || byte === 0x5b) {
      open.push(
        byte === 0x5b ? { type: 'array', items: [] } : { type: 'object', members: new Map(), key: undefined },
      );
      i++;
      continue;
    } else if (byte === 0x7d || byte === 0x5d) {
      const closed = open.pop();
      assert(closed !== undefined, 'what closes has been opened');
      node = closed;
      i++;
    } else {
      const end = literalEnd(bytes, i, to);
      node = literal(bytes.subarray(i, end));
      i = end;
    }
    const outer = open[open.length - 1];
    if (outer === undefined) return node;
    put(outer, node);
  }
}

function put(outer: OpenNode, node: JsonNode): void {
  if (outer.type === 'array') {
    outer.items.push(node);
  } else if (outer.key === undefined) {
    assert(node.type === 'string', 'a key is a string');
    outer.key = decodeUtf8(unquote(node.raw));
  } else {
    outer.members.set(outer.key, node);
    outer.key = undefined;
  }
}

function isSeparator(byte: number): boolean {
  return isSpace(byte) || byte === 0x2c || byte === 0x3a;
}

function literalEnd(bytes: Uint8Array, from: number, to: number): number {
  let i = from + 1;
  if (bytes[from] === 0x22) {
    while (bytes[i] !== 0x22) i += bytes[i] === 0x5c ? 2 : 1;
    return i + 1;
  }
  while (i < to && !isSeparator(bytes[i] ?? 0) && bytes[i] !== 0x7d && bytes[i] !== 0x5d) i++;
  return i;
}

function literal(raw: Uint8Array): JsonNode {
  switch (raw[0]) {
    case 0x22:
      return { type: 'string', raw };
    case 0x74:
      return { type: 'bool', value: true };
    case 0x66:
      return { type: 'bool', value: false };
    case 0x6e:
      return { type: 'null' };
    default:
      return { type: 'number', text: decodeUtf8(raw) };
  }
}
