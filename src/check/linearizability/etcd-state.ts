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
  /** Ids of the leases that are there. */
  readonly leases: Versions<true>;
}

export function emptyStore(): EtcdState {
  return { revision: 1, compacted: 0, keys: Versions.empty(), leases: Versions.empty() };
}

/** A key as it is now; undefined: it is not there. */
export function keyNow(state: EtcdState, key: string): KeyChange | undefined {
  const change = state.keys.get(key);
  return change === undefined || change.version === 0 ? undefined : change;
}

/** The same as of an earlier revision. */
export function keyAt(change: KeyChange | undefined, revision: number): KeyChange | undefined {
  let at = change;
  while (at !== undefined && at.mod > revision) at = at.previous;
  return at === undefined || at.version === 0 ? undefined : at;
}

/** Keys of a range, one key without an end, with what they were at a revision; in no particular order. */
export function* keysOf(
  state: EtcdState,
  { key, end }: { readonly key: string; readonly end?: string },
  revision: number,
): IterableIterator<[string, KeyChange]> {
  if (end === undefined || end === '') {
    const change = keyAt(state.keys.get(key), revision);
    if (change !== undefined) yield [key, change];
    return;
  }
  for (const [each, newest] of state.keys.entries()) {
    if (each < key || (end !== '\0' && each >= end)) continue;
    const change = keyAt(newest, revision);
    if (change !== undefined) yield [each, change];
  }
}

export function keysOfLease(state: EtcdState, lease: string): string[] {
  const keys: string[] = [];
  for (const [key, change] of state.keys.entries()) if (change.lease === lease) keys.push(key);
  return keys;
}

/** Changes of a store that are one revision together, or none if nothing is changed. */
export class EtcdWrite {
  readonly before: EtcdState;
  #keys: Versions<KeyChange>;
  #isChanged = false;

  constructor(before: EtcdState) {
    this.before = before;
    this.#keys = before.keys;
  }

  /** As it is with what was changed so far. */
  now(): EtcdState {
    const { before } = this;
    if (!this.#isChanged) return before;
    return { ...before, revision: before.revision + 1, keys: this.#keys };
  }

  put(key: string, value: string | undefined, lease: string | undefined): EtcdRefusal | undefined {
    const previous = this.#keys.get(key);
    const live = previous === undefined || previous.version === 0 ? undefined : previous;
    if (live === undefined && (value === undefined || lease === undefined)) return 'keyNotFound';
    const held = lease ?? live?.lease ?? '0';
    if (lease !== undefined && lease !== '0' && this.before.leases.get(lease) === undefined)
      return 'leaseNotFound';
    const mod = this.before.revision + 1;
    this.#keys = this.#keys.set(key, {
      value: value ?? live?.value ?? '',
      create: live?.create ?? mod,
      mod,
      version: (live?.version ?? 0) + 1,
      lease: held,
      previous,
    });
    this.#isChanged = true;
    return undefined;
  }

  delete(key: string): void {
    const mod = this.before.revision + 1;
    const previous = this.#keys.get(key);
    this.#keys = this.#keys.set(key, { value: '', create: 0, mod, version: 0, lease: '0', previous });
    this.#isChanged = true;
  }
}
