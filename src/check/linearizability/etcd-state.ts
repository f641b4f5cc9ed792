import { Versions } from './versions.ts';
import type { EtcdRefusal } from './history.ts';

/** One change of a key. `version` 0: it was deleted. */
export interface KeyChange {
  readonly value: string;
  readonly create: number;
  readonly mod: number;
  readonly version: number;
  /** '0': none. */
  readonly lease: string;
  /** The change before it. */
  readonly previous: KeyChange | undefined;
}

/** A store as a value. */
export interface EtcdState {
  readonly revision: number;
  readonly compacted: number;
  readonly keys: Versions<KeyChange>;
  /** Ids of the leases that are there; undefined: nobody knows, and any may be. */
  readonly leases: Versions<true> | undefined;
}

export function emptyStore(): EtcdState {
  return { revision: 1, compacted: 0, keys: Versions.empty(), leases: Versions.empty() };
}

export interface KeyRange {
  readonly key: string;
  /** Absent or empty: one key; '\0': everything from key on; else what comes before it. */
  readonly end?: string;
}

export function isWithin({ key, end }: KeyRange, each: string): boolean {
  if (end === undefined || end === '') return each === key;
  return each >= key && (end === '\0' || each < end);
}

/** A key as it is now; undefined: it is not there. */
export function keyNow(state: EtcdState, key: string): KeyChange | undefined {
  return keyAt(state.keys.get(key), state.revision);
}

/** The same as of an earlier revision. */
export function keyAt(change: KeyChange | undefined, revision: number): KeyChange | undefined {
  let at = change;
  while (at !== undefined && at.mod > revision) at = at.previous;
  return at === undefined || at.version === 0 ? undefined : at;
}

/** Keys of a range with what they were at a revision, in no particular order. */
export function* keysOf(
  state: EtcdState,
  range: KeyRange,
  revision: number,
): IterableIterator<[string, KeyChange]> {
  const { key, end } = range;
  if (end === undefined || end === '') {
    const change = keyAt(state.keys.get(key), revision);
    if (change !== undefined) yield [key, change];
    return;
  }
  for (const [each, newest] of state.keys.entries()) {
    if (!isWithin(range, each)) continue;
    const change = keyAt(newest, revision);
    if (change !== undefined) yield [each, change];
  }
}

export function keysOfLease(state: EtcdState, lease: string): string[] {
  const keys: string[] = [];
  for (const [key, change] of state.keys.entries()) {
    if (keyAt(change, state.revision)?.lease === lease) keys.push(key);
  }
  return keys;
}

/** Changes of a store that are one revision together, or none if nothing is changed. */
export class EtcdWrite {
  readonly before: EtcdState;
  readonly #changes = new Map<string, KeyChange>();

  constructor(before: EtcdState) {
    this.before = before;
  }

  get changes(): ReadonlyMap<string, KeyChange> {
    return this.#changes;
  }

  /** As it is with what was changed so far. */
  end(): EtcdState {
    const { before } = this;
    if (this.#changes.size === 0) return before;
    let { keys } = before;
    for (const [key, change] of this.#changes) keys = keys.set(key, change);
    return { ...before, revision: before.revision + 1, keys };
  }

  /** The key with what was changed so far; undefined: it is not there. */
  now(key: string): KeyChange | undefined {
    const own = this.#changes.get(key);
    if (own === undefined) return keyNow(this.before, key);
    return own.version === 0 ? undefined : own;
  }

  /** The keys of a range with what was changed so far, in no particular order. */
  range(range: KeyRange): [string, KeyChange][] {
    const { before } = this;
    const found = [...keysOf(before, range, before.revision)].filter(([key]) => !this.#changes.has(key));
    for (const [key, change] of this.#changes) {
      if (change.version > 0 && isWithin(range, key)) found.push([key, change]);
    }
    return found;
  }

  put(key: string, value: string | undefined, lease: string | undefined): EtcdRefusal | undefined {
    const { before } = this;
    const live = this.now(key);
    if (live === undefined && (value === undefined || lease === undefined)) return 'keyNotFound';
    if (
      before.leases !== undefined &&
      lease !== undefined &&
      lease !== '0' &&
      before.leases.get(lease) === undefined
    ) {
      return 'leaseNotFound';
    }
    const mod = before.revision + 1;
    this.#changes.set(key, {
      value: value ?? live?.value ?? '',
      create: live?.create ?? mod,
      mod,
      version: (live?.version ?? 0) + 1,
      lease: lease ?? live?.lease ?? '0',
      previous: before.keys.get(key),
    });
    return undefined;
  }

  delete(key: string): void {
    const { before } = this;
    const mod = before.revision + 1;
    const previous = before.keys.get(key);
    this.#changes.set(key, { value: '', create: 0, mod, version: 0, lease: '0', previous });
  }
}
