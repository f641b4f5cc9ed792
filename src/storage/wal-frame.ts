import { gatherPieces, lengthOf } from '../base/large-bytes.ts';
import * as walpb from '../protobuf/walpb.ts';
import { encodePieces } from '../protobuf/wire-write.ts';
import { crc32c } from './crc32c.ts';
import { unmarshalRecord } from './unmarshal-record.ts';

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
  /** Where the next frame begins. */
  readonly end: number;
}

/** What is found at an offset that is no whole frame. */
export type FrameProblem =
  /** Nothing, or a length of 0: room that was not written yet. */
  | { readonly type: 'end' }
  /** A record that goes on beyond the end of the file, or one whose fields do: a write that a crash has cut short. */
  | { readonly type: 'torn' }
  /** What etcd says of it. */
  | { readonly type: 'bad'; readonly reason: string; readonly end: number };

const LENGTH_BYTES = 8;
/** etcd: maxWALEntrySizeLimit. */
const RECORD_BYTES_MAX = 10 * 1024 * 1024;
/** A crash may leave any sector of an unfinished write unwritten, which reads as zeros (etcd: minSectorSize). */
const SECTOR_BYTES = 512;

const NO_DATA = new Uint8Array(0);

const TAG_TYPE = 0x08;
const TAG_CRC = 0x10;
const TAG_DATA = 0x1a;

/** What a frame is made of: the record's type, its data, and the sum up to and with it. */
export interface FrameParts {
  readonly type: number;
  /** In pieces, of which large ones are not copied; undefined: the record has none, and leaves the sum as it is. */
  readonly data: readonly Uint8Array[] | undefined;
  readonly crc: number;
}

/** `crcBefore`: the running sum before the frame. */
export function frameParts(
  type: number,
  data: readonly Uint8Array[] | undefined,
  crcBefore: number,
): FrameParts {
  let crc = crcBefore;
  if (data !== undefined) for (const piece of data) crc = crc32c(piece, crc);
  return { type, data, crc };
}

/** Frames one after the other, in pieces. They are one piece where no data is large. */
export function encodeFrames(frames: readonly FrameParts[]): readonly Uint8Array[] {
  return frames.some(isLarge) ? gatherPieces(frames.flatMap(framePieces)) : [joinedFrames(frames)];
}

function isLarge({ data }: FrameParts): boolean {
  return data !== undefined && data.length > 1;
}

function framePieces({ type, data, crc }: FrameParts): readonly Uint8Array[] {
  const record = encodePieces(walpb.record, { type, crc, data });
  const length = lengthOf(record);
  const padding = paddingOf(length);
  const head = new Uint8Array(LENGTH_BYTES);
  writeLength(head, 0, length, padding);
  return [head, ...record, new Uint8Array(padding)];
}

/** The same for data in one piece, or none, without a copy on the way: most writes are so. */
function joinedFrames(frames: readonly FrameParts[]): Uint8Array {
  let size = 0;
  for (const frame of frames) {
    const length = recordLength(frame);
    size += LENGTH_BYTES + length + paddingOf(length);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const frame of frames) {
    const length = recordLength(frame);
    const padding = paddingOf(length);
    writeLength(bytes, at, length, padding);
    writeRecord(bytes, at + LENGTH_BYTES, frame);
    at += LENGTH_BYTES + length + padding;
  }
  return bytes;
}

/** Bytes of the walpb.Record: type and crc are written even when they are 0. */
function recordLength({ type, data, crc }: FrameParts): number {
  const head = 1 + varintSize(type) + 1 + varintSize(crc);
  if (data === undefined) return head;
  const length = lengthOf(data);
  return head + 1 + varintSize(length) + length;
}

function writeRecord(bytes: Uint8Array, start: number, { type, data, crc }: FrameParts): void {
  const typeEnd = writeField(bytes, start, TAG_TYPE, type);
  const crcEnd = writeField(bytes, typeEnd, TAG_CRC, crc);
  if (data === undefined) return;
  const dataStart = writeField(bytes, crcEnd, TAG_DATA, lengthOf(data));
  const [only] = data;
  if (only !== undefined) bytes.set(only, dataStart);
}

/** Gives where the next one begins. */
function writeField(bytes: Uint8Array, start: number, tag: number, value: number): number {
  let at = start;
  bytes[at++] = tag;
  let rest = value;
  for (; rest >= 0x80; rest >>>= 7) bytes[at++] = (rest & 0x7f) | 0x80;
  bytes[at++] = rest;
  return at;
}

