import type { V2Event } from './event.ts';

/** So many events a store remembers. */
export const HISTORY_MAX = 1000;

/**
 * The last events, oldest first; each has the index after that of the one before. A list that only grows is shared with clones, each
 * of which sees its own stretch of it: who appends first goes on with it, the others copy theirs.
 */
export class EventHistory {
  #events: V2Event[];
  #from: number;
  #to: number;

  private constructor(events: V2Event[], from: number, to: number) {
    this.#events = events;
    this.#from = from;
    this.#to = to;
  }

  static of(events: readonly V2Event[]): EventHistory {
    const last = events.slice(-HISTORY_MAX);
    return new EventHistory(last, 0, last.length);
  }

  get size(): number {
    return this.#to - this.#from;
  }

  /** Index of the oldest event that is known; 0: there has been none. */
  get firstIndex(): number {
    return this.size === 0 ? 0 : indexOf(this.#events[this.#from]);
  }

  get lastIndex(): number {
    return this.size === 0 ? 0 : indexOf(this.#events[this.#to - 1]);
  }

  add(event: V2Event): void {
    const isTheirs = this.#events.length !== this.#to;
    if (isTheirs || this.#from > HISTORY_MAX) {
      this.#events = this.#events.slice(this.#from, this.#to);
      this.#from = 0;
      this.#to = this.#events.length;
    }
    this.#events.push(event);
    this.#to++;
    if (this.size > HISTORY_MAX) this.#from++;
  }

  /** The first event from this index on (one that is known) that is wanted. */
  find(index: number, isWanted: (event: V2Event) => boolean): V2Event | undefined {
    for (let at = this.#from + Math.max(0, index - this.firstIndex); at < this.#to; at++) {
      const event = this.#events[at];
      if (event !== undefined && isWanted(event)) return event;
    }
    return undefined;
  }

  events(): readonly V2Event[] {
    return this.#events.slice(this.#from, this.#to);
  }

  clone(): EventHistory {
    return new EventHistory(this.#events, this.#from, this.#to);
  }
}

function indexOf(event: V2Event | undefined): number {
  return event?.node.modifiedIndex ?? 0;
}
