import { present } from '../base/assert.ts';
import type { LogIndex, Micros, NodeId, Term } from '../base/flavor.ts';
import type { Flight } from '../net/flight.ts';
import { messageTypeNumber } from '../raft/message.ts';
import { busMessageNumber, type BusMessage, type BusMessageType } from '../sim/world/bus-message.ts';
import type { FlightEnd } from '../sim/record/world-event.ts';
import { float64Column, uint16Column, uint32Column, uint8Column } from '../base/column.ts';

const ends = ['delivered', 'lost', 'cut', 'dropped', 'dead'] as const satisfies readonly FlightEnd[];
const typeNames = new Map(
  (Object.keys(busMessageNumber) as BusMessageType[]).map((type) => [busMessageNumber[type], type]),
);
const heartbeats = new Set<number>([messageTypeNumber.MsgHeartbeat, messageTypeNumber.MsgHeartbeatResp]);

/** Arrows come in blocks of this many; each block knows when its last arrow ended. */
const BLOCK = 256;

/** One message in the space-time diagram. */
export interface Arrow {
  readonly id: number;
  readonly type: BusMessageType;
  readonly from: NodeId;
  readonly to: NodeId;
  readonly term: Term;
  readonly sentAt: Micros;
  readonly endedAt: Micros | undefined;
  readonly end: FlightEnd | undefined;
  readonly reject: boolean;
  readonly entries: number;
  /** What it is about: the entry before those it carries, up to where is stored, asked, committed or in a snapshot; 0: none. */
  readonly index: LogIndex;
  /** The event that sent it, and the one in which it ended. */
  readonly sentEvent: number;
  readonly endEvent: number | undefined;
}

export interface ArrowWindow {
  readonly from: Micros;
  readonly to: Micros;
  readonly max: number;
  readonly hide: readonly BusMessageType[];
}

/**
 * Every message of a run, by its id, which counts up from 1: about 60 bytes each. Sending times ascend, so a window of
 * time is found by search; where it begins, blocks whose messages have all ended are skipped.
 */
export class Arrows {
  readonly #sentAt = float64Column();
  /** Infinity while in flight. */
  readonly #endedAt = float64Column();
  readonly #term = float64Column();
  readonly #largeTerms = new Map<number, Term>();
  readonly #sentEvent = uint32Column();
  /** 0 while in flight. */
  readonly #endEvent = uint32Column();
  readonly #entries = uint32Column();
  readonly #index = float64Column();
  readonly #from = uint16Column();
  readonly #to = uint16Column();
  readonly #type = uint8Column();
  readonly #reject = uint8Column();
  readonly #end = uint8Column();
  /** Of each block: how many have not ended, and when the last of the others did. */
  readonly #blockOpen = uint16Column();
  readonly #blockEnd = float64Column();

  get last(): number {
    return this.#sentAt.length;
  }

  begin(flight: Flight<BusMessage>, event: number): void {
    const { id, from, to, payload } = flight;
    this.#sentAt.push(flight.sentAt);
    this.#endedAt.push(Infinity);
    this.#term.push(Number(payload.term));
    if (typeof payload.term === 'bigint') this.#largeTerms.set(id, payload.term);
    this.#sentEvent.push(event);
    this.#endEvent.push(0);
    this.#entries.push('entries' in payload ? payload.entries.length : 0);
    this.#index.push(indexOf(payload));
    this.#from.push(from);
    this.#to.push(to);
    this.#type.push(busMessageNumber[payload.type]);
    this.#reject.push('reject' in payload && payload.reject ? 1 : 0);
    this.#end.push(0);
    const block = blockOf(id);
    if (block === this.#blockEnd.length) {
      this.#blockEnd.push(0);
      this.#blockOpen.push(0);
    }
    this.#blockOpen.set(block, this.#blockOpen.at(block) + 1);
  }

  end(id: number, end: FlightEnd, at: Micros, event: number): void {
    this.#endedAt.set(id - 1, at);
    this.#endEvent.set(id - 1, event);
    this.#end.set(id - 1, ends.indexOf(end));
    const block = blockOf(id);
    this.#blockOpen.set(block, this.#blockOpen.at(block) - 1);
    this.#blockEnd.set(block, Math.max(this.#blockEnd.at(block), at));
  }

