import { describe, expect, it } from 'vitest';
import { entrySize } from '../../../src/raft/entry-size.ts';
import { addInflight, cloneInflights, freeTo, makeInflights } from '../../../src/raft/inflights.ts';
import { encodeEntry } from '../../../src/raft/raftpb/entry.ts';
import { entry } from '../core/harness.ts';

describe('the size of an entry', () => {
  const powers = [7, 14, 21, 28, 35, 42, 49].map((power) => 2 ** power);

  it('is its encoded length also where a number gets one byte longer', () => {
    for (const power of powers)
      for (const value of [power - 1, power, power + 1]) {
        expect(entrySize(entry(1, value)), `index ${value}`).toBe(encodeEntry(entry(1, value)).length);
        expect(entrySize(entry(value, 1)), `term ${value}`).toBe(encodeEntry(entry(value, 1)).length);
      }
  });

  it('is its encoded length for terms that only a bigint holds', () => {
    for (const power of [2n ** 56n, 2n ** 63n])
      for (const term of [power - 1n, power, power + 1n])
        expect(entrySize(entry(term, 1)), `term ${term}`).toBe(encodeEntry(entry(term, 1)).length);
  });
});

describe('the window of messages under way', () => {
  it('knows the bytes of each message after it has grown in the middle of a turn', () => {
    const window = makeInflights(16, Infinity);
    for (const index of [1, 2, 3, 4]) addInflight(window, index, index);
    freeTo(window, 2);
    for (const index of [5, 6, 7, 8]) addInflight(window, index, index);
    expect([window.count, window.bytes]).toEqual([6, 33]);
    for (const [index, bytes] of [
      [3, 30],
      [4, 26],
      [6, 15],
      [7, 8],
      [8, 0],
    ] as const) {
      freeTo(window, index);
      expect(window.bytes, `up to ${index}`).toBe(bytes);
    }
  });

  it('that was copied counts its own bytes', () => {
    const window = makeInflights(4, Infinity);
    addInflight(window, 1, 5);
    const copy = cloneInflights(window);
    addInflight(copy, 2, 70);
    addInflight(window, 2, 7);
    freeTo(copy, 2);
    freeTo(window, 2);
    expect([copy.bytes, window.bytes]).toEqual([0, 0]);
  });
});
