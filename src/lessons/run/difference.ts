import { unreachable } from '../../base/assert.ts';
import type { Condition } from '../language/script.ts';

/** What was asked for and what there is: both in the script's own words. */
export interface Difference {
  readonly expected: string;
  readonly got: string;
}

/** The first condition that does not hold, of what has a text for every field. */
export function firstDifference(
  conditions: readonly Condition[],
  subject: string,
  valueOf: (field: string) => string,
  isEqual: (field: string, got: string, expected: string) => boolean = (_, got, expected) => got === expected,
): Difference | undefined {
  for (const condition of conditions) {
    const { field, comparison, value } = condition;
    const got = valueOf(field);
    if (!holds(condition, got, isEqual)) {
      return { expected: `${subject}${field}${comparison}${value}`, got: `${subject}${field}=${got}` };
    }
  }
  return undefined;
}

/** Equality is of texts, unless a field knows better; order is of whole numbers of any size. */
function holds(
  { field, comparison, value }: Condition,
  got: string,
  isEqual: (field: string, got: string, expected: string) => boolean,
): boolean {
  switch (comparison) {
    case '=':
      return isEqual(field, got, value);
    case '!=':
      return !isEqual(field, got, value);
    case '>=':
    case '<=':
    case '>':
    case '<':
      return /^\d+$/.test(got) && isOrdered(BigInt(got), comparison, BigInt(value));
    default:
      return unreachable(comparison);
  }
}

function isOrdered(left: bigint, comparison: '>=' | '<=' | '>' | '<', right: bigint): boolean {
  switch (comparison) {
    case '>=':
      return left >= right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '<':
      return left < right;
    default:
      return unreachable(comparison);
  }
}
