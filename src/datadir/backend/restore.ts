import { sha256 } from '@noble/hashes/sha2.js';
import type { ByteSink, Tell } from '../../base/byte-source.ts';
import type { Revision } from '../../base/flavor.ts';
import { buckets } from '../../bbolt/bucket.ts';
import type { Bucket, Db } from '../../bbolt/db.ts';
import { writeDb, type BucketToWrite } from '../../bbolt/write.ts';
import type { Alarm, Backend } from './backend.ts';
import { compareKeys } from '../../etcd/mvcc/key-range.ts';
import { encodeUtf8 } from '../../base/utf8.ts';
import { FIELD, storedEntries } from './buckets.ts';
import { hexOf, nameOf } from './problem.ts';
import { tellingEntries } from './telling.ts';
import { RevisionKey, revisionKey } from './stored-record.ts';
import type { PlacedEntry } from './key-times.ts';
import { Without, type Consequences, type Pair } from './without.ts';

/** What is to be restored. */
export interface RestoreOptions {
  /** The store as it was at this revision; the newest if nothing is said. */
  readonly revision?: Revision;
  /** Main revisions to be left out, as if they had not been: a delete, say. */
  readonly without?: readonly Revision[];
  /**
   * Raises the newest revision by so much and marks it as compacted, as `etcdutl snapshot restore --bump-revision --mark-compacted`
   * does, so that no client's watch or cache takes the new store for the old one: for tools that have no such flags, too.
   */
  readonly bump?: number;
  /** Leaves the alarms behind. etcd's own tools keep them: one of no space then stops the restored cluster's writes. */
  readonly dropAlarms?: boolean;
  /** Goes on past pages and elements that cannot be read, with what is left. Without it they are a DbError or RestoreError. */
  readonly salvage?: boolean;
}

/** What was written. */
export interface Restored extends Consequences {
  /** The newest revision of the store that etcd starts from it. */
  readonly revision: Revision;
  /** -1: none. */
  readonly compactRevision: Revision;
  readonly records: number;
  /** Leases that restored keys are bound to and that are gone from the file: those keys never expire. */
  readonly leasesGone: readonly bigint[];
  /** Alarms go with the file: while one stands, the restored cluster refuses what it forbids, until `etcdctl alarm disarm`. */
  readonly alarms: readonly Alarm[];
  /** What a salvage has passed over in the key bucket: pages that cannot be read, and elements that are no revisions. */
  readonly lost: { readonly pages: number; readonly elements: number };
  /** Bytes, the hash at the end counted. */
  readonly size: number;
  /** SHA-256 of all before it. */
  readonly hash: string;
}

/** A restore that cannot be; the words say what can. */
export class RestoreError extends Error {
  override name = 'RestoreError';

  constructor(
    readonly reason: 'compacted' | 'futureRevision' | 'noSuchRevision' | 'badBump' | 'badRecords',
    message: string,
  ) {
    super(message);
  }
}

/**
 * Writes a snapshot that `etcdctl` (3.4) and `etcdutl snapshot restore` take, with its SHA-256 behind it: every bucket as it is in the
 * file, but for the keys, of which those revisions are there that were asked for, with all of their history that the file has.
 * Leases, users and roles have no history in the file, so they are as they are now. What `snapshot restore` replaces itself (members,
 * consistent index, term) is left as it is.
 */
export function restoreTo(
  db: Db,
  backend: Backend,
  options: RestoreOptions,
  out: ByteSink,
  tell: Tell,
): Restored {
  const plan = checkedPlan(backend, options);
  const hashed = new HashedSink(out);
  const written = new KeyBucket(db, backend, plan, tell);
  writeDb(hashed, bucketsOf(db, plan, written), { pageSize: db.pageSize });
  const hash = hashed.end();
  return {
    revision: plan.bumpedTo ?? Math.max(1, written.newestMain, backend.compactRevision),
    compactRevision: plan.bumpedTo ?? backend.compactRevision,
    records: written.records,
    removed: written.without.removed,
    renumbered: written.without.renumbered,
    needless: written.without.needless,
    leasesGone: written.leasesGone(),
    alarms: plan.dropAlarms ? [] : backend.alarms,
    lost: { pages: written.pagesLost, elements: written.elementsLost },
    size: hashed.size,
    hash: hexOf(hash),
  };
}

