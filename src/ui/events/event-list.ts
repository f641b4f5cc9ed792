import type { EventFilter, EventRow } from '../../lab/debug/event-rows.ts';
import type { LabPort } from '../../lab/lab-port.ts';
import { isNarrowed } from './events-store.ts';

const PAGE = 250;

/**
 * The rows of the list as far as they have been asked for. All events: they have their places by their numbers, and pages come as they
 * come into view. Narrowed: a stretch of hits around an event, which grows at the end that comes into view, and by what happens as
 * the run goes on.
 */
export class EventList {
  readonly #lab: Pick<LabPort, 'eventPage'>;
  readonly #filter: EventFilter;
  readonly #changed: () => void;
  readonly #failed: (error: unknown) => void;
  readonly #pages = new Map<number, readonly EventRow[]>();
  readonly #asked = new Set<number | string>();
  #hits: readonly EventRow[] = [];
  #more = { before: false, after: false };
  #count: number;
  /** Narrowed, with nothing more after the last hit: hits were looked for up to this event. */
  #searched = 0;
  /** So many rows came in front of those that are shown since that was last looked at. */
  #grown = 0;

  /** `around`: the event that is looked at first; `last`: how many there are. */
  constructor(
    lab: Pick<LabPort, 'eventPage'>,
    filter: EventFilter,
    { around, last }: { readonly around: number; readonly last: number },
    changed: () => void,
    failed: (error: unknown) => void,
  ) {
    this.#lab = lab;
    this.#filter = filter;
    this.#changed = changed;
    this.#failed = failed;
    this.#count = last;
    if (isNarrowed(filter)) this.#ask('around', { around: Math.max(1, around) });
  }

  get isNarrowed(): boolean {
    return isNarrowed(this.#filter);
  }

  /** Of the rows that have a place. */
  get count(): number {
    return this.isNarrowed ? this.#hits.length : this.#count;
  }

  /** More hits than have a place are there. */
  get more(): boolean {
    return this.#more.before || this.#more.after;
  }

  takeGrown(): number {
    const grown = this.#grown;
    this.#grown = 0;
    return grown;
  }

  /** There are so many events now. */
  grow(last: number): void {
    if (last === this.#count) return;
    // The rows of the page that was not full stay until it comes anew.
    if (!this.isNarrowed) this.#asked.delete(Math.floor(this.#count / PAGE));
    this.#count = last;
    if (this.isNarrowed) this.#askForNew();
    else this.#changed();
  }

  /** Undefined: it is being asked for. */
  row(place: number): EventRow | undefined {
    if (this.isNarrowed) return this.#hits[place];
    return this.#pages.get(Math.floor(place / PAGE))?.[place % PAGE];
  }

  /** Where the event is, or would be; -1: before all. */
  placeOf(event: number): number {
    if (!this.isNarrowed) return event - 1;
    const next = this.#hits.findIndex(({ number }) => number > event);
    return (next < 0 ? this.#hits.length : next) - 1;
  }

  /** These places are in view: what is not here of them is asked for. */
  view(first: number, last: number): void {
    if (!this.isNarrowed) {
      for (let page = Math.floor(first / PAGE); page * PAGE <= Math.min(last, this.#count - 1); page++)
        this.#ask(page, { after: page * PAGE });
      return;
    }
    const start = this.#hits[0]?.number;
    const end = this.#hits.at(-1)?.number;
    if (first < PAGE / 2 && this.#more.before && start !== undefined)
      this.#ask(`before ${start}`, { before: start });
    if (last > this.#hits.length - PAGE / 2 && this.#more.after && end !== undefined)
      this.#ask(`after ${end}`, { after: end });
  }

  /** Where all hits to the end are here, those among the events that came since. */
  #askForNew(): void {
    if (this.#more.after || this.#searched === 0 || this.#searched >= this.#count) return;
    this.#ask('new', { after: this.#searched });
  }

  #ask(key: number | string, where: { after?: number; before?: number; around?: number }): void {
    if (this.#asked.has(key)) return;
    this.#asked.add(key);
    this.#lab.eventPage({ filter: this.#filter, limit: PAGE, ...where }).then(({ rows, more, last }) => {
      if (typeof key === 'number') this.#pages.set(key, rows);
      else if (where.before !== undefined) {
        this.#hits = [...rows, ...this.#hits];
        this.#grown += rows.length;
        this.#more = { ...this.#more, before: more.before };
      } else if (where.after !== undefined) {
        this.#hits = [...this.#hits, ...rows];
        this.#more = { ...this.#more, after: more.after };
      } else {
        this.#hits = rows;
        this.#more = more;
      }
      if (key === 'new') this.#asked.delete(key);
      if (typeof key === 'string' && !this.#more.after) this.#searched = Math.max(this.#searched, last);
      if (key !== 'new' || rows.length > 0) this.#changed();
      if (this.isNarrowed) this.#askForNew();
    }, this.#failed);
  }
}
