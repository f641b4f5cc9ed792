import type { Observed } from './history.ts';
import type { SequentialModel } from './model.ts';

/** One key: undefined is the value of a key that is not there. */
export type RegisterOperation = {
  /** Which register; absent: there is only one. */
  readonly key?: string;
} & (
  | { readonly type: 'write' | 'read'; readonly value: string | undefined }
  /** The value is set if the key has the expected one. succeeded undefined: the client does not know whether it had. */
  | {
      readonly type: 'compareAndSet';
      readonly expected: string | undefined;
      readonly value: string | undefined;
      readonly succeeded: boolean | undefined;
    }
);

/** One register. */
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
  isRead: ({ type, ...rest }) =>
    type === 'read' || (type === 'compareAndSet' && 'succeeded' in rest && rest.succeeded === false),
  kind: (operation) => {
    const { type, value } = operation;
    if (type !== 'compareAndSet') return `${type} ${nameOf(value)}`;
    return `${type} ${String(operation.succeeded)} ${nameOf(operation.expected)} ${nameOf(value)}`;
  },
};

/**
 * Of the calls that saw a value of one register which nobody had asked to write until they returned, the one that returned first: no order
 * explains it, and none has to be tried. Without this look every subset of the writes that nobody knows of would be.
 */
export function firstUnwritten(calls: readonly Observed<RegisterOperation>[]): number | undefined {
  const offeredAt = new Map<string | undefined, number>([[undefined, -Infinity]]);
  for (const { operation, invokedAt } of calls) {
    if (operation.type === 'read') continue;
    if (operation.type === 'compareAndSet' && operation.succeeded === false) continue;
    offeredAt.set(operation.value, Math.min(invokedAt, offeredAt.get(operation.value) ?? Infinity));
  }
  let first: number | undefined;
  for (const [i, { operation, returnedAt = Infinity }] of calls.entries()) {
    if (!sees(operation) || (offeredAt.get(seenBy(operation)) ?? Infinity) <= returnedAt) continue;
    if (first === undefined || returnedAt < (calls[first]?.returnedAt ?? Infinity)) first = i;
  }
  return first;
}

function sees(operation: RegisterOperation): boolean {
  return operation.type === 'read' || (operation.type === 'compareAndSet' && operation.succeeded === true);
}

function seenBy(operation: RegisterOperation): string | undefined {
  return operation.type === 'compareAndSet' ? operation.expected : operation.value;
}

function nameOf(value: string | undefined): string {
  return value === undefined ? '-' : JSON.stringify(value);
}
