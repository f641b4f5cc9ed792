import { BinaryReader, BinaryWriter } from '@bufbuild/protobuf/wire';
import { gatherPieces, originalOf } from '../../base/large-bytes.ts';
import { present } from '../../base/assert.ts';
import { wholeTable } from '../../protobuf/table.ts';
import { whole } from '../../protobuf/whole-fields.ts';
import { decode } from '../../protobuf/wire-read.ts';
import { encode } from '../../protobuf/wire-write.ts';
import { treeOf } from './btree.ts';
import type { Revision } from '../../base/flavor.ts';
import { beginCompaction, compactStep } from './compaction.ts';
import { bytesHash, recordHash } from './content-hash.ts';
import { encodeRecords } from './encoded-records.ts';
import { compareVersions, type KeyVersion } from './key-index.ts';
import { compareKeys } from './key-range.ts';
import { compareRevisions, NO_BYTES, type KeyRecord, type StoreRevision } from './key-record.ts';
import { emptyState, type StoreState } from './store-state.ts';
import { REVISION_KEY_BYTES, storedSize } from './stored-form.ts';

/** Grows when the form changes. */
const VERSION = 2;

/** Bytes that are not a saved store. */
export class StoreFormatError extends Error {
  override name = 'StoreFormatError';
}

/**
 * The store as bytes: a header (protobuf, preceded by its length), then key and value of each record as etcd's key
 * bucket holds them (stored-form.ts), in order of revision, each preceded by its length. Equal stores give equal bytes,
 * also while a compaction is half done. In pieces, of which each large value is one.
 */
export function encodeStore(state: StoreState): readonly Uint8Array[] {
  const { count, pieces } = encodeRecords(state);
  const { revision, compacted, recordSum } = state;
  const header = { version: VERSION, revision, compactedPlusOne: compacted + 1, count, recordSum };
  const framed = new BinaryWriter().bytes(encode(storeHeader, header)).finish();
  return gatherPieces([framed, ...pieces]);
}

interface StoreHeader {
  readonly version: number;
  readonly revision: number;
  /** Plus one, so that 0 is "none". */
  readonly compactedPlusOne: number;
  readonly count: number;
  readonly recordSum: number;
}
const storeHeader = wholeTable<StoreHeader>('quorumscope.StoreHeader', {
  version: whole(1),
  revision: whole(2),
  compactedPlusOne: whole(3),
  count: whole(4),
  recordSum: whole(5),
});

/** A record as etcd's key bucket has it. */
export interface StoredRecord {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}

/**
 * The store that etcd's key bucket holds, its records in order of revision; `finished`: what has been removed, `scheduled`: what
 * is to be, and is done here. The sum is over those that are there then. Throws StoreFormatError.
 */
export function storeOfBucket(
  records: Iterable<StoredRecord>,
  { finished, scheduled, keepsTombstones }: BucketCompaction,
): StoreState {
  const writer = new BinaryWriter();
  let count = 0;
  for (const { key, value } of records) {
    writer.bytes(key).bytes(value);
    count++;
  }
  const header = { version: VERSION, revision: 0, compactedPlusOne: finished + 1, count, recordSum: 0 };
  const bytes = new BinaryWriter().bytes(encode(storeHeader, header)).raw(writer.finish()).finish();
  const state = decodeStore(bytes, keepsTombstones);
  const last = state.changes.maxKey()?.main ?? 1;
  state.revision = Math.max(1, last, finished, scheduled);
  if (scheduled > finished) {
    beginCompaction(state, scheduled);
    while (compactStep(state, COMPACTED_AT_ONCE));
  }
  let sum = 0;
  for (const record of state.changes.values()) sum = (sum + recordHash(record)) >>> 0;
  state.recordSum = sum;
  return state;
}

export interface BucketCompaction {
  /** -1: none. */
  readonly finished: Revision;
  readonly scheduled: Revision;
  readonly keepsTombstones: boolean;
}

const COMPACTED_AT_ONCE = 100_000;

