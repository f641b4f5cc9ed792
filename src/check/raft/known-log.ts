import type { LogIndex, Term } from '../../base/flavor.ts';
import { extendHash } from '../../raft/entry-hash.ts';

/** So many are forgotten before their places are given back: committed are a few at a time. */
const GONE_MAX = 64;

/** What is known of an entry: its term, and the hash of the log up to and with it; undefined where that is not known. */
export interface KnownEntry {
  readonly term: Term;
  readonly hash: number | undefined;
}

/**
 * The end of one member's log, from its records: what comes after `base`. Up to there the log is known elsewhere, as
 * what is committed or as a snapshot's.
 *
 *     1 2 3 4 | 5 6 7        base 4; an entry 6 of another leader cuts 6 and 7 off and goes on from 5
 */
export class KnownLog {
  #base: LogIndex;
  /** So many of those below are at or before the base, and forgotten. */
  #gone = 0;
  /** Of base - gone + 1, .. base + 1, base + 2, ..: terms and hashes. */
  readonly #terms: Term[];
  readonly #hashes: (number | undefined)[];

  constructor(from?: KnownLog) {
    this.#base = from === undefined ? 0 : from.#base;
    this.#terms = from === undefined ? [] : from.#terms.slice(from.#gone);
    this.#hashes = from === undefined ? [] : from.#hashes.slice(from.#gone);
  }

  get base(): LogIndex {
    return this.#base;
  }

  get last(): LogIndex {
    return this.#base - this.#gone + this.#terms.length;
  }

  /** Undefined: it is not after the base, or not there. */
  at(index: LogIndex): KnownEntry | undefined {
    if (index <= this.#base) return undefined;
    const at = index - this.#base + this.#gone - 1;
    const term = this.#terms[at];
    return term === undefined ? undefined : { term, hash: this.#hashes[at] };
  }

  /** Of an entry after the base; undefined: it is not there. */
  termAt(index: LogIndex): Term | undefined {
    return index <= this.#base ? undefined : this.#terms[index - this.#base + this.#gone - 1];
  }

  /** The hash of the log up to an entry after the base; undefined: it is not there, or not known. */
  hashAt(index: LogIndex): number | undefined {
    return index <= this.#base ? undefined : this.#hashes[index - this.#base + this.#gone - 1];
  }

  /** Nothing is there from `index` on. */
  truncate(index: LogIndex): void {
    if (index > this.last) return;
    const left = Math.max(0, index - 1 - this.#base);
    this.#terms.length = this.#gone + left;
    this.#hashes.length = this.#gone + left;
    if (index > this.#base) return;
    // Nothing is known any more, and the log is to go on from before the base.
    this.#drop(this.#gone);
    this.#base = index - 1;
  }

  /** The next entry, after a log of the hash `before`. */
  append(term: Term, before: number | undefined, entry: number): void {
    this.#terms.push(term);
    this.#hashes.push(before === undefined ? undefined : extendHash(before, entry));
  }

  /** Up to `index` it is known elsewhere; a log that does not reach so far goes on after it. */
  forgetTo(index: LogIndex): void {
    if (index <= this.#base) return;
    const isAll = index >= this.last;
    this.#gone = isAll ? this.#terms.length : this.#gone + index - this.#base;
    this.#base = index;
    if (this.#gone >= GONE_MAX) this.#drop(this.#gone);
  }

  #drop(count: number): void {
    this.#terms.splice(0, count);
    this.#hashes.splice(0, count);
    this.#gone -= count;
  }
}
