import { assert, unreachable } from '../../base/assert.ts';
import type { Micros, NodeId } from '../../base/flavor.ts';
import type { ClientEvent } from '../../client/effect.ts';
import type { NodeInput } from '../../node/io.ts';

/**
 * One thing that is due. `life` is the incarnation of the member it was meant for: what was meant for an earlier life
 * is void. Things that have been overtaken (a message held or dropped, a stopped clock) stay in the queue and are
 * recognised as void when their turn comes.
 */
export type Due = { readonly at: Micros; readonly seq: number } & DueWhat;

export type DueWhat =
  | { readonly type: 'flight'; readonly message: number }
  | { readonly type: 'timeout'; readonly request: number }
  /** Something happens to a client program; `life` as with members. */
  | {
      readonly type: 'client';
      readonly client: string;
      readonly life: number;
      readonly event: ClientEvent;
    }
  | {
      readonly type: 'input';
      readonly node: NodeId;
      readonly life: number;
      readonly input: NodeInput;
      /** It has waited in the inbox of a paused member: the world's part of it is done. */
      readonly waited?: true;
      /** A tick that somebody gives, beside those of the machine's own clock. */
      readonly byHand?: true;
    };

/**
 * What is due, ordered by (at, seq): a binary heap in an array. Clients' time-outs, of which most are void long before
 * they are due, have a lane of their own: all last equally long, so they come in order. Items never change, so a clone
 * copies the arrays only.
 *
 * By hand (`park`) nothing becomes due by itself: whatever is put in is parked with the time that it would have had, until
 * somebody picks it or time goes on again (`unpark`). Only what is put in `pushAtOnce` is due then.
 */
export class DueQueue {
  #heap: Due[] = [];
  #timeouts: Due[] = [];
  /** Where the lane begins; what is before it is gone. */
  #head = 0;
  #seq = 0;
  /** Undefined while time goes. In the order in which they were put in. */
  #parked: Due[] | undefined;
  /** The least number so far: what goes before everything else of its time has a number below 0. */
  #leastSeq = 0;

  get size(): number {
    return this.#heap.length + this.#timeouts.length - this.#head + (this.#parked?.length ?? 0);
  }

