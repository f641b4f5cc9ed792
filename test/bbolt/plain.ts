import { fc } from '@fast-check/vitest';
import { memorySink } from '../../src/base/byte-source.ts';
import { writeDb, type BucketToWrite, type WriteOptions } from '../../src/bbolt/write.ts';

/** A bucket as plain data: hexadecimal texts, so that a failure can be read. */
export interface Plain {
  readonly keys: readonly (readonly [string, string])[];
  readonly buckets: Readonly<Record<string, Plain>>;
  readonly sequence: bigint;
}

export const hexKey = fc
  .uint8Array({ minLength: 1, maxLength: 40 })
  .map((bytes) => Buffer.from(bytes).toString('hex'));
const value = fc
  .oneof(
    { weight: 8, arbitrary: fc.tuple(fc.nat(60), fc.nat(255)) },
    { weight: 1, arbitrary: fc.tuple(fc.nat(20_000), fc.nat(255)) },
  )
  .map(([length, byte]) => Buffer.alloc(length, byte).toString('hex'));

export const plainBucket = fc.letrec<{ bucket: Plain }>((tie) => ({
  bucket: fc
    .record({
      keys: fc.array(fc.tuple(hexKey, value), { maxLength: 120 }),
      within: fc.oneof(
        { maxDepth: 2, withCrossShrink: true },
        fc.constant<[string, Plain][]>([]),
        fc.array(fc.tuple(hexKey, tie('bucket')), { maxLength: 4 }),
      ),
      sequence: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
    })
    .map(({ keys, within, sequence }) => {
      const own = new Map(keys);
      const buckets = Object.fromEntries(within.filter(([name]) => !own.has(name)));
      return { keys: [...own].sort(([a], [b]) => (a < b ? -1 : 1)), buckets, sequence };
    }),
})).bucket;

export const writeOptions = fc.record({
  pageSize: fc.constantFrom(1024, 4096, 16384, 65536),
  fill: fc.constantFrom(0.1, 0.5, 0.9, 1),
});

function toWrite(name: string, { keys, buckets, sequence }: Plain): BucketToWrite {
  return {
    name: Buffer.from(name, 'hex'),
    sequence,
    entries: () => keys.map(([key, value]) => [Buffer.from(key, 'hex'), Buffer.from(value, 'hex')] as const),
    buckets: Object.entries(buckets).map(([name, bucket]) => toWrite(name, bucket)),
  };
}

export function written(tops: Plain['buckets'], how: WriteOptions): Uint8Array {
  const sink = memorySink();
  writeDb(
    sink,
    Object.entries(tops).map(([name, bucket]) => toWrite(name, bucket)),
    how,
  );
  return sink.bytes();
}
