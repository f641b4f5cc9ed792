import { assert } from '../base/assert.ts';
import type { ByteSink } from '../base/byte-source.ts';
import { encodeUtf8 } from '../base/utf8.ts';
import { compareBytes } from './db.ts';
import {
  BUCKET_FLAG,
  BUCKET_HEADER_BYTES,
  HEADER_BYTES,
  LARGEST_PAGE,
  MAGIC,
  NO_FREELIST,
  pageFlag,
  setPageNumber,
  SMALLEST_PAGE,
  VERSION,
  viewOf,
} from './format.ts';
import { KEY_BYTES_MAX } from './elements.ts';
import { hex } from './hex.ts';
import { fnv1a } from './fnv.ts';
import { META_BYTES, SUMMED_BYTES } from './meta.ts';
import { PageWriter, type NodeBuilder } from './page-writer.ts';

/** A bucket as it is to stand in a file. */
export interface BucketToWrite {
  readonly name: string | Uint8Array;
  /**
   * Keys and values, keys ascending. Asked for twice, as a file begins with where its root is: the first time only to see how long all is.
   * What it yields has been taken when the next is asked for.
   */
  readonly entries: () => Iterable<readonly [Uint8Array, Uint8Array]>;
  /** Those within it. Their names are no keys of `entries`. */
  readonly buckets?: readonly BucketToWrite[];
  readonly sequence?: bigint;
}

export interface WriteOptions {
  /** Bytes, a power of two from 1024 on. 4096 unless told: real etcd takes the system's. */
  readonly pageSize?: number;
  /** From what part of a page on it is full: 0.1 to 1. 0.9 unless told, as etcd has it for keys that ascend. */
  readonly fill?: number;
}

/** bbolt takes no longer value. */
const VALUE_BYTES_MAX = 2 ** 31 - 2;

/**
 * A file that bbolt opens and finds in order: no page is free, and no list of free pages is kept, as etcd has it. Throws RangeError, before
 * anything is written, for keys that do not ascend, are empty or too long.
 */
export function writeDb(
  out: ByteSink,
  buckets: Iterable<BucketToWrite>,
  { pageSize = 4096, fill = 0.9 }: WriteOptions = {},
): void {
  if (pageSize < SMALLEST_PAGE || pageSize > LARGEST_PAGE || (pageSize & (pageSize - 1)) !== 0) {
    throw new RangeError(
      `pages of ${pageSize} bytes; a power of two from ${SMALLEST_PAGE} to ${LARGEST_PAGE} is expected`,
    );
  }
  if (!(fill >= 0.1 && fill <= 1)) throw new RangeError(`fill ${fill}; 0.1 to 1 is expected`);
  const all = sorted(buckets);
  const trial = new PageWriter(undefined, pageSize, fill);
  const root = writeTree(trial, [], all).rootPage;
  const pages = trial.next;
  out.write(metaPage(0, pageSize, root, pages));
  out.write(metaPage(1, pageSize, root, pages));
  const writer = new PageWriter(out, pageSize, fill);
  const again = writeTree(writer, [], all).rootPage;
  writer.flush();
  assert(again === root && writer.next === pages, 'entries of a bucket were others the second time');
}

/** Where a written bucket begins: the value it has in the bucket it is in. */
interface Written {
  readonly rootPage: number;
  readonly header: Uint8Array;
}

/** The bucket's pages, those within it first. It is inline if it may be, unless it is the root bucket (no path). */
function writeTree(
  pages: PageWriter,
  path: readonly Uint8Array[],
  within: readonly PlacedBucket[],
  own?: BucketToWrite,
): Written {
  const places = within.map((bucket) => ({
    name: bucket.name,
    value: writeTree(pages, [...path, bucket.name], bucket.within, bucket.own).header,
  }));
  const leaf = pages.node(pageFlag.leaf);
  const children = pages.children();
  let before: Uint8Array | undefined;
  for (const { key, value, flags } of merged(own?.entries() ?? [], places)) {
    checkEntry(path, before, key, value);
    if (leaf.isFullWith(key.length + value.length)) children.push(leaf.firstKey(), leaf.close());
    leaf.add(key, value, flags, 0);
    before = leaf.lastKey();
  }
  const sequence = own?.sequence ?? 0n;
  if (path.length > 0 && children.count === 0 && within.length === 0 && leaf.size <= pages.pageSize / 4) {
    return { rootPage: 0, header: header(0, sequence, leaf) };
  }
  const key = leaf.firstKey();
  children.push(key, leaf.close());
  const rootPage = pages.branches(children);
  return { rootPage, header: header(rootPage, sequence) };
}

