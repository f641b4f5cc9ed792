import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { GuardedOperation } from '../../../src/etcd/auth/auth-operation.ts';
import type { AuthStore } from '../../../src/etcd/auth/auth-store.ts';
import { compareKeys } from '../../../src/etcd/mvcc/key-range.ts';
import type {
  DeleteRangeRequest,
  EtcdErrorCode,
  Permission,
  PutRequest,
  RangeRequest,
  TxnRequest,
} from '../../../src/etcd/request.ts';
import { parseAuth, parseKey, rootLines, storeAfter } from './auth-notation.ts';

const NO_BYTES = new Uint8Array(0);

function range(key: string, rangeEnd = ''): RangeRequest {
  const keys = { key: parseKey(key), rangeEnd: parseKey(rangeEnd) };
  return { type: 'range', ...keys, revision: 0, consistency: 'linearizable' };
}

function put(key: string, more: { readonly lease?: bigint; readonly prevKv?: boolean } = {}): PutRequest {
  return { type: 'put', key: parseKey(key), value: NO_BYTES, ...more };
}

function del(key: string, rangeEnd = '', prevKv = false): DeleteRangeRequest {
  return { type: 'deleteRange', key: parseKey(key), rangeEnd: parseKey(rangeEnd), prevKv };
}

function txn(parts: Partial<Omit<TxnRequest, 'type'>>): TxnRequest {
  return { type: 'txn', compare: [], success: [], failure: [], ...parts };
}

/** reader reads [b, d), writer writes [b, d) and z, both does both. root is root; guest has no roles. */
function peopled(): AuthStore {
  const users = ['reader', 'writer', 'both', 'guest'].map((name) => `user add ${name} pw`);
  return storeAfter(
    ...rootLines,
    ...users,
    'role add read',
    'role grant read READ b d',
    'role add write',
    'role grant write WRITE b d',
    'role grant write WRITE z',
    'user grant-role reader read',
    'user grant-role writer write',
    'user grant-role both read',
    'user grant-role both write',
    'auth enable',
  );
}

