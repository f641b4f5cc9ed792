import type { LogIndex, Micros, NodeId, Term } from '../base/flavor.ts';
import type { Command } from '../sim/command/command.ts';
import type { CallChange, WorldEvent } from '../sim/record/world-event.ts';

/** A point in the space-time diagram. */
export type Mark = { readonly at: Micros; readonly event: number } & (
  | { readonly type: 'commit'; readonly node: NodeId; readonly index: LogIndex }
  | { readonly type: 'leader'; readonly node: NodeId; readonly term: Term }
  | { readonly type: 'command'; readonly node: NodeId; readonly command: Command }
  | ({ readonly type: 'request' } & CallChange)
);

/** The calls of loads at one member in [at, to): how many have begun, and how those ended that ended in it. */
export interface LoadStretch {
  readonly type: 'load';
  readonly node: NodeId;
  readonly at: Micros;
  readonly to: Micros;
  readonly invoked: number;
  readonly ok: number;
  readonly failed: number;
  readonly unknown: number;
}

type Writable<T> = { -readonly [Field in keyof T]: T[Field] };

const NO_CALLS = { invoked: 0, ok: 0, failed: 0, unknown: 0 } as const;

function isOfLoad(mark: Mark): boolean {
  return mark.type === 'request' && mark.isOfLoad;
}

/** Commits, elections, commands and clients' calls, in order. */
export class Marks {
  #all: Mark[] = [];

  append(event: WorldEvent): void {
    const { at, number, node, committed, elected, command } = event;
    if (command !== undefined) this.#all.push({ type: 'command', at, event: number, node, command });
    if (elected !== undefined) this.#all.push({ type: 'leader', at, event: number, node, term: elected });
    if (committed !== undefined)
      this.#all.push({ type: 'commit', at, event: number, node, index: committed });
    for (const call of event.calls) this.#all.push({ type: 'request', at, event: number, ...call });
  }

  /** The same command of this event, in memory that others keep as well. */
  keepInstead(event: number, command: Command): void {
    const place = this.#all.findLastIndex((mark) => mark.event === event && mark.type === 'command');
    const mark = this.#all[place];
    if (mark?.type === 'command') this.#all[place] = { ...mark, command };
  }

  /**
   * Those in [from, to], without the calls of loads. When there are more than `max`, commits are thinned out evenly,
   * nothing else.
   */
  within(from: Micros, to: Micros, max: number): Mark[] {
    const found = this.#between(from, to).filter((mark) => !isOfLoad(mark));
    const commits = found.filter((mark) => mark.type === 'commit').length;
    const room = Math.max(0, max - (found.length - commits));
    if (commits <= room) return found;
    const stride = Math.ceil(commits / Math.max(1, room));
    return found.filter((mark) => mark.type !== 'commit' || mark.index % stride === 0);
  }

  /**
   * The calls of loads in [from, to], counted by member in stretches of `stretch` microseconds; those begin at whole
   * multiples of it, so that a window that moves on counts the same. In order of time.
   */
  loadWithin(from: Micros, to: Micros, stretch: Micros): LoadStretch[] {
    const found = new Map<string, Writable<LoadStretch>>();
    for (const mark of this.#between(from, to)) {
      if (mark.type !== 'request' || !mark.isOfLoad) continue;
      const { node, status } = mark;
      const begin = Math.floor(mark.at / stretch) * stretch;
      const key = `${begin} ${node}`;
      const counted = found.get(key) ?? { type: 'load', node, at: begin, to: begin + stretch, ...NO_CALLS };
      counted[status]++;
      found.set(key, counted);
    }
    return [...found.values()];
  }

  /** When each member first knew an entry to be committed, among the events after `from` and up to `to`. */
  firstCommits(index: LogIndex, from: number, to: number): Mark[] {
    const found = new Map<NodeId, Mark>();
    for (const mark of this.#all) {
      if (mark.type !== 'commit' || mark.event <= from || mark.index < index) continue;
      if (mark.event > to) break;
      if (!found.has(mark.node)) found.set(mark.node, mark);
    }
    return [...found.values()];
  }

  /** The event, up to `to`, in which a call ended at this time. */
  endOfCall(request: number, to: number, returnedAt: Micros | undefined): number | undefined {
    if (returnedAt === undefined) return undefined;
    for (let i = this.#countBefore(returnedAt); i < this.#all.length; i++) {
      const mark = this.#all[i];
      if (mark === undefined || mark.at > returnedAt || mark.event > to) return undefined;
      if (mark.type === 'request' && mark.request === request && mark.status !== 'invoked') return mark.event;
    }
    return undefined;
  }

  truncate(event: number): void {
    let length = this.#all.length;
    while (length > 0 && (this.#all[length - 1]?.event ?? 0) > event) length--;
    this.#all = this.#all.slice(0, length);
  }

  #between(from: Micros, to: Micros): Mark[] {
    return this.#all.slice(this.#countBefore(from), this.#countBefore(to + 1));
  }

  #countBefore(time: Micros): number {
    let low = 0;
    let high = this.#all.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#all[middle]?.at ?? Infinity) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
