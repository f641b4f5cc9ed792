import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { memorySink, memorySource } from '../../src/base/byte-source.ts';
import { bucketAt, buckets, entries } from '../../src/bbolt/bucket.ts';
import { compareBytes, openDb, type Bucket, type Db } from '../../src/bbolt/db.ts';
import { writeDb, type BucketToWrite, type WriteOptions } from '../../src/bbolt/write.ts';

/** A bucket as plain data: hexadecimal texts, so that a failure can be read. */
interface Plain {
  readonly keys: readonly (readonly [string, string])[];
  readonly buckets: Readonly<Record<string, Plain>>;
  readonly sequence: bigint;
}

const key = fc.uint8Array({ minLength: 1, maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('hex'));
const value = fc
  .oneof(
    { weight: 8, arbitrary: fc.tuple(fc.nat(60), fc.nat(255)) },
    { weight: 1, arbitrary: fc.tuple(fc.nat(20_000), fc.nat(255)) },
  )
  .map(([length, byte]) => Buffer.alloc(length, byte).toString('hex'));

const plain = fc.letrec<{ bucket: Plain }>((tie) => ({
  bucket: fc
    .record({
      keys: fc.array(fc.tuple(key, value), { maxLength: 120 }),
      within: fc.oneof(
        { maxDepth: 2, withCrossShrink: true },
        fc.constant<[string, Plain][]>([]),
        fc.array(fc.tuple(key, tie('bucket')), { maxLength: 4 }),
      ),
      sequence: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
    })
    .map(({ keys, within, sequence }) => {
      const own = new Map(keys);
      const buckets = Object.fromEntries(within.filter(([name]) => !own.has(name)));
      return { keys: [...own].sort(([a], [b]) => (a < b ? -1 : 1)), buckets, sequence };
    }),
})).bucket;

const options = fc.record({
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

function written(tops: Plain['buckets'], how: WriteOptions): Uint8Array {
  const sink = memorySink();
  writeDb(
    sink,
    Object.entries(tops).map(([name, bucket]) => toWrite(name, bucket)),
    how,
  );
  return sink.bytes();
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

function asPlain(db: Db, bucket: Bucket): Plain {
  return {
    keys: [...entries(db, bucket)].map(({ key, value }) => [hex(key), hex(value)]),
    buckets: Object.fromEntries(
      Array.from(buckets(db, bucket), ({ name, bucket }) => [hex(name), asPlain(db, bucket)]),
    ),
    sequence: bucket.sequence,
  };
}

const pair = (text: string) => [Buffer.from(text), Buffer.from('v')] as const;

const tops = fc.dictionary(key, plain, { maxKeys: 5 });

test.prop([tops, options], { numRuns: 60 })(
  'what is written is read again, buckets within buckets too',
  (tops, how) => {
    const bytes = written(tops, how);
    expect(bytes.length % how.pageSize).toBe(0);
    const db = openDb(memorySource('db', bytes));
    expect(db.meta.pages * how.pageSize).toBe(bytes.length);
    expect(asPlain(db, db.root)).toEqual({ keys: [], buckets: tops, sequence: 0n });
  },
);

test.prop([plain, options, key], { numRuns: 60 })('reading may begin at any key', (top, how, from) => {
  const db = openDb(memorySource('db', written({ '62': top }, how)));
  const bucket = bucketAt(db, 'b');
  if (bucket === undefined) throw new Error('the bucket is not there');
  const found = Array.from(entries(db, bucket, Buffer.from(from, 'hex')), ({ key }) => hex(key));
  expect(found).toEqual(top.keys.map(([key]) => key).filter((key) => key >= from));
  for (const name of Object.keys(top.buckets)) {
    expect(bucketAt(db, Buffer.from(name, 'hex'), bucket)?.sequence).toBe(top.buckets[name]?.sequence);
  }
});

test('keys that do not ascend are refused before anything is written', () => {
  const sink = memorySink();
  const write = (...keys: string[]) => writeDb(sink, [{ name: 'b', entries: () => keys.map(pair) }]);
  expect(() => write('a', 'c', 'b')).toThrow('bucket 62: the key 62 after 63; keys are to ascend');
  expect(() => write('a', 'a')).toThrow('bucket 62: the key 61 after 61; keys are to ascend');
  expect(() => write('')).toThrow('a key of 0 bytes; 1 to 32768 are expected');
  expect(() => writeDb(sink, [], { pageSize: 1000 })).toThrow('pages of 1000 bytes');
  expect(sink.size).toBe(0);
  expect(compareBytes(Buffer.from('ab'), Buffer.from('abc'))).toBeLessThan(0);
});