interface Plan {
  readonly at: Revision;
  readonly without: ReadonlySet<Revision>;
  /** The revision that is marked as compacted. */
  readonly bumpedTo: Revision | undefined;
  readonly salvage: boolean;
  readonly dropAlarms: boolean;
}

function checkedPlan(
  backend: Backend,
  { revision, without = [], bump, salvage = false, dropAlarms = false }: RestoreOptions,
): Plan {
  const { times, compactRevision } = backend;
  const at = revision ?? backend.revision;
  if (!Number.isSafeInteger(at) || at < 1 || at > backend.revision)
    throw new RestoreError(
      'futureRevision',
      `revision ${at} is not in the file: its newest is ${backend.revision}`,
    );
  if (at < compactRevision)
    throw new RestoreError(
      'compacted',
      `revision ${at} has been compacted; the oldest that can be restored is ${compactRevision}`,
    );
  for (const main of without) {
    if (main > at || !Number.isSafeInteger(main) || times.countUpTo(main) === times.countUpTo(main - 1))
      throw new RestoreError(
        'noSuchRevision',
        `no record of revision ${main} up to ${at}: it cannot be left out`,
      );
  }
  if (times.badCount > 0 && !salvage)
    throw new RestoreError(
      'badRecords',
      `${times.badCount} elements of the key bucket are no revisions; no etcd starts from such a store`,
    );
  return { at, without: new Set(without), bumpedTo: bumpedRevision(backend, at, bump), salvage, dropAlarms };
}

/**
 * From the newest revision on that clients have seen up to there, even if it is left out or compacted: etcdutl counts from the newest
 * record that it finds.
 */
function bumpedRevision(backend: Backend, at: Revision, bump: number | undefined): Revision | undefined {
  if (bump === undefined) return undefined;
  const { times } = backend;
  const end = times.countUpTo(at);
  const newest = Math.max(end === 0 ? 0 : times.main(end - 1), backend.compactRevision, 1);
  const to = newest + bump;
  if (!Number.isSafeInteger(bump) || bump < 1 || !Number.isSafeInteger(to))
    throw new RestoreError('badBump', `a revision is raised by a whole number from 1 on, not by ${bump}`);
  return to;
}

/** All buckets of the file; what has no records is there, too. */
function* bucketsOf(db: Db, plan: Plan, keys: KeyBucket): Generator<BucketToWrite> {
  const damaged = plan.salvage ? passOver : undefined;
  for (const { name, bucket } of buckets(db, db.root, damaged)) {
    const { sequence } = bucket;
    const stored = (): Iterable<Pair> => storedEntries(db, bucket, damaged);
    switch (nameOf(name)) {
      case 'key':
        yield { name, sequence, entries: () => keys.walk(bucket) };
        break;
      case 'meta':
        yield { name, sequence, entries: () => metaPairs(stored(), plan) };
        break;
      case 'alarm':
        yield { name, sequence, entries: () => (plan.dropAlarms ? [] : pairs(stored())) };
        break;
      default:
        yield { name, sequence, entries: () => pairs(stored()) };
    }
  }
}

/** What a salvage does about a page that cannot be read. */
function passOver(): void {
  // The backend's problems tell of it.
}

function* pairs(all: Iterable<Pair>): Generator<[Uint8Array, Uint8Array], void> {
  for (const { key, value } of all) yield [key, value];
}

