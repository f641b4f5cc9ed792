const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const PAD = 0x3d;

const sextets = new Uint8Array(256).fill(0xff);
for (let i = 0; i < ALPHABET.length; i++) sextets[ALPHABET.charCodeAt(i)] = i;

/** Two letters for every 12 bits. */
const pairs = Array.from({ length: 4096 }, (_, bits) => letter(bits >> 6) + letter(bits));

/** Padded, as encoding/base64's StdEncoding. */
export function encodeBase64(bytes: Uint8Array): string {
  const whole = bytes.length - (bytes.length % 3);
  let text = '';
  for (let i = 0; i < whole; i += 3) {
    const group = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    text += (pairs[group >> 12] ?? '') + (pairs[group & 0xfff] ?? '');
  }
  const left = bytes.length - whole;
  if (left === 0) return text;
  const group = ((bytes[whole] ?? 0) << 16) | ((bytes[whole + 1] ?? 0) << 8);
  return `${text}${pairs[group >> 12] ?? ''}${left > 1 ? letter(group >> 6) : '='}=`;
}

function letter(bits: number): string {
  return ALPHABET.charAt(bits & 63);
}

export type DecodedBase64 =
  | { readonly ok: true; readonly bytes: Uint8Array }
  /** `at`: the byte at which it stops being base64. */
  | { readonly ok: false; readonly at: number };

/** Padding is asked for, line ends are passed over anywhere; what is wrong is told at the byte where Go tells it. */
export function decodeBase64(text: Uint8Array): DecodedBase64 {
  const bytes = new Uint8Array(Math.ceil(text.length / 4) * 3);
  let length = 0;
  let at = 0;
  while (at < text.length) {
    const group = readGroup(text, at);
    if (group.corruptAt !== undefined) return { ok: false, at: group.corruptAt };
    for (let k = 0; k < group.bytes; k++) bytes[length++] = (group.bits >> (16 - 8 * k)) & 0xff;
    at = group.next;
  }
  return { ok: true, bytes: bytes.subarray(0, length) };
}

interface Group {
  readonly corruptAt?: number;
  readonly next: number;
  readonly bits: number;
  readonly bytes: number;
}

/** Four letters from `at` on, or what padding leaves of them. */
function readGroup(text: Uint8Array, at: number): Group {
  let next = at;
  let bits = 0;
  for (let letters = 0; letters < 4;) {
    const byte = text[next];
    if (byte === undefined) {
      return letters === 0 ? { next, bits, bytes: 0 } : corrupt(next - letters);
    }
    next++;
    const sextet = sextets[byte] ?? 0xff;
    if (sextet !== 0xff) {
      bits |= sextet << (18 - 6 * letters);
      letters++;
    } else if (byte === PAD) {
      return readPadding(text, next, bits, letters);
    } else if (!isNewline(byte)) {
      return corrupt(next - 1);
    }
  }
  return { next, bits, bytes: 3 };
}

/** After the first padding sign: one more is due after two letters, then nothing more. */
function readPadding(text: Uint8Array, from: number, bits: number, letters: number): Group {
  if (letters < 2) return corrupt(from - 1);
  let next = from;
  if (letters === 2) {
    next = skipNewlines(text, next);
    if (next === text.length) return corrupt(next);
    if (text[next] !== PAD) return corrupt(next - 1);
    next++;
  }
  next = skipNewlines(text, next);
  return next < text.length ? corrupt(next) : { next, bits, bytes: letters - 1 };
}

function skipNewlines(text: Uint8Array, from: number): number {
  let next = from;
  while (isNewline(text[next])) next++;
  return next;
}

function corrupt(corruptAt: number): Group {
  return { corruptAt, next: corruptAt, bits: 0, bytes: 0 };
}

function isNewline(byte: number | undefined): boolean {
  return byte === 0x0a || byte === 0x0d;
}
