import { assert } from '../../base/assert.ts';
import { columns } from '../../base/column.ts';
import type { Revision } from '../../base/flavor.ts';
import { KeyNames } from './key-names.ts';
import { RevisionKey, StoredKeyValue, type Problem } from './stored-record.ts';

/** An entry of the key bucket as it stands in the file: where, and its bytes (valid until the next one is asked for). */
export interface PlacedEntry {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
  /** The leaf page and the element in it. */
  readonly page: number;
  readonly index: number;
}

/** An entry that is no revision of a key: left out of what is said of the keys. */
export interface BadEntry {
  readonly page: number;
  readonly index: number;
  readonly words: string;
}

/** So many bad entries are told one by one; of the rest only how many there are. */
const TOLD_BAD = 100;

/** The lease of a put that has none. */
const NO_LEASE = 0n;

/**
 * Every revision in a key bucket, by position from 0 on, in their order: numbers only, in columns, as a db of a gigabyte has
 * millions of them. Keys are numbered (`names`), values stay in the file.
 */
export class KeyTimes {
  readonly names = new KeyNames();
  /** Entries that are no revisions: how many, and the first of them. */
  readonly bad: BadEntry[] = [];
  badCount = 0;
  tombstones = 0;

  readonly #columns = columns(
    'main',
    'sub',
    'key',
    'create',
    'version',
    'lease',
    'deleted',
    'back',
    'keyValueBytes',
    'valueBytes',
    'page',
    'index',
  );
  /** Leases by the numbers that `lease` has. */
  readonly #leases: bigint[] = [NO_LEASE];
  readonly #leaseNumbers = new Map<bigint, number>([[NO_LEASE, 0]]);
  /** By key: the position of its newest record, and 1. */
  #newest = new Int32Array(256);

  readonly #revision = new RevisionKey();
  readonly #keyValue = new StoredKeyValue();
  #lastMain = 0;
  #lastSub = 0;

  /** Adds the next entry of the bucket. */
  add(entry: PlacedEntry): void {
    const words = this.#add(entry);
    if (words === undefined) return;
    this.badCount++;
    if (this.bad.length < TOLD_BAD) this.bad.push({ page: entry.page, index: entry.index, words });
  }

  get length(): number {
    return this.#columns.main.length;
  }

  /** The newest main revision of any record; 0 where there is none. */
  get newestMain(): Revision {
    return this.#lastMain;
  }

  main(position: number): Revision {
    return this.#columns.main.at(position);
  }

  sub(position: number): number {
    return this.#columns.sub.at(position);
  }

  /** The number of its key in `names`. */
  keyNumber(position: number): number {
    return this.#columns.key.at(position);
  }

  key(position: number): Uint8Array {
    return this.names.at(this.keyNumber(position));
  }

  /** 0 for a tombstone. */
  createRevision(position: number): Revision {
    return this.#columns.create.at(position);
  }

  /** 0 for a tombstone. */
  version(position: number): number {
    return this.#columns.version.at(position);
  }

  lease(position: number): bigint {
    return this.#leases[this.#columns.lease.at(position)] ?? NO_LEASE;
  }

  isTombstone(position: number): boolean {
    return this.#columns.deleted.at(position) === 1;
  }

  /** Bytes of the user's value. */
  valueBytes(position: number): number {
    return this.#columns.valueBytes.at(position);
  }

  /** Bytes of the whole `KeyValue`: what the file keeps under the revision. */
  keyValueBytes(position: number): number {
    return this.#columns.keyValueBytes.at(position);
  }

  page(position: number): number {
    return this.#columns.page.at(position);
  }

  index(position: number): number {
    return this.#columns.index.at(position);
  }

  /** How many records are of main revision `revision` or an older one: the position of the first that is not. */
  countUpTo(revision: Revision): number {
    return this.#columns.main.countUpTo(revision);
  }

  /** Undefined: there is no such record. */
  positionOf(main: Revision, sub: number): number | undefined {
    for (let i = this.countUpTo(main - 1); i < this.length && this.main(i) === main; i++) {
      if (this.sub(i) === sub) return i;
    }
    return undefined;
  }

  /** All that is known of a key, the oldest first. */
  ofKey(key: Uint8Array): number[] {
    const number = this.names.find(key);
    return number === undefined ? [] : this.ofKeyNumber(number);
  }

  ofKeyNumber(number: number): number[] {
    const found: number[] = [];
    let position = (this.#newest[number] ?? 0) - 1;
    while (position >= 0) {
      found.push(position);
      const back = this.#columns.back.at(position);
      position = back === 0 ? -1 : position - back;
    }
    return found.reverse();
  }

  /** By key number: the position of its newest record of `revision` or older, and 1; 0 where there is none. */
  newestAt(revision: Revision): Int32Array {
    if (revision >= this.#lastMain) return this.#newest.slice(0, this.names.size);
    const newest = new Int32Array(this.names.size);
    const { key } = this.#columns;
    const end = this.countUpTo(revision);
    for (let i = 0; i < end; i++) newest[key.at(i)] = i + 1;
    return newest;
  }

  /** The positions of what a reader at `revision` sees, in the order of their keys. */
  *at(revision: Revision, numbers: Iterable<number> = this.names.sorted()): Generator<number, void> {
    const newest = this.newestAt(revision);
    for (const number of numbers) {
      const position = (newest[number] ?? 0) - 1;
      if (position >= 0 && !this.isTombstone(position)) yield position;
    }
  }

  /** How many keys a reader at `revision` sees. */
  liveAt(revision: Revision): number {
    let live = 0;
    for (const after of this.newestAt(revision)) if (after > 0 && !this.isTombstone(after - 1)) live++;
    return live;
  }

  #add({ key, value, page, index }: PlacedEntry): Problem {
    const revision = this.#revision;
    const problem = revision.read(key) ?? this.#keyValue.read(value);
    if (problem !== undefined) return problem;
    const { main, sub, isTombstone } = revision;
    if (main < this.#lastMain || (main === this.#lastMain && sub <= this.#lastSub && this.length > 0))
      return `revision ${main}_${sub} stands behind ${this.#lastMain}_${this.#lastSub}`;
    this.#lastMain = main;
    this.#lastSub = sub;
    this.#push(value, isTombstone, { page, index });
    return undefined;
  }

  #push(bytes: Uint8Array, isTombstone: boolean, { page, index }: Omit<BadEntry, 'words'>): void {
    const { keyFrom, keyTo, valueFrom, valueTo, createRevision, version } = this.#keyValue;
    const column = this.#columns;
    const position = this.length;
    assert(position < 0x7fff_ffff, 'fewer records than a key bucket can have');
    const number = this.names.numberOf(bytes, keyFrom, keyTo);
    if (number >= this.#newest.length) this.#grow();
    const before = this.#newest[number] ?? 0;
    this.#newest[number] = position + 1;
    column.main.push(this.#lastMain);
    column.sub.push(this.#lastSub);
    column.key.push(number);
    column.create.push(createRevision);
    column.version.push(version);
    column.lease.push(this.#leaseNumber());
    column.deleted.push(isTombstone ? 1 : 0);
    column.back.push(before === 0 ? 0 : position + 1 - before);
    column.keyValueBytes.push(bytes.length);
    column.valueBytes.push(valueTo - valueFrom);
    column.page.push(page);
    column.index.push(index);
    if (isTombstone) this.tombstones++;
  }

  #leaseNumber(): number {
    const { leaseLow, leaseHigh } = this.#keyValue;
    if (leaseLow === 0 && leaseHigh === 0) return 0;
    const lease = BigInt.asIntN(64, (BigInt(leaseHigh) << 32n) | BigInt(leaseLow));
    const known = this.#leaseNumbers.get(lease);
    if (known !== undefined) return known;
    const number = this.#leases.push(lease) - 1;
    this.#leaseNumbers.set(lease, number);
    return number;
  }

  #grow(): void {
    const larger = new Int32Array(2 * this.#newest.length);
    larger.set(this.#newest);
    this.#newest = larger;
  }
}

/** The columns of a bucket's entries. */
export function keyTimesOf(entries: Iterable<PlacedEntry>): KeyTimes {
  const times = new KeyTimes();
  for (const entry of entries) times.add(entry);
  return times;
}
