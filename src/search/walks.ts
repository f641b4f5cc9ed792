import { drawInt, makeDice, type Dice } from '../base/random.ts';
import {
  argumentOf,
  BEAT,
  CAMPAIGN,
  CRASH,
  kindOf,
  PROPOSE,
  READ,
  WRITE,
  type ActionCode,
} from '../model/action.ts';
import type { Model } from '../model/model.ts';
import { modelOf, type SearchPlan } from './plan.ts';
import type { Search, SearchEnd, SearchProgress } from './progress.ts';
import { checked, Goal, shortened } from './schedule.ts';
import { Visited } from './visited.ts';

/** Who comes next in a walk. */
interface Chooser {
  begin(): void;
  /** One of the first `count` codes, by its place. */
  choose(codes: readonly ActionCode[], count: number, step: number): number;
}

/**
 * Walks from the beginning, each as deep as the limit says. What they find is made shorter, but need not be the shortest; that they find nothing says
 * little: the states that they have seen are counted, to be held against all there are.
 */
export class Walks implements Search {
  readonly #plan: SearchPlan;
  readonly #goal: Goal;
  readonly #model: Model;
  readonly #visited = new Visited();
  readonly #chooser: Chooser;
  readonly #codes: ActionCode[] = [];
  #state: Int32Array;
  #path: ActionCode[] = [];
  #walks = 0;
  #steps = 0;
  #longest = 0;
  end: SearchEnd | undefined;

  constructor(plan: SearchPlan) {
    this.#plan = plan;
    this.#goal = new Goal(plan.goal);
    const model = (this.#model = modelOf(plan));
    const dice = makeDice(plan.seed, 'search', plan.strategy);
    this.#chooser = plan.strategy === 'random' ? new ByChance(dice) : new ByPriority(dice, model, plan);
    this.#state = new Int32Array(model.next.length);
    model.keyOf(model.initial, 0, model.initial.length);
    this.#visited.add(model.keyA, model.keyB, 0, 0);
    if (this.#goal.isReached(model)) this.end = { type: 'found', schedule: checked(plan, []) };
    this.#begin();
  }

  progress(): SearchProgress {
    return {
      states: this.#visited.size,
      steps: this.#steps,
      depth: this.#longest,
      waiting: 0,
      walks: this.#walks,
    };
  }

  work(steps: number): void {
    const until = this.#steps + steps;
    while (this.end === undefined && this.#steps < until) this.#step();
  }

  #begin(): void {
    const { initial } = this.#model;
    this.#state.set(initial);
    this.#path = [];
    this.#chooser.begin();
  }

  #step(): void {
    const model = this.#model;
    const count = model.enabled(this.#state, 0, this.#codes);
    if (count === 0 || this.#path.length >= this.#plan.limits.depth) return this.#again();
    const code = this.#codes[this.#chooser.choose(this.#codes, count, this.#path.length)] as ActionCode;
    this.#steps++;
    // Out of the bounds: another walk, or it would stand here for ever.
    if (!model.step(this.#state, 0, code)) return this.#again();
    this.#path.push(code);
    if (this.#goal.isReached(model)) return this.#found();
    if (model.isOver) return this.#again();
    this.#visited.add(model.keyA, model.keyB, 0, 0);
    this.#state.set(model.next.subarray(0, model.length));
    this.#longest = Math.max(this.#longest, this.#path.length);
    if (this.#visited.size >= this.#plan.limits.states) this.end = { type: 'limit', limit: 'states' };
  }

  #again(): void {
    this.#walks++;
    if (this.#walks >= this.#plan.limits.walks) this.end = { type: 'limit', limit: 'walks' };
    else this.#begin();
  }

  #found(): void {
    const actions = this.#path.map((code) => this.#model.describe(code));
    const schedule = checked(this.#plan, actions);
    this.end = { type: 'found', schedule: shortened(modelOf(this.#plan), schedule, this.#goal) };
  }
}

class ByChance implements Chooser {
  readonly #dice: Dice;

  constructor(dice: Dice) {
    this.#dice = dice;
  }

  begin(): void {
    // Each choice stands by itself.
  }

  choose(_codes: readonly ActionCode[], count: number): number {
    return drawInt(this.#dice, 0, count - 1);
  }
}

/**
 * Priority-based random schedules (PCT): each link, timer, disk and client is one of those who want to act, and gets a priority by chance. The highest that can
 * act does, its oldest message first; at a few steps, chosen before, the one that acts falls behind all others. With `changes` such steps a fault that
 * needs so many things in a certain order is found with a probability that has a bound, which chance alone has not.
 */
class ByPriority implements Chooser {
  readonly #dice: Dice;
  readonly #model: Model;
  readonly #depth: number;
  readonly #changes: number;
  #priorities = new Map<number, number>();
  #changeAt = new Set<number>();
  #lowest = 0;

  constructor(dice: Dice, model: Model, { limits }: SearchPlan) {
    this.#dice = dice;
    this.#model = model;
    this.#depth = limits.depth;
    this.#changes = limits.changes;
  }

  begin(): void {
    this.#priorities = new Map();
    this.#lowest = 0;
    this.#changeAt = new Set();
    for (let i = 0; i < this.#changes; i++) this.#changeAt.add(drawInt(this.#dice, 0, this.#depth - 1));
  }

  choose(codes: readonly ActionCode[], count: number, step: number): number {
    let chosen = this.#highest(codes, count);
    if (this.#changeAt.has(step)) {
      this.#priorities.set(this.#actorOf(codes[chosen] as ActionCode), --this.#lowest);
      chosen = this.#highest(codes, count);
    }
    return chosen;
  }

  #highest(codes: readonly ActionCode[], count: number): number {
    let chosen = 0;
    let best = -Infinity;
    for (let i = 0; i < count; i++) {
      const priority = this.#priorityOf(this.#actorOf(codes[i] as ActionCode));
      if (priority <= best) continue;
      best = priority;
      chosen = i;
    }
    return chosen;
  }

  #priorityOf(actor: number): number {
    let priority = this.#priorities.get(actor);
    if (priority === undefined) {
      priority = drawInt(this.#dice, 1, 1 << 30);
      this.#priorities.set(actor, priority);
    }
    return priority;
  }

  /** A link for what it does with its messages, a node for each other kind. */
  #actorOf(code: ActionCode): number {
    const kind = kindOf(code);
    const argument = argumentOf(code);
    if (!ofNode.has(kind)) {
      const { from, to } = this.#model.nodes.messages.at(argument);
      return kind * 4096 + this.#model.nodes.ids.indexOf(from) * 64 + this.#model.nodes.ids.indexOf(to);
    }
    return kind * 4096 + argument;
  }
}

const ofNode: ReadonlySet<number> = new Set([CAMPAIGN, BEAT, CRASH, WRITE, PROPOSE, READ]);
