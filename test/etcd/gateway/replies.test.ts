import { describe, expect, it } from 'vitest';
import {
  emptyStreamReply,
  errorReply,
  streamChunk,
  streamError,
  streamHead,
  unaryReply,
  withoutCode,
  type GatewayAnswer,
} from '../../../src/etcd/gateway/reply.ts';
import type { KeyValue } from '../../../src/etcd/request.ts';
import { bytes, text } from '../operations.ts';
import { shownReply } from './ask.ts';

const identity = { clusterId: 0xcdf818194e3a8c32n, memberId: 0x8e9e05c52164694dn, raftTerm: 2 };
const HEADER =
  '"header":{"cluster_id":"14841639068965178418","member_id":"10276657743932975437","revision":"9","raft_term":"2"}';

const pair: KeyValue = {
  key: bytes('foo'),
  value: bytes(''),
  createRevision: 2,
  modRevision: 9,
  version: 3,
  lease: -5n,
};
const PAIR = '{"key":"Zm9v","create_revision":"2","mod_revision":"9","version":"3","lease":"-5"}';

type Result = Extract<GatewayAnswer, { ok: true }>['result'];

describe('an answer', () => {
  const member = {
    id: 1n << 63n,
    name: '<é>',
    peerUrls: ['http://a:1'],
    clientUrls: [],
    isLearner: true,
  };
  const MEMBER =
    '{"ID":"9223372036854775808","name":"\\u003cé\\u003e","peerURLs":["http://a:1"],"isLearner":true}';

  it.each<[string, Result, string]>([
    ['empty', { type: 'put', revision: 9 }, `{${HEADER}}`],
    [
      'of a range',
      { type: 'range', revision: 9, kvs: [pair], count: 7, more: true },
      `{${HEADER},"kvs":[${PAIR}],"more":true,"count":"7"}`,
    ],
    [
      'of a transaction, whose inner headers say the revision alone',
      {
        type: 'txn',
        revision: 9,
        succeeded: true,
        responses: [
          { type: 'put', revision: 9, prevKv: pair },
          { type: 'deleteRange', revision: 9, deleted: 1, prevKvs: [] },
          { type: 'txn', revision: 0, succeeded: false, responses: [{ type: 'empty' }] },
        ],
      },
      `{${HEADER},"succeeded":true,"responses":[{"response_put":{"header":{"revision":"9"},"prev_kv":${PAIR}}},` +
        '{"response_delete_range":{"header":{"revision":"9"},"deleted":"1"}},' +
        '{"response_txn":{"header":{},"responses":[{}]}}]}',
    ],
    [
      'of a lease',
      { type: 'leaseTimeToLive', revision: 9, id: 7n, ttl: -1, grantedTtl: 0, keys: [bytes('a')] },
      `{${HEADER},"ID":"7","TTL":"-1","keys":["YQ=="]}`,
    ],
    [
      'of members, without a revision',
      { type: 'memberList', revision: 0, members: [member] },
      `{${HEADER.replace('"revision":"9",', '')},"members":[${MEMBER}]}`,
    ],
    ['of alarms, without a header', { type: 'alarm', revision: 0, alarms: [] }, '{}'],
    [
      'of alarms that ring',
      { type: 'alarm', revision: 0, alarms: [{ member: 3n, alarm: 'NOSPACE' }] },
      '{"alarms":[{"memberID":"3","alarm":"NOSPACE"}]}',
    ],
    ['of a defragmentation, without a header', { type: 'defragment', revision: 0 }, '{}'],
    [
      'with a number of 32 bits, without quotes',
      { type: 'hash', revision: 9, hash: 4294967295 },
      `{${HEADER},"hash":4294967295}`,
    ],
    [
      'of rights, READ being zero',
      {
        type: 'authRoleGet',
        revision: 9,
        perm: [
          { permType: 'READ', key: bytes('a'), rangeEnd: bytes('c') },
          { permType: 'READWRITE', key: bytes('x'), rangeEnd: bytes('') },
        ],
      },
      `{${HEADER},"perm":[{"key":"YQ==","range_end":"Yw=="},{"permType":"READWRITE","key":"eA=="}]}`,
    ],
    [
      'of a campaign',
      {
        type: 'campaign',
        revision: 9,
        leader: { name: bytes('E'), key: bytes('E/65'), rev: 6, lease: 101n },
      },
      `{${HEADER},"leader":{"name":"RQ==","key":"RS82NQ==","rev":"6","lease":"101"}}`,
    ],
  ])('%s', (_, result, body) => {
    expect(shownReply(unaryReply({ ok: true, result }, identity))).toEqual([200, body]);
  });

  it('names the gRPC call behind it in its head', () => {
    expect(unaryReply({ ok: true, result: { type: 'put', revision: 9 } }, identity).head.headers).toEqual({
      'Access-Control-Allow-Headers': 'accept, content-type, authorization',
      'Access-Control-Allow-Methods': 'POST, GET, OPTIONS, PUT, DELETE',
      'Access-Control-Allow-Origin': '*',
      'Content-Type': 'application/json',
      'Grpc-Metadata-Content-Type': 'application/grpc',
    });
  });
});

