import type { Revision } from '../../base/flavor.ts';
import type { KeyRecord } from '../../etcd/mvcc/key-record.ts';
import { ByteSink, writeKeyValue } from '../../etcd/mvcc/stored-form.ts';
import type { KeyTimes, PlacedEntry } from './key-times.ts';
import { StoredKeyValue } from './stored-record.ts';

/** A key of the bucket and its value. */
export interface Pair {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}

/** How a key stands after the records so far: the life it is in, or that it is not there. */
type Life = { readonly create: Revision; readonly version: number } | 'absent';

/** What leaving revisions out has done to others. */
export interface Consequences {
  /** Records that were left out because they were asked to be. */
  readonly removed: number;
  /** Puts that have another create revision or version now. */
  readonly renumbered: number;
  /** Tombstones of keys that were not there any more. */
  readonly needless: number;
}

/**
 * A history without some of its revisions, as if they had not been: a key whose delete is left out lives on, so that the puts
 * behind it count on from the life before; one whose first put is left out begins with the next; a delete of what is not there
 * is none. Revisions keep their numbers: where nothing is left of one, there is a gap, which etcd bears.
 */
export class Without {
  removed = 0;
  renumbered = 0;
  needless = 0;
  readonly #times: KeyTimes;
  readonly #without: ReadonlySet<Revision>;
  /** By key number, of those that the revisions left out have to do with. */
  readonly #lives = new Map<number, Life | undefined>();
  readonly #keyValue = new StoredKeyValue();
  readonly #sink = new ByteSink();

  constructor(times: KeyTimes, without: ReadonlySet<Revision>) {
    this.#times = times;
    this.#without = without;
    for (const main of without) {
      const end = times.countUpTo(main);
      for (let i = times.countUpTo(main - 1); i < end; i++) this.#lives.set(times.keyNumber(i), undefined);
    }
  }

  /** The entry at this position as it is kept; undefined: it is left out. Valid until the next call. */
  keep(position: number, entry: PlacedEntry): Pair | undefined {
    const times = this.#times;
    const number = times.keyNumber(position);
    if (!this.#lives.has(number)) return entry;
    const life = this.#lives.get(number);
    if (this.#without.has(times.main(position))) {
      this.removed++;
      if (life === undefined) this.#lives.set(number, this.#lifeBefore(position));
      return undefined;
    }
    if (times.isTombstone(position)) {
      this.#lives.set(number, 'absent');
      if (life !== 'absent') return entry;
      this.needless++;
      return undefined;
    }
    const next = this.#nextLife(position, life);
    this.#lives.set(number, next);
    if (next.create === times.createRevision(position) && next.version === times.version(position))
      return entry;
    this.renumbered++;
    return this.#renumber(position, entry, next);
  }

  /** Of a key whose first known record is left out: what that record says of the one before it, which a compaction removed. */
  #lifeBefore(position: number): Life {
    const times = this.#times;
    const version = times.version(position);
    if (times.isTombstone(position) || version <= 1) return 'absent';
    return { create: times.createRevision(position), version: version - 1 };
  }

  #nextLife(position: number, life: Life | undefined): Exclude<Life, 'absent'> {
    const times = this.#times;
    if (life === 'absent') return { create: times.main(position), version: 1 };
    if (life !== undefined) return { create: life.create, version: life.version + 1 };
    return { create: times.createRevision(position), version: times.version(position) };
  }

  #renumber(
    position: number,
    { key, value }: PlacedEntry,
    { create, version }: Exclude<Life, 'absent'>,
  ): Pair {
    this.#keyValue.read(value);
    const { valueFrom, valueTo } = this.#keyValue;
    const record: KeyRecord = {
      main: this.#times.main(position),
      sub: this.#times.sub(position),
      key: this.#times.key(position),
      value: value.subarray(valueFrom, valueTo),
      createRevision: create,
      version,
      lease: this.#times.lease(position),
      deleted: false,
    };
    this.#sink.clear();
    writeKeyValue(this.#sink, record);
    return { key, value: this.#sink.written().slice() };
  }
}
