import { goUnmarshal, type GoCode } from '../../protobuf/go-unmarshal.ts';
import * as raftpb from '../../protobuf/raftpb.ts';
import * as walpb from '../../protobuf/walpb.ts';
import { decode } from '../../protobuf/wire-read.ts';
import { WireError } from '../../protobuf/wire-error.ts';

/** The numbers of a raftpb.Entry, and where its data lies. Read into the same object for every entry of a log. */
export class EntryHead {
  type = 0;
  /** A number while it is safe, as in raft's own types. */
  term: number | bigint = 0;
  index: number | bigint = 0;
  dataFrom = 0;
  dataTo = 0;

  /** Words of etcd's generated code where the bytes are no entry. */
  read(bytes: Uint8Array, from: number, to: number, code: GoCode): string | undefined {
    if (this.#readAsWritten(bytes, from, to)) return undefined;
    const found = goUnmarshal(raftpb.entry, bytes.subarray(from, to), code);
    if (typeof found === 'string') return found;
    this.type = Number(BigInt.asIntN(32, found.numbers.get(1) ?? 0n));
    this.term = held(found.numbers.get(2) ?? 0n);
    this.index = held(found.numbers.get(3) ?? 0n);
    const data = found.bytes.get(4);
    this.dataFrom = data === undefined ? to : data.byteOffset - bytes.byteOffset;
    this.dataTo = data === undefined ? to : this.dataFrom + data.length;
    return undefined;
  }

  /** Type, term, index, data, in this order, and numbers that fit: as etcd writes them. */
  #readAsWritten(bytes: Uint8Array, from: number, to: number): boolean {
    let at = from;
    this.type = 0;
    this.term = 0;
    this.index = 0;
    let last = 0;
    while (at < to) {
      const tag = bytes[at++] ?? 0;
      if (tag <= last) return false;
      last = tag;
      let value = 0;
      let scale = 1;
      for (;;) {
        const byte = at < to && scale <= 2 ** 42 ? (bytes[at++] ?? 0) : 0xff;
        if (byte === 0xff) return false;
        value += (byte & 0x7f) * scale;
        if (byte < 0x80) break;
        scale *= 128;
      }
      if (tag === 0x22) {
        this.dataFrom = at;
        this.dataTo = at + value;
        return this.dataTo === to;
      }
      if (tag === 0x08) {
        if (value > 0x7fff_ffff) return false;
        this.type = value;
      } else if (tag === 0x10) this.term = value;
      else if (tag === 0x18) this.index = value;
      else return false;
    }
    this.dataFrom = to;
    this.dataTo = to;
    return true;
  }
}

/** A hard state as the log has it. A vote of 0: none. */
export interface HardStateRecord {
  readonly term: number | bigint;
  readonly vote: bigint;
  readonly commit: number | bigint;
}

/** Whether bytes are a hard state as etcd writes it: term, vote, commit. Such a one is known to be right without being read. */
export function isPlainHardState(bytes: Uint8Array, from: number, to: number): boolean {
  let at = from;
  for (let tag = 0x08; tag <= 0x18; tag += 8) {
    if (at >= to || bytes[at++] !== tag) return false;
    const start = at;
    while (at < to && (bytes[at] ?? 0) >= 0x80) at++;
    if (at++ >= to || at - start > 9) return false;
  }
  return at === to;
}

export function readHardState(data: Uint8Array, code: GoCode): HardStateRecord | string {
  const found = goUnmarshal(raftpb.hardState, data, code);
  if (typeof found === 'string') return found;
  const { numbers } = found;
  return {
    term: held(numbers.get(1) ?? 0n),
    vote: numbers.get(2) ?? 0n,
    commit: held(numbers.get(3) ?? 0n),
  };
}

export interface MetadataRecord {
  readonly memberId: bigint;
  readonly clusterId: bigint;
}

export function readMetadata(data: Uint8Array, code: GoCode): MetadataRecord | string {
  const found = goUnmarshal(walpb.metadata, data, code);
  if (typeof found === 'string') return found;
  return { memberId: found.numbers.get(1) ?? 0n, clusterId: found.numbers.get(2) ?? 0n };
}

/** Whose votes count, by member id. */
export interface ConfStateIds {
  readonly voters: readonly bigint[];
  readonly learners: readonly bigint[];
  readonly votersOutgoing: readonly bigint[];
  readonly learnersNext: readonly bigint[];
  readonly autoLeave: boolean;
}

/** A snapshot's mark: its data is in a file of its own. */
export interface SnapshotRecord {
  readonly index: number | bigint;
  readonly term: number | bigint;
  /** From etcd 3.5 on, but for the mark 0 that every log begins with. */
  readonly confState?: ConfStateIds;
}

export function readSnapshotMark(data: Uint8Array, code: GoCode): SnapshotRecord | string {
  const found = goUnmarshal(walpb.snapshot, data, code);
  if (typeof found === 'string') return found;
  const mark = { index: held(found.numbers.get(1) ?? 0n), term: held(found.numbers.get(2) ?? 0n) };
  const confState = found.bytes.get(3);
  if (confState === undefined) return mark;
  try {
    return { ...mark, confState: confStateIds(decode(raftpb.confState, confState)) };
  } catch (error) {
    if (error instanceof WireError) return error.message;
    throw error;
  }
}

export function confStateIds(confState: raftpb.ConfState): ConfStateIds {
  const { voters, learners, votersOutgoing, learnersNext, autoLeave } = confState;
  return {
    voters: voters.map(id64),
    learners: learners.map(id64),
    votersOutgoing: votersOutgoing.map(id64),
    learnersNext: learnersNext.map(id64),
    autoLeave,
  };
}

/** An id as it is on the wire: raft's own types have the largest as numbers below 0. */
export function id64(id: raftpb.RaftId): bigint {
  return BigInt.asUintN(64, BigInt(id));
}

/** A number while it is safe. */
export function held(value: bigint): number | bigint {
  return value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}
