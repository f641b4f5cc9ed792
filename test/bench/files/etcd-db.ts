import { closeSync, openSync, writeSync } from 'node:fs';
import type { ByteSink } from '../../../src/base/byte-source.ts';
import { writeDb } from '../../../src/bbolt/write.ts';

/** Of each revision: its value, as long as small Kubernetes objects are. */
const VALUE_BYTES = 300;
/** As many keys take turns. */
const KEYS = 20_000;
/** What a revision takes of its file: record, key, element, and its part of what is left empty. */
const BYTES_A_REVISION = 420;

/** A file that grows, written piece by piece. */
export function fileSink(path: string): ByteSink & { close(): void } {
  const file = openSync(path, 'w');
  let size = 0;
  return {
    get size() {
      return size;
    },
    write(bytes) {
      for (let from = 0; from < bytes.length;) from += writeSync(file, bytes, from);
      size += bytes.length;
    },
    close: () => closeSync(file),
  };
}

/** A `db` as an etcd 3.4 keeps it, of about so many bytes: revisions of keys in one bucket, the small buckets beside it. Returns how many revisions. */
export function writeEtcdDb(path: string, bytes: number): number {
  const revisions = Math.round(bytes / BYTES_A_REVISION);
  const out = fileSink(path);
  const index = Buffer.alloc(8);
  index.writeBigUInt64BE(BigInt(revisions));
  const empty = ['alarm', 'auth', 'authRoles', 'authUsers', 'cluster', 'lease', 'members', 'members_removed'];
  writeDb(out, [
    ...empty.map((name) => ({ name, entries: () => [] })),
    { name: 'key', entries: () => keyBucket(revisions) },
    { name: 'meta', entries: () => [[Buffer.from('consistent_index'), index] as const] },
  ]);
  out.close();
  return revisions;
}

/** Records of mvccpb.KeyValue under their revisions. */
function* keyBucket(revisions: number): Generator<readonly [Uint8Array, Uint8Array], void> {
  const key = Buffer.alloc(17);
  key[8] = 0x5f;
  const value = Buffer.alloc(VALUE_BYTES, 'lorem ipsum dolor sit amet ');
  for (let i = 0; i < revisions; i++) {
    const main = i + 2;
    key.writeBigUInt64BE(BigInt(main), 0);
    const name = Buffer.from(`/registry/pods/default/web-${String((i * 7919) % KEYS).padStart(6, '0')}`);
    const turn = Math.floor(i / KEYS);
    yield [
      key,
      Buffer.concat([
        field(1, name),
        Buffer.of(0x10, ...varint(main - turn * KEYS)),
        Buffer.of(0x18, ...varint(main)),
        Buffer.of(0x20, ...varint(turn + 1)),
        field(5, value),
      ]),
    ];
  }
}

function field(number: number, bytes: Uint8Array): Buffer {
  return Buffer.concat([Buffer.of((number << 3) | 2, ...varint(bytes.length)), bytes]);
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let left = value;
  for (; left > 0x7f; left = Math.floor(left / 128)) bytes.push((left % 128) | 0x80);
  bytes.push(left);
  return bytes;
}
