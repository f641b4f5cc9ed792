import { assert, present } from '../base/assert.ts';
import type { LogIndex } from '../base/flavor.ts';
import { entryTypeNumber, type Entry } from '../raft/entry.ts';
import { assertNumber } from '../raft/term.ts';
import { lanesOf, lanesOfBytes, type Lanes } from './lanes.ts';

/** A log by its number: two logs are equal exactly if their numbers are. 0 is the empty log. */
export type LogNumber = number;

/**
 * All logs that ever come up, as one tree: each is its last entry after another log. So whether two logs are equal, or one begins with the
 * other, is a comparison of numbers.
 *
 *     0 ── 1: entry 1 of term 1 ── 2: entry 2 of term 1
 *      └── 3: entry 1 of term 2               the logs 2 and 3 have nothing in common
 */
export class Logs {
  readonly #parents: LogNumber[] = [0];
  readonly #indexes: LogIndex[] = [0];
  readonly #terms: number[] = [0];
  readonly #lanes: Lanes[] = [{ a: 0x51ed270b, b: 0x2545f491 }];
  readonly #numbers = new Map<string, LogNumber>();
  readonly #contents = new Map<string, number>();
  /** Where logs begin whose first entries are compacted away, by (index, term) of the last of those. */
  readonly #ends = new Map<string, LogNumber>();

  /** The log that goes on from `parent` with this entry. */
  extend(parent: LogNumber, entry: Entry): LogNumber {
    const content = this.#contentOf(entry);
    const term = assertNumber(entry.term);
    const key = `${parent}/${term}/${content}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const before = this.lanes(parent);
    const { a, b } = lanesOfBytes(entry.data);
    const lanes = lanesOf([before.a, before.b, term, entryTypeNumber[entry.type], a, b]);
    const number = this.#add(parent, this.lastIndex(parent) + 1, term, lanes);
    this.#numbers.set(key, number);
    const end = `${entry.index}/${term}`;
    if (!this.#ends.has(end)) this.#ends.set(end, number);
    return number;
  }

  extendAll(parent: LogNumber, entries: readonly Entry[]): LogNumber {
    return entries.reduce((log, entry) => this.extend(log, entry), parent);
  }

  /**
   * A log of which only the end is known, (index, term): that of another node which still has its entries, or else one that stands for all that
   * is compacted away.
   */
  rootedAt(index: LogIndex, term: number): LogNumber {
    if (index === 0) return 0;
    const key = `${index}/${term}`;
    const known = this.#ends.get(key);
    if (known !== undefined) return known;
    const number = this.#add(0, index, term, lanesOf([index, term]));
    this.#ends.set(key, number);
    return number;
  }

  #add(parent: LogNumber, index: LogIndex, term: number, lanes: Lanes): LogNumber {
    this.#parents.push(parent);
    this.#indexes.push(index);
    this.#terms.push(term);
    this.#lanes.push(lanes);
    return this.#parents.length - 1;
  }

  lastIndex(log: LogNumber): LogIndex {
    return present(this.#indexes[log], 'the log is known');
  }

  lastTerm(log: LogNumber): number {
    return present(this.#terms[log], 'the log is known');
  }

  lanes(log: LogNumber): Lanes {
    return present(this.#lanes[log], 'the log is known');
  }

  /** What of the log there is up to index: all of it where it ends before; 0 where its beginning is not known. */
  upTo(log: LogNumber, index: LogIndex): LogNumber {
    let at = log;
    while ((this.#indexes[at] as number) > index) at = this.#parents[at] as number;
    return at;
  }

  /** Whether `log` begins with `start`. */
  beginsWith(log: LogNumber, start: LogNumber): boolean {
    return this.upTo(log, this.#indexes[start] as number) === start;
  }

  /** LogMatching: wherever both have an entry of one term at one index, they are equal up to there. */
  match(one: LogNumber, other: LogNumber): boolean {
    const index = Math.min(this.#indexes[one] as number, this.#indexes[other] as number);
    let a = this.upTo(one, index);
    let b = this.upTo(other, index);
    while (a !== b) {
      const at = this.#indexes[a] as number;
      const bt = this.#indexes[b] as number;
      if (at === 0 || bt === 0) return true;
      if (at === bt && this.#terms[a] === this.#terms[b]) return false;
      if (at >= bt) a = this.#parents[a] as number;
      if (bt >= at) b = this.#parents[b] as number;
    }
    return true;
  }

  #contentOf({ type, data }: Entry): number {
    assert(data === undefined || data.length < 1 << 20, 'an entry of a search is small');
    const key = `${type}:${data === undefined ? '' : Array.from(data).join(',')}`;
    let content = this.#contents.get(key);
    if (content === undefined) this.#contents.set(key, (content = this.#contents.size));
    return content;
  }
}
