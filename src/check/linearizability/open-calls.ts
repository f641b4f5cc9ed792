import { assert } from '../../base/assert.ts';
import type { Observed } from './history.ts';

/**
 * Which calls are open and which of them are done, along one order that is being tried. Everything can be taken back up
 * to a mark: what was done last is undone first, and a call that is put back between its neighbours finds them
 * where they were (Knuth's dancing links).
 *
 *     invoke ─► not done ──do──► done ──return──► away
 */
export class OpenCalls {
  readonly #calls: readonly Observed<unknown>[];
  readonly #kinds: readonly number[];
  readonly #done: Uint8Array;
  readonly #reads: Links;
  readonly #writes: Links;
  /** Done, and not returned. */
  readonly #finished: Links;
  readonly #isRead: Uint8Array;
  /** What was done, newest last: 3 × call + deed. */
  readonly #trail: number[] = [];
  /** Of each kind, the first call found in the present round. */
  readonly #firstOfKind: Int32Array;

  constructor(calls: readonly Observed<unknown>[], kinds: readonly number[]) {
    this.#calls = calls;
    this.#kinds = kinds;
    this.#done = new Uint8Array(calls.length);
    this.#isRead = new Uint8Array(calls.length);
    this.#reads = new Links(calls.length);
    this.#writes = new Links(calls.length);
    this.#finished = new Links(calls.length);
    this.#firstOfKind = new Int32Array(kinds.reduce((most, kind) => Math.max(most, kind + 1), 0)).fill(-1);
  }

  invoke(call: number, isRead: boolean): void {
    this.#isRead[call] = isRead ? 1 : 0;
    this.#listOf(call).add(call);
    this.#trail.push(3 * call + INVOKED);
  }

  do(call: number): void {
    this.#listOf(call).remove(call);
    this.#finished.add(call);
    this.#done[call] = 1;
    this.#trail.push(3 * call + DONE);
  }

  return(call: number): void {
    this.#finished.remove(call);
    this.#trail.push(3 * call + RETURNED);
  }

  isDone(call: number): boolean {
    return this.#done[call] === 1;
  }

  mark(): number {
    return this.#trail.length;
  }

  backTo(mark: number): void {
    assert(mark <= this.#trail.length, 'a mark is of the past');
    while (this.#trail.length > mark) {
      const deed = this.#trail.pop() as number;
      const call = Math.floor(deed / 3);
      if (deed % 3 === INVOKED) this.#listOf(call).remove(call);
      else if (deed % 3 === RETURNED) this.#finished.restore(call);
      else {
        this.#done[call] = 0;
        this.#finished.remove(call);
        this.#listOf(call).restore(call);
      }
    }
  }

  /** Reads that are not done, by their invocation. What is done while they are gone through may be any of them. */
  reads(): Iterable<number> {
    return this.#reads;
  }

  /** The others that are not done, by their invocation. */
  writes(): Iterable<number> {
    return this.#writes;
  }

  /** Of all writes that are not done: of each kind the one that must return first; those that must return first of all first. */
  firstOfKinds(): number[] {
    const first = this.#firstOfKind;
    const found: number[] = [];
    for (const call of this.#writes) {
      const kind = this.#kinds[call] as number;
      if (kind < 0) found.push(call);
      else if ((first[kind] as number) < 0 || this.#deadline(call) < this.#deadline(first[kind] as number))
        first[kind] = call;
    }
    for (const call of this.#writes) {
      const kind = this.#kinds[call] as number;
      if (kind < 0 || first[kind] !== call) continue;
      found.push(call);
      first[kind] = -1;
    }
    return found.sort((a, b) => this.#deadline(a) - this.#deadline(b) || a - b);
  }

  /** What was done, in its order. */
  order(): number[] {
    return this.#trail.filter((deed) => deed % 3 === DONE).map((deed) => Math.floor(deed / 3));
  }

  /** Which calls are done of those that are open; of those that nobody knows of and that are alike, only how many. */
  name(): string {
    const calls: number[] = [];
    const counts = new Map<number, number>();
    for (const call of this.#finished) {
      const kind = this.#kinds[call] as number;
      if (kind < 0 || this.#calls[call]?.returnedAt !== undefined) calls.push(call);
      else counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    const names = calls.sort((a, b) => a - b).join(',');
    const alike = [...counts].sort(([a], [b]) => a - b).map(([kind, count]) => `${kind}*${count}`);
    return `${names};${alike.join(',')}`;
  }

  #deadline(call: number): number {
    return this.#calls[call]?.returnedAt ?? Number.MAX_VALUE;
  }

  #listOf(call: number): Links {
    return this.#isRead[call] === 1 ? this.#reads : this.#writes;
  }
}

const INVOKED = 0;
const DONE = 1;
const RETURNED = 2;

/** A list of numbers below a size, each at most once. */
class Links {
  readonly #next: Int32Array;
  readonly #previous: Int32Array;
  readonly #head: number;

  constructor(size: number) {
    this.#head = size;
    this.#next = new Int32Array(size + 1).fill(size);
    this.#previous = new Int32Array(size + 1).fill(size);
  }

  /** At the end. */
  add(item: number): void {
    const last = this.#previous[this.#head] as number;
    this.#next[last] = item;
    this.#previous[item] = last;
    this.#next[item] = this.#head;
    this.#previous[this.#head] = item;
  }

  remove(item: number): void {
    const [before, after] = [this.#previous[item] as number, this.#next[item] as number];
    this.#next[before] = after;
    this.#previous[after] = before;
  }

  /** Where it was, if everything that was done since has been taken back. */
  restore(item: number): void {
    const [before, after] = [this.#previous[item] as number, this.#next[item] as number];
    this.#next[before] = item;
    this.#previous[after] = item;
  }

  /** What is removed while it is gone through is passed over or was given already. */
  *[Symbol.iterator](): Iterator<number> {
    for (let item = this.#next[this.#head] as number; item !== this.#head;) {
      const after = this.#next[item] as number;
      yield item;
      item = after;
    }
  }
}
