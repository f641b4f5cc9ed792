import * as raftpb from '../../../src/protobuf/raftpb.ts';
import * as walpb from '../../../src/protobuf/walpb.ts';
import { encode } from '../../../src/protobuf/wire-write.ts';

/** A record as the naive writer takes it: its type's number and its data. */
export interface NaiveRecord {
  readonly type: number;
  readonly data?: Uint8Array;
  /** Of a crc record: what it says, if not the sum so far. */
  readonly crc?: number;
}

/**
 * A segment, written byte by byte with nothing of the code that is tested but the protobuf writer: a crc bit by bit, a frame from its
 * description. Answers the bytes and the sum at their end.
 */
export function naiveSegment(
  records: readonly NaiveRecord[],
  sumBefore = 0,
): { bytes: Uint8Array; sum: number; offsets: number[] } {
  const out: number[] = [];
  const offsets: number[] = [];
  let sum = sumBefore;
  for (const { type, data, crc } of records) {
    offsets.push(out.length);
    if (data !== undefined) sum = bitwiseCrc(data, sum);
    const record = encode(walpb.record, { type, crc: crc ?? sum, data });
    const padding = (8 - (record.length % 8)) % 8;
    const length = BigInt(record.length) | (padding === 0 ? 0n : BigInt(0x80 | padding) << 56n);
    for (let i = 0n; i < 8n; i++) out.push(Number((length >> (8n * i)) & 0xffn));
    for (const byte of record) out.push(byte);
    for (let i = 0; i < padding; i++) out.push(0);
  }
  return { bytes: Uint8Array.from(out), sum, offsets };
}

function bitwiseCrc(data: Uint8Array, before: number): number {
  let sum = ~before;
  for (const byte of data) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0x82f63b78 : sum >>> 1;
  }
  return ~sum >>> 0;
}

export interface NaiveEntry {
  readonly term: number;
  readonly index: number;
  readonly data?: Uint8Array;
  readonly type?: raftpb.Entry['type'];
}

export function entryRecord({ term, index, data, type = 'EntryNormal' }: NaiveEntry): NaiveRecord {
  return { type: 2, data: encode(raftpb.entry, { type, term, index, data }) };
}

export function stateRecord(term: number, vote: bigint, commit: number): NaiveRecord {
  return { type: 3, data: encode(raftpb.hardState, { term, vote, commit }) };
}

export function metadataRecord(memberId: bigint, clusterId: bigint): NaiveRecord {
  return { type: 1, data: encode(walpb.metadata, { nodeId: memberId, clusterId }) };
}

export function snapshotRecord(term: number, index: number): NaiveRecord {
  return { type: 5, data: encode(walpb.snapshot, { term, index, confState: undefined }) };
}

export const sumRecord: NaiveRecord = { type: 4 };

export function segmentName(sequence: number, firstIndex: number): string {
  return `${hex16(sequence)}-${hex16(firstIndex)}.wal`;
}

function hex16(value: number): string {
  return value.toString(16).padStart(16, '0');
}
