/** Text as UTF-8 bytes, and back, as Go does it: what is no character becomes U+FFFD, byte by byte. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    pushPoint(bytes, point >= 0xd800 && point <= 0xdfff ? REPLACEMENT : point);
  }
  return Uint8Array.from(bytes);
}

export function decodeUtf8(bytes: Uint8Array): string {
  const points: string[] = [];
  for (let i = 0; i < bytes.length;) {
    const point = pointAt(bytes, i);
    points.push(String.fromCodePoint(point ?? REPLACEMENT));
    i += point === undefined ? 1 : lengthOf(point);
  }
  return points.join('');
}

/** The character that begins at byte i; undefined if none does. */
export function pointAt(bytes: Uint8Array, i: number): number | undefined {
  const first = bytes[i] ?? 0;
  if (first < 0x80) return first;
  const length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  if (length === 0) return undefined;
  let point = first & (0xff >> (length + 1));
  for (let k = 1; k < length; k++) {
    const byte = bytes[i + k] ?? 0;
    if ((byte & 0xc0) !== 0x80) return undefined;
    point = (point << 6) | (byte & 0x3f);
  }
  const isSurrogate = point >= 0xd800 && point <= 0xdfff;
  return lengthOf(point) !== length || isSurrogate || point > 0x10ffff ? undefined : point;
}

const REPLACEMENT = 0xfffd;

/** How many bytes a character takes. */
function lengthOf(point: number): number {
  return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
}

export function pushPoint(bytes: number[], point: number): void {
  if (point < 0x80) bytes.push(point);
  else if (point < 0x800) bytes.push(0xc0 | (point >> 6), tail(point));
  else if (point < 0x10000) bytes.push(0xe0 | (point >> 12), tail(point >> 6), tail(point));
  else bytes.push(0xf0 | (point >> 18), tail(point >> 12), tail(point >> 6), tail(point));
}

function tail(point: number): number {
  return 0x80 | (point & 0x3f);
}
