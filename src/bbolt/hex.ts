import { decodeUtf8OrUndefined } from '../base/utf8.ts';

/** Bytes as hexadecimal digits. */
export function hex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}

/** What Go takes for printable. */
const printable = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]*$/u;

/** As `bbolt check` prints a key: as text where that can be read, in spite of the `(hex)` before it; otherwise in hexadecimal digits. */
export function asPrinted(key: Uint8Array): string {
  const text = decodeUtf8OrUndefined(key);
  return text !== undefined && printable.test(text) ? text : hex(key);
}