  /** Returns the sequence number: things due at the same time come in the order in which they were put in. */
  push(at: Micros, what: DueWhat): number {
    const seq = ++this.#seq;
    const item = dueAt(at, seq, what);
    if (this.#parked !== undefined) this.#parked.push(item);
    else this.#put(item);
    return seq;
  }

  /** Due now, whether things are parked or not: what follows at once from what somebody has done. */
  pushAtOnce(now: Micros, what: DueWhat): number {
    const seq = ++this.#seq;
    this.#put(dueAt(now, seq, what));
    return seq;
  }

  /** Whether nothing becomes due by itself. */
  get parks(): boolean {
    return this.#parked !== undefined;
  }

  /** What is parked, in the order in which it would be due. */
  parked(): readonly Due[] {
    return (this.#parked ?? []).toSorted((a, b) => a.at - b.at || a.seq - b.seq);
  }

  /** From now on nothing becomes due by itself. Returns what was in the queue, in its order, for the caller to put in again. */
  park(): readonly Due[] {
    assert(this.#parked === undefined, 'things are parked once');
    this.#parked = [...this.#heap, ...this.#timeouts.slice(this.#head)];
    const found = this.parked();
    this.#parked = [];
    this.#heap = [];
    this.#timeouts = [];
    this.#head = 0;
    return found;
  }

  /** Parked with the time and number that it has already. */
  keepParked(item: Due): void {
    assert(this.#parked !== undefined, 'what is parked is parked by hand');
    this.#parked.push(item);
  }

  /** Those that are meant are parked no longer. */
  dropParked(isMeant: (item: Due) => boolean): void {
    this.#parked = this.#parked?.filter((item) => !isMeant(item));
  }

  /** Time goes again: everything parked is due when it was meant to be, or when `at` says. */
  unpark(at: (item: Due) => Micros): void {
    const items = this.parked();
    this.#parked = undefined;
    for (const item of items) this.#put(dueAt(at(item), item.seq, item));
  }

  #put(item: Due): void {
    const last = this.#timeouts.at(-1);
    if (item.type === 'timeout' && (last === undefined || isBefore(last, item))) this.#timeouts.push(item);
    else this.#add(item);
  }

  /** These, in this order, before everything that is due at the same time: they have waited longer. */
  pushBefore(at: Micros, whats: readonly DueWhat[]): void {
    this.#leastSeq -= whats.length;
    for (const [i, what] of whats.entries()) this.#add(dueAt(at, this.#leastSeq + i, what));
  }

  peek(): Due | undefined {
    const top = this.#heap[0];
    const timeout = this.#timeouts[this.#head];
    if (timeout === undefined) return top;
    return top !== undefined && isBefore(top, timeout) ? top : timeout;
  }

  pop(): Due | undefined {
    const next = this.peek();
    if (next === undefined || next !== this.#timeouts[this.#head]) return this.#popHeap();
    this.dropTimeout();
    return next;
  }

  /** Whose call is the first to time out, of those in their lane. */
  get nextTimeout(): number | undefined {
    const next = this.#timeouts[this.#head];
    return next?.type === 'timeout' ? next.request : undefined;
  }

  /** The first in the lane of time-outs is forgotten, before it is due: it is void by now. */
  dropTimeout(): void {
    assert(this.#head < this.#timeouts.length, 'there is a time-out to forget');
    this.#head++;
    if (this.#head < LANE_SLACK || this.#head * 2 < this.#timeouts.length) return;
    this.#timeouts = this.#timeouts.slice(this.#head);
    this.#head = 0;
  }

  #popHeap(): Due | undefined {
    const top = this.#heap[0];
    const last = this.#heap.pop();
    if (top !== undefined && last !== undefined && top !== last) {
      this.#heap[0] = last;
      this.#siftDown(0);
    }
    return top;
  }

  clone(): DueQueue {
    const copy = new DueQueue();
    copy.#heap = this.#heap.slice();
    copy.#timeouts = this.#timeouts.slice(this.#head);
    copy.#seq = this.#seq;
    copy.#leastSeq = this.#leastSeq;
    copy.#parked = this.#parked?.slice();
    return copy;
  }

  #add(item: Due): void {
    this.#heap.push(item);
    this.#siftUp(this.#heap.length - 1);
  }

  #siftUp(from: number): void {
    const heap = this.#heap;
    let i = from;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      const child = heap[i];
      const above = heap[parent];
      if (child === undefined || above === undefined || !isBefore(child, above)) return;
      heap[i] = above;
      heap[parent] = child;
      i = parent;
    }
  }

  #siftDown(from: number): void {
    const heap = this.#heap;
    let i = from;
    for (;;) {
      const left = heap[2 * i + 1];
      const right = heap[2 * i + 2];
      const item = heap[i];
      if (left === undefined || item === undefined) return;
      const rightIsLess = right !== undefined && isBefore(right, left);
      const child = rightIsLess ? right : left;
      if (!isBefore(child, item)) return;
      const j = rightIsLess ? 2 * i + 2 : 2 * i + 1;
      heap[i] = child;
      heap[j] = item;
      i = j;
    }
  }
}

/**
 * What was parked brings a time and a number: these take their place. Written out, because most of what happens goes
 * through here, and items of few forms are made and read quickly.
 */
function dueAt(at: Micros, seq: number, what: DueWhat): Due {
  switch (what.type) {
    case 'flight':
      return { at, seq, type: what.type, message: what.message };
    case 'timeout':
      return { at, seq, type: what.type, request: what.request };
    case 'client':
      return { at, seq, type: what.type, client: what.client, life: what.life, event: what.event };
    case 'input': {
      const { type, node, life, input, waited, byHand } = what;
      if (waited === undefined && byHand === undefined) return { at, seq, type, node, life, input };
      return { ...what, at, seq };
    }
    default:
      return unreachable(what);
  }
}

/** So many forgotten items at the front of the lane are not worth a copy. */
const LANE_SLACK = 64;

function isBefore(a: Due, b: Due): boolean {
  return a.at < b.at || (a.at === b.at && a.seq < b.seq);
}