function header(rootPage: number, sequence: bigint, inline?: NodeBuilder): Uint8Array {
  const bytes = new Uint8Array(BUCKET_HEADER_BYTES + (inline?.size ?? 0));
  const view = viewOf(bytes);
  setPageNumber(view, 0, rootPage);
  view.setBigUint64(8, sequence, true);
  inline?.copyTo(bytes, BUCKET_HEADER_BYTES);
  return bytes;
}

/** A bucket with its name as bytes, and those in it in order. */
interface PlacedBucket {
  readonly name: Uint8Array;
  readonly own: BucketToWrite;
  readonly within: readonly PlacedBucket[];
}

function sorted(buckets: Iterable<BucketToWrite>): PlacedBucket[] {
  return Array.from(buckets, (own) => ({
    name: typeof own.name === 'string' ? encodeUtf8(own.name) : own.name,
    own,
    within: sorted(own.buckets ?? []),
  })).sort((a, b) => compareBytes(a.name, b.name));
}

interface Element {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
  readonly flags: number;
}

/** Entries and buckets within in one order. */
function* merged(
  entries: Iterable<readonly [Uint8Array, Uint8Array]>,
  places: readonly { readonly name: Uint8Array; readonly value: Uint8Array }[],
): Generator<Element, void> {
  let next = 0;
  for (const [key, value] of entries) {
    for (let place = places[next]; place !== undefined; place = places[next]) {
      if (compareBytes(place.name, key) > 0) break;
      yield { key: place.name, value: place.value, flags: BUCKET_FLAG };
      next++;
    }
    yield { key, value, flags: 0 };
  }
  for (const place of places.slice(next)) yield { key: place.name, value: place.value, flags: BUCKET_FLAG };
}

function checkEntry(
  path: readonly Uint8Array[],
  before: Uint8Array | undefined,
  key: Uint8Array,
  value: Uint8Array,
): void {
  let problem: string | undefined;
  if (key.length === 0 || key.length > KEY_BYTES_MAX) {
    problem = `a key of ${key.length} bytes; 1 to ${KEY_BYTES_MAX} are expected`;
  } else if (value.length > VALUE_BYTES_MAX) {
    problem = `a value of ${value.length} bytes; up to ${VALUE_BYTES_MAX} are expected`;
  } else if (before !== undefined && compareBytes(before, key) >= 0) {
    problem = `the key ${hex(key)} after ${hex(before)}; keys are to ascend`;
  }
  if (problem === undefined) return;
  throw new RangeError(`bucket ${path.length === 0 ? 'of the file' : path.map(hex).join('/')}: ${problem}`);
}

/** As a copy of bbolt's (`Tx.WriteTo`) has them: both with the same root, the first one newer by one transaction. */
function metaPage(page: 0 | 1, pageSize: number, rootPage: number, pages: number): Uint8Array {
  const bytes = new Uint8Array(pageSize);
  const view = viewOf(bytes);
  setPageNumber(view, 0, page);
  view.setUint16(8, pageFlag.meta, true);
  const meta = viewOf(bytes.subarray(HEADER_BYTES, HEADER_BYTES + META_BYTES));
  meta.setUint32(0, MAGIC, true);
  meta.setUint32(4, VERSION, true);
  meta.setUint32(8, pageSize, true);
  setPageNumber(meta, 16, rootPage);
  meta.setBigUint64(32, NO_FREELIST, true);
  setPageNumber(meta, 40, pages);
  meta.setBigUint64(48, BigInt(2 - page), true);
  meta.setBigUint64(SUMMED_BYTES, fnv1a(bytes.subarray(HEADER_BYTES, HEADER_BYTES + SUMMED_BYTES)), true);
  return bytes;
}
