import { ForeignError } from './foreign-error.ts';

/** What came before what, in steps; messages as pairs of events. Events are named by the order they were added in. */
export interface CausalOrder {
  /** An event stands one step behind the last of those it knows of: 0 for those that know of none. */
  readonly step: Int32Array;
  readonly arrows: readonly { readonly from: number; readonly to: number }[];
}

/**
 * Events with vector clocks: entry `h: n` of an event's clock says that it knows of the first n events of h. A host's own
 * entry counts its events from 1, one by one, in whatever order they stand in the file.
 *
 *     a  ●1 ───●2               a:1, a:2
 *              ╲
 *     b  ●1 ────●2   {a:2,b:2}  knows of two events of a, b:1 knew of none: a's second one is a message to it
 */
export class VectorClocks {
  readonly hosts: string[] = [];
  readonly #file: string;
  readonly #hostIndex = new Map<string, number>();
  /** Of each event: its host, its own count, its line, and where its clock's entries begin in `#entries`. */
  readonly #host: number[] = [];
  readonly #own: number[] = [];
  readonly #line: number[] = [];
  readonly #begin: number[] = [0];
  /** Host, count; host, count … Entries of hosts with no event are found out only when all are here. */
  readonly #entries: number[] = [];

  #now = { host: 0, own: 0, line: 0 };

  constructor(file: string) {
    this.#file = file;
  }

  /** The clock of the next event follows, entry by entry; what was begun and not ended is forgotten. */
  begin(host: string, line: number): void {
    this.#entries.length = this.#begin.at(-1) ?? 0;
    this.#now = { host: this.#indexOf(host), own: 0, line };
  }

  entry(host: string, count: number): void {
    if (count === 0) return;
    const index = this.#indexOf(host);
    if (index === this.#now.host) this.#now.own = count;
    else this.#entries.push(index, count);
  }

  end(): void {
    const { host, own, line } = this.#now;
    if (own === 0)
      throw new ForeignError('ownClockMissing', { file: this.#file, line }, { host: this.hosts[host] ?? '' });
    this.#host.push(host);
    this.#own.push(own);
    this.#line.push(line);
    this.#begin.push(this.#entries.length);
  }

  /** The host of an event, as its index in `hosts`. */
  hostOf(event: number): number {
    return this.#host[event] ?? 0;
  }

  /** Throws ForeignError, with the line, for clocks that no run can have had. */
  order(): CausalOrder {
    const byHost = this.#eventsByHost();
    const parents = this.#host.map((_, event) => this.#parentsOf(event, byHost));
    const step = this.#steps(byHost, parents);
    const arrows = parents.flatMap((of, to) => of.map((from) => ({ from, to })));
    return { step, arrows };
  }

  /** Of each host its events by their own count, from 1: none missing, none twice. */
  #eventsByHost(): number[][] {
    const byHost = this.hosts.map((): number[] => []);
    for (let event = 0; event < this.#host.length; event++) byHost[this.#host[event] ?? 0]?.push(event);
    for (const [host, events] of byHost.entries()) {
      events.sort((a, b) => (this.#own[a] ?? 0) - (this.#own[b] ?? 0));
      for (const [i, event] of events.entries()) {
        if (this.#own[event] === i + 1) continue;
        throw new ForeignError('clockJump', this.#spot(event), {
          host: this.hosts[host] ?? '',
          found: this.#own[event] ?? 0,
          expected: i + 1,
        });
      }
    }
    return byHost;
  }

  /**
   * The events of other hosts that this one knows of and the one before it on its own host did not: messages that it got. What
   * one of them knew of anyway has come with it.
   */
  #parentsOf(event: number, byHost: readonly (readonly number[])[]): number[] {
    const [begin, end] = [this.#begin[event] ?? 0, this.#begin[event + 1] ?? 0];
    if (begin === end) return NONE;
    const own = byHost[this.#host[event] ?? 0] ?? [];
    const before = own[(this.#own[event] ?? 1) - 2];
    const found: number[] = [];
    for (let i = begin; i < end; i += 2) {
      const [host = 0, count = 0] = [this.#entries[i], this.#entries[i + 1]];
      const known = before === undefined ? 0 : this.#knownBy(before, host);
      if (count <= known) continue;
      const events = byHost[host] ?? [];
      const parent = events[count - 1];
      if (parent === undefined)
        throw new ForeignError('clockAhead', this.#spot(event), {
          host: this.hosts[host] ?? '',
          found: count,
          most: events.length,
        });
      found.push(parent);
    }
    if (found.length < 2) return found;
    return found.filter((parent) => !found.some((other) => other !== parent && this.#knows(other, parent)));
  }

  #knows(event: number, other: number): boolean {
    return this.#knownBy(event, this.#host[other] ?? 0) >= (this.#own[other] ?? 0);
  }

  /** How many events of a host this event knows of. */
  #knownBy(event: number, host: number): number {
    if (this.#host[event] === host) return this.#own[event] ?? 0;
    const end = this.#begin[event + 1] ?? 0;
    for (let i = this.#begin[event] ?? 0; i < end; i += 2) {
      if (this.#entries[i] === host) return this.#entries[i + 1] ?? 0;
    }
    return 0;
  }

  /** Each host goes on as far as it can; one that must wait for an event goes on when that one is placed. */
  #steps(byHost: readonly (readonly number[])[], parents: readonly (readonly number[])[]): Int32Array {
    const step = new Int32Array(this.#host.length).fill(-1);
    const next = byHost.map(() => 0);
    const waiting = new Map<number, number[]>();
    const ready = byHost.map((_, host) => host).reverse();
    let placed = 0;
    for (let host = ready.pop(); host !== undefined; host = ready.pop()) {
      const events = byHost[host] ?? [];
      for (let i = next[host] ?? 0; i < events.length; i++) {
        const event = events[i] ?? 0;
        const missing = parents[event]?.find((parent) => step[parent] === -1);
        if (missing !== undefined) {
          waiting.set(missing, [...(waiting.get(missing) ?? []), host]);
          break;
        }
        const before = i === 0 ? -1 : (step[events[i - 1] ?? 0] ?? 0);
        step[event] = 1 + Math.max(before, ...(parents[event] ?? []).map((parent) => step[parent] ?? 0));
        placed++;
        next[host] = i + 1;
        ready.push(...(waiting.get(event) ?? []));
        waiting.delete(event);
      }
    }
    if (placed < step.length) {
      const event = step.indexOf(-1);
      const host = this.hosts[this.#host[event] ?? 0] ?? '';
      throw new ForeignError('clockAhead', this.#spot(event), {
        host,
        found: this.#own[event] ?? 0,
        most: 0,
      });
    }
    return step;
  }

  #indexOf(host: string): number {
    let index = this.#hostIndex.get(host);
    if (index === undefined) {
      index = this.hosts.length;
      this.#hostIndex.set(host, index);
      this.hosts.push(host);
    }
    return index;
  }

  #spot(event: number): { readonly file: string; readonly line: number } {
    return { file: this.#file, line: this.#line[event] ?? 0 };
  }
}

const NONE: number[] = [];