describe('who may do what while authentication is on', () => {
  const store = peopled();
  const ask = (name: string, operation: GuardedOperation, leaseKeys: readonly string[] = []): string =>
    store.permits(name, name === '' ? 0 : store.revision, operation, () => leaseKeys.map(parseKey)) ?? 'ok';

  test('keys and ranges are read and written by whom a role gives them to', () => {
    expect(ask('reader', range('b'))).toBe('ok');
    expect(ask('reader', range('d'))).toBe('permissionDenied');
    expect(ask('reader', range('b', 'd'))).toBe('ok');
    expect(ask('reader', range('b', 'da'))).toBe('permissionDenied');
    expect(ask('reader', range('b', '\\0'))).toBe('permissionDenied');
    expect(ask('reader', put('b'))).toBe('permissionDenied');
    expect(ask('writer', range('b'))).toBe('permissionDenied');
    expect(ask('writer', put('b'))).toBe('ok');
    expect(ask('writer', del('b', 'd'))).toBe('ok');
    expect(ask('writer', del('z', 'zz'))).toBe('permissionDenied');
    expect(ask('guest', range('b'))).toBe('permissionDenied');
    expect(ask('nobody', range('b'))).toBe('permissionDenied');
    expect(ask('root', range('"', '\\0'))).toBe('ok');
  });

  test('without a name nothing is read or written', () => {
    expect(ask('', range('b'))).toBe('userEmpty');
    expect(ask('', put('b'))).toBe('userEmpty');
    expect(store.permits('reader', 0, range('b'))).toBe('userEmpty');
  });

  test('a caller who was known before the last change is too old, root as well', () => {
    expect(store.permits('reader', store.revision - 1, range('b'))).toBe('authOldRevision');
    expect(store.permits('root', store.revision - 1, put('b'))).toBe('authOldRevision');
    expect(store.permits('root', store.revision + 1, put('b'))).toBe(undefined);
    // What only the role root is asked for does not look at the revision.
    expect(store.permits('root', store.revision - 1, { type: 'authUserList' })).toBe(undefined);
  });

  test('who asks for the value before must be allowed to read it', () => {
    expect(ask('writer', put('b', { prevKv: true }))).toBe('permissionDenied');
    expect(ask('both', put('b', { prevKv: true }))).toBe('ok');
    expect(ask('writer', del('b', '', true))).toBe('permissionDenied');
    expect(ask('both', del('b', '', true))).toBe('ok');
  });

  test('a lease whose keys one may not write is neither used nor revoked', () => {
    expect(ask('writer', put('b', { lease: 7n }), ['c'])).toBe('ok');
    expect(ask('writer', put('b', { lease: 7n }), ['c', 'p'])).toBe('permissionDenied');
    expect(ask('writer', { type: 'leaseRevoke', id: 7n }, ['c', 'p'])).toBe('permissionDenied');
    expect(ask('writer', { type: 'leaseRevoke', id: 7n }, ['c'])).toBe('ok');
    expect(ask('', { type: 'leaseRevoke', id: 7n }, ['c'])).toBe('userEmpty');
    expect(ask('', { type: 'leaseRevoke', id: 7n }, [])).toBe('ok');
  });

  test('both branches of a transaction count, and what it compares', () => {
    const compare = [{ result: 'EQUAL', target: { type: 'VERSION', value: 0 }, key: parseKey('b') }] as const;
    expect(ask('reader', txn({ compare, success: [range('c')] }))).toBe('ok');
    expect(ask('writer', txn({ compare }))).toBe('permissionDenied');
    expect(ask('writer', txn({ success: [put('b')], failure: [put('z')] }))).toBe('ok');
    expect(ask('writer', txn({ success: [put('b')], failure: [put('y')] }))).toBe('permissionDenied');
    expect(ask('', txn({ compare }))).toBe('userEmpty');
    expect(ask('', txn({}))).toBe('ok');
  });

  test('holes of etcd 3.4 are holes here: nested transactions, and leases and old values of puts in them', () => {
    expect(ask('guest', txn({ success: [txn({ success: [put('a'), range('a')] })] }))).toBe('ok');
    expect(ask('', txn({ failure: [txn({ success: [del('a')] })] }))).toBe('ok');
    expect(ask('writer', txn({ success: [put('b', { prevKv: true, lease: 7n })] }), ['p'])).toBe('ok');
  });

  test('users, roles and members are the business of root', () => {
    const lines = [
      'auth enable',
      'auth disable',
      'user list',
      'role list',
      'user add x y',
      'role delete read',
    ];
    const operations: readonly GuardedOperation[] = [
      ...lines.map(parseAuth),
      { type: 'memberAdd', peerUrls: [] },
      { type: 'memberRemove', id: 1n },
    ];
    for (const operation of operations) {
      expect([operation.type, ask('', operation)]).toEqual([operation.type, 'userEmpty']);
      expect([operation.type, ask('reader', operation)]).toEqual([operation.type, 'permissionDenied']);
      expect([operation.type, ask('gone', operation)]).toEqual([operation.type, 'userNotFound']);
      expect([operation.type, ask('root', operation)]).toEqual([operation.type, 'ok']);
    }
  });

  test('one may look at oneself and at the roles one has', () => {
    expect(ask('reader', parseAuth('user get reader'))).toBe('ok');
    expect(ask('reader', parseAuth('user get writer'))).toBe('permissionDenied');
    expect(ask('', parseAuth('user get writer'))).toBe('userEmpty');
    expect(ask('', parseAuth('user get '))).toBe('ok');
    expect(ask('reader', parseAuth('role get read'))).toBe('ok');
    expect(ask('reader', parseAuth('role get write'))).toBe('permissionDenied');
    expect(ask('reader', parseAuth('role get none'))).toBe('permissionDenied');
    expect(ask('', parseAuth('role get read'))).toBe('userEmpty');
    expect(ask('root', parseAuth('user get writer'))).toBe('ok');
  });

  test('maintenance is refused in the words of the auth package', () => {
    for (const type of ['defragment', 'hash', 'snapshot'] as const) {
      expect(ask('', { type })).toBe('maintenanceUserEmpty');
      expect(ask('reader', { type })).toBe('maintenancePermissionDenied');
      expect(ask('gone', { type })).toBe('maintenanceUserNotFound');
      expect(ask('root', { type })).toBe('ok');
    }
  });

  test('some calls need nobody: compaction, leases without keys, alarms, status, the list of members', () => {
    const operations: readonly GuardedOperation[] = [
      { type: 'compact', revision: 1 },
      { type: 'leaseGrant', ttl: 1, id: 0n },
      { type: 'leaseTimeToLive', id: 1n, keys: true },
      { type: 'leaseLeases' },
      { type: 'alarm', action: 'ACTIVATE', member: 1n, alarm: 'NOSPACE' },
      { type: 'status' },
      { type: 'moveLeader', target: 1n },
      { type: 'memberList' },
      { type: 'authenticate', name: '', password: '' },
    ];
    for (const operation of operations) expect(ask('', operation)).toBe('ok');
  });

  test('a watch needs the right to read what it watches', () => {
    const refusal = (name: string, key: string, rangeEnd = ''): EtcdErrorCode | undefined =>
      store.watchRefusal(name, store.revision, parseKey(key), parseKey(rangeEnd));
    expect(refusal('reader', 'b', 'd')).toBeUndefined();
    expect(refusal('reader', 'a', 'd')).toBe('permissionDenied');
    expect(refusal('writer', 'b')).toBe('permissionDenied');
    expect(store.watchRefusal(undefined, undefined, parseKey('b'))).toBe('userEmpty');
  });

  test('a change of roles counts at once, and not for a clone made before', () => {
    const clone = store.clone();
    expect(clone.permits('reader', clone.revision, range('b'))).toBe(undefined);
    clone.apply(parseAuth('role revoke read b d'), 1);
    expect(clone.permits('reader', clone.revision, range('b'))).toBe('permissionDenied');
    expect(ask('reader', range('b'))).toBe('ok');
  });
});

