import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { decodePair, encodePair } from '../../../src/etcd/key-server/gob.ts';
import { KeyStore } from '../../../src/etcd/key-server/key-store.ts';
import { encodeUtf8 } from '../../../src/base/utf8.ts';

const TYPE = '1f7f030101026b7601ff8000010201034b6579010c00010356616c010c000000';

/** What Go's encoding/gob made of raftexample's kv. */
const streams = [
  ['/my-key', 'hello', `${TYPE}13ff8001072f6d792d6b6579010568656c6c6f00`],
  ['/empty', '', `${TYPE}0bff8001062f656d70747900`],
  ['', '', `${TYPE}03ff8000`],
  ['', 'v', `${TYPE}06ff8002017600`],
  ['/k', 'x'.repeat(200), `${TYPE}ffd2ff8001022f6b01ffc8${'78'.repeat(200)}00`],
  ['/k', 'x'.repeat(70_000), `${TYPE}fd01117cff8001022f6b01fd011170${'78'.repeat(70_000)}00`],
] as const;

const pairs = fc.record({ key: fc.uint8Array({ maxLength: 300 }), value: fc.uint8Array({ maxLength: 300 }) });

describe('an entry of raftexample', () => {
  it.each(streams)('%s has the bytes that Go gives it', (key, value, hex) => {
    const pair = { key: encodeUtf8(key), value: encodeUtf8(value) };
    expect(bytesToHex(encodePair(pair))).toBe(hex);
    expect(decodePair(hexToBytes(hex))).toEqual(pair);
  });

  it('is read back, and nothing else is taken for one', () => {
    fc.assert(
      fc.property(pairs, fc.nat(), (pair, at) => {
        const bytes = encodePair(pair);
        expect(decodePair(bytes)).toEqual(pair);
        expect(decodePair(bytes.subarray(0, at % bytes.length))).toBeUndefined();
        expect(decodePair(Uint8Array.of(...bytes, 0))).toBeUndefined();
      }),
      { numRuns: 200 },
    );
  });
});

describe('the map of raftexample', () => {
  it('is saved and restored', () => {
    fc.assert(
      fc.property(fc.array(pairs, { maxLength: 10 }), (given) => {
        const store = KeyStore.create();
        for (const pair of given) store.put(pair);
        const again = KeyStore.restore(store.save());
        for (const { key } of given) expect(again.get(key)).toEqual(store.get(key));
        expect(again.save()).toEqual(store.save());
      }),
      { numRuns: 100 },
    );
  });

  it('refuses what it has not written', () => {
    expect(() => KeyStore.restore(encodeUtf8('7\nnothing'))).toThrow('no key with its value');
  });
});