describe('an error', () => {
  it.each([
    ['emptyKey', 400, 3],
    ['leaseNotFound', 404, 5],
    ['permissionDenied', 403, 7],
    ['noSpace', 429, 8],
    ['leaseExists', 412, 9],
    ['compacted', 400, 11],
    ['noLeader', 503, 14],
    ['corrupt', 500, 15],
    ['invalidAuthToken', 401, 16],
    ['memberNotEnoughStarted', 500, 2],
  ] as const)('%s has status %i and code %i', (error, status, code) => {
    const reply = unaryReply({ ok: false, error }, identity);
    expect(reply.head.status).toBe(status);
    expect(JSON.parse(text(reply.body))).toMatchObject({ code });
    expect(reply.head.headers['Trailer']).toBe('Grpc-Trailer-Content-Type');
  });

  it('of a lock or an election has lost its code', () => {
    const words = 'etcdserver: requested lease not found';
    expect(shownReply(errorReply(withoutCode('leaseNotFound'), 'server'))).toEqual([
      500,
      `{"error":"${words}","message":"${words}","code":2}`,
    ]);
  });
});

describe('a stream', () => {
  it('says each message in a line', () => {
    const response = {
      revision: 9,
      watchId: 0n,
      created: false,
      canceled: false,
      compactRevision: 0,
      cancelReason: '',
      fragment: false,
      events: [
        { type: 'PUT', kv: pair, prevKv: pair },
        {
          type: 'DELETE',
          kv: { ...pair, createRevision: 0, version: 0, lease: 0n },
        },
      ],
    } as const;
    expect(text(streamChunk({ type: 'watch', response }, identity))).toBe(
      `{"result":{${HEADER},"events":[{"kv":${PAIR},"prev_kv":${PAIR}},{"type":"DELETE","kv":{"key":"Zm9v","mod_revision":"9"}}]}}\n`,
    );
    const snapshot = { type: 'snapshot', remainingBytes: 5, blob: bytes('a') } as const;
    expect(text(streamChunk(snapshot, identity))).toBe('{"result":{"remaining_bytes":"5","blob":"YQ=="}}\n');
    const result = { type: 'leaseKeepAlive', revision: 9, id: 7n, ttl: 0 } as const;
    expect(text(streamChunk({ type: 'result', result }, identity))).toBe(`{"result":{${HEADER},"ID":"7"}}\n`);
  });

  it('that fails says so in its last line', () => {
    expect(shownReply(streamError('maintenanceUserEmpty'))).toEqual([
      500,
      '{"error":{"grpc_code":2,"http_code":500,"message":"auth: user name is empty","http_status":"Internal Server Error"}}',
    ]);
    expect(streamError('noLeader').head.headers['Grpc-Metadata-Content-Type']).toBeUndefined();
  });

  it('begins like any answer, but of one that asks for nothing no call is made', () => {
    expect(streamHead().headers['Grpc-Metadata-Content-Type']).toBe('application/grpc');
    expect(shownReply(emptyStreamReply())).toEqual([200, '']);
    expect(emptyStreamReply().head.headers['Grpc-Metadata-Content-Type']).toBeUndefined();
  });
});
