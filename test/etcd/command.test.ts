import { describe, expect, it } from 'vitest';
import {
  decodeCommand,
  encodeCommand,
  type InternalRaftRequest,
  type LoggedOperation,
} from '../../src/etcd/command.ts';
import { commandLabel } from '../../src/etcd/command-label.ts';
import { errorText } from '../../src/etcd/error.ts';
import type { ClientOperation } from '../../src/etcd/request.ts';
import { bytes, compact, del, get, prefix, put } from './operations.ts';

const operations: ClientOperation[] = [
  put('a', '1'),
  put('key', ''),
  { ...put('a', '1'), prevKv: true },
  del('a'),
  { ...del(...prefix('a')), prevKv: true },
  compact(5),
  compact(0),
  compact(-3),
  get('a'),
  get('a', { rangeEnd: Uint8Array.of(0), revision: 7, limit: 2, keysOnly: true, countOnly: true }),
  get('a', { consistency: 'linearizable' }),
];

describe('a command in the log', () => {
  it.each(operations.map((operation) => [operation]))('comes back as it was: %j', (operation) => {
    for (const id of [1, 77, 2 ** 31, Number.MAX_SAFE_INTEGER]) {
      expect(decodeCommand(encodeCommand(id, operation))).toEqual({ id, op: operation });
    }
  });

  it('has the bytes of etcdserverpb.InternalRaftRequest', () => {
    // put (4) { key (1) "k", value (2) "v" }, header (100) { ID (1) 5 }
    expect([...encodeCommand(5, put('k', 'v'))]).toEqual([
      0x22, 6, 0x0a, 1, 0x6b, 0x12, 1, 0x76, 0xa2, 0x06, 2, 0x08, 5,
    ]);
    // compaction (7) { revision (1) 300 }
    expect([...encodeCommand(5, compact(300))]).toEqual([0x3a, 3, 0x08, 0xac, 2, 0xa2, 0x06, 2, 0x08, 5]);
  });

  it('is also read where the id stands in field 1', () => {
    expect(decodeCommand(Uint8Array.of(0x08, 9, 0x22, 3, 0x0a, 1, 0x6b))).toEqual({
      id: 9,
      op: put('k', ''),
    });
  });

  it('has no id where its id is larger than what is counted with: real etcd’s are, and no call here waits for them', () => {
    const data = Uint8Array.of(0x08, 255, 255, 255, 255, 255, 255, 255, 127, 0x22, 3, 0x0a, 1, 0x6b);
    expect(decodeCommand(data)).toEqual({ id: 0, op: put('k', '') });
  });

  it.each([
    ['nothing at all', [], /0 operations/],
    ['two operations', [0x22, 0, 0x3a, 0], /2 operations/],
    ['an operation not known here', [0x62, 0], /InternalRaftRequest field 12 at byte 0: is not known/],
    ['a length beyond the end', [0x22, 9, 0x0a], /InternalRaftRequest.put at byte 0: 9 bytes announced/],
    ['a field of the wrong wire type', [0x20, 1], /put at byte 0: wire type 0 where 2 belongs/],
    ['a message beyond its end', [0x22, 2, 0x0a, 1, 0x6b], /PutRequest.key at byte 2: goes beyond/],
  ])('is refused with a reason when it holds %s', (_, data, reason) => {
    expect(() => decodeCommand(Uint8Array.from(data))).toThrow(reason);
  });
});

const some = bytes('some');
const logged: LoggedOperation[] = [
  {
    type: 'txn',
    compare: [
      { result: 'EQUAL', target: { type: 'MOD', value: 0 }, key: some },
      { result: 'NOT_EQUAL', target: { type: 'VALUE', value: bytes('') }, key: some, rangeEnd: bytes('z') },
      { result: 'LESS', target: { type: 'LEASE', value: undefined }, key: some },
    ],
    success: [put('a', '1'), { type: 'empty' }, del('b')],
    failure: [{ type: 'txn', compare: [], success: [get('a', { sortOrder: 'DESCEND' })], failure: [] }],
  },
  { ...put('a', ''), lease: -5n, ignoreValue: true, ignoreLease: true },
  get('a', { sortTarget: 'VALUE', minModRevision: 3, maxCreateRevision: 9 }),
  { type: 'leaseGrant', ttl: 5, id: -(1n << 63n) },
  { type: 'leaseRevoke', id: 7587862094770230791n },
  { type: 'leaseCheckpoint', checkpoints: [{ id: 3n, remainingTtl: 60 }] },
  { type: 'alarm', action: 'ACTIVATE', member: (1n << 64n) - 1n, alarm: 'NOSPACE' },
  { type: 'authEnable' },
  { type: 'authDisable' },
  { type: 'authUserAdd', name: 'größe', password: '$2a$' },
  { type: 'authUserAdd', name: 'u', password: '', noPassword: true },
  { type: 'authUserGet', name: 'u' },
  { type: 'authUserDelete', name: 'u' },
  { type: 'authUserChangePassword', name: 'u', password: 'p' },
  { type: 'authUserGrantRole', user: 'u', role: 'r' },
  { type: 'authUserRevokeRole', name: 'u', role: 'r' },
  { type: 'authUserList' },
  { type: 'authRoleAdd', name: 'r' },
  { type: 'authRoleGet', role: 'r' },
  { type: 'authRoleDelete', role: 'r' },
  { type: 'authRoleList' },
  {
    type: 'authRoleGrantPermission',
    name: 'r',
    perm: { permType: 'READWRITE', key: some, rangeEnd: bytes('t') },
  },
  { type: 'authRoleGrantPermission', name: 'r', perm: undefined },
  { type: 'authRoleRevokePermission', role: 'r', key: some, rangeEnd: bytes('t') },
  { type: 'authenticateInternal', name: 'u', password: '', simpleToken: 'abc' },
  attributes('PUT'),
  {
    ...attributes('DELETE'),
    prevExist: false,
    refresh: true,
    expiration: 1n << 60n,
    prevIndex: (1n << 64n) - 1n,
  },
  { type: 'authUserAdd', name: 'u', password: '', hashedPassword: 'JDJhJA==' },
  { type: 'authUserChangePassword', name: 'u', password: '', hashedPassword: 'JDJhJA==' },
  { type: 'authStatus' },
  { type: 'clusterVersionSet', version: '3.6.0' },
  {
    type: 'clusterMemberAttrSet',
    member: (1n << 64n) - 1n,
    name: 'infra1',
    clientUrls: ['http://127.0.0.1:2379'],
  },
  { type: 'downgradeInfoSet', enabled: true, version: '3.5.0' },
];

