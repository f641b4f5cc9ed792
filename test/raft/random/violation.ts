/** A promise of Raft is broken. */
export class Violation extends Error {
  override name = 'Violation';

  constructor(
    readonly property: string,
    detail: string,
  ) {
    super(`${property}: ${detail}`);
  }
}

/** The detail is put together only when it is needed. */
export function hold(condition: boolean, property: string, detail: () => string): asserts condition {
  if (!condition) throw new Violation(property, detail());
}
