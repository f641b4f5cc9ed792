import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.ts';
import { LARGE_BYTES } from '../../src/base/large-bytes.ts';
import { firstDifference } from '../../src/host/member/first-difference.ts';
import { digestOf, withDigests } from '../../src/host/member/large-parts.ts';

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
    [{ sends: [{ term: 1 }, { term: 2 }] }, { sends: [{ term: 1 }, { term: 3 }] }, '.sends[1].term'],
  ])('between %j and %j is at %j', (a: unknown, b: unknown, path: string | undefined) => {
    expect(firstDifference(a, b)).toBe(path);
  });

  it('takes a digest for the bytes it is of, and for no others', () => {
    const bytes = new Uint8Array(LARGE_BYTES).fill(7);
    const said = { writes: [{ bytes, rest: bytes.subarray(1) }], count: 1 };
    const digested = withDigests(said);
    expect(digested).toEqual({
      writes: [{ bytes: digestOf(bytes), rest: bytes.subarray(1) }],
      count: 1,
    });
    expect(withDigests(said.writes[0]?.rest)).toBe(said.writes[0]?.rest);
    expect(firstDifference(digested, structuredClone(said))).toBeUndefined();
    for (const at of [0, 1, LARGE_BYTES - 1]) {
      const other = bytes.slice();
      other[at] = 8;
      const { rest } = present(said.writes[0], 'a write');
      expect(firstDifference(digested, { writes: [{ bytes: other, rest }], count: 1 }), `at ${at}`).toBe(
        '.writes[0].bytes',
      );
    }
    expect(firstDifference({ bytes: digestOf(bytes) }, { bytes: bytes.slice(1) })).toBe('.bytes');
    expect(firstDifference({ bytes: digestOf(bytes) }, { bytes: undefined })).toBe('.bytes');
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
