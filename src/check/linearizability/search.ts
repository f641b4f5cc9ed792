import { present } from '../../base/assert.ts';
import type { Observed } from './history.ts';
import type { SequentialModel } from './model.ts';
import { OpenCalls } from './open-calls.ts';

/** How much a search may do: steps of the model, and bytes for what it remembers (roughly). */
export interface Budget {
  steps: number;
  bytes: number;
}

/** Indices are of the calls that were given. `first`: the first answer that no order explains. */
export type Found =
  | { readonly type: 'linearizable'; readonly order: readonly number[] }
  | { readonly type: 'impossible'; readonly first: number; readonly order: readonly number[] }
  | { readonly type: 'unknown'; readonly why: 'steps' | 'memory' };

/** Told now and then: so many of the history's returns are explained. */
export type OnProgress = (explained: number, of: number) => void;

/**
 * Whether a history is linearizable (Herlihy and Wing 1990): whether each call can be given one instant between its
 * invocation and its return so that, in the order of these instants, the model comes out as the clients saw it.
 *
 *     w1 ├──────────────┤           w1 before r2 explains r2=1, but then r3=nil cannot follow;
 *     r2   ├─1─┤                    r3 cannot come before r2, which had returned when r3 was invoked:
 *     r3          ├─nil─┤           not linearizable
 *
 * Two calls overlap also when one returns at the very time at which the other is invoked.
 *
 * The search is Wing and Gong's with Lowe's memory of what has been tried, in its just-in-time form ("Testing for
 * linearizability", 2016): it walks along the invocations and returns, and only when a call returns that has not been done
 * yet, some of the open calls are done, that one last. What is left of a dead end is its name: the return, the model's
 * state, and which open calls had been done. Three things are done without a choice, because no explanation is lost by
 * them: a read is done as soon as the state allows it; of open calls of one kind the one that returns first goes first; and what
 * nobody knows to have happened is not done where it changes nothing.
 *
 * The deepest return that any order has come to is the first answer that cannot be explained: everything before
 * it can.
 */
export function search<State, Operation>(
  calls: readonly Observed<Operation>[],
  model: SequentialModel<State, Operation>,
  budget: Budget,
  onProgress?: OnProgress,
): Found {
  let found = new Search(calls, model, budget, onProgress).run();
  // What was cut off early may hide an answer before it that cannot be explained either.
  while (found.type === 'impossible' && model.isLost !== undefined) {
    const { first } = found;
    const earlier = new Search(before(calls, first), model, budget, undefined).run();
    if (earlier.type === 'linearizable') return { ...found, order: earlier.order };
    if (earlier.type === 'unknown') return found;
    found = earlier;
  }
  return found;
}

/** As it was just before a call returned: what returned then or later has not. */
export function before<Operation>(
  calls: readonly Observed<Operation>[],
  call: number,
): readonly Observed<Operation>[] {
  const now = calls[call]?.returnedAt ?? Infinity;
  return calls.map((each) =>
    (each.returnedAt ?? Infinity) < now ? each : { ...each, returnedAt: undefined },
  );
}

/** A return at which something has to be done: where the search stands and what it has not tried yet. */
interface Frame<State> {
  /** The event: the return of `call`. */
  readonly event: number;
  readonly call: number;
  readonly state: State;
  readonly mark: number;
  /** What to try after the call itself; undefined: not asked yet. */
  choices: readonly Choice<State>[] | undefined;
  next: number;
}

interface Choice<State> {
  readonly call: number;
  readonly state: State;
}

const PROGRESS_STEPS = 1 << 14;

class Search<State, Operation> {
  readonly #calls: readonly Observed<Operation>[];
  readonly #model: SequentialModel<State, Operation>;
  readonly #budget: Budget;
  readonly #onProgress: OnProgress | undefined;
  /** Invocations (the call's number) and returns (its complement), in the order of time. */
  readonly #events: readonly number[];
  /** Of each call, the place of its return among the events. */
  readonly #returnOf: Int32Array;
  readonly #isRead: readonly boolean[];
  readonly #open: OpenCalls;
  /** Dead ends, by the event at which they are. */
  readonly #dead = new Map<number, Set<string>>();
  readonly #frames: Frame<State>[] = [];
  #state: State;
  #event = 0;
  /** How far any order has come, and the order that did. */
  #furthest = -1;
  #order: readonly number[] = [];
  #untilProgress = PROGRESS_STEPS;

