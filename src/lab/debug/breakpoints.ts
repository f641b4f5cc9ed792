import type { Compiled } from '../../expression/compile.ts';
import { CommandError } from '../../sim/command/command.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import type { World } from '../../sim/world/world.ts';
import type { Halted, Halts } from '../play/halts.ts';
import type { Line } from '../play/line.ts';
import type { Rest } from '../play/long-work.ts';
import type { Run } from '../play/run.ts';
import type { Sought } from '../play/sought.ts';
import { conditionOf, ConditionFollower } from './condition.ts';
import { firstHit } from './record-search.ts';

/** A condition that halts whatever goes on, at the event in which it begins to hold. */
export interface Breakpoint {
  readonly id: number;
  /** In the language of conditions. */
  readonly condition: string;
  readonly on: boolean;
}

export const BREAKPOINTS_MAX = 50;

/** One that is on, and where it is being asked. */
interface Active {
  readonly id: number;
  readonly condition: Compiled;
  /** Undefined: it has not heard every step up to now. */
  follower: ConditionFollower | undefined;
}

/** The breakpoints of a lab. What one of them remembers (`count`, `was`) begins where the run is when it is first heard. */
export class Breakpoints implements Halts {
  #active: readonly Active[] = [];
  #line: Line | undefined;
  #hit: Halted | undefined;

  /** Throws a CommandError, and everything is as it was, if one of them means nothing. */
  set(list: readonly Breakpoint[]): void {
    if (!Array.isArray(list) || list.length > BREAKPOINTS_MAX) {
      throw new CommandError(
        'badArgument',
        `setBreakpoints: a list of at most ${BREAKPOINTS_MAX} breakpoints`,
      );
    }
    const known = this.#active;
    this.#active = list.flatMap((breakpoint: Breakpoint | null | undefined) => {
      const { id, condition, on } = breakpoint ?? {};
      if (typeof id !== 'number' || typeof on !== 'boolean')
        throw new CommandError(
          'badArgument',
          'setBreakpoints: a breakpoint is { id, condition, on }: a number, a text, and true or false',
        );
      const compiled = conditionOf(`setBreakpoints: breakpoint ${id}`, condition);
      return on ? [{ id, condition: compiled, follower: undefined }] : [];
    });
    if (known.length === 0) this.#line = undefined;
  }

  get isEmpty(): boolean {
    return this.#active.length === 0;
  }

  get hit(): Halted | undefined {
    return this.#hit;
  }

  prepare(run: Run): void {
    this.#hit = undefined;
    const { line } = run.branches.current;
    const { world } = run.cluster;
    for (const each of this.#active) {
      if (line === this.#line && each.follower?.at === world.events) continue;
      each.follower = new ConditionFollower(each.condition, world);
    }
    this.#line = line;
  }

  look(event: WorldEvent, world: World): void {
    for (const each of this.#active) {
      const { follower, id } = each;
      if (follower === undefined) continue;
      if (follower.at + 1 !== event.number) each.follower = undefined;
      else if (follower.look(event, world)) this.#hit ??= { breakpoint: id, event: event.number };
    }
  }

  orSooner(run: Run, sought: Sought, rest: Rest): Sought {
    this.#hit = undefined;
    const active = this.#active;
    if (active.length === 0) return sought;
    return {
      next: async (_, after) => {
        this.#hit = undefined;
        const known = await sought.next(run, after);
        for (const { id, condition } of active) {
          const until: number = this.#sooner(known) ?? run.history.events.last;
          const event = await firstHit(run, condition, after, until, rest);
          if (event !== undefined && event < (this.#hitEvent() ?? Infinity))
            this.#hit = { breakpoint: id, event };
        }
        return this.#sooner(known);
      },
      lookout: (world) => {
        const isSought = sought.lookout(world);
        const followers = active.map(({ condition }) => new ConditionFollower(condition, world));
        return (event, then) => {
          let stops = isSought(event, then);
          for (const follower of followers) if (follower.look(event, then)) stops = true;
          return stops;
        };
      },
    };
  }

  #sooner(known: number | undefined): number | undefined {
    const hit = this.#hitEvent();
    if (hit === undefined || known === undefined) return hit ?? known;
    return Math.min(hit, known);
  }

  #hitEvent(): number | undefined {
    return this.#hit?.event;
  }
}
