import { present } from '../base/assert.ts';

/** A call as its client saw it. Times are of one clock; only their order matters. */
export interface Observed<Operation> {
  readonly operation: Operation;
  readonly invokedAt: number;
  /** undefined: it never returned, so it took effect at any time after its invocation, or never. */
  readonly returnedAt: number | undefined;
}

/** What the system would do if it did one thing at a time. */
export interface SequentialModel<State, Operation> {
  readonly initial: State;
  /** The state after the operation, if it can have come out as it did; undefined if it cannot. */
  readonly step: (state: State, operation: Operation) => { readonly state: State } | undefined;
  /** Equal for equal states only. */
  readonly name: (state: State) => string;
}

/** The calls in an order that explains all; or the longest explanation there is, and what cannot follow it. */
export type Judgement<Operation> =
  | { readonly ok: true; readonly order: readonly Observed<Operation>[] }
  | {
      readonly ok: false;
      readonly order: readonly Observed<Operation>[];
      readonly next: readonly Observed<Operation>[];
    };

/**
 * Whether a history is linearizable (Herlihy and Wing 1990): whether each call can be given one instant between its
 * invocation and its return so that, in the order of these instants, the model comes out as the clients saw it. The
 * search is Wing and Gong's with Lowe's memory of what has been tried (states by calls done so far):
 *
 *     w1 ├──────────────┤           w1 before r2 explains r2=1, but then r3=nil cannot follow;
 *     r2   ├─1─┤                    r3 cannot come before r2, which had returned when r3 was invoked:
 *     r3          ├─nil─┤           not linearizable
 *
 * Two calls overlap also when one returns at the very time at which the other is invoked.
 */
export function judge<State, Operation>(
  history: readonly Observed<Operation>[],
  model: SequentialModel<State, Operation>,
): Judgement<Operation> {
  const calls = [...history].sort((a, b) => a.invokedAt - b.invokedAt);
  const mustReturn = calls.filter(({ returnedAt }) => returnedAt !== undefined).length;
  const tried = new Set<string>();
  const path: Frame<State>[] = [{ call: -1, state: model.initial, done: 0n, returned: 0, next: 0 }];
  let longest: readonly number[] = [];
  while (path.length > 0) {
    const frame = present(path.at(-1), 'a path that is not empty has an end');
    if (frame.returned === mustReturn) return { ok: true, order: callsOf(calls, path) };
    const found = nextFrame(calls, frame, model, tried);
    if (found === undefined) {
      if (path.length - 1 > longest.length) longest = path.slice(1).map(({ call }) => call);
      path.pop();
    } else path.push(found);
  }
  const order = longest.map((i) => present(calls[i], 'it is one of the calls'));
  const rest = calls.filter((_, i) => !longest.includes(i));
  const deadline = earliestReturn(rest);
  return { ok: false, order, next: rest.filter(({ invokedAt }) => invokedAt <= deadline) };
}

/** A point of the search: the calls done so far, in which state they leave the model, and what to try next. */
interface Frame<State> {
  /** The call that led here; -1: none. */
  readonly call: number;
  readonly state: State;
  /** Bit i: call i is done. */
  readonly done: bigint;
  /** How many of those that returned are done. */
  readonly returned: number;
  /** The first call that has not been tried from here. */
  next: number;
}

function nextFrame<State, Operation>(
  calls: readonly Observed<Operation>[],
  frame: Frame<State>,
  model: SequentialModel<State, Operation>,
  tried: Set<string>,
): Frame<State> | undefined {
  const deadline = earliestReturn(calls.filter((_, i) => !isDone(frame, i)));
  while (frame.next < calls.length) {
    const i = frame.next++;
    const call = present(calls[i], 'the index is that of a call');
    if (call.invokedAt > deadline) return undefined;
    if (isDone(frame, i)) continue;
    const stepped = model.step(frame.state, call.operation);
    if (stepped === undefined) continue;
    const done = frame.done | (1n << BigInt(i));
    const name = `${done.toString(36)} ${model.name(stepped.state)}`;
    if (tried.has(name)) continue;
    tried.add(name);
    const returned = frame.returned + (call.returnedAt === undefined ? 0 : 1);
    return { call: i, state: stepped.state, done, returned, next: 0 };
  }
  return undefined;
}

function isDone({ done }: Frame<unknown>, i: number): boolean {
  return ((done >> BigInt(i)) & 1n) === 1n;
}

/** Whatever comes next was invoked no later than this. */
function earliestReturn(calls: readonly Observed<unknown>[]): number {
  return calls.reduce((least, { returnedAt }) => Math.min(least, returnedAt ?? Infinity), Infinity);
}

function callsOf<Operation>(
  calls: readonly Observed<Operation>[],
  path: readonly Frame<unknown>[],
): Observed<Operation>[] {
  return path.slice(1).map(({ call }) => present(calls[call], 'a step of the path is a call'));
}

/** One key: undefined is the value of a key that is not there. */
export type RegisterOperation =
  | { readonly type: 'write' | 'read'; readonly value: string | undefined }
  /** The value is set if the key has the expected one. succeeded undefined: the client does not know whether it had. */
  | {
      readonly type: 'compareAndSet';
      readonly expected: string | undefined;
      readonly value: string | undefined;
      readonly succeeded: boolean | undefined;
    };

export const registerModel: SequentialModel<string | undefined, RegisterOperation> = {
  initial: undefined,
  step: (state, operation) => {
    if (operation.type === 'compareAndSet') {
      const { expected, value, succeeded } = operation;
      const holds = state === expected;
      if (succeeded !== undefined && succeeded !== holds) return undefined;
      return { state: holds ? value : state };
    }
    if (operation.type === 'write') return { state: operation.value };
    return operation.value === state ? { state } : undefined;
  },
  name: (state) => (state === undefined ? '-' : `=${state}`),
};
