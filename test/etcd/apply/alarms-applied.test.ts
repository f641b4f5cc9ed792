import { describe, expect, it } from 'vitest';
import type { LoggedOperation } from '../../../src/etcd/command.ts';
import { bytes, compact, del, get, put } from '../operations.ts';
import { StateSession } from './state-session.ts';

const MEMBER = 0x8e9e05c52164694dn;

function alarm(action: 'ACTIVATE' | 'DEACTIVATE', type: 'NOSPACE' | 'CORRUPT'): LoggedOperation {
  return { type: 'alarm', action, member: MEMBER, alarm: type };
}

function txn(...success: readonly ReturnType<typeof put | typeof get | typeof del>[]): LoggedOperation {
  return { type: 'txn', compare: [], success, failure: [] };
}

function sessionWith(...raised: readonly ('NOSPACE' | 'CORRUPT')[]): StateSession {
  const session = new StateSession();
  session.put('a', '1');
  session.grant(7n);
  for (const type of raised) session.apply(alarm('ACTIVATE', type));
  return session;
}

/** Every kind of command and what it comes to. */
function everything(session: StateSession): Record<string, string> {
  const inner: LoggedOperation = {
    type: 'txn',
    compare: [],
    success: [{ type: 'txn', compare: [], success: [put('a', '3')], failure: [] }],
    failure: [],
  };
  return {
    put: session.say(put('a', '2')),
    range: session.say(get('a')),
    'txn of reads': session.say(txn(get('a'))),
    'txn that deletes': session.say(txn(del('z'))),
    'txn that puts': session.say(txn(put('a', '2'))),
    'txn that puts in an inner one': session.say(inner),
    deleteRange: session.say(del('a')),
    compact: session.say(compact(2)),
    grant: session.grant(8n),
    checkpoint: session.say({ type: 'leaseCheckpoint', checkpoints: [{ id: 7n, remainingTtl: 1 }] }),
    revoke: session.say({ type: 'leaseRevoke', id: 7n }),
    role: session.say({ type: 'authRoleAdd', name: 'r' }),
  };
}

describe('alarms in the state', () => {
  it('let everything through where there are none', () => {
    expect(new Set(Object.values(everything(sessionWith())))).toEqual(new Set(['ok']));
  });

  it('refuse what needs room under NOSPACE, and nothing else; etcd overlooks puts of inner transactions', () => {
    expect(everything(sessionWith('NOSPACE'))).toEqual({
      put: 'noSpace',
      range: 'ok',
      'txn of reads': 'ok',
      'txn that deletes': 'ok',
      'txn that puts': 'noSpace',
      'txn that puts in an inner one': 'ok',
      deleteRange: 'ok',
      compact: 'ok',
      grant: 'noSpace',
      checkpoint: 'ok',
      revoke: 'ok',
      role: 'ok',
    });
  });

  it('refuse everything about keys and leases under CORRUPT', () => {
    expect(everything(sessionWith('CORRUPT'))).toEqual({
      put: 'corrupt',
      range: 'corrupt',
      'txn of reads': 'corrupt',
      'txn that deletes': 'corrupt',
      'txn that puts': 'corrupt',
      'txn that puts in an inner one': 'corrupt',
      deleteRange: 'corrupt',
      compact: 'corrupt',
      grant: 'corrupt',
      checkpoint: 'ok',
      revoke: 'corrupt',
      role: 'ok',
    });
  });

  it('leave reads of what is applied alone, even under CORRUPT', () => {
    const { state } = sessionWith('CORRUPT');
    expect(state.read(get('a')).ok).toBe(true);
    expect(state.read({ type: 'txn', compare: [], success: [get('a')], failure: [] }).ok).toBe(true);
  });

  it('end with the last of their type', () => {
    const session = sessionWith('NOSPACE');
    session.apply({ type: 'alarm', action: 'ACTIVATE', member: 5n, alarm: 'NOSPACE' });
    session.apply(alarm('DEACTIVATE', 'NOSPACE'));
    expect(session.say(put('a', '2'))).toBe('noSpace');
    session.apply({ type: 'alarm', action: 'DEACTIVATE', member: 5n, alarm: 'NOSPACE' });
    expect(session.say(put('a', '2'))).toBe('ok');
  });
});

describe('the quota in the state', () => {
  const room = new StateSession().state.kv.sizeBytes;

  it('carries out a put that no longer fits, and says there is no space', () => {
    const session = new StateSession({ quotaBytes: room + 300 });
    expect(session.put('a', 'x')).toBe('ok');
    expect(session.put('b', 'x'.repeat(100))).toBe('noSpace');
    expect(session.keys()).toBe(`a=x b=${'x'.repeat(100)}`);
    expect(session.revision).toBe(3);
  });

  it('does the same with transactions that put and with leases', () => {
    const session = new StateSession({ quotaBytes: room });
    expect(session.say(txn(put('a', 'x')))).toBe('noSpace');
    expect(session.grant(7n)).toBe('noSpace');
    expect(session.keys()).toBe('a=x');
    expect(session.state.leases.lookup(7n)?.ttl).toBe(60);
  });

  it('says what is wrong with a command before it says that there is no space', () => {
    const session = new StateSession({ quotaBytes: room });
    expect(session.put('a', 'x', { lease: 9n })).toBe('leaseNotFound');
  });

  it('never stops what costs nothing, and below 0 stops nothing', () => {
    const session = new StateSession({ quotaBytes: room });
    expect(session.say(txn(get('a'), del('a', bytes('z'))))).toBe('ok');
    expect(session.say(del('a'))).toBe('ok');
    expect(new StateSession({ quotaBytes: -1 }).put('a', 'x')).toBe('ok');
  });
});