test('while authentication is off everybody may do everything', () => {
  const store = storeAfter('user add a p');
  const operations: readonly GuardedOperation[] = [
    range('a'),
    put('a'),
    { type: 'authUserList' },
    { type: 'hash' },
  ];
  for (const operation of operations) expect(store.permits('', 0, operation)).toBe(undefined);
  expect(store.watchRefusal('', 0, parseKey('a'))).toBeUndefined();
});

/**
 * The same question, asked in another way: between the ends of all ranges in play membership cannot change, so a range
 * is permitted if at its first key and at every such end inside it some one permission holds.
 */
describe('permissions on ranges, against a second implementation', () => {
  const key = fc
    .array(fc.constantFrom(0, 97, 98, 99), { minLength: 1, maxLength: 2 })
    .map((bytes) => Uint8Array.from(bytes));
  const keys = fc
    .tuple(key, fc.oneof(fc.constant(NO_BYTES), fc.constant(Uint8Array.of(0)), key))
    .filter(([first, end]) => end.length === 0 || isOpen(end) || compareKeys(first, end) < 0)
    .map(([first, end]) => ({ key: first, rangeEnd: end }));
  const permission = fc
    .tuple(fc.constantFrom('READ' as const, 'WRITE' as const, 'READWRITE' as const), keys)
    .map(([permType, { key, rangeEnd }]): Permission => ({ permType, key, rangeEnd }));
  const roles = fc.array(fc.array(permission, { maxLength: 4 }), { maxLength: 3 });

  test('a user of random roles may read and write what the union of their permissions covers', () => {
    let permitted = 0;
    const base = storeAfter(...rootLines, 'user add u', 'auth enable');
    const check = (given: readonly (readonly Permission[])[], asked: Omit<Permission, 'permType'>): void => {
      const store = base.clone();
      for (const i of given.keys()) {
        store.apply(parseAuth(`role add r${i}`), 1);
        store.apply(parseAuth(`user grant-role u r${i}`), 1);
      }
      for (const [i, permissions] of given.entries()) {
        for (const perm of permissions) {
          store.apply({ type: 'authRoleGrantPermission', name: `r${i}`, perm }, 1);
        }
      }
      const effective = store.roles().flatMap(({ permissions }) => permissions);
      const reads = effective.filter(({ permType }) => permType !== 'WRITE');
      const writes = effective.filter(({ permType }) => permType !== 'READ');
      const mayRead = isCovered(asked, reads);
      const read: GuardedOperation = { type: 'range', ...asked, revision: 0, consistency: 'serializable' };
      expect(store.permits('u', store.revision, read)).toBe(mayRead ? undefined : 'permissionDenied');
      const erase: GuardedOperation = { type: 'deleteRange', ...asked };
      expect(store.permits('u', store.revision, erase)).toBe(
        isCovered(asked, writes) ? undefined : 'permissionDenied',
      );
      permitted += Number(mayRead);
    };
    fc.assert(fc.property(roles, keys, check), { seed: 20261122, numRuns: 3000 });
    expect(permitted).toBeGreaterThan(500);
  });
});

function isCovered(asked: Omit<Permission, 'permType'>, permissions: readonly Permission[]): boolean {
  const edges = permissions.flatMap(({ key, rangeEnd }) => [
    key,
    rangeEnd.length === 0 ? next(key) : rangeEnd,
  ]);
  const points = [asked.key, ...edges].filter((point) => isIn(point, asked));
  return points.every((point) => permissions.some((permission) => isIn(point, permission)));
}

function isIn(key: Uint8Array, range: Omit<Permission, 'permType'>): boolean {
  if (range.rangeEnd.length === 0) return compareKeys(key, range.key) === 0;
  if (compareKeys(key, range.key) < 0) return false;
  return isOpen(range.rangeEnd) || compareKeys(key, range.rangeEnd) < 0;
}

function isOpen(rangeEnd: Uint8Array): boolean {
  return rangeEnd.length === 1 && rangeEnd[0] === 0;
}

function next(key: Uint8Array): Uint8Array {
  return Uint8Array.from([...key, 0]);
}
