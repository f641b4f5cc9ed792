import { describe, expect, it } from 'vitest';
import { sameData } from '../../src/ui/canvas/same.ts';

describe('whether two pictures say the same', () => {
  it('is told by what is in them, however deep', () => {
    const one = { rows: [{ id: 1, term: 2n, cells: [{ label: 'a=1' }] }], hovered: undefined };
    expect(sameData(one, structuredClone(one))).toBe(true);
    expect(sameData(one, { ...one, rows: [{ ...one.rows[0], term: 3n }] })).toBe(false);
    expect(sameData(one, { ...one, rows: [{ ...one.rows[0], cells: [{ label: 'a=2' }] }] })).toBe(false);
  });

  it('differs by a field or an item more on either side', () => {
    expect(sameData({ a: 1 }, { a: 1, b: 2 })).toBe(false);
    expect(sameData({ a: 1, b: 2 }, { a: 1 })).toBe(false);
    expect(sameData([1], [1, 2])).toBe(false);
    expect(sameData([1, 2], [1])).toBe(false);
    expect(sameData([], {})).toBe(false);
    expect(sameData(undefined, {})).toBe(false);
  });
});
