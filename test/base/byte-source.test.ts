import { describe, expect } from 'vitest';
import { fc, test } from '@fast-check/vitest';
import { cachedSource, memorySource } from '../../src/base/byte-source.ts';

describe('a cached source', () => {
  test.prop([
    fc.uint8Array({ maxLength: 200 }),
    fc.array(fc.tuple(fc.nat(220), fc.nat(60)), { maxLength: 30 }),
  ])('gives the bytes of the source, wherever they are asked for', (bytes, asked) => {
    const source = cachedSource(memorySource('a', bytes), { chunk: 16, chunks: 3 });
    for (const [at, length] of asked)
      expect([...source.read(at, length)]).toEqual([...bytes.subarray(at, at + length)]);
  });

  test('reads a piece once while it is kept', () => {
    const reads: number[] = [];
    const plain = memorySource('a', new Uint8Array(100));
    const counted = cachedSource(
      {
        ...plain,
        read: (at, length) => {
          reads.push(at);
          return plain.read(at, length);
        },
      },
      { chunk: 10, chunks: 2 },
    );
    for (const at of [0, 5, 12, 3, 25, 12, 3]) counted.read(at, 2);
    expect(reads).toEqual([0, 10, 20, 10, 0]);
  });
});