  constructor(
    calls: readonly Observed<Operation>[],
    model: SequentialModel<State, Operation>,
    budget: Budget,
    onProgress: OnProgress | undefined,
  ) {
    this.#calls = calls;
    this.#model = model;
    this.#budget = budget;
    this.#onProgress = onProgress;
    this.#state = model.initial;
    this.#events = eventsOf(calls);
    this.#returnOf = new Int32Array(calls.length);
    for (const [i, event] of this.#events.entries()) if (event < 0) this.#returnOf[~event] = i;
    this.#isRead = calls.map(({ operation }) => model.isRead?.(operation) ?? false);
    this.#open = new OpenCalls(calls, kindsOf(calls, model.kind));
  }

  run(): Found {
    for (;;) {
      const isAtEnd = this.#walk();
      if (isAtEnd) return { type: 'linearizable', order: this.#open.order() };
      const goesOn = this.#goOn();
      if (this.#budget.steps <= 0) return { type: 'unknown', why: 'steps' };
      if (this.#budget.bytes <= 0) return { type: 'unknown', why: 'memory' };
      if (!goesOn) {
        const first = ~present(this.#events[this.#furthest], 'it was at an event');
        return { type: 'impossible', first, order: this.#order };
      }
    }
  }

  /** Along the events up to a return that needs something done; true: there is none any more. */
  #walk(): boolean {
    const events = this.#events;
    for (; this.#event < events.length; this.#event++) {
      const event = events[this.#event] as number;
      if (event >= 0) {
        const isRead = this.#isRead[event] as boolean;
        this.#open.invoke(event, isRead);
        if (isRead && this.#step(this.#state, event) !== undefined) this.#open.do(event);
        continue;
      }
      if (this.#open.isDone(~event)) {
        this.#open.return(~event);
        continue;
      }
      if (this.#event > this.#furthest) {
        this.#furthest = this.#event;
        this.#order = [];
      }
      this.#frames.push(this.#newFrame(~event));
      return false;
    }
    return true;
  }

  #newFrame(call: number): Frame<State> {
    const [event, state, mark] = [this.#event, this.#state, this.#open.mark()];
    return { event, call, state, mark, choices: undefined, next: -1 };
  }

  /** Does the next thing that may be done at the last frame; with nothing left there, at the one before. False: nothing is left. */
  #goOn(): boolean {
    for (let frame = this.#frames.at(-1); frame !== undefined; frame = this.#frames.at(-1)) {
      this.#open.backTo(frame.mark);
      this.#event = frame.event;
      this.#state = frame.state;
      if (frame.next < 0 && this.#isDead(frame)) {
        this.#frames.pop();
        continue;
      }
      const choice = this.#nextChoice(frame);
      if (this.#budget.steps <= 0) return true;
      if (choice !== undefined) {
        if (!this.#do(choice, frame)) continue;
        return true;
      }
      if (frame.event === this.#furthest && this.#order.length === 0) this.#order = this.#open.order();
      this.#bury(frame);
      this.#frames.pop();
    }
    return false;
  }

  /** The call itself first, if it can be done; then the others, which may make it possible. */
  #nextChoice(frame: Frame<State>): Choice<State> | undefined {
    if (frame.next < 0) {
      frame.next = 0;
      const stepped = this.#isRead[frame.call] === true ? undefined : this.#step(frame.state, frame.call);
      if (stepped !== undefined) return { call: frame.call, state: stepped.state };
    }
    frame.choices ??= this.#choices(frame);
    return frame.choices[frame.next++];
  }

  #choices({ call: wanted, state }: Frame<State>): Choice<State>[] {
    const [soon, late]: [Choice<State>[], Choice<State>[]] = [[], []];
    if (this.#isLost(state, wanted)) return soon;
    for (const call of this.#open.firstOfKinds()) {
      if (call === wanted) continue;
      const stepped = this.#step(state, call);
      if (stepped === undefined) continue;
      const isForced = this.#calls[call]?.returnedAt !== undefined;
      if (!isForced && stepped.state === state) continue;
      if (this.#isLost(stepped.state, wanted)) continue;
      const leads = this.#step(stepped.state, wanted) !== undefined;
      (leads ? soon : late).push({ call, state: stepped.state });
    }
    return [...soon, ...late];
  }

  /** False: something that is open can never be done any more. */
  #do({ call, state }: Choice<State>, frame: Frame<State>): boolean {
    this.#open.do(call);
    if (state !== this.#state) {
      this.#state = state;
      for (const read of this.#open.reads()) {
        if (this.#step(state, read) !== undefined) this.#open.do(read);
        else if (this.#isGone(state, read)) return false;
      }
      if (this.#model.isLost !== undefined) {
        for (const write of this.#open.writes()) if (this.#isGone(state, write)) return false;
      }
    }
    if (!this.#open.isDone(frame.call)) this.#frames.push(this.#newFrame(frame.call));
    return true;
  }

  /** It has to be done and cannot be any more: no order that begins so comes further than to its return. */
  #isGone(state: State, call: number): boolean {
    if (this.#calls[call]?.returnedAt === undefined || !this.#isLost(state, call)) return false;
    const event = this.#returnOf[call] as number;
    if (event > this.#furthest) {
      this.#furthest = event;
      this.#order = [];
    }
    return true;
  }

  #step(state: State, call: number): { readonly state: State } | undefined {
    this.#budget.steps--;
    if (--this.#untilProgress === 0) {
      this.#untilProgress = PROGRESS_STEPS;
      this.#onProgress?.(this.#event, this.#events.length);
    }
    return this.#model.step(state, (this.#calls[call] as Observed<Operation>).operation);
  }

  #isLost(state: State, call: number): boolean {
    return this.#model.isLost?.(state, (this.#calls[call] as Observed<Operation>).operation) ?? false;
  }

  #isDead({ event, state }: Frame<State>): boolean {
    const dead = this.#dead.get(event);
    return dead?.has(this.#nameOf(state)) ?? false;
  }

  #bury({ event, state }: Frame<State>): void {
    const name = this.#nameOf(state);
    this.#budget.bytes -= 2 * name.length + NAME_BYTES;
    const dead = this.#dead.get(event);
    if (dead === undefined) this.#dead.set(event, new Set([name]));
    else dead.add(name);
  }

  #nameOf(state: State): string {
    return `${this.#open.name()} ${this.#model.name(state)}`;
  }
}

/** Of a string in a set. */
const NAME_BYTES = 64;

function eventsOf(calls: readonly Observed<unknown>[]): number[] {
  const at = (event: number): number => {
    const { invokedAt, returnedAt } = calls[event < 0 ? ~event : event] as Observed<unknown>;
    return event < 0 ? (returnedAt ?? Infinity) : invokedAt;
  };
  const events = calls.map((_, call) => call);
  for (const [call, { returnedAt }] of calls.entries()) if (returnedAt !== undefined) events.push(~call);
  // At one time invocations come first: calls that touch overlap.
  return events.sort((a, b) => at(a) - at(b) || Number(a < 0) - Number(b < 0) || Math.abs(a) - Math.abs(b));
}

/** A number for each kind that more than one call is of; -1: of its own. */
function kindsOf<Operation>(
  calls: readonly Observed<Operation>[],
  kind: ((operation: Operation) => string | undefined) | undefined,
): number[] {
  if (kind === undefined) return calls.map(() => -1);
  const numbers = new Map<string, number>();
  return calls.map(({ operation }) => {
    const name = kind(operation);
    if (name === undefined) return -1;
    const known = numbers.get(name);
    if (known !== undefined) return known;
    numbers.set(name, numbers.size);
    return numbers.size - 1;
  });
}
