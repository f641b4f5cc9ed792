/** A broken promise of our own code: never caught to go on, shown as a crash with its reason. */
export class AssertionError extends Error {
  override name = 'AssertionError';
}

/** What must hold here. Stays on in production; the message says what was expected. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new AssertionError(message);
}

/** The value, which is known to be there. */
export function present<T>(value: T | undefined | null, message: string): T {
  if (value === undefined || value === null) throw new AssertionError(message);
  return value;
}

/** The default of an exhaustive switch. */
export function unreachable(value: never): never {
  throw new AssertionError(`unreachable: ${JSON.stringify(value)}`);
}
