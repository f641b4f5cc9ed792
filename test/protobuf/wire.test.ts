import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { digestOf } from '../../src/base/digest.ts';
import { joinPieces, LARGE_BYTES } from '../../src/base/large-bytes.ts';
import { keyValueSize, PieceSink, writeKeyValue } from '../../src/etcd/mvcc/stored-form.ts';
import { requestOp } from '../../src/protobuf/etcdserverpb/kv.ts';
import { v2Request } from '../../src/protobuf/etcdserverpb/raft-internal.ts';
import { keyValue } from '../../src/protobuf/mvccpb.ts';
import * as raftpb from '../../src/protobuf/raftpb.ts';
import { enumTable, messageTable, nested, wholeTable } from '../../src/protobuf/table.ts';
import { all, always, bytes, maybeBytes, named, whole, within } from '../../src/protobuf/whole-fields.ts';
import { decode } from '../../src/protobuf/wire-read.ts';
import { encode, encodePieces } from '../../src/protobuf/wire-write.ts';

const hex = (message: Uint8Array) => Buffer.from(message).toString('hex');
const unhex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));

interface Inner {
  readonly n: number;
  readonly data: Uint8Array | undefined;
}
interface Outer {
  readonly first: number;
  readonly inner: Inner;
  readonly list: readonly Inner[];
  readonly last: Uint8Array;
}
const inner = wholeTable<Inner>('test.Inner', { n: always(whole(1)), data: maybeBytes(2) });
const outer = wholeTable<Outer>('test.Outer', {
  last: bytes(9),
  first: whole(1),
  inner: within(2, () => inner),
  list: all(3, () => inner),
});

const blobs = fc.oneof(
  fc.uint8Array({ maxLength: 5 }),
  fc.nat(3).map((extra) => new Uint8Array(LARGE_BYTES + extra).fill(extra)),
);
const inners = fc.record({ n: fc.nat(300), data: fc.option(blobs, { nil: undefined }) });
const outers = fc.record({
  first: fc.maxSafeNat(),
  inner: inners,
  list: fc.array(inners, { maxLength: 3 }),
  last: blobs,
});

describe('a whole message', () => {
  test.prop([outers])('comes back as it was', (message) => {
    expect(digestOf(decode(outer, encode(outer, message)))).toBe(digestOf(message));
  });

  test.prop([outers])('has the same bytes in pieces, in which what is large is not copied', (message) => {
    const pieces = encodePieces(outer, message);
    expect(digestOf(joinPieces(pieces))).toBe(digestOf(encode(outer, message)));
    for (const blob of [message.last, message.inner.data]) {
      if (blob !== undefined && blob.length >= LARGE_BYTES) expect(pieces.includes(blob)).toBe(true);
    }
  });

  it('takes bytes in pieces for those bytes', () => {
    const parts = [Uint8Array.of(1, 2), new Uint8Array(0), Uint8Array.of(3)];
    const message = { first: 0, inner: { n: 1, data: parts }, list: [], last: parts };
    const joined = Uint8Array.of(1, 2, 3);
    expect(joinPieces(encodePieces(outer, message))).toEqual(
      encode(outer, { first: 0, inner: { n: 1, data: joined }, list: [], last: joined }),
    );
  });

  it('of no bytes has every field', () => {
    expect(decode(outer, new Uint8Array(0))).toEqual({
      first: 0,
      inner: { n: 0, data: undefined },
      list: [],
      last: new Uint8Array(0),
    });
  });

  it('has zeros where the table says so, and nowhere else', () => {
    const nothing = { first: 0, inner: { n: 0, data: undefined }, list: [], last: new Uint8Array(0) };
    expect(hex(encode(outer, nothing))).toBe('12020800');
  });

  it('merges a message that comes in parts', () => {
    expect(decode(outer, unhex('1202080512031201aa')).inner).toEqual({ n: 5, data: Uint8Array.of(0xaa) });
  });

  it('is written after one that could not be, as if nothing had been', () => {
    const broken = { first: 1, inner: { n: -1, data: undefined }, list: [], last: new Uint8Array(0) };
    expect(() => encode(outer, broken)).toThrow('test.Inner.n is no index: -1');
    expect(hex(encode(inner, { n: 7, data: undefined }))).toBe('0807');
  });

  it('refuses a name that its enum does not have', () => {
    const colour = enumTable('test.Colour', ['RED', 'GREEN']);
    const table = wholeTable<{ colour: 'RED' | 'GREEN' }>('test.Ball', { colour: named(1, colour) });
    expect(decode(table, unhex('0801'))).toEqual({ colour: 'GREEN' });
    expect(() => decode(table, unhex('0802'))).toThrow(
      'test.Ball.colour at byte 0: there is no 2 among RED, GREEN',
    );
  });
});

describe('ids of 64 bits', () => {
  const largest = 2n ** 64n - 17n;
  it.each([
    [1, '1001'],
    [0, ''],
    [Number.MAX_SAFE_INTEGER, '10ffffffffffffff0f'],
    [0x8e9e05c52164694dn, '10cdd2918bd2b881cf8e01'],
    [largest, '10efffffffffffffffff01'],
    [-1, '10ffffffffffffffffff01'],
    [-16, '10f0ffffffffffffffff01'],
  ])('%s is %s, and back', (vote, written) => {
    const state = { term: 0, vote, commit: 0 };
    expect(hex(encode(raftpb.hardState, state))).toBe(written);
    expect(decode(raftpb.hardState, unhex(written))).toEqual(state);
  });
});

describe('a sparse message', () => {
  it('has of a oneof one field, also an empty one, the last that came', () => {
    expect(hex(encode(requestOp, { request_range: {} }))).toBe('0a00');
    expect(decode(requestOp, unhex('0a001200'))).toEqual({ request_range: undefined, request_put: {} });
  });

  it('of proto2 writes its zeros', () => {
    expect(encode(v2Request, {}).length).toBe(14 * 2 + 3); // Field 16 has a tag of two bytes.
  });

  it('may be refused for what is not known of it, but not of what is within', () => {
    const table = messageTable('test.Sparse', [nested(1, 'inner', () => keyValue)]);
    expect(() => decode(table, unhex('1001'), 'refuseUnknown')).toThrow(
      'test.Sparse field 2 at byte 0: is not known',
    );
    expect(decode(table, unhex('0a027801'), 'refuseUnknown')).toEqual({ inner: {} });
  });
});

describe('a key as the store keeps it', () => {
  const revision = fc.oneof(fc.nat(300), fc.maxSafeNat());
  const records = fc.record({
    key: fc.uint8Array({ maxLength: 200 }),
    keyNumber: fc.constant(1),
    value: fc.uint8Array({ maxLength: 200 }),
    main: revision,
    sub: fc.constant(0),
    createRevision: revision,
    version: revision,
    lease: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    deleted: fc.boolean(),
  });

  test.prop([records])('has the bytes and the size that the table of mvccpb.KeyValue says', (record) => {
    const sink = new PieceSink(64);
    writeKeyValue(sink, record);
    const { key, value, main, createRevision, version, lease, deleted } = record;
    const whole = {
      key,
      create_revision: BigInt(createRevision),
      mod_revision: BigInt(main),
      version: BigInt(version),
      value,
      lease,
    };
    const expected = encode(keyValue, deleted ? { key } : whole);
    expect(joinPieces(sink.pieces())).toEqual(expected);
    expect(keyValueSize(record)).toBe(expected.length);
  });
});