function attributes(method: string): Extract<LoggedOperation, { type: 'v2' }> {
  return {
    type: 'v2',
    method,
    path: '/0/members/8e9e05c52164694d/attributes',
    value: '{"name":"default","clientURLs":["http://localhost:2379"]}',
    dir: false,
    prevValue: '',
    prevIndex: 0n,
    prevExist: undefined,
    expiration: 0n,
    wait: false,
    since: 0n,
    recursive: false,
    sorted: false,
    quorum: false,
    time: 0n,
    stream: false,
    refresh: undefined,
  };
}

describe('every operation of the log', () => {
  it.each(logged.map((op) => [op.type, op] as const))('comes back as it was: %s', (_, op) => {
    for (const who of [{}, { username: 'root', authRevision: 7 }]) {
      // A v2 request is an entry of its own, without a header.
      const command: InternalRaftRequest = op.type === 'v2' ? { id: 5, op } : { id: 5, ...who, op };
      expect(decodeCommand(encodeCommand(command))).toEqual(command);
    }
  });

  it('passes over fields that are not known within it, as protobuf asks', () => {
    expect(decodeCommand(Uint8Array.of(0x08, 9, 0x22, 6, 0x0a, 1, 0x6b, 0x98, 0x06, 1)).op).toEqual(
      put('k', ''),
    );
  });

  it('of the v2 tree is etcdserverpb.Request as it is, all that is zero written', () => {
    expect([...encodeCommand({ id: 1, op: { ...attributes('PUT'), path: '/', value: '' } })]).toEqual([
      0x08, 1, 0x12, 3, 0x50, 0x55, 0x54, 0x1a, 1, 0x2f, 0x22, 0, 0x28, 0, 0x32, 0, 0x38, 0, 0x48, 0, 0x50, 0,
      0x58, 0, 0x60, 0, 0x68, 0, 0x70, 0, 0x78, 0, 0x80, 1, 0,
    ]);
  });
});

describe('the label of a command', () => {
  it.each([
    ['txn a=1, empty, del b /…', 0],
    ['get some', 0, { ...get('some'), type: 'range' as const }],
    ['lease grant 5s', 3],
    ['revoke 694d5765fc71500b', 4, { type: 'leaseRevoke' as const, id: 0x694d5765fc71500bn }],
    ['checkpoint', 5],
    ['alarm ACTIVATE NOSPACE', 6],
    ['auth user add', 9],
    ['login u', 24],
    ['attributes 8e9e05c52164…', 25],
  ])('is %s', (label, index, operation?: LoggedOperation) => {
    const op = operation ?? logged[index];
    expect(op && commandLabel(op)).toEqual({ kind: 'other', label });
  });

  it.each([
    [put('a', '1'), 'put', 'a=1'],
    [put('größe', '✓'), 'put', 'größe=✓'],
    [put('a\n', '\u0000\u007f'), 'put', 'a\\x0a=\\x00\\x7f'],
    [{ ...put('a', ''), value: Uint8Array.of(0xff, 0xc3, 0x41) }, 'put', 'a=\\xff\\xc3A'],
    [del('a'), 'del', 'del a'],
    [del('a', bytes('c')), 'del', 'del a..c'],
    [del('a', Uint8Array.of(0)), 'del', 'del a..'],
    [compact(5), 'compact', 'compact 5'],
  ] as const)('of %j is %s: %s', (operation, kind, label) => {
    expect(commandLabel(operation)).toEqual({ kind, label });
  });

  it('is never longer than 24 characters, however long the command', () => {
    for (const filler of ['x', '\u0000', '😀', '中']) {
      for (let length = 0; length < 60; length++) {
        const { label } = commandLabel(put(filler.repeat(length), filler.repeat(length)));
        expect(label.length).toBeLessThanOrEqual(24);
      }
    }
    expect(commandLabel(put('x'.repeat(30), '1')).label).toBe(`${'x'.repeat(23)}…`);
  });
});

describe('errors', () => {
  it('have the words of etcd', () => {
    expect(errorText('emptyKey')).toBe('etcdserver: key is not provided');
    expect(errorText('timeout')).toBe('etcdserver: request timed out');
  });
});
