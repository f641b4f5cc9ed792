import type { Difference } from './difference.ts';

/** The action cannot be done: something it needs is not there. */
export class ActionRefused extends Error {
  override name = 'ActionRefused';
  readonly difference: Difference;

  constructor(expected: string, got: string) {
    super(`${expected}; ${got}`);
    this.difference = { expected, got };
  }
}
