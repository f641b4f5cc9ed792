import { present } from '../base/assert.ts';
import type { ActionCode, ModelAction } from '../model/action.ts';
import type { Model } from '../model/model.ts';
import { Dictionary, dictionarySince, type DictionaryPart, type DictionaryPlace } from './dictionary.ts';
import { modelOf, type SearchPlan } from './plan.ts';
import { Goal } from './schedule.ts';
import { StateQueue } from './state-queue.ts';
import { NONE, Visited } from './visited.ts';

/** A state of any shard: its number there, and the shard's, in one number. */
export type StateRef = number;

/** The last step of a schedule that was found: from which state, by what. `from`: NONE: the beginning itself is looked for. */
export interface FoundStep {
  readonly from: StateRef;
  readonly action: ModelAction | undefined;
}

/** States for another shard, and what it must know to read them. Plain data. */
export interface StateBatch extends DictionaryPart {
  /** From which shard. */
  readonly shard: number;
  /** One after the other: the key's two lanes, the state it comes from, the action, the length, the state. */
  readonly states: Int32Array;
}

/** Numbers of a batch before it is sent. */
const BATCH = 1 << 16;
/** So many of the keys that were sent last to others are remembered, so that one state is not sent again and again. */
const SENT = 1 << 18;
const HEAD = 5;

/**
 * A part of a breadth-first search by several workers: the states whose terms and logs fall to it. It goes on from its own states of a level, keeps of what it comes to
 * what falls to it, and sends the rest to whom it falls. When all have ended the level, and all batches have arrived, the next begins; so the first state
 * that is looked for is come to by a shortest schedule, as if one had done it all.
 */
export class Shard {
  readonly #index: number;
  readonly #count: number;
  readonly #model: Model;
  readonly #goal: Goal;
  readonly #visited = new Visited();
  readonly #codes: ActionCode[] = [];
  #level = new StateQueue();
  #next = new StateQueue();
  readonly #out: { states: Int32Array; length: number; sent: DictionaryPlace }[];
  readonly #dictionaries: Dictionary[];
  readonly #sentA = new Int32Array(SENT);
  readonly #sentB = new Int32Array(SENT);
  readonly #scratch = new Int32Array(512);
  steps = 0;
  found: FoundStep | undefined;
  /** Called with what is to go to another shard. */
  send: (to: number, batch: StateBatch) => void = () => undefined;

  constructor(plan: SearchPlan, index: number, count: number) {
    this.#index = index;
    this.#count = count;
    const model = (this.#model = modelOf(plan));
    this.#goal = new Goal(plan.goal);
    const place = placeOf(model);
    this.#out = Array.from({ length: count }, () => ({
      states: new Int32Array(BATCH),
      length: 0,
      sent: place,
    }));
    this.#dictionaries = Array.from({ length: count }, () => new Dictionary(model));
    model.keyOf(model.initial, 0, model.initial.length);
    if (this.#owner() !== index) return;
    const number = this.#visited.add(model.keyA, model.keyB, NONE, 0);
    this.#level.push(number, model.initial, model.initial.length);
    if (this.#goal.isReached(model)) this.found = { from: NONE, action: undefined };
  }

  get states(): number {
    return this.#visited.size;
  }

  get waiting(): number {
    return this.#level.length + this.#next.length;
  }

  /** Goes on for about so many steps. False: its part of the level is done. */
  expand(steps: number): boolean {
    const until = this.steps + steps;
    while (this.found === undefined && this.steps < until) {
      const taken = this.#level.take();
      if (taken === undefined) return false;
      this.#expandOne(taken.states, taken.at, taken.number);
    }
    return this.found === undefined;
  }

  /** What is left of the batches goes out. */
  flush(): void {
    for (let to = 0; to < this.#count; to++) this.#flushTo(to);
  }

  /** States of another shard that fall to this one. */
  receive(batch: StateBatch): void {
    const dictionary = present(this.#dictionaries[batch.shard], 'the shard is known');
    dictionary.learn(batch);
    const { states } = batch;
    for (let at = 0; at < states.length;) {
      const length = states[at + 4] as number;
      const parent = (states[at + 2] as number) >>> 0;
      const action = dictionary.action(states[at + 3] as number);
      const number = this.#visited.add(states[at] as number, states[at + 1] as number, parent, action);
      if (number >= 0) {
        dictionary.state(states, at + HEAD, length, this.#scratch);
        this.#next.push(number, this.#scratch, length);
      }
      at += HEAD + length;
    }
  }

  /** To the next level. How many states of it there are. */
  deeper(): number {
    [this.#level, this.#next] = [this.#next, new StateQueue()];
    return this.#level.length;
  }

  /** How one of its own states was come to; undefined: it is the beginning. */
  cameFrom(ref: StateRef): FoundStep | undefined {
    const number = Math.floor(ref / this.#count);
    const from = this.#visited.parent(number);
    return from === NONE ? undefined : { from, action: this.#model.describe(this.#visited.action(number)) };
  }

  /** To whom the state falls that the model has come to. */
  #owner(): number {
    return this.#count === 1 ? 0 : this.#model.share % this.#count;
  }

  #expandOne(states: Int32Array, at: number, number: number): void {
    const model = this.#model;
    const codes = this.#codes;
    const count = model.enabled(states, at, codes);
    const ref = number * this.#count + this.#index;
    for (let i = 0; i < count; i++) {
      const code = codes[i] as ActionCode;
      this.steps++;
      if (!model.step(states, at, code)) continue;
      if (this.#goal.isReached(model)) {
        this.found = { from: ref, action: model.describe(code) };
        return;
      }
      if (model.isOver) continue;
      const owner = this.#owner();
      if (owner !== this.#index) this.#sendTo(owner, ref, code);
      else {
        const found = this.#visited.add(model.keyA, model.keyB, ref, code);
        if (found >= 0) this.#next.push(found, model.next, model.length);
      }
    }
  }

  #sendTo(to: number, ref: StateRef, code: ActionCode): void {
    const model = this.#model;
    const { keyA, keyB, length, next } = model;
    const slot = keyA & (SENT - 1);
    if (this.#sentA[slot] === keyA && this.#sentB[slot] === keyB) return;
    this.#sentA[slot] = keyA;
    this.#sentB[slot] = keyB;
    const out = present(this.#out[to], 'the shard is known');
    if (out.length + HEAD + length > out.states.length) this.#flushTo(to);
    const { states } = out;
    let at = out.length;
    states[at++] = keyA;
    states[at++] = keyB;
    states[at++] = ref | 0;
    states[at++] = code;
    states[at++] = length;
    for (let i = 0; i < length; i++) states[at++] = next[i] as number;
    out.length = at;
  }

  #flushTo(to: number): void {
    const out = present(this.#out[to], 'the shard is known');
    if (out.length === 0) return;
    const part = dictionarySince(this.#model, out.sent);
    this.send(to, { shard: this.#index, states: out.states.slice(0, out.length), ...part });
    out.sent = placeOf(this.#model);
    out.length = 0;
  }
}

function placeOf(model: Model): DictionaryPlace {
  return { outcomes: model.nodes.outcomes, pasts: model.pasts.derivations.length };
}
