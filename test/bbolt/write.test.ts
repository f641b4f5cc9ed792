import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { memorySink, memorySource } from '../../src/base/byte-source.ts';
import { bucketAt, buckets, entries } from '../../src/bbolt/bucket.ts';
import { compareBytes, openDb, type Bucket, type Db } from '../../src/bbolt/db.ts';
import { writeDb } from '../../src/bbolt/write.ts';
import { hexKey, plainBucket, writeOptions, written, type Plain } from './plain.ts';

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

const tops = fc.dictionary(hexKey, plainBucket, { maxKeys: 5 });

test.prop([tops, writeOptions], { numRuns: 60 })(
  'what is written is read again, buckets within buckets too',
  (tops, how) => {
    const bytes = written(tops, how);
    expect(bytes.length % how.pageSize).toBe(0);
    const db = openDb(memorySource('db', bytes));
    expect(db.meta.pages * how.pageSize).toBe(bytes.length);
    expect(asPlain(db, db.root)).toEqual({ keys: [], buckets: tops, sequence: 0n });
  },
);

test.prop([plainBucket, writeOptions, hexKey], { numRuns: 60 })(
  'reading may begin at any key',
  (top, how, from) => {
    const db = openDb(memorySource('db', written({ '62': top }, how)));
    const bucket = bucketAt(db, 'b');
    if (bucket === undefined) throw new Error('the bucket is not there');
    const found = Array.from(entries(db, bucket, Buffer.from(from, 'hex')), ({ key }) => hex(key));
    expect(found).toEqual(top.keys.map(([key]) => key).filter((key) => key >= from));
    for (const name of Object.keys(top.buckets)) {
      expect(bucketAt(db, Buffer.from(name, 'hex'), bucket)?.sequence).toBe(top.buckets[name]?.sequence);
    }
  },
);

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
