import { memorySource, type ByteSink } from '../../../src/base/byte-source.ts';
import { encodeUtf8 } from '../../../src/base/utf8.ts';
import { writeDb, type BucketToWrite } from '../../../src/bbolt/write.ts';
import { revisionKey } from '../../../src/datadir/backend/stored-record.ts';
import type { GivenFile } from '../../../src/datadir/verdict/member-files.ts';
import { encodeCommand } from '../../../src/etcd/command.ts';
import { ByteSink as RecordSink, writeKeyValue } from '../../../src/etcd/mvcc/stored-form.ts';
import { metadata } from '../../../src/protobuf/walpb.ts';
import { encode } from '../../../src/protobuf/wire-write.ts';
import type { Entry } from '../../../src/raft/entry.ts';
import { EMPTY_DISK } from '../../../src/storage/disk.ts';
import { applyOperations, readFile } from '../../../src/storage/disk-image.ts';
import { createWal, writeWal } from '../../../src/storage/wal-writer.ts';

/** One put: what the log says, and, where they are to differ, what the store has of it. */
export interface MadePut {
  readonly key: string;
  readonly value: string;
  readonly stored?: string;
  /** 2 unless told. */
  readonly term?: number;
}

export interface MadeMember {
  readonly dir: string;
  /** 1 unless told. */
  readonly id?: bigint;
  readonly puts: readonly MadePut[];
  /** How many of the puts the log has, the store has, and are committed; all unless told. */
  readonly logged?: number;
  readonly applied?: number;
  readonly committed?: number;
  /** Ids in the members bucket. */
  readonly members?: readonly bigint[];
}

/** Index 1 is a leader's empty entry; put i is the entry of index i + 2 and makes revision i + 2. */
const FIRST = 2;

/** The files of a member that did nothing but put, one key a revision; the log as etcd 3.5 writes it. */
export function madeMember({
  dir,
  id = 1n,
  puts,
  logged = puts.length,
  applied = logged,
  committed = logged,
  members = [id],
}: MadeMember): GivenFile[] {
  return [
    ...walFiles(puts.slice(0, logged), committed + 1, id).map(({ name, bytes }) => ({
      path: `${dir}/member/wal/${name}`,
      source: memorySource(name, bytes),
    })),
    { path: `${dir}/member/snap/db`, source: memorySource('db', dbBytes(puts.slice(0, applied), members)) },
  ];
}

function walFiles(
  puts: readonly MadePut[],
  commit: number,
  id: bigint,
): { readonly name: string; readonly bytes: Uint8Array }[] {
  const entries: Entry[] = [
    { type: 'EntryNormal', term: 2, index: 1, data: undefined },
    ...puts.map(({ key, value, term = 2 }, i): Entry => ({
      type: 'EntryNormal',
      term,
      index: i + FIRST,
      data: encodeCommand(i + 1, { type: 'put', key: encodeUtf8(key), value: encodeUtf8(value) }),
    })),
  ];
  const created = createWal(encode(metadata, { nodeId: id, clusterId: 77n }));
  const term = puts.at(-1)?.term ?? 2;
  const written = writeWal(
    created.position,
    { entries, hardState: { term, vote: 0, commit: Math.min(commit, entries.length) } },
    1 << 20,
  );
  const disk = applyOperations(applyOperations(EMPTY_DISK, created.operations), written.operations);
  return disk.files.map(({ name }) => ({
    name: name.split('/').at(-1) ?? '',
    bytes: readFile(disk, name) ?? new Uint8Array(0),
  }));
}

export function dbBytes(puts: readonly MadePut[], members: readonly bigint[]): Uint8Array {
  const versions = new Map<string, { create: number; version: number }>();
  const records = puts.map(({ key, value, stored = value }, i): [Uint8Array, Uint8Array] => {
    const main = i + FIRST;
    const before = versions.get(key);
    const now = { create: before?.create ?? main, version: (before?.version ?? 0) + 1 };
    versions.set(key, now);
    const sink = new RecordSink();
    writeKeyValue(sink, {
      main,
      sub: 0,
      key: encodeUtf8(key),
      value: encodeUtf8(stored),
      createRevision: now.create,
      version: now.version,
      lease: 0n,
      deleted: false,
    });
    return [revisionKey(main, 0, false), sink.written().slice()];
  });
  const chunks: Uint8Array[] = [];
  let size = 0;
  const out: ByteSink = {
    write: (bytes) => {
      chunks.push(bytes.slice());
      size += bytes.length;
    },
    get size() {
      return size;
    },
  };
  writeDb(out, [
    bucket('alarm'),
    bucket('auth'),
    bucket('authRoles'),
    bucket('authUsers'),
    bucket('cluster', [[encodeUtf8('clusterVersion'), encodeUtf8('3.5.0')]]),
    bucket('key', records),
    bucket('lease'),
    bucket(
      'members',
      members.map((id) => [
        encodeUtf8(id.toString(16)),
        encodeUtf8(JSON.stringify({ id: Number(id), peerURLs: ['http://h:2380'], name: `n${id}` })),
      ]),
    ),
    bucket('members_removed'),
    bucket('meta', [
      [encodeUtf8('consistent_index'), big64(puts.length + 1)],
      [encodeUtf8('term'), big64(2)],
    ]),
  ]);
  return Buffer.concat(chunks);
}

function bucket(name: string, rows: readonly (readonly [Uint8Array, Uint8Array])[] = []): BucketToWrite {
  return { name, entries: () => rows };
}

function big64(value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
  return bytes;
}
