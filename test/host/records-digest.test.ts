import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { firstDifference } from '../../src/host/first-difference.ts';
import { RecordsDigest } from '../../src/host/member/records-digest.ts';
import type { NodeOutput } from '../../src/node/io.ts';

/** Whatever plain data it is, in the place of records. */
function digestOf(...values: readonly unknown[]): number {
  const digest = new RecordsDigest();
  digest.add(values as NodeOutput[]);
  return digest.value();
}

describe('RecordsDigest', () => {
  const plain = fc.anything({
    withBigInt: true,
    withMap: true,
    withNullPrototype: false,
    maxDepth: 3,
    values: [
      fc.integer(),
      fc.double({ noNaN: true }).map((n) => n + 0),
      fc.string(),
      fc.boolean(),
      fc.constant(undefined),
      fc.constant(null),
      fc.uint8Array({ maxLength: 9 }),
    ],
  });

  test.prop([plain])('is the same for a copy', (value) => {
    expect(digestOf(structuredClone(value))).toBe(digestOf(value));
  });

  test.prop([plain, plain])('is another for other data', (a, b) => {
    fc.pre(firstDifference(a, b) !== undefined);
    expect(digestOf(a)).not.toBe(digestOf(b));
  });

  test.prop([fc.array(plain), fc.nat()])('is the same in pieces as at once', (values, at) => {
    const digest = new RecordsDigest();
    digest.add(values.slice(0, at) as NodeOutput[]);
    digest.add(values.slice(at) as NodeOutput[]);
    expect(digest.value()).toBe(digestOf(...values));
  });
});
