import { TranscriptError } from './datadriven.ts';
import type { Argument } from './datadriven.ts';

/** The arguments without values: ids, indexes and words, in order. */
export function words(args: readonly Argument[]): string[] {
  return args.filter(({ values }) => values.length === 0).map(({ key }) => key);
}

/** The arguments' words, which have to be so many. */
export function exactly(count: number, args: readonly Argument[]): string[] {
  const found = words(args);
  if (found.length !== count || args.length !== count) {
    throw new TranscriptError(`takes ${count} words, not: ${args.map(({ key }) => key).join(' ')}`);
  }
  return found;
}

/** The one value of `key=value`, or undefined. */
export function valueOf(args: readonly Argument[], key: string): string | undefined {
  const found = args.findLast((arg) => arg.key === key);
  if (found === undefined) return undefined;
  if (found.values.length !== 1) throw new TranscriptError(`${key} takes one value`);
  return found.values[0];
}

/** All values of `key=(value, value)`; none if it is not there. */
export function valuesOf(args: readonly Argument[], key: string): readonly string[] {
  return args.filter((arg) => arg.key === key).flatMap(({ values }) => values);
}

/** Throws at an argument with values whose key is not one of these. */
export function allowKeys(args: readonly Argument[], keys: readonly string[]): void {
  for (const { key, values } of args) {
    if (values.length > 0 && !keys.includes(key)) throw new TranscriptError(`unknown argument: ${key}`);
  }
}

/** A whole number in base 10, from 0, small enough to be exact. */
export function parseWhole(text: string, what: string): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!Number.isSafeInteger(value)) throw new TranscriptError(`${what} is no whole number: ${text}`);
  return value;
}

const truths = new Set(['1', 't', 'T', 'true', 'TRUE', 'True']);
const falsehoods = new Set(['0', 'f', 'F', 'false', 'FALSE', 'False']);

/** A boolean by the words Go's strconv.ParseBool knows. */
export function parseBoolean(text: string, what: string): boolean {
  if (truths.has(text)) return true;
  if (falsehoods.has(text)) return false;
  throw new TranscriptError(`${what} is neither true nor false: ${text}`);
}
