import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { CHUNK, Column } from '../../src/base/column.ts';
import { pack, unpack } from '../../src/base/pack.ts';
import { Packed } from '../../src/base/packed.ts';

const whole = fc.oneof(fc.nat(300), fc.nat(), fc.constant(0), fc.integer({ min: 2 ** 33, max: 2 ** 53 - 1 }));

/** Everything that records and commands are made of. */
const plain = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(undefined, null, true, false, -0, NaN, Infinity, 1.5, 2n ** 64n, -1n),
    fc.integer(),
    fc.double(),
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.uint8Array({ maxLength: 20 }),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(
      fc.string({ maxLength: 8 }).filter((name) => name !== '__proto__'),
      tie('value'),
      {
        maxKeys: 5,
        noNullPrototype: true,
      },
    ),
  ),
})).value;

describe('packed', () => {
  test.prop([fc.array(whole, { minLength: 1, maxLength: 200 })])('numbers are the numbers', (values) => {
    const packed = Packed.of(values);
    expect(values.map((_, i) => packed.at(i))).toEqual(values);
    expect(values.every((value) => packed.mayHave(value))).toBe(true);
  });

  test.prop([fc.array(whole, { minLength: 1, maxLength: 50 }), fc.nat(3 * CHUNK), fc.nat(), fc.nat(300)], {
    numRuns: 8,
  })('columns find what is in them, and branches share full chunks', (values, length, cut, wanted) => {
    const all = Array.from({ length: length + 1 }, (_, i) => values[(i * 7) % values.length] ?? 0);
    const column = new Column();
    for (const value of all) column.push(value);
    const first = all.indexOf(wanted);
    const last = all.lastIndexOf(wanted);
    expect([column.first(wanted), column.last(wanted)]).toEqual(
      first < 0 ? [undefined, undefined] : [first, last],
    );
    const kept = cut % (all.length + 1);
    const branch = column.branch(kept);
    branch.push(5);
    expect(Array.from({ length: kept + 1 }, (_, i) => branch.at(i))).toEqual([...all.slice(0, kept), 5]);
    expect(branch.chunks.slice(0, Math.floor(kept / CHUNK))).toEqual(
      column.chunks.slice(0, Math.floor(kept / CHUNK)),
    );
    expect(Array.from({ length: all.length }, (_, i) => column.at(i))).toEqual(all);
  });

  test.prop([plain])('plain data is the same data', (value) => {
    expect(unpack(pack(value))).toEqual(value);
  });

  test('objects whose names only look alike when they are joined', () => {
    for (const value of [{}, { '': 1 }, { 'a\nb': 1 }, { a: 1, b: 2 }]) {
      expect(unpack(pack(value))).toEqual(value);
    }
  });
});
