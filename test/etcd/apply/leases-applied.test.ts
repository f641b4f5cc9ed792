import { describe, expect, it } from 'vitest';
import { bytes, del, text } from '../operations.ts';
import { StateSession } from './state-session.ts';

describe('leases in the state', () => {
  it('makes a lease of 0, a negative number or 1 second one of 2, and refuses more than 9000000000', () => {
    const session = new StateSession();
    const ttls = [0, -5, 1, 2, 3, 9_000_000_000].map((ttl, i) => {
      const answer = session.apply({ type: 'leaseGrant', id: BigInt(i + 1), ttl });
      return answer.ok && answer.result.type === 'leaseGrant' ? answer.result.ttl : answer;
    });
    expect(ttls).toEqual([2, 2, 2, 2, 3, 9_000_000_000]);
    expect(session.grant(99n, 9_000_000_001)).toBe('leaseTtlTooLarge');
  });

  it('refuses an id that is taken, and no id at all; a life too long is noticed first', () => {
    const session = new StateSession();
    expect(session.grant(7n)).toBe('ok');
    expect(session.grant(7n)).toBe('leaseExists');
    expect(session.grant(7n, 9_000_000_001)).toBe('leaseTtlTooLarge');
    expect(session.grant(0n)).toBe('leaseNotFound');
    expect(session.grant(-7n)).toBe('ok');
  });

  it('makes no revision by a grant, and answers with the one there is', () => {
    const session = new StateSession();
    session.put('a', '1');
    const answer = session.apply({ type: 'leaseGrant', id: 7n, ttl: 5 });
    expect(answer).toEqual({ ok: true, result: { type: 'leaseGrant', revision: 2, id: 7n, ttl: 5 } });
  });

  it('deletes all keys of a lease in one revision, in the order of the keys', () => {
    const session = new StateSession();
    session.grant(7n);
    for (const key of ['c', 'a', 'b']) session.put(key, '1', { lease: 7n });
    session.put('d', '1');
    expect(session.apply({ type: 'leaseRevoke', id: 7n })).toEqual({
      ok: true,
      result: { type: 'leaseRevoke', revision: 6 },
    });
    expect(session.keys()).toBe('d=1');
    const changes = session.state.kv.changesFrom(6);
    if (changes === 'compacted') throw new Error('not compacted');
    expect(changes.map((group) => [...group].map((record) => text(record.key)))).toEqual([['a', 'b', 'c']]);
    expect(session.say({ type: 'leaseRevoke', id: 7n })).toBe('leaseNotFound');
  });

  it('makes no revision by the end of a lease without keys', () => {
    const session = new StateSession();
    session.grant(7n);
    session.put('a', '1', { lease: 7n });
    session.apply(del('a'));
    const { revision } = session;
    expect(session.say({ type: 'leaseRevoke', id: 7n })).toBe('ok');
    expect(session.revision).toBe(revision);
  });

  it('takes a key to the lease of its last put, and from every lease by a put without', () => {
    const session = new StateSession();
    session.grant(7n);
    session.grant(8n);
    session.put('a', '1', { lease: 7n });
    session.put('a', '2', { lease: 8n });
    expect([session.attached(7n), session.attached(8n)]).toEqual(['', 'a']);
    session.put('a', '3');
    expect([session.attached(7n), session.attached(8n)]).toEqual(['', '']);
    expect(session.keys()).toBe('a=3');
  });

  it('keeps the lease of a put with ignoreLease, and the value of one with ignoreValue', () => {
    const session = new StateSession();
    session.grant(7n);
    session.grant(8n);
    session.put('a', '1', { lease: 7n });
    session.put('a', '2', { ignoreLease: true });
    expect(session.keys()).toBe('a=2/7');
    session.put('a', '', { ignoreValue: true, lease: 8n });
    expect(session.keys()).toBe('a=2/8');
    expect([session.attached(7n), session.attached(8n)]).toEqual(['', 'a']);
    session.put('a', '', { ignoreValue: true });
    expect(session.keys()).toBe('a=2');
  });

  it('looks for the lease before the key outside of a transaction, and the other way round inside', () => {
    const session = new StateSession();
    const put = { type: 'put', key: bytes('a'), value: bytes(''), ignoreValue: true, lease: 7n } as const;
    expect(session.say(put)).toBe('leaseNotFound');
    expect(session.say({ type: 'txn', compare: [], success: [put], failure: [] })).toBe('keyNotFound');
    session.grant(7n);
    expect(session.say(put)).toBe('keyNotFound');
  });

  it('forgets deleted keys, also those of a whole range', () => {
    const session = new StateSession();
    session.grant(7n);
    for (const key of ['a', 'b', 'c', 'd']) session.put(key, '1', { lease: 7n });
    session.apply(del('b', bytes('d')));
    expect(session.attached(7n)).toBe('a d');
    session.apply(del('b', Uint8Array.of(0)));
    expect(session.attached(7n)).toBe('a');
  });

  it('notes what a checkpoint says, and nothing of a lease that is gone', () => {
    const session = new StateSession();
    session.grant(7n, 1000);
    const checkpoints = [
      { id: 7n, remainingTtl: 40 },
      { id: 8n, remainingTtl: 40 },
    ];
    expect(session.say({ type: 'leaseCheckpoint', checkpoints })).toBe('ok');
    expect(session.state.leases.lookup(7n)).toEqual({ id: 7n, ttl: 1000, remainingTtl: 40 });
    expect(session.state.leases.lookup(8n)).toBeUndefined();
  });
});