/** Throws StoreFormatError. */
export function decodeStore(bytes: Uint8Array, keepsTombstones: boolean): StoreState {
  try {
    return { ...readStore(new BinaryReader(bytes)), keepsTombstones };
  } catch (error) {
    if (error instanceof StoreFormatError) throw error;
    throw new StoreFormatError(`a saved store: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function readStore(reader: BinaryReader): StoreState {
  const { version, revision, compactedPlusOne, count, recordSum } = decode(storeHeader, reader.bytes());
  if (version !== VERSION) throw new StoreFormatError(`a saved store of version ${version}, not ${VERSION}`);
  const slabs = new Slabs();
  const keys = new KeysRead();
  const changes: KeyRecord[] = [];
  for (let i = 0; i < count; i++) {
    const record = readRecord(reader, slabs);
    keys.file(record, slabs);
    changes.push(record);
  }
  if (reader.pos !== reader.len) throw new StoreFormatError('a saved store with bytes after its last record');
  const state = stateOf(changes, keys.all());
  return { ...state, revision, compacted: compactedPlusOne - 1, recordSum };
}

/** The state whose records these are, in order of revision, and of each key. */
function stateOf(changes: KeyRecord[], keys: readonly KeyRead[]): StoreState {
  const state = emptyState(false);
  const ordered = keys.toSorted((a, b) => compareKeys(a.key, b.key));
  const newest = ordered.map(({ records }) => present(records.at(-1), 'a key has a record'));
  const older = ordered.flatMap(({ records }) => records.slice(0, -1));
  const bytesInUse = changes.reduce((sum, record) => sum + storedSize(record), 0);
  return {
    ...state,
    index: {
      newest: treeOf(
        newest.map(({ key }) => key),
        newest,
        compareKeys,
      ),
      older: treeOf<KeyVersion, KeyRecord>(older, older, compareVersions),
    },
    changes: treeOf<StoreRevision, KeyRecord>(changes, changes, compareRevisions),
    liveKeys: newest.reduce((count, { deleted }) => count + Number(!deleted), 0),
    bytesInUse,
    bytesAllocated: bytesInUse,
  };
}

/** The key is still a part of the file, the value a copy, or what the file was made of. */
function readRecord(reader: BinaryReader, slabs: Slabs): RecordBeingRead {
  const revisionKey = reader.bytes();
  if (revisionKey.length !== REVISION_KEY_BYTES && revisionKey.length !== REVISION_KEY_BYTES + 1) {
    throw new StoreFormatError(`a saved store with a revision of ${revisionKey.length} bytes`);
  }
  const view = new DataView(revisionKey.buffer, revisionKey.byteOffset);
  const record: RecordBeingRead = {
    key: NO_BYTES,
    value: NO_BYTES,
    main: Number(view.getBigUint64(0)),
    sub: Number(view.getBigUint64(9)),
    createRevision: 0,
    version: 0,
    lease: 0n,
    deleted: revisionKey.length > REVISION_KEY_BYTES,
  };
  const length = reader.uint32();
  const end = reader.pos + length;
  while (reader.pos < end) {
    const [field] = reader.tag();
    present(readField[field], 'a field of mvccpb.KeyValue')(record, reader);
  }
  if (reader.pos !== end) throw new StoreFormatError('a saved store with a record longer than it says');
  record.value = originalOf(record.value) ?? slabs.keep(record.value);
  return record;
}

type RecordBeingRead = { -readonly [Name in keyof KeyRecord]: KeyRecord[Name] };

/** mvccpb.KeyValue by its field numbers; mod_revision is known from the revision. */
const readField: Readonly<Record<number, (record: RecordBeingRead, reader: BinaryReader) => void>> = {
  1: (record, reader) => {
    record.key = reader.bytes();
  },
  2: (record, reader) => {
    record.createRevision = Number(reader.int64());
  },
  3: (_, reader) => {
    reader.int64();
  },
  4: (record, reader) => {
    record.version = Number(reader.int64());
  },
  5: (record, reader) => {
    record.value = reader.bytes();
  },
  6: (record, reader) => {
    record.lease = BigInt(reader.int64());
  },
};

interface KeyRead {
  readonly key: Uint8Array;
  /** In order of revision. */
  readonly records: KeyRecord[];
}

/** Keys in the order in which they came, found by a hash: a tree would compare many keys for each record. */
class KeysRead {
  readonly #all: KeyRead[] = [];
  readonly #byHash = new Map<number, KeyRead[]>();

  all(): readonly KeyRead[] {
    return this.#all;
  }

  /** Gives the record the one copy of its key. */
  file(record: RecordBeingRead, slabs: Slabs): void {
    const hash = bytesHash(record.key);
    const bucket = this.#byHash.get(hash) ?? [];
    if (bucket.length === 0) this.#byHash.set(hash, bucket);
    const known =
      bucket.find(({ key }) => compareKeys(key, record.key) === 0) ?? this.#add(bucket, record, slabs);
    record.key = known.key;
    known.records.push(record);
  }

  #add(bucket: KeyRead[], { key }: RecordBeingRead, slabs: Slabs): KeyRead {
    const added: KeyRead = { key: slabs.keep(key), records: [] };
    this.#all.push(added);
    bucket.push(added);
    return added;
  }
}

/** Copies of many small pieces of bytes, so that records do not hold the whole file: a buffer for each were dear. */
class Slabs {
  #slab = NO_BYTES;
  #used = 0;

  keep(bytes: Uint8Array): Uint8Array {
    if (bytes.length === 0) return NO_BYTES;
    if (bytes.length > SLAB_BYTES / 4) return bytes.slice();
    if (this.#used + bytes.length > this.#slab.length) {
      this.#slab = new Uint8Array(SLAB_BYTES);
      this.#used = 0;
    }
    this.#slab.set(bytes, this.#used);
    this.#used += bytes.length;
    return this.#slab.subarray(this.#used - bytes.length, this.#used);
  }
}

const SLAB_BYTES = 4096;
