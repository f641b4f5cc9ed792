/** Text as UTF-8 bytes, and back; by hand, as pure rooms know no TextEncoder. A lone surrogate becomes U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  return maybeEncodeAscii(text) ?? encodePoints(text);
}

/** Most text needs a byte a character; undefined if this one does not. */
function maybeEncodeAscii(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x80) return undefined;
    bytes[i] = code;
  }
  return bytes;
}

function encodePoints(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    pushPoint(bytes, point >= 0xd800 && point <= 0xdfff ? REPLACEMENT : point);
  }
  return Uint8Array.from(bytes);
}

/** Bytes that are no UTF-8 become U+FFFD, one for each. */
export function decodeUtf8(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length;) {
    const length = lengthOf(bytes[i] ?? 0);
    const point = length === 0 ? undefined : pointAt(bytes, i, length);
    text += String.fromCodePoint(point ?? REPLACEMENT);
    i += point === undefined ? 1 : length;
  }
  return text;
}

/** Text that comes in pieces of bytes: a character that is cut by the end of a piece waits for the next one. */
export class Utf8Pieces {
  #rest: Uint8Array = new Uint8Array(0);

  decode(piece: Uint8Array): string {
    const bytes = new Uint8Array(this.#rest.length + piece.length);
    bytes.set(this.#rest);
    bytes.set(piece, this.#rest.length);
    const end = bytes.length - openBytes(bytes);
    this.#rest = bytes.slice(end);
    return decodeUtf8(bytes.subarray(0, end));
  }
}

/** So many bytes at the end are the beginning of a character that is not whole. */
function openBytes(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return lengthOf(byte) > back ? back : 0;
  }
  return 0;
}

const REPLACEMENT = 0xfffd;
/** The smallest code point that needs so many bytes. */
const SMALLEST = [0, 0, 0x80, 0x800, 0x10000];

export function pushPoint(bytes: number[], point: number): void {
  if (point < 0x80) bytes.push(point);
  else if (point < 0x800) bytes.push(0xc0 | (point >> 6), tail(point));
  else if (point < 0x10000) bytes.push(0xe0 | (point >> 12), tail(point >> 6), tail(point));
  else bytes.push(0xf0 | (point >> 18), tail(point >> 12), tail(point >> 6), tail(point));
}

function tail(point: number): number {
  return 0x80 | (point & 0x3f);
}

/** How many bytes a character takes that begins with this one; 0: none does. */
function lengthOf(first: number): number {
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first < 0xe0) return 2;
  if (first >= 0xe0 && first < 0xf0) return 3;
  return first >= 0xf0 && first < 0xf5 ? 4 : 0;
}

function pointAt(bytes: Uint8Array, from: number, length: number): number | undefined {
  const first = bytes[from] ?? 0;
  let point = length === 1 ? first : first & (0xff >> (length + 1));
  for (let i = 1; i < length; i++) {
    const byte = bytes[from + i] ?? 0;
    if ((byte & 0xc0) !== 0x80) return undefined;
    point = (point << 6) | (byte & 0x3f);
  }
  const isSurrogate = point >= 0xd800 && point <= 0xdfff;
  return point < (SMALLEST[length] ?? 0) || isSurrogate || point > 0x10ffff ? undefined : point;
}

/** The text, or undefined where the bytes are no UTF-8. */
export function decodeUtf8OrUndefined(bytes: Uint8Array): string | undefined {
  for (let i = 0; i < bytes.length;) {
    const length = lengthOf(bytes[i] ?? 0);
    if (length === 0 || pointAt(bytes, i, length) === undefined) return undefined;
    i += length;
  }
  return decodeUtf8(bytes);
}
