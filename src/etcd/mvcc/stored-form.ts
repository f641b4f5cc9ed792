import { LARGE_BYTES } from '../../base/large-bytes.ts';
import type { KeyRecord } from './key-record.ts';

/** Bytes being written one after the other. */
export class ByteSink {
  #bytes: Uint8Array;
  #length = 0;

  constructor(capacity = 256) {
    this.#bytes = new Uint8Array(capacity);
  }

  /** Forgets what was written and keeps the room. */
  clear(): void {
    this.#length = 0;
  }

  /** What was written; the bytes are reused after `clear`. */
  written(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = value;
  }

  bytes(value: Uint8Array): void {
    this.#reserve(value.length);
    this.#bytes.set(value, this.#length);
    this.#length += value.length;
  }

  /** A whole number from 0 to 2^53 - 1 in groups of seven bits (protobuf: varint). */
  varint(value: number): void {
    let rest = value;
    while (rest >= 0x80) {
      this.byte((rest % 0x80) + 0x80);
      rest = Math.floor(rest / 0x80);
    }
    this.byte(rest);
  }

  /** An int64, the negative ones in ten bytes. */
  varint64(value: bigint): void {
    let rest = BigInt.asUintN(64, value);
    while (rest >= 0x80n) {
      this.byte(Number(rest & 0x7fn) + 0x80);
      rest >>= 7n;
    }
    this.byte(Number(rest));
  }

  /** Eight bytes, the highest first. */
  fixed64(value: number): void {
    const high = Math.floor(value / 0x1_0000_0000);
    for (const half of [high, value >>> 0]) {
      for (let shift = 24; shift >= 0; shift -= 8) this.byte((half >>> shift) & 0xff);
    }
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length + more));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }
}

/** Bytes written one after the other, in pieces: what is given in one large piece is such a piece, and not copied. */
export class PieceSink extends ByteSink {
  readonly #pieces: Uint8Array[] = [];

  override bytes(value: Uint8Array): void {
    if (value.length < LARGE_BYTES) return super.bytes(value);
    this.#endPiece();
    this.#pieces.push(value);
  }

  /** All that was written. */
  pieces(): readonly Uint8Array[] {
    this.#endPiece();
    return this.#pieces;
  }

  #endPiece(): void {
    if (this.written().length === 0) return;
    this.#pieces.push(this.written().slice());
    this.clear();
  }
}

const UNDERSCORE = 0x5f;
const TOMBSTONE_MARK = 0x74;

/** Bytes of a revision as a key of etcd's database: main, '_', sub; a tombstone has one more (revision.go). */
export const REVISION_KEY_BYTES = 17;

/** The record's key in etcd's key bucket: 17 bytes, or 18 with a `t` behind them (revision.go, kvstore.go). */
export function writeRevisionKey(sink: ByteSink, record: KeyRecord): void {
  sink.fixed64(record.main);
  sink.byte(UNDERSCORE);
  sink.fixed64(record.sub);
  if (record.deleted) sink.byte(TOMBSTONE_MARK);
}

/** The record's value there: a mvccpb.KeyValue, of a tombstone with nothing but the key. Zeros are left out. */
export function writeKeyValue(sink: ByteSink, record: KeyRecord): void {
  writeBytesField(sink, 1, record.key);
  if (record.deleted) return;
  writeNumberField(sink, 2, record.createRevision);
  writeNumberField(sink, 3, record.main);
  writeNumberField(sink, 4, record.version);
  writeBytesField(sink, 5, record.value);
  if (record.lease === 0n) return;
  sink.byte(6 << 3);
  sink.varint64(record.lease);
}

/** Bytes that `writeKeyValue` writes. */
export function keyValueSize(record: KeyRecord): number {
  const key = bytesFieldSize(record.key);
  if (record.deleted) return key;
  return (
    key +
    numberFieldSize(record.createRevision) +
    numberFieldSize(record.main) +
    numberFieldSize(record.version) +
    bytesFieldSize(record.value) +
    int64FieldSize(record.lease)
  );
}

/** What a page of the database (bbolt) spends on an element beside its key and value. */
const ELEMENT_HEADER_BYTES = 16;

/** Bytes the record takes in etcd's database. */
export function storedSize(record: KeyRecord): number {
  return ELEMENT_HEADER_BYTES + REVISION_KEY_BYTES + Number(record.deleted) + keyValueSize(record);
}

export function varintSize(value: number): number {
  let size = 1;
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) size++;
  return size;
}

export function int64FieldSize(value: bigint): number {
  return value === 0n ? 0 : 1 + varint64Size(value);
}

function varint64Size(value: bigint): number {
  let size = 1;
  for (let rest = BigInt.asUintN(64, value); rest >= 0x80n; rest >>= 7n) size++;
  return size;
}

function writeBytesField(sink: ByteSink, field: number, value: Uint8Array): void {
  if (value.length === 0) return;
  sink.byte((field << 3) | 2);
  sink.varint(value.length);
  sink.bytes(value);
}

function writeNumberField(sink: ByteSink, field: number, value: number): void {
  if (value === 0) return;
  sink.byte(field << 3);
  sink.varint(value);
}

export function bytesFieldSize(value: Uint8Array): number {
  return value.length === 0 ? 0 : 1 + varintSize(value.length) + value.length;
}

export function numberFieldSize(value: number): number {
  return value === 0 ? 0 : 1 + varintSize(value);
}
