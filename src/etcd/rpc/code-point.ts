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
  return lengthOfPoint(point) !== length || isSurrogate || point > 0x10ffff ? undefined : point;
}

/** How many bytes a character takes. */
export function lengthOfPoint(point: number): number {
  return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
}
