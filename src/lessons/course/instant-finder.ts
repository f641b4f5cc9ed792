import { compileCondition, isCompiled, type Compiled } from '../../expression/compile.ts';
import type { Memory } from '../../expression/step-view.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import type { World } from '../../sim/world/world.ts';
import type { Instant } from './lesson.ts';

/** Where an instant of a lesson is in its run: right after this event. */
export interface Position {
  readonly event: number;
  /** Virtual milliseconds. */
  readonly atMs: number;
  /** Of an instant with an `until`: the event right after which that comes; undefined: it has not. */
  readonly end?: number;
}

/** An instant, and where the stretch ends that begins there: looked for from it on, beside the instants that come after it. */
export type SoughtInstant = Instant & { readonly until?: Instant };

/** An instant whose condition means nothing: a mistake of who wrote the lesson. */
export class InstantError extends Error {}

interface Waited {
  readonly instant: SoughtInstant;
  readonly condition: Compiled | undefined;
}

/**
 * Finds the instants of a lesson while its run goes on, one after the other. It hears every event and the end of every line of the
 * script; each instant is looked for from where the one before it was found.
 */
export class InstantFinder {
  readonly #waited: readonly Waited[];
  readonly #found: Position[] = [];
  /** What looks for the ends of stretches, by the place of where they begin. */
  readonly #ends = new Map<number, InstantFinder>();
  readonly #onFound: ((index: number, world: World) => void) | undefined;
  #line = 0;
  /** Of the instant that is looked for now; undefined: its line has not come. */
  #memory: Memory | undefined;

  /** Throws an InstantError. `onFound` sees the world as it is at an instant. */
  constructor(instants: readonly SoughtInstant[], onFound?: (index: number, world: World) => void) {
    this.#onFound = onFound;
    this.#waited = instants.map((instant) => ({ instant, condition: conditionOf(instant) }));
  }

  /** Of the instants that have been found, in order: all before the first that has not come. */
  get found(): readonly Position[] {
    return this.#found.map((position, i) => {
      const end = this.#ends.get(i)?.found[0]?.event;
      return end === undefined ? position : { ...position, end };
    });
  }

  /** `line` of the script, from 1, has done all it does. */
  lineDone(line: number, world: World): void {
    this.#line = line;
    for (const end of this.#ends.values()) end.lineDone(line, world);
    this.#lookAround(world);
  }

  look(event: WorldEvent, world: World): void {
    for (const end of this.#ends.values()) end.look(event, world);
    const { instant, condition } = this.#next ?? {};
    if (instant === undefined) return;
    const holds =
      instant.event === event.number ||
      (condition !== undefined &&
        this.#memory !== undefined &&
        condition.evaluate({ event, world }, this.#memory) === true);
    if (!holds) return;
    this.#note(instant, world);
    this.#lookAround(world);
  }

  /** What holds already where the instant before was found, or where the script has come to its line. */
  #lookAround(world: World): void {
    for (;;) {
      const { instant, condition } = this.#next ?? {};
      if (instant === undefined || this.#memory !== undefined) return;
      if (instant.event !== undefined && world.events < instant.event) return;
      // The first instant waits for the cluster.
      if (this.#line < (instant.line ?? 1)) return;
      if (condition !== undefined) {
        this.#memory = condition.newMemory();
        const holds = condition.evaluate({ event: world.last, world }, this.#memory) === true;
        if (!holds || condition.momentary) return;
      }
      this.#note(instant, world);
    }
  }

  #note({ until }: SoughtInstant, world: World): void {
    this.#found.push(positionOf(world));
    this.#memory = undefined;
    const place = this.#found.length - 1;
    if (until !== undefined) {
      const end = new InstantFinder([until]);
      this.#ends.set(place, end);
      end.lineDone(this.#line, world);
    }
    this.#onFound?.(place, world);
  }

  get #next(): Waited | undefined {
    return this.#waited[this.#found.length];
  }
}

function positionOf({ events, now }: World): Position {
  return { event: events, atMs: now / 1000 };
}

function conditionOf({ when }: Instant): Compiled | undefined {
  if (when === undefined) return undefined;
  const result = compileCondition(when);
  if (isCompiled(result)) return result;
  throw new InstantError(`${result.message} (at character ${result.at + 1} of ${when})`);
}
