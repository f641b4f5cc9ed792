import { assert, present } from '../base/assert.ts';
import { CHUNK, countWhile } from '../base/column.ts';
import { Packed } from '../base/packed.ts';
import type { LogIndex, Micros } from '../base/flavor.ts';
import type { Flight } from '../net/flight.ts';
import type { FlightEnd } from '../sim/record/world-event.ts';
import type { BusMessage, BusMessageType } from '../sim/world/bus-message.ts';
import { filterOf, type ArrowFilter } from './arrow-filter.ts';
import { ArrowKinds, type ArrowKind } from './arrow-kinds.ts';
import { ArrowRows, type Row } from './arrow-rows.ts';
import { bucketsOf, type Buckets } from './buckets.ts';
import { summarise, visitSummary, type Summary } from './summary.ts';

/** So many messages beyond a chunk are kept as they are before it is packed: by then nearly all of it have ended. */
const SLACK = 1024;

/** One message in the space-time diagram. */
export interface Arrow extends ArrowKind {
  readonly id: number;
  readonly sentAt: Micros;
  readonly endedAt: Micros | undefined;
  readonly entries: number;
  /** What it is about: the entry before those it carries, up to where is stored, asked, committed or in a snapshot; 0: none. */
  readonly index: LogIndex;
  /** The event that sent it, and the one in which it ended. */
  readonly sentEvent: number;
  readonly endEvent: number | undefined;
}

/** `CHUNK` messages that never change any more, but for those in `Arrows.#late`. */
interface ArrowChunk {
  readonly sentAt: Packed;
  /** How long it was under way, and one more; 0: it had not ended when the chunk was packed. */
  readonly lasts: Packed;
  readonly sentEvent: Packed;
  /** How many events later it ended, and one more; 0: not yet. */
  readonly later: Packed;
  readonly entries: Packed;
  readonly index: Packed;
  readonly kind: Packed;
  /** When the last of them ended, in time and events; infinite if one had not. */
  readonly lastEnd: Micros;
  readonly lastEndEvent: number;
  /** Of those that had ended. */
  readonly summary: Summary;
}

/**
 * Every message of a run, by its id, which counts up from 1: some 13 bytes each. They come in chunks; full ones are
 * packed, summed up for every zoom, and shared with branches. Sending times ascend, so a window of time is found by search.
 */
export class Arrows {
  #kinds = new ArrowKinds();
  #chunks: ArrowChunk[] = [];
  /** What is not packed yet, from id `#chunks.length * CHUNK + 1` on. */
  readonly #tail = new ArrowRows();
  /** Of packed chunks those messages, by id, that had not ended then. */
  #late = new Map<number, Row>();

  get last(): number {
    return this.#chunks.length * CHUNK + this.#tail.length;
  }

  /** What is shared with branches. */
  get chunks(): readonly object[] {
    return this.#chunks;
  }

