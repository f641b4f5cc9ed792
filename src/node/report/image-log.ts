import type { LogIndex } from '../../base/flavor.ts';
import type { Entry } from '../../raft/entry.ts';
import type { MemberChanges } from './changes.ts';

/**
 * The entries of a log, one after the other. Never changed: the next one shares the list with it and knows how much of it
 * is its own. Who appends at the list's end appends in place; who has fallen behind, because entries were cut off or
 * because it goes another way, copies first.
 *
 *     [4 5 6]            entries 4 to 6, after what was compacted away
 *     [4 5 6 7]          the same list, and the one before still ends at 6
 *     [4 5] [4 5 6']     6 and 7 were cut off: a list of its own
 */
export class LogImage {
  readonly #items: Entry[];
  /** Of the first item. */
  readonly #first: LogIndex;
  readonly #length: number;

  private constructor(items: Entry[], first: LogIndex, length: number) {
    this.#items = items;
    this.#first = first;
    this.#length = length;
  }

  static readonly empty = new LogImage([], 1, 0);

  get(index: LogIndex): Entry | undefined {
    const at = index - this.#first;
    return at >= 0 && at < this.#length ? this.#items[at] : undefined;
  }

  /** What was cut off went before what was appended came; what lies before the first index went last. */
  after({ truncatedFrom, appended, first }: MemberChanges): LogImage {
    const cut = truncatedFrom === undefined ? this : this.#before(truncatedFrom);
    const grown = appended === undefined ? cut : cut.#with(appended);
    return first === undefined ? grown : grown.#from(first);
  }

  #before(index: LogIndex): LogImage {
    const length = Math.min(this.#length, Math.max(0, index - this.#first));
    return new LogImage(this.#items, this.#first, length);
  }

  /** Entries that do not go on from the last one follow a snapshot: what was before them is in it. */
  #with(entries: readonly Entry[]): LogImage {
    const next = entries[0]?.index ?? 0;
    const goesOn = next === this.#first + this.#length;
    const isFree = goesOn && this.#length > 0 && this.#items.length === this.#length;
    const items = isFree ? this.#items : goesOn ? this.#items.slice(0, this.#length) : [];
    for (const entry of entries) items.push(entry);
    return new LogImage(items, goesOn ? this.#first : next, items.length);
  }

  #from(first: LogIndex): LogImage {
    const gone = Math.min(this.#length, first - this.#first);
    if (gone <= 0) return this;
    return new LogImage(this.#items.slice(gone, this.#length), this.#first + gone, this.#length - gone);
  }
}
