import { expect, test } from 'vitest';
import { memorySource } from '../../src/base/byte-source.ts';
import { openDb } from '../../src/bbolt/db.ts';
import { fnv1a } from '../../src/bbolt/fnv.ts';

const open = (length: number) => () => openDb(memorySource('db', new Uint8Array(length)));

test('FNV-1a: the sums that its authors publish', () => {
  expect(fnv1a(new Uint8Array(0))).toBe(0xcbf29ce484222325n);
  expect(fnv1a(new TextEncoder().encode('a'))).toBe(0xaf63dc4c8601ec8cn);
  expect(fnv1a(new TextEncoder().encode('foobar'))).toBe(0x85944171f73967e8n);
});

test('what is no file of bbolt is refused, with the place and the words that bbolt has for it', () => {
  expect(open(0)).toThrow(
    'db: at byte 0: invalid database: the file has 0 bytes, too few for two meta pages',
  );
  expect(open(2048)).toThrow('invalid database');
  expect(open(4096)).toThrow('file size too small 4096');
  expect(open(8192)).toThrow('invalid database: neither meta page is whole');
});
