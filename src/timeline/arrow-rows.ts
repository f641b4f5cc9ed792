import { assert } from '../base/assert.ts';
import type { LogIndex, Micros } from '../base/flavor.ts';

/** A message as its sender knows it, and what became of it: `endEvent` 0 and `endedAt` infinite until it ends. */
export interface Row {
  readonly sentAt: Micros;
  endedAt: Micros;
  readonly sentEvent: number;
  endEvent: number;
  readonly entries: number;
  readonly index: LogIndex;
  kind: number;
}

/** Messages that may still end, in the order of their ids: each field in a list of its own, written in place, no object a message. */
export class ArrowRows {
  #length = 0;
  sentAt = new Float64Array(64);
  endedAt = new Float64Array(64);
  sentEvent = new Float64Array(64);
  endEvent = new Float64Array(64);
  entries = new Float64Array(64);
  index = new Float64Array(64);
  kind = new Float64Array(64);

  get length(): number {
    return this.#length;
  }

  /** One that has just been sent. */
  begin(sentAt: Micros, sentEvent: number, entries: number, index: LogIndex, kind: number): void {
    this.#put(sentAt, Infinity, sentEvent, 0, entries, index, kind);
  }

  push({ sentAt, endedAt, sentEvent, endEvent, entries, index, kind }: Row): void {
    this.#put(sentAt, endedAt, sentEvent, endEvent, entries, index, kind);
  }

  end(place: number, endedAt: Micros, endEvent: number, kind: number): void {
    this.endedAt[place] = endedAt;
    this.endEvent[place] = endEvent;
    this.kind[place] = kind;
  }

  at(place: number): Row {
    assert(place >= 0 && place < this.#length, 'a message of the run');
    return {
      sentAt: this.sentAt[place] ?? 0,
      endedAt: this.endedAt[place] ?? 0,
      sentEvent: this.sentEvent[place] ?? 0,
      endEvent: this.endEvent[place] ?? 0,
      entries: this.entries[place] ?? 0,
      index: this.index[place] ?? 0,
      kind: this.kind[place] ?? 0,
    };
  }

  /** The first so many go. */
  drop(count: number): void {
    for (const list of this.#lists) list.copyWithin(0, count, this.#length);
    this.#length -= count;
  }

  get #lists(): readonly Float64Array[] {
    const { sentAt, endedAt, sentEvent, endEvent, entries, index, kind } = this;
    return [sentAt, endedAt, sentEvent, endEvent, entries, index, kind];
  }

  #put(
    sentAt: Micros,
    endedAt: Micros,
    sentEvent: number,
    endEvent: number,
    entries: number,
    index: LogIndex,
    kind: number,
  ): void {
    const place = this.#length++;
    if (place === this.sentAt.length) this.#grow();
    this.sentAt[place] = sentAt;
    this.endedAt[place] = endedAt;
    this.sentEvent[place] = sentEvent;
    this.endEvent[place] = endEvent;
    this.entries[place] = entries;
    this.index[place] = index;
    this.kind[place] = kind;
  }

  #grow(): void {
    this.sentAt = larger(this.sentAt);
    this.endedAt = larger(this.endedAt);
    this.sentEvent = larger(this.sentEvent);
    this.endEvent = larger(this.endEvent);
    this.entries = larger(this.entries);
    this.index = larger(this.index);
    this.kind = larger(this.kind);
  }
}

function larger(list: Float64Array): Float64Array<ArrayBuffer> {
  const copy = new Float64Array(2 * list.length);
  copy.set(list);
  return copy;
}