  begin({ id, from, to, payload, sentAt, forged }: Flight<BusMessage>, event: number): void {
    if (id !== this.last + 1) assert(false, 'messages come in the order of their ids');
    const kind = this.#kinds.numberOf({
      type: payload.type,
      from,
      to,
      term: payload.term,
      reject: 'reject' in payload && payload.reject,
      forged: forged !== undefined,
      end: undefined,
    });
    this.#tail.begin(
      sentAt,
      event,
      'entries' in payload ? payload.entries.length : 0,
      indexOf(payload),
      kind,
    );
    if (this.#tail.length === CHUNK + SLACK) this.#pack();
  }

  end(id: number, end: FlightEnd, at: Micros, event: number): void {
    const place = id - 1 - this.#chunks.length * CHUNK;
    if (place >= 0) {
      if (place >= this.#tail.length || this.#tail.endEvent[place] !== 0)
        assert(false, 'a message ends once');
      this.#tail.end(place, at, event, this.#kinds.ended(this.#tail.kind[place] ?? 0, end));
      return;
    }
    const row = this.#late.get(id);
    assert(row !== undefined && row.endEvent === 0, 'a message ends once');
    row.endedAt = at;
    row.endEvent = event;
    row.kind = this.#kinds.ended(row.kind, end);
  }

  at(id: number): Arrow | undefined {
    if (!Number.isInteger(id) || id < 1 || id > this.last) return undefined;
    const { sentAt, endedAt, sentEvent, endEvent, entries, index, kind } = this.#row(id);
    const ended = endEvent > 0;
    return {
      id,
      ...this.#kinds.kind(kind),
      sentAt,
      endedAt: ended ? endedAt : undefined,
      entries,
      index,
      sentEvent,
      endEvent: ended ? endEvent : undefined,
    };
  }

  typeOf(id: number): BusMessageType | undefined {
    return this.kindOf(id)?.type;
  }

  /** What it has in common with others. */
  kindOf(id: number): ArrowKind | undefined {
    return id < 1 || id > this.last ? undefined : this.#kinds.kind(this.#kindOf(id));
  }

  /** The messages under way at some time from `from` to `to`, ascending by id. */
  within(from: Micros, to: Micros, filter: ArrowFilter = {}): Arrow[] {
    const isSeen = filterOf(filter, (number) => this.#kinds.kind(number));
    const last = this.#countSentBefore(to + 1);
    const found: Arrow[] = [];
    const look = (id: number): void => {
      if (!isSeen(this.#kindOf(id))) return;
      if (this.#row(id).endedAt >= from) found.push(present(this.at(id), 'a message of the run'));
    };
    for (const [n, chunk] of this.#chunks.entries()) {
      if (n * CHUNK >= last) break;
      if (chunk.lastEnd < from) continue;
      for (let id = n * CHUNK + 1; id <= Math.min((n + 1) * CHUNK, last); id++) look(id);
    }
    for (let id = this.#chunks.length * CHUNK + 1; id <= last; id++) look(id);
    return found;
  }

  /** Those that have not ended, ascending by id. */
  underWay(filter: ArrowFilter = {}): Arrow[] {
    const isSeen = filterOf(filter, (number) => this.#kinds.kind(number));
    const first = this.#chunks.length * CHUNK + 1;
    const late = [...this.#late].filter(([, { endEvent }]) => endEvent === 0).map(([id]) => id);
    const newest: number[] = [];
    for (let i = 0; i < this.#tail.length; i++) if (this.#tail.endEvent[i] === 0) newest.push(first + i);
    return [...late.sort((x, y) => x - y), ...newest].flatMap((id) =>
      isSeen(this.#kindOf(id)) ? (this.at(id) ?? []) : [],
    );
  }

  /**
   * How many messages of each kind were sent in each bucket of time from `from` to `to`, for about `pixels` buckets: as
   * much work as there are buckets, however many messages there are.
   */
  density(from: Micros, to: Micros, pixels: number, filter: ArrowFilter = {}): Buckets<ArrowKind> {
    const buckets = bucketsOf<ArrowKind>(from, to, pixels, (number) => this.#kinds.kind(number));
    const isSeen = filterOf(filter, (number) => this.#kinds.kind(number));
    const add = (at: Micros, kind: number, count: number): void => {
      if (isSeen(kind)) buckets.add(at, kind, count);
    };
    const { shift, begin, end } = buckets;
    for (const chunk of this.#chunks) {
      if (chunk.sentAt.at(0) >= end || chunk.sentAt.at(CHUNK - 1) < begin) continue;
      if (visitSummary(chunk.summary, shift, begin, end, add)) continue;
      const stop = countWhile(CHUNK, (i) => chunk.sentAt.at(i) < end);
      for (let i = countWhile(CHUNK, (each) => chunk.sentAt.at(each) < begin); i < stop; i++)
        if (chunk.lasts.at(i) > 0) add(chunk.sentAt.at(i), chunk.kind.at(i), 1);
    }
    for (const { sentAt, kind } of this.#late.values())
      if (sentAt >= begin && sentAt < end) add(sentAt, kind, 1);
    const { sentAt: times, kind: kinds, length } = this.#tail;
    for (let i = countWhile(length, (each) => (times[each] ?? 0) < begin); i < length; i++) {
      const at = times[i] ?? 0;
      if (at >= end) break;
      add(at, kinds[i] ?? 0, 1);
    }
    return buckets.result();
  }

  /** How many messages were sent from one instant to before another. */
  sentWithin(from: Micros, to: Micros): number {
    return this.#countSentBefore(to) - this.#countSentBefore(from);
  }

  /** The first message sent in this event or later. */
  firstSince(event: number): number {
    return this.#countSentIn(event - 1) + 1;
  }

  /** The messages of the events up to this one, in a list of their own that shares their packed chunks. */
  branch(event: number): Arrows {
    const copy = new Arrows();
    copy.#kinds = this.#kinds;
    const kept = this.#countSentIn(event);
    const whole = Math.floor(kept / CHUNK);
    const firstOpen = this.#chunks.findIndex(({ lastEndEvent }) => lastEndEvent > event);
    copy.#chunks = this.#chunks.slice(0, firstOpen < 0 ? whole : Math.min(whole, firstOpen));
    for (const [id, row] of this.#late)
      if (id <= copy.#chunks.length * CHUNK) copy.#late.set(id, this.#asOf(row, event));
    for (let id = copy.#chunks.length * CHUNK + 1; id <= kept; id++) {
      copy.#tail.push(this.#asOf(this.#row(id), event));
      if (copy.#tail.length === CHUNK + SLACK) copy.#pack();
    }
    return copy;
  }

  /** A row of its own, as it was after an event. */
  #asOf(row: Row, event: number): Row {
    if (row.endEvent <= event) return { ...row };
    const kind = this.#kinds.ended(row.kind, undefined);
    return { ...row, endedAt: Infinity, endEvent: 0, kind };
  }

  /** The first `CHUNK` of the tail: by now nearly all of them have ended. */
  #pack(): void {
    const { sentAt, endedAt, sentEvent, endEvent, entries, index, kind } = this.#tail;
    const first = this.#chunks.length * CHUNK + 1;
    const ended: number[] = [];
    const [lasts, later] = [new Float64Array(CHUNK), new Float64Array(CHUNK)];
    let [lastEnd, lastEndEvent] = [0, 0];
    for (let i = 0; i < CHUNK; i++) {
      const event = endEvent[i] ?? 0;
      if (event === 0) {
        this.#late.set(first + i, this.#tail.at(i));
        continue;
      }
      const at = endedAt[i] ?? 0;
      ended.push(i);
      lasts[i] = at - (sentAt[i] ?? 0) + 1;
      later[i] = event - (sentEvent[i] ?? 0) + 1;
      lastEnd = Math.max(lastEnd, at);
      lastEndEvent = Math.max(lastEndEvent, event);
    }
    this.#chunks.push({
      sentAt: Packed.of(sentAt, CHUNK),
      lasts: Packed.of(lasts),
      sentEvent: Packed.of(sentEvent, CHUNK),
      later: Packed.of(later),
      entries: Packed.of(entries, CHUNK),
      index: Packed.of(index, CHUNK),
      kind: Packed.of(kind, CHUNK),
      lastEnd: ended.length === CHUNK ? lastEnd : Infinity,
      lastEndEvent,
      summary: summarise(
        ended.length,
        (i) => sentAt[ended[i] ?? 0] ?? 0,
        (i) => kind[ended[i] ?? 0] ?? 0,
      ),
    });
    this.#tail.drop(CHUNK);
  }

  #row(id: number): Row {
    const i = (id - 1) % CHUNK;
    const chunk = this.#chunks[Math.floor((id - 1) / CHUNK)];
    if (chunk === undefined) return this.#tail.at(id - 1 - this.#chunks.length * CHUNK);
    const late = this.#late.get(id);
    if (late !== undefined) return late;
    const sentAt = chunk.sentAt.at(i);
    const sentEvent = chunk.sentEvent.at(i);
    return {
      sentAt,
      endedAt: sentAt + chunk.lasts.at(i) - 1,
      sentEvent,
      endEvent: sentEvent + chunk.later.at(i) - 1,
      entries: chunk.entries.at(i),
      index: chunk.index.at(i),
      kind: chunk.kind.at(i),
    };
  }

  #kindOf(id: number): number {
    const chunk = this.#chunks[Math.floor((id - 1) / CHUNK)];
    if (chunk === undefined || this.#late.has(id)) return this.#row(id).kind;
    return chunk.kind.at((id - 1) % CHUNK);
  }

  #countSentBefore(time: Micros): number {
    return countWhile(this.last, (i) => this.#row(i + 1).sentAt < time);
  }

  #countSentIn(event: number): number {
    return countWhile(this.last, (i) => this.#row(i + 1).sentEvent <= event);
  }
}

function indexOf(payload: BusMessage): LogIndex {
  if (payload.type === 'MsgSnap') return payload.snapshot.index;
  if (payload.type === 'MsgHeartbeat') return payload.commit;
  return 'index' in payload ? payload.index : 0;
}
