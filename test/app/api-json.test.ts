import { describe, expect, it } from 'vitest';
import { operationOf, plainJson, watchOf } from '../../src/app/api-json.ts';
import { encodeUtf8 } from '../../src/base/utf8.ts';

const wrong = (json: unknown) => () => operationOf('call', json);

describe('etcd’s API as scripts speak it', () => {
  it('has text for bytes, hexadecimal for ids, and what etcd takes for what is left out', () => {
    expect(operationOf('call', { type: 'put', key: 'a', value: '1', lease: 'ffffffffffffffff' })).toEqual({
      type: 'put',
      key: encodeUtf8('a'),
      value: encodeUtf8('1'),
      lease: -1n,
    });
    expect(operationOf('call', { type: 'range', key: 'a' })).toEqual({
      type: 'range',
      key: encodeUtf8('a'),
      revision: 0,
      consistency: 'linearizable',
    });
    expect(operationOf('call', { type: 'moveLeader', target: '8e9e05c52164694d' })).toEqual({
      type: 'moveLeader',
      target: 0x8e9e05c52164694dn,
    });
    expect(watchOf({ key: 'a' })).toEqual({
      type: 'create',
      key: encodeUtf8('a'),
      rangeEnd: new Uint8Array(0),
      startRevision: 0,
      progressNotify: false,
      filters: [],
      prevKv: false,
      watchId: 0n,
      fragment: false,
    });
  });

  it('has transactions within transactions', () => {
    expect(
      operationOf('txn', {
        type: 'txn',
        compare: [{ key: 'a', target: { type: 'VERSION', value: 0 } }],
        success: [{ type: 'txn', success: [{ type: 'put', key: 'a', value: '1' }] }],
      }),
    ).toEqual({
      type: 'txn',
      compare: [{ key: encodeUtf8('a'), result: 'EQUAL', target: { type: 'VERSION', value: 0 } }],
      success: [
        {
          type: 'txn',
          compare: [],
          success: [{ type: 'put', key: encodeUtf8('a'), value: encodeUtf8('1') }],
          failure: [],
        },
      ],
      failure: [],
    });
  });

  it('says what is wrong, and where', () => {
    expect(wrong({ type: 'put', key: 5 })).toThrow('call: operation.key: ');
    expect(wrong({ type: 'put', key: 'a', lease: 'xyz' })).toThrow(
      'call: operation.lease: an id is hexadecimal',
    );
    expect(wrong({ type: 'fly' })).toThrow('call: operation.type: ');
    expect(wrong({ type: 'put', key: 'a', extra: 1 })).toThrow('call: operation.extra: ');
    expect(wrong(undefined)).toThrow('call: operation: ');
    expect(wrong({ type: 'txn', success: [{ type: 'compact', revision: 1 }] })).toThrow(
      'call: operation.success.0.type: ',
    );
  });

  it('becomes plain JSON again', () => {
    const json = plainJson({
      key: encodeUtf8('a'),
      lease: -1n,
      at: 1_500_000,
      endedAt: undefined,
      openedAt: 2000,
      events: [{ revision: 3, value: encodeUtf8('键') }],
    });
    expect(json).toEqual({
      key: 'a',
      lease: 'ffffffffffffffff',
      atMs: 1500,
      openedAtMs: 2,
      events: [{ revision: 3, value: '键' }],
    });
    expect(JSON.parse(JSON.stringify(json))).toEqual(json);
  });
});
