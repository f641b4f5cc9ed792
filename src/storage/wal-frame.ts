import { unreachable } from '../base/assert.ts';
import { gatherPieces, lengthOf } from '../base/large-bytes.ts';
import * as walpb from '../protobuf/walpb.ts';
import { encodePieces } from '../protobuf/wire-write.ts';
import { UNEXPECTED_EOF } from '../protobuf/go-unmarshal.ts';
import { crc32c } from './crc32c.ts';
import { etcd34Frames, FrameScan, LENGTH_BYTES } from './frame-scan.ts';

/** A record with its place; how it lies in the file is told in `frame-scan.ts`. */
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

/** Of the frame that was read last. */
const scan = new FrameScan();

/**
 * Reads the frame at `offset` as etcd 3.4 does (wal/decoder.go). Whether its crc is right is for the reader, who knows the sum
 * so far. No sum covers the length field: one that is too small makes a record that ends within its fields, and that is taken
 * for one that a crash has cut short; one of 0 ends the log.
 */
export function decodeFrame(file: Uint8Array, offset: number): Frame | FrameProblem {
  const found = scan.read(file, offset, file.length - offset, etcd34Frames);
  const { type, crc, dataFrom, dataTo, end, error } = scan;
  switch (found) {
    case 'frame':
      return { type, crc, data: file.subarray(dataFrom, dataTo), end };
    case 'end':
      return { type: 'end' };
    case 'more':
    case 'short':
    case 'cut':
      return { type: 'torn' };
    case 'limit':
      return { type: 'bad', reason: 'wal: max entry size limit exceeded', end };
    case 'invalid':
      return error === UNEXPECTED_EOF ? { type: 'torn' } : { type: 'bad', reason: error, end };
    default:
      return unreachable(found);
  }
}

export function isFrame(found: Frame | FrameProblem): found is Frame {
  return typeof found.type === 'number';
}

function writeLength(bytes: Uint8Array, at: number, length: number, padding: number): void {
  for (let i = 0; i < 4; i++) bytes[at + i] = (length >>> (8 * i)) & 0xff;
  bytes[at + 7] = padding === 0 ? 0 : 0x80 | padding;
}

function paddingOf(length: number): number {
  return (8 - (length % 8)) % 8;
}
