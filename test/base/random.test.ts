import { describe, expect, it } from 'vitest';
import { cloneDice, drawInt, drawUint32, drawUnit, makeDice } from '../../src/base/random.ts';

describe('seeded dice', () => {
  it('the same seed and purpose draw the same numbers', () => {
    const a = makeDice(42, 'node', 1);
    const b = makeDice(42, 'node', 1);
    for (let i = 0; i < 100; i++) expect(drawUint32(a)).toBe(drawUint32(b));
  });

  it('another purpose draws other numbers', () => {
    const a = makeDice(42, 'node', 1);
    const b = makeDice(42, 'node', 2);
    const same = Array.from({ length: 100 }, () => drawUint32(a) === drawUint32(b)).filter(Boolean);
    expect(same.length).toBeLessThan(3);
  });

  it('a clone goes its own way', () => {
    const a = makeDice(7);
    const b = cloneDice(a);
    const first = drawUint32(a);
    drawUint32(a);
    expect(drawUint32(b)).toBe(first);
  });

  it('drawInt stays in its range, reaches both ends and is about uniform', () => {
    const dice = makeDice(1);
    const counts = new Map<number, number>();
    for (let i = 0; i < 10_000; i++) {
      const value = drawInt(dice, 10, 19);
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    expect([...counts.keys()].sort((x, y) => x - y)).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });

  it('drawUnit stays below 1', () => {
    const dice = makeDice(3);
    for (let i = 0; i < 1000; i++) expect(drawUnit(dice)).toBeLessThan(1);
  });
});
