import { AssertionError } from '../base/assert.ts';

/**
 * What must lie in [min, max]. For the paths that every entry takes: the message is put together only when it is
 * needed, which is never.
 */
export function assertWithin(value: number, min: number, max: number, what: string): void {
  if (value < min || value > max)
    throw new AssertionError(`${what}: ${value} is out of range [${min}, ${max}]`);
}
