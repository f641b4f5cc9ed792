import { deflateSync, inflateSync } from 'fflate';
import { crc32c } from '../storage/crc32c.ts';
import { documentOf, labOfDocument } from './document.ts';
import type { Plain } from './pack/plain-model.ts';
import { readPlain } from './pack/plain-reader.ts';
import { writePlain } from './pack/plain-writer.ts';
import { savedError, type SavedError } from './saved-error.ts';
import type { OpenableLab } from './saved-lab.ts';

/**
 * The bytes of a saved lab. The head stays as it is for all versions:
 *
 *     8 bytes   0x89 'Q' 'S' 'L' 0x0d 0x0a 0x1a 0x0a   as PNG's: a transfer that changes line ends or the high bit is seen
 *     4 bytes   CRC-32C, little-endian, of all that follows
 *     varint    the version of the format
 *
 * and in version 1 there follow
 *
 *     varint    length of the numbers
 *     varint    length of what is written out, inflated
 *     varint    length of what is written out, deflated
 *     bytes     the numbers: kinds, shapes, lengths and whole numbers, range-coded (pack/)
 *     bytes     what is written out, a raw DEFLATE stream (RFC 1951)
 *
 * Numbers and written bytes are those of one document, plain data (document.ts).
 */
export const MAGIC = Uint8Array.of(0x89, 0x51, 0x53, 0x4c, 0x0d, 0x0a, 0x1a, 0x0a);
export const FORMAT = 1;
const CRC_BYTES = 4;

/** A file is no larger, and neither is what is written out in it: a page has to hold both. */
export const BYTES_MAX = 256 * 1024 * 1024;
/** So many values may a lab have: a million commands and more. */
const VALUES_MAX = 20_000_000;
/** DEFLATE makes nothing smaller than that (258 bytes from two bits). */
const DEFLATE_RATIO_MAX = 1032;

/**
 * What turns the document of a version into that of the next: the first is for version 1. Whatever changes the form of a
 * document adds one, and a file of the version before to the tests.
 */
const upgraders: readonly ((document: Plain) => Plain)[] = [];

/** Whether these are the bytes of a saved lab, of whatever version, whole or not. */
export function isSavedLab(bytes: Uint8Array): boolean {
  return bytes.length >= MAGIC.length && MAGIC.every((byte, i) => bytes[i] === byte);
}

/** The lab as a file. Throws a SavedError `labTooLarge` for what no file may hold. */
export function encodeLab(lab: OpenableLab): Uint8Array {
  const { numbers, written } = writePlain(documentOf(lab));
  if (written.length > BYTES_MAX) {
    const size = `${Math.round(written.length / 1e6)} MB`;
    throw savedError('labTooLarge', `this lab has values of ${size}, more than a file may hold`);
  }
  const deflated = deflateSync(written, { level: 9 });
  const head = [FORMAT, numbers.length, written.length, deflated.length].flatMap(varint);
  const bytes = new Uint8Array(MAGIC.length + CRC_BYTES + head.length + numbers.length + deflated.length);
  let at = MAGIC.length + CRC_BYTES;
  bytes.set(MAGIC);
  for (const part of [head, numbers, deflated]) {
    bytes.set(part, at);
    at += part.length;
  }
  seal(bytes);
  return bytes;
}

/** Puts the sum of what follows it to its place. */
export function seal(bytes: Uint8Array): void {
  const crc = crc32c(bytes.subarray(MAGIC.length + CRC_BYTES));
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(MAGIC.length, crc, true);
}

/** The lab of a file. Throws a SavedError for all that is none; takes time and memory in proportion to the bytes. */
export function decodeLab(bytes: Uint8Array): OpenableLab {
  if (!isSavedLab(bytes)) {
    throw savedError(
      'notALab',
      'this is no saved lab: it does not begin as one; choose a file that Quorumscope saved',
    );
  }
  if (bytes.length > BYTES_MAX) {
    throw savedError(
      'labTooLarge',
      `this file has ${bytes.length} bytes, but a saved lab has ${BYTES_MAX} at most`,
    );
  }
  const head = new Head(bytes, MAGIC.length + CRC_BYTES);
  const version = head.next();
  const isWhole = sumOf(bytes) === crc32c(bytes.subarray(MAGIC.length + CRC_BYTES));
  if (isWhole && version > FORMAT) {
    throw savedError(
      'labNewer',
      `this lab was saved in format ${version}, and this version reads up to ${FORMAT}: open it with a newer Quorumscope`,
    );
  }
  const lengths = { numbers: head.next(), written: head.next(), deflated: head.next() };
  const left = bytes.length - head.at;
  if (!isWhole) {
    const isCut = version === FORMAT && left < lengths.numbers + lengths.deflated;
    throw isCut ? cut() : damaged();
  }
  if (version < 1 || left !== lengths.numbers + lengths.deflated) throw damaged();
  const numbers = bytes.subarray(head.at, head.at + lengths.numbers);
  const deflated = bytes.subarray(head.at + lengths.numbers);
  let document = readPlain({ numbers, written: inflated(deflated, lengths.written) }, VALUES_MAX);
  for (const upgrade of upgraders.slice(version - 1)) document = upgrade(document);
  return labOfDocument(document);
}

function sumOf(bytes: Uint8Array): number | undefined {
  if (bytes.length < MAGIC.length + CRC_BYTES) return undefined;
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(MAGIC.length, true);
}

/** Never takes more memory than the length that was said, and that only where so few bytes can say so much. */
function inflated(deflated: Uint8Array, length: number): Uint8Array {
  if (length > BYTES_MAX) {
    throw savedError('labTooLarge', `this lab has values of ${length} bytes, but ${BYTES_MAX} are the most`);
  }
  if (length > deflated.length * DEFLATE_RATIO_MAX) throw damaged();
  let written: Uint8Array;
  try {
    // One byte more than is due: a stream that goes on longer is seen by it.
    written = inflateSync(deflated, { out: new Uint8Array(length + 1) });
  } catch {
    throw damaged(); // Whatever it was that could not be inflated: it was not written by `encodeLab`.
  }
  if (written.length !== length) throw damaged();
  return written;
}

class Head {
  constructor(
    readonly bytes: Uint8Array,
    public at: number,
  ) {}

  next(): number {
    let value = 0;
    for (let scale = 1; scale <= 2 ** 42; scale *= 128) {
      const byte = this.bytes[this.at++];
      if (byte === undefined) throw cut();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
    throw damaged();
  }
}

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}

function cut(): SavedError {
  return savedError(
    'labCut',
    'this saved lab ends too early: a part of it is missing; copy or save it again, whole',
  );
}

function damaged(): SavedError {
  return savedError(
    'labDamaged',
    'this saved lab is damaged: it is not as it was written; copy it again from where it came from',
  );
}
