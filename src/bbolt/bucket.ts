import { encodeUtf8 } from '../base/utf8.ts';
import { compareBytes, type Bucket, type Db, type Leaf } from './db.ts';
import { guarded, leavesOf, type Damaged } from './leaves.ts';

/** A key and its value; both are views into what was read of the file. */
export interface DbEntry {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
  /** The leaf it stands in (0: an inline bucket), and which of its elements it is. */
  readonly page: number;
  readonly index: number;
}

/** A bucket within another one. */
export interface NamedBucket {
  readonly name: Uint8Array;
  readonly bucket: Bucket;
}

/** The keys of a bucket and their values in order, from the first that is not below `from`; buckets within it are left out. */
export function* entries(
  db: Db,
  bucket: Bucket,
  from?: Uint8Array,
  damaged?: Damaged,
): Generator<DbEntry, void> {
  let isBelow = from !== undefined;
  for (const leaf of leavesOf(db, bucket, from, damaged)) {
    let index = 0;
    if (isBelow && from !== undefined) {
      index = firstNotBelow(leaf, from);
      isBelow = index === leaf.count;
    }
    for (; index < leaf.count; index++) {
      if (!leaf.isBucket(index))
        yield { key: leaf.key(index), value: leaf.value(index), page: leaf.page, index };
    }
  }
}

/** The buckets within a bucket, or the file's own, in the order of their names. */
export function* buckets(db: Db, parent: Bucket = db.root, damaged?: Damaged): Generator<NamedBucket, void> {
  for (const leaf of leavesOf(db, parent, undefined, damaged)) {
    for (let index = 0; index < leaf.count; index++) {
      const bucket = leaf.isBucket(index) ? guarded(() => leaf.bucket(index), damaged) : undefined;
      if (bucket !== undefined) yield { name: leaf.key(index), bucket };
    }
  }
}

/** Undefined if there is none of this name. */
export function bucketAt(db: Db, name: string | Uint8Array, parent: Bucket = db.root): Bucket | undefined {
  const key = typeof name === 'string' ? encodeUtf8(name) : name;
  for (const leaf of leavesOf(db, parent, key)) {
    const index = firstNotBelow(leaf, key);
    if (index === leaf.count) continue;
    const isIt = leaf.isBucket(index) && compareBytes(leaf.key(index), key) === 0;
    return isIt ? leaf.bucket(index) : undefined;
  }
  return undefined;
}

/** Undefined if the bucket has no such key. */
export function valueAt(db: Db, bucket: Bucket, key: Uint8Array): Uint8Array | undefined {
  for (const entry of entries(db, bucket, key)) {
    return compareBytes(entry.key, key) === 0 ? entry.value : undefined;
  }
  return undefined;
}

function firstNotBelow(leaf: Leaf, key: Uint8Array): number {
  let low = 0;
  let high = leaf.count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareBytes(leaf.key(middle), key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