/** Of a number of at most 32 bits. */
function varintSize(value: number): number {
  let size = 1;
  for (let rest = value; rest >= 0x80; rest >>>= 7) size++;
  return size;
}

/**
 * Reads the frame at `offset` as etcd 3.4 does (wal/decoder.go). Whether its crc is right is for the reader, who knows the sum
 * so far. No sum covers the length field: one that is too small makes a record that ends within its fields, and that is taken
 * for one that a crash has cut short; one of 0 ends the log.
 */
export function decodeFrame(file: Uint8Array, offset: number): Frame | FrameProblem {
  if (file.length - offset < LENGTH_BYTES) {
    return isZero(file, offset, file.length) ? { type: 'end' } : { type: 'torn' };
  }
  const view = new DataView(file.buffer, file.byteOffset + offset, LENGTH_BYTES);
  const length = view.getUint32(0, true) + (view.getUint32(4, true) & 0xff_ffff) * 0x1_0000_0000;
  const mark = view.getUint8(7);
  if (length === 0 && mark === 0) return { type: 'end' };
  const padding = mark >= 0x80 ? mark & 7 : 0;
  const start = offset + LENGTH_BYTES;
  const recordEnd = start + length;
  const end = recordEnd + padding;
  if (length >= RECORD_BYTES_MAX - padding) return bad('wal: max entry size limit exceeded', end);
  if (end > file.length) return { type: 'torn' };
  const head = decodeHead(file, start, recordEnd);
  if (head !== undefined && head.length === length) {
    const data = head.data === undefined ? NO_DATA : file.subarray(head.data, recordEnd);
    return { type: head.type, crc: head.crc, data, end };
  }
  const found = unmarshalRecord(file.subarray(start, recordEnd));
  if (found === 'unexpected EOF') return { type: 'torn' };
  return typeof found === 'string' ? bad(found, end) : { ...found, end };
}

export function isFrame(found: Frame | FrameProblem): found is Frame {
  return typeof found.type === 'number';
}

/** Whether a whole sector of the frame at this offset was never written (etcd: isTornEntry, which leaves out the length). */
export function hasUnwrittenSector(file: Uint8Array, offset: number, end: number): boolean {
  const last = Math.min(end, file.length);
  for (let from = offset + LENGTH_BYTES; from < last;) {
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

/** The fields of a record as we and etcd write it, up to its data; undefined if it is another. A start reads every frame: nothing is made on the way. */
function decodeHead(file: Uint8Array, start: number, end: number): Head | undefined {
  const typeEnd = fieldEnd(file, start, end, TAG_TYPE);
  if (typeEnd < 0) return undefined;
  const crcEnd = fieldEnd(file, typeEnd, end, TAG_CRC);
  if (crcEnd < 0) return undefined;
  const type = valueOf(file, start, typeEnd);
  const crc = valueOf(file, typeEnd, crcEnd);
  if (crc > 0xffff_ffff) return undefined;
  if (crcEnd === end) return { type, crc, data: undefined, length: end - start };
  const data = fieldEnd(file, crcEnd, end, TAG_DATA);
  if (data < 0) return undefined;
  return { type, crc, data, length: data - start + valueOf(file, crcEnd, data) };
}

/** A varint has at most so many bytes here: 49 bits. */
const VARINT_BYTES = 7;

/** Where the field of this tag ends whose varint follows; negative if that is not there. */
function fieldEnd(file: Uint8Array, start: number, end: number, tag: number): number {
  if (start >= end || file[start] !== tag) return -1;
  for (let at = start + 1; at <= start + VARINT_BYTES && at < end; at++) {
    if ((file[at] ?? 0) < 0x80) return at + 1;
  }
  return -1;
}

/** The varint of a field that ends there. */
function valueOf(file: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let at = end - 1; at > start; at--) value = value * 128 + ((file[at] ?? 0) & 0x7f);
  return value;
}

function writeLength(bytes: Uint8Array, at: number, length: number, padding: number): void {
  for (let i = 0; i < 4; i++) bytes[at + i] = (length >>> (8 * i)) & 0xff;
  bytes[at + 7] = padding === 0 ? 0 : 0x80 | padding;
}

function paddingOf(length: number): number {
  return (8 - (length % 8)) % 8;
}

function isZero(file: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (file[at] !== 0) return false;
  return true;
}

function bad(reason: string, end: number): FrameProblem {
  return { type: 'bad', reason, end };
}
