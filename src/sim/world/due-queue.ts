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
    };

/**
 * What is due, ordered by (at, seq): a binary heap in an array. Clients' time-outs, of which most are void long before
 * they are due, have a lane of their own: all last equally long, so they come in order. Items never change, so a clone
 * copies the arrays only.
 */
export class DueQueue {
  #heap: Due[] = [];
  #timeouts: Due[] = [];
  /** Where the lane begins; what is before it is gone. */
  #head = 0;
  #seq = 0;
  /** The least number so far: what goes before everything else of its time has a number below 0. */
  #leastSeq = 0;

  get size(): number {
    return this.#heap.length + this.#timeouts.length - this.#head;
  }

  /** Returns the sequence number: things due at the same time come in the order in which they were put in. */
  push(at: Micros, what: DueWhat): number {
    const seq = ++this.#seq;
    const item: Due = { at, seq, ...what };
    const last = this.#timeouts.at(-1);
    if (what.type === 'timeout' && (last === undefined || last.at <= at)) {
      this.#timeouts.push(item);
      return seq;
    }
    this.#add(item);
    return seq;
  }

  /** These, in this order, before everything that is due at the same time: they have waited longer. */
  pushBefore(at: Micros, whats: readonly DueWhat[]): void {
    this.#leastSeq -= whats.length;
    for (const [i, what] of whats.entries()) this.#add({ at, seq: this.#leastSeq + i, ...what });
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
    this.#dropTimeout();
    return next;
  }

  /** Forgets the time-outs that would be next in their lane and are void by now. */
  dropTimeouts(isOver: (request: number) => boolean): void {
    for (;;) {
      const next = this.#timeouts[this.#head];
      if (next?.type !== 'timeout' || !isOver(next.request)) return;
      this.#dropTimeout();
    }
  }

  #dropTimeout(): void {
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

/** So many forgotten items at the front of the lane are not worth a copy. */
const LANE_SLACK = 64;

function isBefore(a: Due, b: Due): boolean {
  return a.at < b.at || (a.at === b.at && a.seq < b.seq);
}
