import type { LogIndex, Term } from '../base/flavor.ts';
import { extendHash } from '../raft/entry-hash.ts';

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
  /** Of base + 1, base + 2, ..: terms and hashes. */
  readonly #terms: Term[];
  readonly #hashes: (number | undefined)[];

  constructor(from?: KnownLog) {
    this.#base = from === undefined ? 0 : from.#base;
    this.#terms = from === undefined ? [] : from.#terms.slice();
    this.#hashes = from === undefined ? [] : from.#hashes.slice();
  }

  get base(): LogIndex {
    return this.#base;
  }

  get last(): LogIndex {
    return this.#base + this.#terms.length;
  }

  /** Undefined: it is not after the base, or not there. */
  at(index: LogIndex): KnownEntry | undefined {
    const term = this.#terms[index - this.#base - 1];
    return term === undefined ? undefined : { term, hash: this.#hashes[index - this.#base - 1] };
  }

  /** Nothing is there from `index` on. */
  truncate(index: LogIndex): void {
    const length = Math.max(0, index - 1 - this.#base);
    if (length >= this.#terms.length && index > this.#base) return;
    this.#base = Math.min(this.#base, index - 1);
    this.#terms.length = length;
    this.#hashes.length = length;
  }

  /** The next entry, after a log of the hash `before`. */
  append(term: Term, before: number | undefined, entry: number): void {
    this.#terms.push(term);
    this.#hashes.push(before === undefined ? undefined : extendHash(before, entry));
  }

  /** Up to `index` it is known elsewhere; a log that does not reach so far goes on after it. */
  forgetTo(index: LogIndex): void {
    const gone = index - this.#base;
    if (gone <= 0) return;
    this.#terms.splice(0, gone);
    this.#hashes.splice(0, gone);
    this.#base = index;
  }
}
