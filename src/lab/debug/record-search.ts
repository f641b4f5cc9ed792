import { Column } from '../../base/column.ts';
import type { Compiled } from '../../expression/compile.ts';
import { beginsToHold } from '../../expression/compile.ts';
import { cloneMemory, type Memory, type StepView } from '../../expression/step-view.ts';
import type { Value } from '../../expression/value.ts';
import { copyInProcess, replayTo } from '../../history/replay.ts';
import type { Cluster } from '../../sim/cluster.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import type { Rest } from '../play/long-work.ts';
import type { Run } from '../play/run.ts';
import { NOT_KNOWN } from '../../history/partly-known.ts';
import { KnownStep } from './known-step.ts';
import { mattersIn, type Matters } from './matters.ts';

/** So many events are looked at between two looks at the clock. */
const PIECE = 512;

/** Of a record that ends with this event. */
interface Indexes {
  readonly last: number;
  readonly matters: Matters;
  readonly known: KnownStep;
}

/**
 * Asks an expression of the steps of the record one after the other: those that the indexes say cannot matter are passed over,
 * of the others most are answered by the indexes too (`KnownStep`), and the rest by a replay of the stretch that they are in.
 * What it gives is what asking it of every step would give.
 */
export class RecordWalk {
  readonly #run: Run;
  readonly #expression: Compiled;
  readonly #replay: Replay;
  #memory: Memory;
  /** The last step that it was asked of, or that was passed over. */
  #at: number;
  #value: Value;
  /** The last one may have changed it for the time of that step alone. */
  #again = false;
  #read: Indexes | undefined;

  private constructor(
    run: Run,
    expression: Compiled,
    at: number,
    value: Value,
    memory: Memory,
    replay: Replay,
  ) {
    this.#run = run;
    this.#expression = expression;
    this.#at = at;
    this.#value = value;
    this.#memory = memory;
    this.#replay = replay;
  }

  /** Begins right after an event, with what the expression gives there. */
  static async from(run: Run, expression: Compiled, at: number): Promise<RecordWalk> {
    const memory = expression.newMemory();
    const replay = new Replay(run);
    const walk = new RecordWalk(run, expression, at, undefined, memory, replay);
    if (at === 0) {
      const { world } = run.history.checkpointFor(0);
      walk.#value = expression.evaluate({ event: undefined, world }, memory);
    } else {
      const value = walk.#byIndex(walk.#indexes().known, at);
      walk.#value = value === NOT_KNOWN ? await walk.#byReplay(at) : value;
    }
    return walk;
  }

  get at(): number {
    return this.#at;
  }

  get value(): Value {
    return this.#value;
  }

  /**
   * On to the next step in which it is asked and `stops` says so, with its value before and now; false: there is none up to
   * `until`.
   */
  async next(until: number, stops: (before: Value, now: Value) => boolean, rest?: Rest): Promise<boolean> {
    const { matters, known } = this.#indexes();
    const from = this.#at;
    for (let n = from + 1; n <= until; n++) {
      if (n % PIECE === 0) await rest?.((n - from) / (until - from));
      const isSuch = matters(n);
      if (!isSuch && !this.#again) continue;
      this.#again = isSuch && this.#expression.usesEvent && !this.#expression.momentary;
      const before = this.#value;
      const value = this.#byIndex(known, n);
      this.#value = value === NOT_KNOWN ? await this.#byReplay(n, rest) : value;
      this.#at = n;
      if (stops(before, this.#value)) return true;
    }
    this.#at = Math.max(from, until);
    return false;
  }

  /** Of the record as it is now: it may have grown since. */
  #indexes(): Indexes {
    const { last } = this.#run.history.events;
    if (this.#read?.last !== last) {
      this.#read = { last, matters: mattersIn(this.#run, this.#expression), known: new KnownStep(this.#run) };
    }
    return this.#read;
  }

  #byIndex(known: KnownStep, event: number): Value | typeof NOT_KNOWN {
    const kept = this.#memory.slots.length === 0 ? undefined : cloneMemory(this.#memory);
    try {
      return this.#expression.evaluate(known.goTo(event), this.#memory);
    } catch (error) {
      if (error !== NOT_KNOWN) throw error;
      // It may have remembered some of this step before it asked for what nobody knows.
      this.#memory = kept ?? this.#expression.newMemory();
      return NOT_KNOWN;
    }
  }

  async #byReplay(event: number, rest?: Rest): Promise<Value> {
    const step = await this.#replay.at(event);
    await rest?.();
    return this.#expression.evaluate(step, this.#memory);
  }
}

/** A copy of the run that goes from step to step of the record, by the nearest checkpoint where that is shorter. */
class Replay {
  readonly #run: Run;
  #cluster: Cluster | undefined;
  #last: WorldEvent | undefined;

  constructor(run: Run) {
    this.#run = run;
  }

  /** The event and the world right after it, which is good until the next is asked for. */
  async at(event: number): Promise<StepView> {
    const { history } = this.#run;
    const nearest = history.checkpointFor(event - 1);
    let cluster = this.#cluster;
    const at = cluster?.world.events ?? Infinity;
    if (cluster === undefined || at >= event || at < nearest.event) {
      cluster = copyInProcess(nearest, this.#run.factory, {
        append: (each) => {
          this.#last = each;
        },
      });
      this.#cluster = cluster;
    }
    await replayTo(history, cluster, event);
    return { event: this.#last, world: cluster.world };
  }
}

/** The first event after one, and up to another, in which a condition begins to hold; undefined: there is none. */
export async function firstHit(
  run: Run,
  condition: Compiled,
  after: number,
  until: number,
  rest?: Rest,
): Promise<number | undefined> {
  const walk = await RecordWalk.from(run, condition, after);
  const found = await walk.next(until, (before, now) => beginsToHold(condition, before, now), rest);
  return found ? walk.at : undefined;
}

/** The instants of the record at which a condition begins to hold, found as far as somebody has asked, from the beginning on. */
export class Hits {
  readonly #condition: Compiled;
  readonly #walk: RecordWalk;
  #found = new Column();

  private constructor(condition: Compiled, walk: RecordWalk) {
    this.#condition = condition;
    this.#walk = walk;
  }

  static async of(run: Run, condition: Compiled): Promise<Hits> {
    const walk = await RecordWalk.from(run, condition, 0);
    const hits = new Hits(condition, walk);
    return hits;
  }

  /** Finds all of them up to an event. */
  async findUpTo(event: number, rest?: Rest): Promise<void> {
    while (await this.#walk.next(event, this.#begins, rest)) this.#found.push(this.#walk.at);
  }

  /** Up to where it is known. */
  get knownUpTo(): number {
    return this.#walk.at;
  }

  /** Their events, ascending. */
  get events(): Column {
    return this.#found;
  }

  readonly #begins = (before: Value, now: Value): boolean => beginsToHold(this.#condition, before, now);
}
