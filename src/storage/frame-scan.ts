import { goUnmarshal, type GoCode } from '../protobuf/go-unmarshal.ts';
import * as walpb from '../protobuf/walpb.ts';

/**
 * How a record lies in the file (etcd: wal/encoder.go, decoder.go, walpb.Record):
 *
 *     | length, 8 bytes little-endian      | record                          | zeros to a multiple of 8 |
 *     | low 56 bits: bytes of the record   | 1: type  2: crc  [3: data]      | 0 to 7 bytes             |
 *     | top byte: 0x80 | padding, if any   |                                 |                          |
 *
 * The crc is CRC-32C over the data of all records so far, carried on from file to file. It covers neither the type nor the length.
 */
export const LENGTH_BYTES = 8;
/** A crash may leave any sector of an unfinished write unwritten, which reads as zeros (etcd: minSectorSize). */
const SECTOR_BYTES = 512;

const TAG_TYPE = 0x08;
const TAG_CRC = 0x10;
const TAG_DATA = 0x1a;

/** What of a frame one version of etcd takes otherwise than another. */
export interface FrameRules {
  /** From so many bytes on, its padding taken off, etcd 3.4 refuses a record; later versions have no such limit. */
  readonly recordBytesMax: number;
  readonly code: GoCode;
}

export const etcd34Frames: FrameRules = { recordBytesMax: 10 * 1024 * 1024, code: 'gogo' };

/** What is found where a frame may begin. */
export type FrameFound =
  | 'frame'
  /** Nothing, or a length of 0: room that was not written yet. */
  | 'end'
  /** The file has more of it than the bytes given: `end` says how far it goes. */
  | 'more'
  /** Fewer bytes than a length has. */
  | 'short'
  /** A length beyond what is taken for possible. */
  | 'limit'
  /** It goes on beyond the end of the file. */
  | 'cut'
  /** No record: `error` has the words of etcd's generated code. */
  | 'invalid';

/**
 * One frame, in fields that the next scan sets anew: who reads a log of a million records makes nothing on the way. Places are within the
 * bytes that were given.
 */
export class FrameScan {
  type = 0;
  /** What the record says of the sum. */
  crc = 0;
  dataFrom = 0;
  dataTo = 0;
  /** Bytes of the record. */
  length = 0;
  padding = 0;
  /** Where the next frame begins. */
  end = 0;
  error = '';
  /** Its fields are not as etcd writes them. */
  isLoose = false;

  /**
   * The frame at `at`; `left`: bytes from there to the end of the file, of which `bytes` may have fewer. Read as etcd reads it
   * (wal/decoder.go); whether the crc is right is for the reader, who knows the sum so far.
   */
  read(bytes: Uint8Array, at: number, left: number, rules: FrameRules): FrameFound {
    this.end = at + LENGTH_BYTES;
    if (left === 0) return 'end';
    if (left < LENGTH_BYTES) return 'short';
    if (bytes.length < this.end) return 'more';
    const length = littleEndian(bytes, at, 4) + littleEndian(bytes, at + 4, 3) * 0x1_0000_0000;
    const mark = bytes[at + 7] ?? 0;
    if (length === 0 && mark === 0) return 'end';
    this.length = length;
    this.padding = mark >= 0x80 ? mark & 7 : 0;
    const start = at + LENGTH_BYTES;
    this.end = start + length + this.padding;
    if (length >= rules.recordBytesMax - this.padding) return 'limit';
    if (this.end - at > left) return 'cut';
    if (this.end > bytes.length) return 'more';
    this.isLoose = !this.#readRecord(bytes, start, start + length);
    if (!this.isLoose) return 'frame';
    return this.#unmarshal(bytes.subarray(start, start + length), start, rules.code);
  }

  /** The fields of a record as etcd writes it, type, crc, data; false if it is another. */
  #readRecord(bytes: Uint8Array, start: number, end: number): boolean {
    const typeEnd = fieldEnd(bytes, start, end, TAG_TYPE);
    if (typeEnd < 0) return false;
    const crcEnd = fieldEnd(bytes, typeEnd, end, TAG_CRC);
    if (crcEnd < 0) return false;
    this.type = valueOf(bytes, start, typeEnd);
    this.crc = valueOf(bytes, typeEnd, crcEnd);
    if (this.crc > 0xffff_ffff) return false;
    this.dataFrom = end;
    this.dataTo = end;
    if (crcEnd === end) return true;
    this.dataFrom = fieldEnd(bytes, crcEnd, end, TAG_DATA);
    return this.dataFrom >= 0 && this.dataFrom + valueOf(bytes, crcEnd, this.dataFrom) === end;
  }

  #unmarshal(record: Uint8Array, start: number, code: GoCode): FrameFound {
    const found = goUnmarshal(walpb.record, record, code);
    if (typeof found === 'string') {
      this.error = found;
      return 'invalid';
    }
    this.type = Number(BigInt.asIntN(64, found.numbers.get(1) ?? 0n));
    this.crc = Number(BigInt.asUintN(32, found.numbers.get(2) ?? 0n));
    const data = found.bytes.get(3);
    this.dataFrom = data === undefined ? start : start + data.byteOffset - record.byteOffset;
    this.dataTo = this.dataFrom + (data?.length ?? 0);
    return 'frame';
  }
}

/**
 * Whether a whole sector of the frame at this offset was never written (etcd: isTornEntry, which leaves out the length). `offset` and `end`
 * are within `bytes`, which begin at `base` of the file.
 */
export function hasUnwrittenSector(bytes: Uint8Array, offset: number, end: number, base = 0): boolean {
  const last = Math.min(end, bytes.length);
  for (let from = offset + LENGTH_BYTES; from < last;) {
    const to = Math.min(last, from - ((base + from) % SECTOR_BYTES) + SECTOR_BYTES);
    if (isZero(bytes, from, to)) return true;
    from = to;
  }
  return false;
}

function isZero(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at] !== 0) return false;
  return true;
}

function littleEndian(bytes: Uint8Array, at: number, count: number): number {
  let value = 0;
  for (let i = count - 1; i >= 0; i--) value = value * 256 + (bytes[at + i] ?? 0);
  return value;
}

/** A varint has at most so many bytes here: 49 bits. */
const VARINT_BYTES = 7;

/** Where the field of this tag ends whose varint follows; negative if that is not there. */
function fieldEnd(bytes: Uint8Array, start: number, end: number, tag: number): number {
  if (start >= end || bytes[start] !== tag) return -1;
  for (let at = start + 1; at <= start + VARINT_BYTES && at < end; at++) {
    if ((bytes[at] ?? 0) < 0x80) return at + 1;
  }
  return -1;
}

/** The varint of a field that ends there. */
function valueOf(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let at = end - 1; at > start; at--) value = value * 128 + ((bytes[at] ?? 0) & 0x7f);
  return value;
}
