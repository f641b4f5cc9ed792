import type { ActionCode, ModelAction } from '../model/action.ts';
import type { Model } from '../model/model.ts';
import { modelOf, type SearchPlan } from './plan.ts';
import type { Search, SearchEnd, SearchProgress } from './progress.ts';
import { checked, Goal } from './schedule.ts';
import { Visited } from './visited.ts';

/** A state on the way down, and what of it has been tried. */
interface Frame {
  readonly state: Int32Array;
  readonly codes: readonly ActionCode[];
  next: number;
}

/**
 * Depth first with a bound that grows step by step, so what is found first takes the fewest steps, as breadth first; but of states that wait only those
 * on the way down are kept. A state is gone down from again only where more steps are left than the last time.
 */
export class Deepening implements Search {
  readonly #plan: SearchPlan;
  readonly #goal: Goal;
  readonly #model: Model;
  /** Of each state, as its parent, how many steps were left when it was gone down from last. */
  #visited = new Visited();
  #states = 0;
  #bound = 1;
  #steps = 0;
  /** Something was left out because of the bound. */
  #isCut = false;
  #frames: Frame[] = [];
  end: SearchEnd | undefined;

  constructor(plan: SearchPlan) {
    this.#plan = plan;
    this.#goal = new Goal(plan.goal);
    const model = (this.#model = modelOf(plan));
    model.keyOf(model.initial, 0, model.initial.length);
    if (this.#goal.isReached(model)) this.end = { type: 'found', schedule: checked(plan, []) };
    this.#begin();
  }

  progress(): SearchProgress {
    const waiting = this.#frames.length;
    return {
      states: Math.max(this.#states, this.#visited.size),
      steps: this.#steps,
      depth: this.#bound,
      waiting,
      walks: 0,
    };
  }

  work(steps: number): void {
    const until = this.#steps + steps;
    while (this.end === undefined && this.#steps < until) {
      const frame = this.#frames.at(-1);
      if (frame === undefined) this.#deeper();
      else if (frame.next === frame.codes.length) this.#frames.pop();
      else this.#down(frame);
    }
  }

  #begin(): void {
    const model = this.#model;
    this.#states = Math.max(this.#states, this.#visited.size);
    this.#visited = new Visited();
    this.#isCut = false;
    model.keyOf(model.initial, 0, model.initial.length);
    this.#visited.add(model.keyA, model.keyB, this.#bound, 0);
    this.#frames = [this.#frameOf(model.initial)];
  }

  #deeper(): void {
    if (!this.#isCut) this.end = { type: 'exhausted' };
    else if (this.#bound >= this.#plan.limits.depth) this.end = { type: 'limit', limit: 'depth' };
    else {
      this.#bound++;
      this.#begin();
    }
  }

  #down(frame: Frame): void {
    const model = this.#model;
    const code = frame.codes[frame.next++] as ActionCode;
    this.#steps++;
    if (!model.step(frame.state, 0, code)) return;
    if (this.#goal.isReached(model)) {
      const actions = this.#path();
      this.end = { type: 'found', schedule: checked(this.#plan, actions) };
      return;
    }
    if (model.isOver) return;
    const left = this.#bound - this.#frames.length;
    const found = this.#visited.add(model.keyA, model.keyB, left, code);
    if (found < 0) {
      if (this.#visited.parent(-1 - found) >= left) return;
      this.#visited.setParent(-1 - found, left);
    } else if (this.#visited.size >= this.#plan.limits.states) {
      this.end = { type: 'limit', limit: 'states' };
      return;
    }
    if (left > 0) this.#frames.push(this.#frameOf(model.next.slice(0, model.length)));
    else this.#isCut = true;
  }

  #frameOf(state: Int32Array): Frame {
    const codes: ActionCode[] = [];
    const count = this.#model.enabled(state, 0, codes);
    return { state, codes: codes.slice(0, count), next: 0 };
  }

  /** What each frame has tried last. */
  #path(): ModelAction[] {
    return this.#frames.map(({ codes, next }) => this.#model.describe(codes[next - 1] as ActionCode));
  }
}
