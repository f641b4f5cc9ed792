import { assert } from '../base/assert.ts';
import type { ActionCode, ModelAction } from '../model/action.ts';
import type { Model } from '../model/model.ts';
import { modelOf, type SearchPlan } from './plan.ts';
import type { Search, SearchEnd, SearchProgress } from './progress.ts';
import { checked, Goal } from './schedule.ts';
import { StateQueue } from './state-queue.ts';
import { NONE, Visited } from './visited.ts';

/**
 * Every state within the bounds, those that fewer steps lead to first, each once: so the first that is looked for is come to by a shortest schedule.
 *
 *     level 0    the beginning
 *     level 1    what one step leads to             a state that has been seen before is not gone on from again,
 *     level 2    what two steps lead to, ..         and neither is one that differs from it in the names of nodes alone
 */
export class BreadthFirst implements Search {
  readonly model: Model;
  readonly visited = new Visited();
  readonly #plan: SearchPlan;
  readonly #goal: Goal;
  #level = new StateQueue();
  #next = new StateQueue();
  #steps = 0;
  #depth = 0;
  readonly #codes: ActionCode[] = [];
  end: SearchEnd | undefined;

  constructor(plan: SearchPlan) {
    this.#plan = plan;
    this.#goal = new Goal(plan.goal);
    const model = (this.model = modelOf(plan));
    model.keyOf(model.initial, 0, model.initial.length);
    this.#level.push(this.visited.add(model.keyA, model.keyB, NONE, 0), model.initial, model.initial.length);
    if (this.#goal.isReached(model)) this.end = { type: 'found', schedule: checked(plan, []) };
  }

  progress(): SearchProgress {
    return {
      states: this.visited.size,
      steps: this.#steps,
      depth: this.#depth,
      waiting: this.#level.length + this.#next.length,
      walks: 0,
    };
  }

  work(steps: number): void {
    const until = this.#steps + steps;
    while (this.end === undefined && this.#steps < until) {
      const taken = this.#level.take();
      if (taken === undefined) this.#deeper();
      else this.#expand(taken.states, taken.at, taken.number);
    }
  }

  #deeper(): void {
    if (this.#next.length === 0) this.end = { type: 'exhausted' };
    else if (this.#depth + 1 >= this.#plan.limits.depth) this.end = { type: 'limit', limit: 'depth' };
    this.#depth++;
    [this.#level, this.#next] = [this.#next, new StateQueue()];
  }

  #expand(states: Int32Array, at: number, number: number): void {
    const { model, visited } = this;
    const codes = this.#codes;
    const count = model.enabled(states, at, codes);
    for (let i = 0; i < count; i++) {
      const code = codes[i] as ActionCode;
      this.#steps++;
      if (!model.step(states, at, code)) continue;
      // A promise is broken by a step, also by one that leads to a state that others lead to lawfully.
      if (this.#goal.isReached(model)) {
        const path = [...this.#pathTo(number), model.describe(code)];
        this.end = { type: 'found', schedule: checked(this.#plan, path) };
        return;
      }
      if (model.isOver) continue;
      const found = visited.add(model.keyA, model.keyB, number, code);
      if (found < 0) continue;
      this.#next.push(found, model.next, model.length);
      if (visited.size >= this.#plan.limits.states) {
        this.end = { type: 'limit', limit: 'states' };
        return;
      }
    }
  }

  #pathTo(number: number): ModelAction[] {
    const actions: ModelAction[] = [];
    for (let at = number; this.visited.parent(at) !== NONE; at = this.visited.parent(at)) {
      actions.push(this.model.describe(this.visited.action(at)));
      assert(actions.length <= this.#depth + 1, 'a path is as long as its level is deep');
    }
    return actions.reverse();
  }
}
