/** More of a key or value does not fit into a line. */
export const SHOWN_BYTES = 64;

/** Bytes as a person reads them: text where it is printable ASCII or UTF-8, `\x..` for the rest; cut at 64 bytes. */
export function showBytes(bytes: Uint8Array): string {
  const text = showAllBytes(bytes.subarray(0, SHOWN_BYTES));
  return bytes.length > SHOWN_BYTES ? `${text}…` : text;
}

/** The same of all bytes, however many. */
export function showAllBytes(shown: Uint8Array): string {
  let text = '';
  let i = 0;
  while (i < shown.length) {
    const { code, length } = decode(shown, i);
    text +=
      code === undefined ? `\\x${(shown[i] ?? 0).toString(16).padStart(2, '0')}` : String.fromCodePoint(code);
    i += length;
  }
  return text;
}

/** One character of UTF-8 at i; `code` undefined for a byte that is none, or is not printable. */
function decode(bytes: Uint8Array, i: number): { code: number | undefined; length: number } {
  const first = bytes[i] ?? 0;
  if (first < 0x80) return { code: first < 0x20 || first === 0x7f ? undefined : first, length: 1 };
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
  if (length === 0 || first > 0xf4 || i + length > bytes.length) return { code: undefined, length: 1 };
  let code = first & (0xff >> (length + 1));
  for (let k = 1; k < length; k++) {
    const next = bytes[i + k] ?? 0;
    if ((next & 0xc0) !== 0x80) return { code: undefined, length: 1 };
    code = (code << 6) | (next & 0x3f);
  }
  const least = length === 2 ? 0x80 : length === 3 ? 0x800 : 0x10000;
  const whole = code >= least && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) && code > 0x9f;
  return whole ? { code, length } : { code: undefined, length: 1 };
}

/** A dump longer than this is not read any more. */
const HEX_BYTES = 16 * 1024;
const HEX_LINE = 8;

/** `00000010  68 65 6c 6c 6f`, eight bytes a line; `left`: how many are not shown. */
export function hexLines(bytes: Uint8Array): { readonly shown: readonly string[]; readonly left: number } {
  const end = Math.min(bytes.length, HEX_BYTES);
  const shown: string[] = [];
  for (let from = 0; from < end; from += HEX_LINE) {
    const line = Array.from(bytes.subarray(from, Math.min(end, from + HEX_LINE)), (byte) =>
      byte.toString(16).padStart(2, '0'),
    );
    shown.push(`${from.toString(16).padStart(6, '0')}  ${line.join(' ')}`);
  }
  return { shown, left: bytes.length - end };
}
