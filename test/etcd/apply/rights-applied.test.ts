import { describe, expect, it } from 'vitest';
import { bytes, del, get, put } from '../operations.ts';
import { StateSession } from './state-session.ts';

/** Users root and ann; ann may read and write a.. to c. */
function guarded(): StateSession {
  const session = new StateSession();
  session.put('a', '1');
  session.put('x', '1');
  for (const name of ['root', 'ann']) session.apply({ type: 'authUserAdd', name, password: 'pw' });
  for (const name of ['root', 'few']) session.apply({ type: 'authRoleAdd', name });
  const perm = { permType: 'READWRITE', key: bytes('a'), rangeEnd: bytes('c') } as const;
  session.apply({ type: 'authRoleGrantPermission', name: 'few', perm });
  session.apply({ type: 'authUserGrantRole', user: 'root', role: 'root' });
  session.apply({ type: 'authUserGrantRole', user: 'ann', role: 'few' });
  expect(session.say({ type: 'authEnable' })).toBe('ok');
  return session;
}

describe('rights, when a command is applied', () => {
  it('are those of the name in its header', () => {
    const session = guarded();
    expect(session.say(put('b', '1'), 'ann')).toBe('ok');
    expect(session.say(put('x', '1'), 'ann')).toBe('permissionDenied');
    expect(session.say(put('x', '1'), 'root')).toBe('ok');
    expect(session.say(put('b', '1'))).toBe('userEmpty');
  });

  it('are refused to a name that was known before the rights changed', () => {
    const session = guarded();
    const authRevision = session.state.auth.revision;
    session.apply({ type: 'authUserAdd', name: 'bob', password: 'pw' }, 'root');
    const late = session.state.apply({ id: 99, username: 'ann', authRevision, op: put('b', '1') });
    expect(late).toEqual({ ok: false, error: 'authOldRevision' });
  });

  it('guard a lease by the keys attached to it', () => {
    const session = guarded();
    session.apply({ type: 'leaseGrant', id: 7n, ttl: 60 }, 'root');
    expect(session.say({ ...put('b', '1'), lease: 7n }, 'ann')).toBe('ok');
    session.apply({ ...put('x', '1'), lease: 7n }, 'root');
    expect(session.say({ ...put('b', '2'), lease: 7n }, 'ann')).toBe('permissionDenied');
    expect(session.say({ type: 'leaseRevoke', id: 7n }, 'ann')).toBe('permissionDenied');
    expect(session.say({ type: 'leaseRevoke', id: 7n }, 'root')).toBe('ok');
    expect(session.keys()).toBe('a=1');
  });

  it('are asked for reads of what is applied as well', () => {
    const { state } = guarded();
    const { revision } = state.auth;
    expect(state.read(get('a'), 'ann', revision).ok).toBe(true);
    expect(state.read(get('x'), 'ann', revision)).toEqual({ ok: false, error: 'permissionDenied' });
    expect(state.read(get('a'))).toEqual({ ok: false, error: 'userEmpty' });
    const both = { type: 'txn', compare: [], success: [get('a')], failure: [get('x')] } as const;
    expect(state.read(both, 'ann', revision)).toEqual({ ok: false, error: 'permissionDenied' });
  });

  it('come after what an alarm forbids, and are asked also while it is on', () => {
    const session = guarded();
    session.apply({ type: 'alarm', action: 'ACTIVATE', member: 5n, alarm: 'NOSPACE' }, 'root');
    expect(session.say(put('x', '1'), 'ann')).toBe('noSpace');
    expect(session.say(del('x'), 'ann')).toBe('permissionDenied');
    expect(session.say(del('x'), 'root')).toBe('ok');
  });

  it('give answers about users the revision of the store', () => {
    const session = guarded();
    expect(session.apply({ type: 'authUserGet', name: 'ann' }, 'root')).toEqual({
      ok: true,
      result: { type: 'authUserGet', revision: 3, roles: ['few'] },
    });
  });
});
