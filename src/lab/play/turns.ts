import type { Micros } from '../../base/flavor.ts';
import { LongWork, type LongCall, type StoppedBy } from './long-work.ts';

export interface TurnsParts {
  /** Real milliseconds. */
  readonly clock: () => number;
  /** Kept when the thread's other tasks have had a turn. Without it nobody gets in between the slices of long work. */
  readonly breathe: (() => Promise<void>) | undefined;
  /** The instant at the playhead. */
  readonly now: () => Micros;
  /** At a clean point of long work, before others are let in. */
  readonly atRest: () => void;
}

/**
 * Calls are served one after the other, whole: nobody sees half an action. Long ones are served in slices (long-work.ts);
 * frames, `pause` and `reset` need not wait for their end.
 */
export class Turns {
  readonly #parts: TurnsParts;
  #queue: Promise<unknown> = Promise.resolve();
  /** Long calls that are under way or wait for their turn, in their order. */
  readonly #works = new Set<LongWork>();
  #resting: LongWork | undefined;
  #stops = 0;
  /** What was asked behind long calls and need not wait: it is served between two slices, or after the call. */
  #looks: (() => void)[] = [];

  constructor(parts: TurnsParts) {
    this.#parts = parts;
  }

  /** The long call under way, once its first slice is over. */
  get resting(): LongWork | undefined {
    return this.#resting;
  }

  take<T>(work: () => Promise<T> | T): Promise<T> {
    const turn = this.#queue.then(work);
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  /** Work in slices, which `pause` and `reset` may stop from the moment it was asked for. */
  async takeLong<T>(call: LongCall, work: (work: LongWork) => Promise<T>): Promise<T> {
    const long = new LongWork(call, {
      clock: this.#parts.clock,
      letOthersIn: (resting) => this.#letOthersIn(resting),
      now: this.#parts.now,
    });
    this.#works.add(long);
    try {
      return await this.take(async () => {
        long.begin();
        try {
          return await work(long);
        } finally {
          this.#resting = undefined;
        }
      });
    } finally {
      this.#works.delete(long);
      this.#serveLooks();
    }
  }

  /** In its turn; while there is long work, in a rest of it instead. */
  look<T>(inTurn: () => Promise<T>, atRest: () => Promise<T>): Promise<T> {
    if (this.#works.size === 0) return inTurn();
    return new Promise((resolve, reject) => {
      this.#looks.push(() => void (this.#resting === undefined ? inTurn() : atRest()).then(resolve, reject));
    });
  }

  /** How often somebody has asked to stop: work that is not announced here yet sees by it that it need not begin. */
  get stops(): number {
    return this.#stops;
  }

  stop(by: StoppedBy): void {
    this.#stops++;
    for (const work of this.#works) work.stop(by);
  }

  async #letOthersIn(work: LongWork): Promise<void> {
    this.#resting = work;
    this.#parts.atRest();
    await this.#parts.breathe?.();
    this.#serveLooks();
  }

  #serveLooks(): void {
    for (const look of this.#looks.splice(0)) look();
  }
}
