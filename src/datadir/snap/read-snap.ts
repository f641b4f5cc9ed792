import type { ByteSource } from '../../base/byte-source.ts';
import { goUnmarshal } from '../../protobuf/go-unmarshal.ts';
import * as raftpb from '../../protobuf/raftpb.ts';
import * as snappb from '../../protobuf/snappb.ts';
import { WireError } from '../../protobuf/wire-error.ts';
import { decode } from '../../protobuf/wire-read.ts';
import { crc32c } from '../../storage/crc32c.ts';
import { frameRules, type EtcdLine } from '../wal/etcd-line.ts';
import { confStateIds, type ConfStateIds } from '../wal/record-heads.ts';
import { readV2Store, type V2Summary } from './v2-store.ts';

/** A snapshot's file: what raft knows of it, and what of the store is in it. */
export interface SnapFile {
  readonly name: string;
  readonly size: number;
  /** It can be used; else `problem` says why not. */
  readonly ok: boolean;
  readonly index: number;
  readonly term: number | bigint;
  readonly confState?: ConfStateIds;
  /** Of the store inside. */
  readonly dataBytes: number;
  /** Etcd's error, in its words; it then puts the file aside (`.broken`) and takes an older one. */
  readonly problem?: string;
  /** The message with which etcd reports it, and the error behind it. */
  readonly words?: string;
  /** The v2 store inside; from 3.6 on only members and the version are in it. */
  readonly v2?: V2Summary | { readonly problem: string };
  /** It is not the one that its name says: etcd does not look at that. */
  readonly misnamed?: boolean;
}

/** A snapshot is held whole to be read: a larger one is no v2 store that an etcd has written. */
const SNAP_BYTES_READ = 1 << 30;

/** Reads a `.snap` file as etcd does (etcdserver/api/snap: Read). Never throws for what is in it. */
export function readSnap(source: ByteSource, line: EtcdLine = '3.6'): SnapFile {
  const { name, size } = source;
  const broken = (problem: string, message: string): SnapFile => {
    return {
      name,
      size,
      ok: false,
      index: 0,
      term: 0,
      dataBytes: 0,
      problem,
      words: `${message} (${problem})`,
    };
  };
  const empty = 'snap: empty snapshot';
  if (size === 0) return broken(empty, 'failed to read empty snapshot file');
  if (size > SNAP_BYTES_READ) {
    return broken(`${size} bytes, which is more than is read here`, 'failed to read a snap file');
  }
  const bytes = source.read(0, size);
  const { code } = frameRules[line];
  const outer = goUnmarshal(snappb.snapshot, bytes, code);
  if (typeof outer === 'string') return broken(outer, 'failed to unmarshal snappb.Snapshot');
  const data = outer.bytes.get(2);
  const crc = Number(BigInt.asUintN(32, outer.numbers.get(1) ?? 0n));
  if (data === undefined || data.length === 0 || crc === 0) {
    return broken(empty, 'failed to read empty snapshot data');
  }
  if (crc32c(data) !== crc) return broken('snap: crc mismatch', 'snap file is corrupt');
  const inner = goUnmarshal(raftpb.snapshot, data, code);
  if (typeof inner === 'string') return broken(inner, 'failed to unmarshal raftpb.Snapshot');
  try {
    const { data: store, metadata } = decode(raftpb.snapshot, data);
    const { index, term, confState } = metadata;
    return {
      name,
      size,
      ok: true,
      index,
      term,
      confState: confStateIds(confState),
      dataBytes: store?.length ?? 0,
      ...(store === undefined ? {} : { v2: readV2Store(store) }),
      ...(isNamed(name, term, index) ? {} : { misnamed: true }),
    };
  } catch (error) {
    if (error instanceof WireError) return broken(error.message, 'failed to unmarshal raftpb.Snapshot');
    throw error;
  }
}

/** Whether the name is another snapshot's; a file of any other name says nothing. */
function isNamed(name: string, term: number | bigint, index: number): boolean {
  const named = /^([0-9a-f]{16})-([0-9a-f]{16})\.snap$/.exec(name);
  return (
    named === null || (BigInt(`0x${named[1]}`) === BigInt(term) && BigInt(`0x${named[2]}`) === BigInt(index))
  );
}
