import { lengthOf } from '../base/large-bytes.ts';
import * as walpb from '../protobuf/walpb.ts';
import { encodePieces } from '../protobuf/wire-write.ts';
import { crc32c } from './crc32c.ts';

/**
 * How a record lies in the file (etcd: wal/encoder.go, decoder.go, walpb.Record):
 *
 *     | length, 8 bytes little-endian      | record                          | zeros to a multiple of 8 |
 *     | low 56 bits: bytes of the record   | 1: type  2: crc  [3: data]      | 0 to 7 bytes             |
 *     | top byte: 0x80 | padding, if any   |                                 |                          |
 *
 * The crc is CRC-32C over the data of all records so far, carried on from file to file. It does not cover the type.
 */
export interface Frame {
  readonly type: number;
  readonly crc: number;
  readonly data: Uint8Array;
  readonly recordEnd: number;
  /** Where the next frame begins. */
  readonly end: number;
}

/** What is found at an offset that is no whole frame. */
export type FrameProblem =
  /** Nothing, or nothing but zeros up to the end of the file. */
  | { readonly type: 'end' }
  /** The beginning of a frame that fits what is there: a write that a crash has cut short. */
  | { readonly type: 'torn' }
  | { readonly type: 'bad'; readonly reason: string; readonly recordEnd: number };

const LENGTH_BYTES = 8;
/** A crash may leave any sector of an unfinished write unwritten, which reads as zeros (etcd: minSectorSize). */
const SECTOR_BYTES = 512;

const NO_DATA = new Uint8Array(0);

const TAG_TYPE = 0x08;
const TAG_CRC = 0x10;
const TAG_DATA = 0x1a;

/**
 * The frame's bytes, in pieces: the data may be in pieces, too, and large ones are not copied. `crc` is the running sum
 * before it. A record without data (`undefined`) leaves the sum as it is.
 */
export function encodeFrame(
  type: number,
  data: readonly Uint8Array[] | undefined,
  crcBefore: number,
): { pieces: readonly Uint8Array[]; crc: number } {
  let crc = crcBefore;
  if (data !== undefined) for (const piece of data) crc = crc32c(piece, crc);
  const record = encodePieces(walpb.record, { type, crc, data });
  const length = lengthOf(record);
  const padding = paddingOf(length);
  const [only] = record;
  if (only === undefined || record.length > 1) {
    const head = new Uint8Array(LENGTH_BYTES);
    writeLength(head, length, padding);
    return { pieces: [head, ...record, new Uint8Array(padding)], crc };
  }
  const whole = new Uint8Array(LENGTH_BYTES + length + padding);
  writeLength(whole, length, padding);
  whole.set(only, LENGTH_BYTES);
  return { pieces: [whole], crc };
}

/** Reads the frame at `offset`. Whether its crc is right is for the reader, who knows the sum so far. */
export function decodeFrame(file: Uint8Array, offset: number): Frame | FrameProblem {
  if (isZero(file, offset, file.length)) return { type: 'end' };
  if (file.length - offset < LENGTH_BYTES) return { type: 'torn' };
  const view = new DataView(file.buffer, file.byteOffset + offset, LENGTH_BYTES);
  const length = view.getUint32(0, true) + (view.getUint32(4, true) & 0xff_ffff) * 0x1_0000_0000;
  if (length === 0) {
    const sectorEnd = offset - (offset % SECTOR_BYTES) + SECTOR_BYTES;
    const unwritten = isZero(file, offset, Math.min(sectorEnd, file.length)); // and a later one was written
    return unwritten ? { type: 'torn' } : bad('a record of no length', sectorEnd);
  }
  const padding = paddingOf(length);
  const start = offset + LENGTH_BYTES;
  const end = start + length;
  if (view.getUint8(7) !== (padding === 0 ? 0 : 0x80 | padding)) {
    return bad('the length field contradicts itself', start);
  }
  const head = decodeHead(file, start, end);
  if (head === 'malformed') return bad('no record', end);
  // A write that was cut short keeps its beginning, so both lengths, if they are there, still agree.
  if (head !== 'short' && head.length !== length) return bad('the length field does not fit the record', end);
  if (end + padding > file.length) return { type: 'torn' };
  if (head === 'short') return bad('the record ends within its fields', end);
  if (!isZero(file, end, end + padding)) return bad('the padding is not zero', end);
  const data = head.data === undefined ? NO_DATA : file.subarray(head.data, end);
  return { type: head.type, crc: head.crc, data, recordEnd: end, end: end + padding };
}

export function isFrame(found: Frame | FrameProblem): found is Frame {
  return typeof found.type === 'number';
}

/** Whether a whole sector between the two offsets was never written (etcd: isTornEntry). */
export function hasUnwrittenSector(file: Uint8Array, offset: number, end: number): boolean {
  const last = Math.min(end, file.length);
  for (let from = offset; from < last;) {
    const to = Math.min(last, from - (from % SECTOR_BYTES) + SECTOR_BYTES);
    if (isZero(file, from, to)) return true;
    from = to;
  }
  return false;
}

interface Head {
  readonly type: number;
  readonly crc: number;
  /** Where the data begins; undefined if the record has none. */
  readonly data: number | undefined;
  /** Of the record, as its own fields say. */
  readonly length: number;
}

/** The fields up to the data of the record that ends at `recordEnd`. short: the file or the record ends within them. */
function decodeHead(file: Uint8Array, start: number, recordEnd: number): Head | 'malformed' | 'short' {
  const end = Math.min(recordEnd, file.length);
  const type = readField(file, start, end, TAG_TYPE);
  if (typeof type === 'string') return type;
  const crc = readField(file, type.next, end, TAG_CRC);
  if (typeof crc === 'string') return crc;
  if (crc.value > 0xffff_ffff) return 'malformed';
  const fields = { type: type.value, crc: crc.value };
  if (crc.next === recordEnd) return { ...fields, data: undefined, length: recordEnd - start };
  const data = readField(file, crc.next, end, TAG_DATA);
  if (typeof data === 'string') return data;
  return { ...fields, data: data.next, length: data.next - start + data.value };
}

function readField(
  file: Uint8Array,
  start: number,
  end: number,
  tag: number,
): { value: number; next: number } | 'malformed' | 'short' {
  if (start >= end) return 'short';
  if (file[start] !== tag) return 'malformed';
  let value = 0;
  for (let at = start + 1, scale = 1; scale < 2 ** 49; at++, scale *= 128) {
    if (at >= end) return 'short';
    const byte = file[at] ?? 0;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return { value, next: at + 1 };
  }
  return 'malformed';
}

function writeLength(bytes: Uint8Array, length: number, padding: number): void {
  for (let i = 0; i < 4; i++) bytes[i] = (length >>> (8 * i)) & 0xff;
  bytes[7] = padding === 0 ? 0 : 0x80 | padding;
}

function paddingOf(length: number): number {
  return (8 - (length % 8)) % 8;
}

function isZero(file: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (file[at] !== 0) return false;
  return true;
}

function bad(reason: string, recordEnd: number): FrameProblem {
  return { type: 'bad', reason, recordEnd };
}
