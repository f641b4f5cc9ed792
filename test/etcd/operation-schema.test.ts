import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../src/base/utf8.ts';
import { clientOperation, watchCreate } from '../../src/etcd/operation-schema.ts';
import { parsed } from '../../src/sim/command/parsed.ts';

const operationOf = (json: unknown) => parsed('call', clientOperation, json);
const wrong = (json: unknown) => () => operationOf(json);

describe('etcd’s API as scripts speak it', () => {
  it('has text for bytes, hexadecimal for ids, and what etcd takes for what is left out', () => {
    expect(operationOf({ type: 'put', key: 'a', value: '1', lease: 'ffffffffffffffff' })).toEqual({
      type: 'put',
      key: encodeUtf8('a'),
      value: encodeUtf8('1'),
      lease: -1n,
    });
    expect(operationOf({ type: 'range', key: 'a' })).toEqual({
      type: 'range',
      key: encodeUtf8('a'),
      revision: 0,
      consistency: 'linearizable',
    });
    expect(operationOf({ type: 'moveLeader', target: '8e9e05c52164694d' })).toEqual({
      type: 'moveLeader',
      target: 0x8e9e05c52164694dn,
    });
    expect(parsed('watch', watchCreate, { key: 'a' })).toEqual({
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
      operationOf({
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
    expect(wrong({ type: 'put', key: 5 })).toThrow('call: key is 5, but must be text or bytes');
    expect(wrong({ type: 'put', key: 'a', lease: 'xyz' })).toThrow(
      'call: lease is "xyz", but must be an id: 1 to 16 hexadecimal digits',
    );
    expect(wrong({ type: 'fly' })).toThrow('call: type is "fly", but must be one of put, ');
    expect(wrong({ type: 'put', key: 'a', extra: 1 })).toThrow(
      'call: extra: there is no such field: fields are ',
    );
    expect(wrong(undefined)).toThrow('call: it is missing, and must be an operation');
    expect(wrong({ type: 'txn', success: [{ type: 'compact', revision: 1 }] })).toThrow(
      'call: success.0.type is "compact", but must be one of put, range, ',
    );
  });
});
