import {
  ASYMMETRIC_MATCHERS_OBJECT,
  GLOBAL_EXPECT,
  JestAsymmetricMatchers,
  JestChaiExpect,
  JestExtend,
  setState,
} from '@vitest/expect';
import type { ExpectStatic } from 'vitest';
import * as chai from 'chai';
import { switchboard } from '../switchboard.ts';

// Vitest's own matchers, and what its describe() and it() are in these suites: a list of tests that can be run in any
// order, again and again, within one process.

export interface Test {
  readonly file: string;
  readonly name: string;
  /** What its describe() prepares is prepared anew. */
  run(): void | Promise<void>;
}

type Body = () => void | Promise<void>;

export const tests: Test[] = [];

let file = '';
/** While a describe() is being read: where its tests go. */
let reading: { readonly name: string; readonly body: Body }[] | undefined;
const path: string[] = [];

export function beginFile(name: string): void {
  file = name;
}

export function describe(name: string, body: () => void): void {
  if (reading !== undefined) {
    path.push(name);
    body();
    path.pop();
    return;
  }
  const read = () => {
    reading = [];
    try {
      describe(name, body);
      return reading;
    } finally {
      reading = undefined;
      path.length = 0;
    }
  };
  switchboard.currentTestId = 'none';
  for (const [i, test] of read().entries())
    tests.push({ file, name: test.name, run: () => read()[i]?.body() });
  switchboard.currentTestId = undefined;
}

export function it(name: string, body: Body): void {
  if (reading === undefined) tests.push({ file, name, run: body });
  else reading.push({ name: [...path, name].join(' > '), body });
}

it.each = forEachRow(it);
describe.each = forEachRow<() => void>(describe);

function forEachRow<Body extends (...args: never[]) => unknown>(one: (name: string, body: Body) => void) {
  return (rows: readonly unknown[]) => (name: string, body: (...row: never[]) => ReturnType<Body>) => {
    for (const [i, row] of rows.entries())
      one(`${name} #${i}`, (() => body(...((Array.isArray(row) ? row : [row]) as never[]))) as Body);
  };
}

chai.use(JestExtend);
chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);

const expectOf = (value: unknown, message?: string) => chai.expect(value, message);
export const expect = Object.assign(expectOf, chai.expect) as unknown as ExpectStatic;
Object.defineProperty(globalThis, GLOBAL_EXPECT, { value: expect, writable: true, configurable: true });
setState({ assertionCalls: 0, isExpectingAssertions: false, testPath: '' }, expect);
Object.assign(expect, Reflect.get(globalThis, ASYMMETRIC_MATCHERS_OBJECT));
