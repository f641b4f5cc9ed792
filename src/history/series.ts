import { Column, countWhile } from '../base/column.ts';

/** Stands for a term beyond the safe integers, which is kept apart. */
const LARGE = Number.MAX_SAFE_INTEGER;

/** So many events, both ends included. */
export interface Events {
  readonly from: number;
  readonly to: number;
}

export type Test = (value: number | bigint) => boolean;

const anything: Test = () => true;

/** What one number has been: from each of these events on, until the next. */
export class Series {
  #events = new Column();
  #values = new Column();
  /** By their places. */
  #large = new Map<number, bigint>();

  set(event: number, value: number | bigint): void {
    if (typeof value === 'bigint') this.#large.set(this.#values.length, value);
    this.#events.push(event);
    this.#values.push(typeof value === 'bigint' ? LARGE : value);
  }

  get length(): number {
    return this.#events.length;
  }

  eventAt(place: number): number {
    return this.#events.at(place);
  }

  valueAt(place: number): number | bigint {
    const value = this.#values.at(place);
    return value === LARGE ? (this.#large.get(place) ?? value) : value;
  }

  /** What it was after an event; undefined: nothing was said of it by then. */
  at(event: number): number | bigint | undefined {
    const place = this.countUpTo(event) - 1;
    return place < 0 ? undefined : this.valueAt(place);
  }

  /** How many of its changes there are up to an event. */
  countUpTo(event: number): number {
    return this.#events.countUpTo(event);
  }

  /** The last event of these with such a value. */
  last({ from, to }: Events, test: Test = anything): number | undefined {
    for (let place = this.countUpTo(to) - 1; place >= 0 && this.eventAt(place) >= from; place--)
      if (test(this.valueAt(place))) return this.eventAt(place);
    return undefined;
  }

  /** The first one. */
  first({ from, to }: Events, test: Test = anything): number | undefined {
    const count = this.countUpTo(to);
    for (let place = this.countUpTo(from - 1); place < count; place++)
      if (test(this.valueAt(place))) return this.eventAt(place);
    return undefined;
  }

  /** The first event of these from which on a value is as high as that, in a stretch in which values only rise. */
  firstAtLeast({ from, to }: Events, least: number | bigint): number | undefined {
    const [begin, end] = [this.countUpTo(from - 1), this.countUpTo(to)];
    const place = begin + countWhile(end - begin, (i) => this.valueAt(begin + i) < least);
    return place < end ? this.eventAt(place) : undefined;
  }

  /** Whether it was set in this very event, and to what. */
  setIn(event: number): number | bigint | undefined {
    const place = this.countUpTo(event) - 1;
    return place >= 0 && this.eventAt(place) === event ? this.valueAt(place) : undefined;
  }

  branch(event: number): Series {
    const copy = new Series();
    const length = this.countUpTo(event);
    copy.#events = this.#events.branch(length);
    copy.#values = this.#values.branch(length);
    for (const [place, value] of this.#large) if (place < length) copy.#large.set(place, value);
    return copy;
  }

  get chunks(): readonly object[] {
    return [...this.#events.chunks, ...this.#values.chunks];
  }
}
