import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { firstDifference } from '../../src/host/first-difference.ts';

describe('firstDifference', () => {
  it.each([
    [1, 1, undefined],
    [1, 2, ''],
    [{ a: 1 }, { a: 1, b: undefined }, undefined],
    [{ a: 1 }, { a: 1, b: 2 }, '.b'],
    [{ a: 1, b: 2 }, { a: 1 }, '.b'],
    [[1, [2, 3]], [1, [2, 4]], '[1][1]'],
    [[1, 2], [1], '[1]'],
    [[1], { 0: 1 }, ''],
    [Uint8Array.of(1, 2), Uint8Array.of(1, 2), undefined],
    [Uint8Array.of(1, 2), Uint8Array.of(1, 3), ''],
    [Uint8Array.of(1), [1], ''],
    [null, undefined, ''],
    [new Map([['a', 1]]), new Map([['a', 1]]), undefined],
    [new Map([['a', 1]]), new Map([['a', 2]]), '[0][1]'],
    [new Map([['a', 1]]), {}, ''],
    [{ sends: [{ term: 1 }, { term: 2 }] }, { sends: [{ term: 1 }, { term: 3 }] }, '.sends[1].term'],
  ])('between %j and %j is at %j', (a: unknown, b: unknown, path: string | undefined) => {
    expect(firstDifference(a, b)).toBe(path);
  });

  it('tells a large term from a small one, which are of different types', () => {
    expect(firstDifference(2n ** 60n, 2n ** 60n)).toBeUndefined();
    expect(firstDifference({ term: 1n }, { term: 1 })).toBe('.term');
  });

  const plain = fc.anything({
    withBigInt: true,
    withTypedArray: false,
    withNullPrototype: false,
    values: [
      fc.integer(),
      fc.string(),
      fc.boolean(),
      fc.constant(undefined),
      fc.uint8Array({ maxLength: 4 }),
    ],
  });

  test.prop([plain])('finds none between a value and its clone', (value) => {
    expect(firstDifference(value, structuredClone(value))).toBeUndefined();
  });

  test.prop([plain, plain])('is the same whichever comes first', (a, b) => {
    expect(firstDifference(a, b) === undefined).toBe(firstDifference(b, a) === undefined);
  });
});