  at(id: number): Arrow | undefined {
    if (!Number.isInteger(id) || id < 1 || id > this.last) return undefined;
    const i = id - 1;
    const endEvent = this.#endEvent.at(i);
    const ended = endEvent > 0;
    return {
      id,
      type: present(typeNames.get(this.#type.at(i)), 'a type of message'),
      from: this.#from.at(i),
      to: this.#to.at(i),
      term: this.#largeTerms.get(id) ?? this.#term.at(i),
      sentAt: this.#sentAt.at(i),
      endedAt: ended ? this.#endedAt.at(i) : undefined,
      end: ended ? ends[this.#end.at(i)] : undefined,
      reject: this.#reject.at(i) === 1,
      entries: this.#entries.at(i),
      index: this.#index.at(i),
      sentEvent: this.#sentEvent.at(i),
      endEvent: ended ? endEvent : undefined,
    };
  }

  /**
   * The arrows that touch a window of time, ascending by id. When there are more than `max`, heartbeats are thinned
   * out first, then the rest, evenly: every n-th id stays, so that a moving window keeps the same ones.
   */
  within(window: ArrowWindow): { readonly arrows: Arrow[]; readonly leftOut: number } {
    const found = this.#touching(window);
    const isHeartbeat = (id: number) => heartbeats.has(this.#type.at(id - 1));
    const beats = found.filter(isHeartbeat).length;
    const others = found.length - beats;
    const keepOther = strideFor(others, window.max);
    const keepBeat = strideFor(beats, Math.max(0, window.max - others));
    const kept = found
      .filter((id) => id % (isHeartbeat(id) ? keepBeat : keepOther) === 0)
      .slice(0, window.max);
    return {
      arrows: kept.flatMap((id) => this.at(id) ?? []),
      leftOut: found.length - kept.length,
    };
  }

  /** The first message sent in this event or later. */
  firstSince(event: number): number {
    return this.#sentEvent.countUpTo(event - 1) + 1;
  }

  /** Forgets what happened after this event. */
  truncate(event: number): void {
    const kept = this.#sentEvent.countUpTo(event);
    for (const column of this.#columns()) column.truncate(kept);
    for (const id of this.#largeTerms.keys()) if (id > kept) this.#largeTerms.delete(id);
    this.#blockEnd.truncate(Math.ceil(kept / BLOCK));
    this.#blockOpen.truncate(Math.ceil(kept / BLOCK));
    for (let block = 0; block < this.#blockEnd.length; block++) this.#reopenBlock(block, event);
  }

  #reopenBlock(block: number, event: number): void {
    let open = 0;
    let end = 0;
    for (let i = block * BLOCK; i < Math.min((block + 1) * BLOCK, this.last); i++) {
      if (this.#endEvent.at(i) > event) {
        this.#endEvent.set(i, 0);
        this.#endedAt.set(i, Infinity);
      }
      if (this.#endEvent.at(i) === 0) open++;
      else end = Math.max(end, this.#endedAt.at(i));
    }
    this.#blockOpen.set(block, open);
    this.#blockEnd.set(block, end);
  }

  #touching({ from, to, hide }: ArrowWindow): number[] {
    const hidden = new Set<number>(hide.map((type) => busMessageNumber[type]));
    const last = this.#sentAt.countUpTo(to);
    const found: number[] = [];
    for (let block = 0; block * BLOCK < last; block++) {
      if (this.#blockOpen.at(block) === 0 && this.#blockEnd.at(block) < from) continue;
      for (let i = block * BLOCK; i < Math.min((block + 1) * BLOCK, last); i++) {
        if (this.#endedAt.at(i) >= from && !hidden.has(this.#type.at(i))) found.push(i + 1);
      }
    }
    return found;
  }

  #columns() {
    return [
      this.#sentAt,
      this.#endedAt,
      this.#term,
      this.#sentEvent,
      this.#endEvent,
      this.#entries,
      this.#index,
      this.#from,
      this.#to,
      this.#type,
      this.#reject,
      this.#end,
    ];
  }
}

function indexOf(payload: BusMessage): LogIndex {
  if (payload.type === 'MsgSnap') return payload.snapshot.index;
  if (payload.type === 'MsgHeartbeat') return payload.commit;
  return 'index' in payload ? payload.index : 0;
}

function blockOf(id: number): number {
  return Math.floor((id - 1) / BLOCK);
}

/** Keep every n-th so that at most `room` stay. */
function strideFor(count: number, room: number): number {
  if (count <= room) return 1;
  return room === 0 ? Infinity : Math.ceil(count / room);
}
