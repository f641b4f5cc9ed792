import type { Revision } from '../../base/flavor.ts';
import type { KeyRecord } from '../../etcd/mvcc/key-record.ts';
import { SharedLog } from '../../sim/world/shared-log.ts';
import { keyAt, type EtcdState, type KeyChange } from '../linearizability/etcd-state.ts';
import { binaryText } from '../linearizability/observed-call.ts';
import { Versions } from '../linearizability/versions.ts';
import type { MemberChanges } from '../../node/report/changes.ts';

/** Nobody lags further behind. */
const COMPACTIONS_MAX = 64;

/**
 * The history of the replicated store, as the first member that applied each revision told it: the order of all writes, and
 * from it the store at every revision (properties.md, C2 a). That others apply the same is checked by the hashes of
 * their states.
 *
 * A history that begins with a snapshot of somebody unknown begins at its revision: of what is before it nothing is known.
 */
export class StoreTruth {
  #keys: Versions<KeyChange>;
  #records: SharedLog<KeyRecord>;
  #from: Revision;
  #revision: Revision;
  #compacted: Revision;
  /** Revisions that compactions were made at. */
  #compactions: readonly Revision[];
  /** The highest index that anybody has applied. */
  #applied: number;

  constructor(from?: StoreTruth) {
    this.#keys = from === undefined ? Versions.empty() : from.#keys;
    this.#records = from === undefined ? new SharedLog() : from.#records.clone();
    this.#from = from === undefined ? 0 : from.#from;
    this.#revision = from === undefined ? 1 : from.#revision;
    this.#compacted = from === undefined ? 0 : from.#compacted;
    this.#compactions = from === undefined ? [] : from.#compactions;
    this.#applied = from === undefined ? 0 : from.#applied;
  }

  clone(): StoreTruth {
    return new StoreTruth(this);
  }

  /** The highest revision that anybody has applied. */
  get revision(): Revision {
    return this.#revision;
  }

  get applied(): number {
    return this.#applied;
  }

  /** The highest revision up to which anybody has compacted. */
  get compacted(): Revision {
    return this.#compacted;
  }

  /** Nothing is known of the store before this revision. */
  get from(): Revision {
    return this.#from;
  }

  /** All writes in their order. */
  get records(): SharedLog<KeyRecord> {
    return this.#records;
  }

  /** What one member's record tells. `anew`: it begins another history, and what was known is void. */
  look(changes: MemberChanges, anew: boolean): void {
    const { records = [], replaced, revision = 0, applied = 0, compactRevision = 0 } = changes;
    if (anew || (replaced === true && revision > this.#revision)) this.#adopt(changes);
    else for (const record of records) if (record.main > this.#revision) this.#add(record);
    if (revision > this.#revision) this.#revision = revision;
    if (applied > this.#applied) this.#applied = applied;
    if (compactRevision > this.#compacted) {
      this.#compacted = compactRevision;
      this.#compactions = [...this.#compactions.slice(-COMPACTIONS_MAX), compactRevision];
    }
  }

  /** The store as it was at a revision, with leases of which nothing is known. */
  at(revision: Revision): EtcdState {
    return { revision, compacted: 0, keys: this.#keys, leases: undefined };
  }

  /** A key as it was at a revision; undefined: it was not there. */
  keyAt(key: string, revision: Revision): KeyChange | undefined {
    return keyAt(this.#keys.get(key), revision);
  }

  /** Whether one of the newest compactions was made at just this revision. */
  wasCompactedAt(revision: Revision): boolean {
    return this.#compactions.includes(revision);
  }

  /** The position of the first write of this revision or a later one. */
  positionOf(revision: Revision): number {
    let [low, high] = [0, this.#records.length];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((this.#records.at(middle)?.main ?? Infinity) < revision) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #adopt({ records = [], revision = 1, applied = 0, compactRevision = 0 }: MemberChanges): void {
    // A store with everything since its beginning needs no "before".
    this.#from = compactRevision > 0 ? revision : 0;
    this.#keys = Versions.empty();
    this.#records = new SharedLog();
    this.#compacted = compactRevision;
    this.#applied = applied;
    for (const record of records) this.#add(record);
    this.#revision = revision;
  }

  #add(record: KeyRecord): void {
    this.#records.push(record);
    const key = binaryText(record.key);
    this.#keys = this.#keys.set(key, {
      value: binaryText(record.value),
      create: record.createRevision,
      mod: record.main,
      version: record.deleted ? 0 : record.version,
      lease: String(record.lease),
      previous: this.#keys.get(key),
    });
  }
}
