import { brief } from '../../base/brief.ts';
import {
  beginsToHold,
  compileCondition,
  compileText,
  isCompiled,
  type Compiled,
} from '../../expression/compile.ts';
import type { ExpressionError } from '../../expression/expression-error.ts';
import { mayMatter } from '../../expression/needs.ts';
import type { Value } from '../../expression/value.ts';
import { CommandError } from '../../sim/command/command.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import type { World } from '../../sim/world/world.ts';
import type { Rest } from '../play/long-work.ts';
import type { Sought } from '../play/sought.ts';
import type { Run } from '../play/run.ts';
import { firstHit } from './record-search.ts';

/** Longer texts are nobody's condition; the language has bounds of its own beside it. */
const TEXT_MAX = 10_000;

/** A condition, ready to be asked. Throws a CommandError that says what is wrong with it, and where. */
export function conditionOf(call: string, text: unknown): Compiled {
  return checked(call, text, compileCondition);
}

/** Any expression of the language, as a watch expression is one. */
export function expressionOf(call: string, text: unknown): Compiled {
  return checked(call, text, compileText);
}

function checked(
  call: string,
  text: unknown,
  compile: (text: string) => Compiled | ExpressionError,
): Compiled {
  if (typeof text !== 'string' || text.length > TEXT_MAX) {
    throw new CommandError(
      'badArgument',
      `${call}: an expression is a text of at most ${TEXT_MAX} characters`,
    );
  }
  const result = compile(text);
  if (isCompiled(result)) return result;
  throw new CommandError(
    'badArgument',
    `${call}: ${result.message} (at character ${result.at + 1} of ${brief(text)})`,
  );
}

/** Asks a condition of the steps of a run as they happen, one after the other. */
export class ConditionFollower {
  readonly condition: Compiled;
  #memory;
  #before: Value;
  /** The event that it was asked of, or passed over, last. */
  #at: number;
  #violations: number;
  /** The last one may have changed it for the time of that step alone. */
  #again = false;

  /** What holds in this world already does not begin to hold. */
  constructor(condition: Compiled, world: World) {
    this.condition = condition;
    this.#memory = condition.newMemory();
    this.#at = world.events;
    this.#violations = world.watcher.violations.length;
    this.#before = condition.evaluate({ event: world.last, world }, this.#memory);
  }

  get at(): number {
    return this.#at;
  }

  /** Whether it held after the last step. */
  get holds(): boolean {
    return this.#before === true;
  }

  /** Whether it begins to hold in this event; `world` is as the event has left it. */
  look(event: WorldEvent, world: World): boolean {
    const { condition } = this;
    const { length } = world.watcher.violations;
    const matters = mayMatter(condition.needs, event, length > this.#violations);
    this.#at = event.number;
    this.#violations = length;
    if (!matters && !this.#again) return false;
    this.#again = matters && condition.usesEvent && !condition.momentary;
    const before = this.#before;
    this.#before = condition.evaluate({ event, world }, this.#memory);
    return beginsToHold(condition, before, this.#before);
  }
}

/** A condition as something that a run can be searched for, from its playhead on; undefined: it holds there already. */
export function soughtFrom(run: Run, text: unknown, rest: Rest): Sought | undefined {
  const condition = conditionOf(`runUntil: ${brief(text)} is no target, nor a condition`, text);
  const now = new ConditionFollower(condition, run.cluster.world);
  if (now.holds && !condition.momentary) return undefined;
  return {
    next: (_, after) => firstHit(run, condition, after, run.history.events.last, rest),
    lookout(world) {
      const follower = new ConditionFollower(condition, world);
      return (event, then) => follower.look(event, then);
    },
  };
}
