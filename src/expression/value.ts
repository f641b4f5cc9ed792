import { unreachable } from '../base/assert.ts';
import type { ValueType } from './value-type.ts';

/**
 * What can be compared, kept and shown. Undefined is none: what was asked for is not there. Terms and ids of leases are
 * numbers while they are safe and bigints beyond (base/flavor.ts). A node is its number.
 */
export type Plain = undefined | boolean | number | bigint | string | readonly Plain[];

/** What an expression gives; an object is a thing with fields, of the kind that its type says. */
export type Value = Plain | object;

/** As terms are kept: a number while it is safe, a bigint beyond. */
export function wholeNumber(value: bigint): number | bigint {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) && value >= -BigInt(Number.MAX_SAFE_INTEGER)
    ? Number(value)
    : value;
}

/** A bigint that is safe as a number becomes one: equal numbers have one representation. */
export function settled(value: number | bigint): number | bigint {
  return typeof value === 'bigint' ? wholeNumber(value) : value;
}

export function isSame(a: Value, b: Value): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item: Value, i) => isSame(item, b[i] as Value));
  }
  return a === b;
}

/** -1, 0, 1; undefined where one is none. */
export function compare(a: Value, b: Value): number | undefined {
  if (isNumber(a) && isNumber(b)) return a < b ? -1 : Number(a > b);
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : Number(a > b);
  return undefined;
}

export function isNumber(value: Value): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

export type Sum = '+' | '-' | '*' | '/' | '%';

/** None where a side is none, or there is no such number (1 / 0). Whole numbers stay exact, however large. */
export function calculate(operator: Sum, a: Value, b: Value): number | bigint | undefined {
  if (!isNumber(a) || !isNumber(b)) return undefined;
  if (typeof a === 'number' && typeof b === 'number') {
    const result = inNumbers(operator, a, b);
    if (!Number.isInteger(a) || !Number.isInteger(b) || Number.isSafeInteger(result)) return finite(result);
    if (operator === '/') return finite(result);
  }
  if (!isWhole(a) || !isWhole(b)) return finite(inNumbers(operator, Number(a), Number(b)));
  return inWhole(operator, BigInt(a), BigInt(b));
}

function isWhole(value: number | bigint): boolean {
  return typeof value === 'bigint' || Number.isInteger(value);
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}

function inNumbers(operator: Sum, a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '%':
      return a % b;
    default:
      return unreachable(operator);
  }
}

/** No number of the protocol is near it: whatever grows beyond is none. */
const WHOLE_MAX = 2n ** 256n;

function inWhole(operator: Sum, a: bigint, b: bigint): number | bigint | undefined {
  switch (operator) {
    case '+':
      return within(a + b);
    case '-':
      return within(a - b);
    case '*':
      return within(a * b);
    case '/':
      return finite(Number(a) / Number(b));
    case '%':
      return b === 0n ? undefined : within(a % b);
    default:
      return unreachable(operator);
  }
}

function within(value: bigint): number | bigint | undefined {
  return value < WHOLE_MAX && value > -WHOLE_MAX ? wholeNumber(value) : undefined;
}

/** At most so many items of a list are shown. */
const SHOWN = 20;

/** As it would be typed: `5`, `"a"`, `StateLeader`, `[1, 2]`, `none`. A thing is shown by its kind alone. */
export function formatValue(value: Value, type: ValueType): string {
  if (value === undefined) return 'none';
  if (typeof value === 'string') return type.kind === 'text' ? JSON.stringify(value) : value;
  if (typeof value !== 'object') return String(value);
  if (!Array.isArray(value) || type.kind !== 'list') return type.kind;
  const items = value.slice(0, SHOWN).map((item: Value) => formatValue(item, type.of));
  if (value.length > SHOWN) items.push('…');
  return `[${items.join(', ')}]`;
}
