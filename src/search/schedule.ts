import { assert } from '../base/assert.ts';
import type { ModelAction } from '../model/action.ts';
import type { Model } from '../model/model.ts';
import { propertiesOf, type ModelProperty } from '../model/properties.ts';
import { conditionGoal, goalBits, type IsGoal, type SearchGoal } from './goal.ts';
import { modelOf, type SearchPlan } from './plan.ts';

/** Actions from the beginning to a state that was looked for. Plain data. */
export interface Schedule {
  readonly actions: readonly ModelAction[];
  /** What is broken in the last state. */
  readonly broken: readonly ModelProperty[];
  /** Why a node has fallen by itself in the last step. */
  readonly reason?: string;
}

/** Whether the last step of the model has come to what is looked for. */
export class Goal {
  readonly #bits: number;
  readonly #holds: IsGoal | undefined;

  /** Throws a SearchError. */
  constructor(goal: SearchGoal) {
    this.#bits = goalBits(goal);
    this.#holds = conditionGoal(goal);
  }

  isReached(model: Model): boolean {
    if ((model.broken & this.#bits) !== 0) return true;
    return this.#holds !== undefined && this.#holds(model, model.next, 0);
  }
}

/** The schedule done again from the beginning; undefined: it cannot be done, or comes to nothing that is looked for. */
export function replay(model: Model, actions: readonly ModelAction[], goal: Goal): Schedule | undefined {
  let state = model.initial;
  const codes: number[] = [];
  for (const [i, action] of actions.entries()) {
    const code = model.codeOf(action);
    const count = model.enabled(state, 0, codes);
    if (!codes.slice(0, count).includes(code) || !model.step(state, 0, code)) return undefined;
    if (goal.isReached(model)) {
      const reason = model.reason(state, 0, code);
      const broken = propertiesOf(model.broken);
      return { actions: actions.slice(0, i + 1), broken, ...(reason === undefined ? {} : { reason }) };
    }
    state = model.next.slice(0, model.length);
  }
  return undefined;
}

/**
 * A schedule that was found by chance, made shorter: steps are left out, from the last to the first and in stretches, as long as it still comes to
 * what is looked for.
 */
export function shortened(model: Model, schedule: Schedule, goal: Goal): Schedule {
  let best = schedule;
  for (let stretch = Math.ceil(best.actions.length / 2); stretch >= 1; stretch = Math.floor(stretch / 2)) {
    for (let from = best.actions.length - stretch; from >= 0; from--) {
      const rest = [...best.actions.slice(0, from), ...best.actions.slice(from + stretch)];
      const tried = replay(model, rest, goal);
      if (tried !== undefined) best = tried;
    }
  }
  return best;
}

/** The schedule of a plan, by its actions. Throws if it is none: a search that tells what is not so is at fault. */
export function checked(plan: SearchPlan, actions: readonly ModelAction[]): Schedule {
  const goal = new Goal(plan.goal);
  const model = modelOf(plan);
  if (actions.length === 0) return { actions, broken: [] };
  const schedule = replay(model, actions, goal);
  assert(schedule !== undefined, 'a schedule that was found comes to what was looked for');
  return schedule;
}