/** With the mark of a compaction at the raised revision: etcd carries it out when it starts. */
function* metaPairs(all: Iterable<Pair>, { bumpedTo }: Plan): Generator<[Uint8Array, Uint8Array], void> {
  if (bumpedTo === undefined) {
    yield* pairs(all);
    return;
  }
  const mark: [Uint8Array, Uint8Array] = [
    encodeUtf8(FIELD.scheduledCompact),
    revisionKey(bumpedTo, 0, false),
  ];
  let isWritten = false;
  for (const { key, value } of all) {
    const order = compareKeys(key, mark[0]);
    if (order >= 0 && !isWritten) yield mark;
    isWritten ||= order >= 0;
    if (order !== 0) yield [key, value];
  }
  if (!isWritten) yield mark;
}

/** The restored records. They can be walked several times, with the same counts after each. */
class KeyBucket {
  records = 0;
  newestMain = 0;
  pagesLost = 0;
  elementsLost = 0;
  without: Without;
  readonly #revision = new RevisionKey();
  #walks = 0;

  constructor(
    private readonly db: Db,
    private readonly backend: Backend,
    private readonly plan: Plan,
    private readonly tell: Tell,
  ) {
    this.without = new Without(backend.times, plan.without);
  }

  *walk(bucket: Bucket): Generator<[Uint8Array, Uint8Array], void> {
    const { backend, plan } = this;
    const { times } = backend;
    this.records = 0;
    this.newestMain = 0;
    this.without = new Without(times, plan.without);
    const end = times.countUpTo(plan.at);
    let position = 0;
    for (const entry of this.#stored(bucket)) {
      if (position === end) break;
      if (plan.salvage && !this.#isAt(position, entry)) {
        this.elementsLost++;
        continue;
      }
      const kept = this.without.keep(position, entry);
      if (kept !== undefined) {
        this.records++;
        this.newestMain = times.main(position);
        yield [kept.key, kept.value];
      }
      position++;
    }
    if (plan.bumpedTo !== undefined) {
      this.records++;
      this.newestMain = plan.bumpedTo;
      yield [revisionKey(plan.bumpedTo, 0, false), new Uint8Array(0)];
    }
  }

  /** The writer walks twice: once for the lengths, once for the bytes. */
  #stored(bucket: Bucket): Iterable<PlacedEntry> {
    const { db } = this;
    const half = this.#walks++ === 0 ? 0 : db.size;
    const tell: Tell = (done) => {
      this.tell(done + half, 2 * db.size);
    };
    this.pagesLost = 0;
    this.elementsLost = 0;
    const damaged = (): void => {
      this.pagesLost++;
    };
    return tellingEntries(db, storedEntries(db, bucket, this.plan.salvage ? damaged : undefined), tell);
  }

  /** Whether the entry is the record at this position: one that was no revision has none. */
  #isAt(position: number, { key }: PlacedEntry): boolean {
    const { times } = this.backend;
    const revision = this.#revision;
    return (
      revision.read(key) === undefined &&
      revision.main === times.main(position) &&
      revision.sub === times.sub(position)
    );
  }

  leasesGone(): bigint[] {
    const { times, leases } = this.backend;
    const there = new Set(leases.map(({ id }) => id));
    const gone = new Set<bigint>();
    for (const position of times.at(this.plan.at)) {
      const lease = BigInt.asUintN(64, times.lease(position));
      if (lease !== 0n && !there.has(lease)) gone.add(lease);
    }
    return [...gone];
  }
}

/** What is written is summed on its way. */
class HashedSink implements ByteSink {
  readonly #hash = sha256.create();

  constructor(private readonly out: ByteSink) {}

  get size(): number {
    return this.out.size;
  }

  write(bytes: Uint8Array): void {
    this.#hash.update(bytes);
    this.out.write(bytes);
  }

  /** Writes the sum. */
  end(): Uint8Array {
    const sum = this.#hash.digest();
    this.out.write(sum);
    return sum;
  }
}
