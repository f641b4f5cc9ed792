import { describe, expect, test } from 'vitest';
import { makeDice } from '../../../src/base/random.ts';
import type { AuthOperation } from '../../../src/etcd/auth/auth-operation.ts';
import { drawTokenPrefix, TokenStore } from '../../../src/etcd/auth/token-store.ts';
import { parseAuth, rootLines, storeAfter } from './auth-notation.ts';

const TTL_MS = 300_000;

/** A member that applies operations one after the other, from index 10 on, at the time it is told. */
class TokenMember {
  readonly store = storeAfter(
    ...rootLines,
    'user add u pw',
    'user add v pw',
    'role add r',
    'user grant-role u r',
  );
  tokens = TokenStore.create(TTL_MS);
  index = 9;

  apply(operation: AuthOperation, nowMs = 0): string {
    this.index++;
    const answer = this.store.apply(operation, this.index);
    const whole = this.tokens.applied(operation, answer, this.index, nowMs);
    if (!whole.ok) return whole.error;
    return whole.result.type === 'authenticate' ? whole.result.token : 'ok';
  }

  run(line: string): string {
    return this.apply(parseAuth(line));
  }

  login(name: string, simpleToken: string, nowMs = 0): string {
    return this.apply({ type: 'authenticateInternal', name, password: '', simpleToken }, nowMs);
  }

  owner(token: string, nowMs = 0): string {
    const owner = this.tokens.owner(token, this.index, nowMs);
    return owner.type === 'user' ? owner.name : owner.type === 'wait' ? `wait ${owner.index}` : 'invalid';
  }
}

function enabledMember(): TokenMember {
  const member = new TokenMember();
  member.run('auth enable');
  return member;
}

describe('simple tokens', () => {
  test('a token is its beginning and the index it was given at', () => {
    const member = enabledMember();
    expect(member.login('u', 'abc')).toBe('abc.11');
    expect(member.owner('abc.11')).toBe('u');
    expect(member.owner('abd.11')).toBe('invalid');
  });

  test('none is given while authentication is off, and none is known', () => {
    const member = new TokenMember();
    expect(member.login('u', 'abc')).toBe('authNotEnabled');
    expect(member.owner('abc.10')).toBe('invalid');
  });

  test('what does not look like one is invalid', () => {
    const member = enabledMember();
    for (const token of [
      '',
      'abc',
      'abc.',
      'abc.x',
      'a.b.3',
      'abc.3.',
      'Bearer abc.1x',
      'abc.99999999999999999999',
    ]) {
      expect([token, member.owner(token)]).toEqual([token, 'invalid']);
    }
  });

  test('one from an index that is not applied here is waited for', () => {
    const member = enabledMember();
    expect(member.owner('abc.11')).toBe('wait 11');
    expect(member.owner('abc.-1')).toBe('wait 18446744073709551615');
    member.login('u', 'abc');
    expect(member.owner('abc.11')).toBe('u');
  });

  test('a new password or the end of a user ends the tokens of that user only', () => {
    const member = enabledMember();
    const [u, v] = [member.login('u', 'uuu'), member.login('v', 'vvv')];
    member.run('user passwd nobody x');
    expect([member.owner(u), member.owner(v)]).toEqual(['u', 'v']);
    member.run('user passwd u new');
    expect([member.owner(u), member.owner(v)]).toEqual(['invalid', 'v']);
    member.run('user delete v');
    expect(member.owner(v)).toBe('invalid');
  });

  test('changes of roles leave tokens alone: they count for the auth revision of the next call', () => {
    const member = enabledMember();
    const token = member.login('u', 'abc');
    for (const line of ['role add s', 'role grant s READ a', 'user revoke-role u r', 'role delete r'])
      member.run(line);
    expect(member.owner(token)).toBe('u');
  });

  test('disabling ends all of them, and enabling again brings none back', () => {
    const member = enabledMember();
    const token = member.login('u', 'abc');
    member.run('auth disable');
    expect(member.owner(token)).toBe('invalid');
    member.run('auth enable');
    expect(member.owner(token)).toBe('invalid');
    expect(member.owner(member.login('u', 'abc'))).toBe('u');
  });

  test('one that is not used for the ttl ends, and each use starts the ttl again', () => {
    const member = enabledMember();
    const [used, unused] = [member.login('u', 'used'), member.login('v', 'unused')];
    member.tokens.tick(TTL_MS);
    expect(member.owner(used, TTL_MS)).toBe('u');
    member.tokens.tick(TTL_MS + 1);
    expect(member.owner(unused, TTL_MS + 1)).toBe('invalid');
    member.tokens.tick(2 * TTL_MS);
    expect(member.owner(used, 2 * TTL_MS)).toBe('u');
    member.tokens.tick(3 * TTL_MS + 1);
    expect(member.tokens.views()).toEqual([]);
  });

  test('a member that gets its state from a snapshot knows no tokens, and gives new ones if authentication is on', () => {
    const member = enabledMember();
    member.tokens = TokenStore.create(TTL_MS);
    expect(member.login('u', 'lost')).toBe('lost.11');
    expect(member.owner('lost.11')).toBe('invalid');
    member.tokens.recovered(member.store.enabled);
    expect(member.owner(member.login('u', 'kept'))).toBe('u');
  });

  test('they are saved, loaded and cloned', () => {
    const member = enabledMember();
    const token = member.login('u', 'abc', 5);
    const clone = member.tokens.clone();
    const loaded = TokenStore.load(structuredClone(member.tokens.save()));
    member.run('auth disable');
    expect(member.tokens.views()).toEqual([]);
    expect(clone.views()).toEqual([{ token, name: 'u', expiresAtMs: 5 + TTL_MS }]);
    expect(loaded.views()).toEqual(clone.views());
    expect(loaded.owner(token, 11, 6)).toEqual({ type: 'user', name: 'u' });
  });

  test('their beginnings are sixteen letters from the dice', () => {
    const dice = makeDice(1, 'token');
    const [first, second] = [drawTokenPrefix(dice), drawTokenPrefix(dice)];
    expect(first).toMatch(/^[A-Za-z]{16}$/u);
    expect(second).not.toBe(first);
    expect(drawTokenPrefix(makeDice(1, 'token'))).toBe(first);
  });
});
