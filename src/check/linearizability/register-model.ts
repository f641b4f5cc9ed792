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

function nameOf(value: string | undefined): string {
  return value === undefined ? '-' : JSON.stringify(value);
}
