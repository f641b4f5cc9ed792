import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { describe, expect, test } from 'vitest';
import { AuthStore } from '../../../src/etcd/auth/auth-store.ts';
import { AuthFormatError } from '../../../src/etcd/auth/auth-codec.ts';
import { options, rootLines, say, storeAfter } from './auth-notation.ts';

/** Lines and what they come to, one after the other in one store. */
function transcript(store: AuthStore, text: string): void {
  const lines = text.trim().split('\n');
  for (const [i, line] of lines.entries()) {
    const [call = '', expected = ''] = line.split('->').map((part) => part.trim());
    expect(`${call} -> ${say(store, call, i + 1)}`).toBe(`${call} -> ${expected}`);
  }
}

describe('users, roles and permissions, as etcd 3.4.23 answered these very calls', () => {
  test('authentication is enabled only with a user root who has the role root', () => {
    transcript(
      AuthStore.create(options),
      `auth enable                 -> rootUserNotExist
       user add root r             -> ok
       auth enable                 -> rootRoleNotExist
       user grant-role root root   -> ok
       role get root               -> roleNotFound
       role list                   -> []
       auth enable                 -> ok
       auth enable                 -> ok
       auth disable                -> ok
       auth disable                -> ok`,
    );
  });

  test('names are refused when they are empty, taken or not there', () => {
    transcript(
      AuthStore.create(options),
      `user add  pw                -> userEmpty
       user add a pw               -> ok
       user add a pw               -> userAlreadyExist
       user add b                  -> ok
       role add                    -> roleEmpty
       role add r                  -> ok
       role add r                  -> roleAlreadyExist
       user grant-role x r         -> userNotFound
       user grant-role a x         -> roleNotFound
       user grant-role a           -> roleNotFound
       user grant-role a r         -> ok
       user grant-role a r         -> ok
       user get a                  -> [r]
       user get x                  -> userNotFound
       user passwd x new           -> userNotFound
       user revoke-role x r        -> userNotFound
       user revoke-role a x        -> roleNotGranted
       user revoke-role a r        -> ok
       user revoke-role a r        -> roleNotGranted
       role grant x READ k         -> roleNotFound
       role revoke x k             -> roleNotFound
       role revoke r k             -> permissionNotGranted
       role get x                  -> roleNotFound
       role delete x               -> roleNotFound
       user delete x               -> userNotFound
       user delete a               -> ok
       user list                   -> [b]`,
    );
  });

  test('lists are in order of bytes, not of UTF-16', () => {
    const store = storeAfter('user add 𝒳 p', 'user add ￮ p', 'user add é p', 'user add a p');
    expect(say(store, 'user list')).toBe('[a é ￮ 𝒳]');
  });

  test('a range from a key that has another one first is granted anew each time', () => {
    transcript(
      storeAfter('role add r'),
      `role grant r READ a c       -> ok
       role grant r WRITE a d      -> ok
       role grant r READ a c       -> ok
       role grant r WRITE a d      -> ok
       role get r                  -> READ a c, WRITE a d, WRITE a d
       role revoke r a d           -> ok
       role get r                  -> READ a c
       role grant r READWRITE a c  -> ok
       role grant r READ           -> ok
       role get r                  -> READ, READWRITE a c`,
    );
  });

  test('a grant without a permission is refused, and changes nothing', () => {
    const store = storeAfter('role add r');
    const revision = store.revision;
    const grant = (name: string): unknown =>
      store.apply({ type: 'authRoleGrantPermission', name, perm: undefined }, 1);
    expect(grant('x')).toEqual({ ok: false, error: 'roleNotFound' });
    expect(grant('r')).toEqual({ ok: false, error: 'permissionNotGiven' });
    expect(store.revision).toBe(revision);
  });

  test('a deleted role is taken from all who had it', () => {
    transcript(
      storeAfter('role add r', 'role add s', 'user add a p', 'user grant-role a s', 'user grant-role a r'),
      `user get a                  -> [r s]
       role delete r               -> ok
       user get a                  -> [s]`,
    );
  });

  test('root keeps its user, its role and the right to it while authentication is on', () => {
    transcript(
      storeAfter(...rootLines, 'role add root', 'auth enable'),
      `user delete root            -> invalidAuthMgmt
       user revoke-role root root  -> invalidAuthMgmt
       role delete root            -> invalidAuthMgmt
       user passwd root other      -> ok
       auth disable                -> ok
       role delete root            -> ok
       user delete root            -> ok`,
    );
  });
});

describe('the auth revision', () => {
  test('grows with every change and with disabling, not with enabling or with what changes nothing', () => {
    const steps: readonly (readonly [line: string, revision: number])[] = [
      ['user add root r', 2],
      ['user grant-role root root', 3],
      ['user grant-role root root', 3],
      ['user add root r', 3],
      ['auth disable', 3],
      ['auth enable', 3],
      ['auth enable', 3],
      ['user get root', 3],
      ['role add r', 4],
      ['role grant r READ a', 5],
      ['role grant r READ a', 6],
      ['role revoke r a', 7],
      ['role revoke r a', 7],
      ['user passwd root s', 8],
      ['auth disable', 9],
      ['auth disable', 9],
    ];
    const store = AuthStore.create(options);
    expect(store.revision).toBe(1);
    const revisions = steps.map(([line], i) => {
      say(store, line, i + 1);
      return [line, store.revision] as const;
    });
    expect(revisions).toEqual(steps);
  });
});

describe('passwords', () => {
  const store = storeAfter(...rootLines, 'user add u pw', 'user add guest', 'auth enable');

  test('are asked for only when authentication is on', () => {
    expect(storeAfter('user add u pw').checkPassword('u', 'pw')).toEqual({
      ok: false,
      error: 'authNotEnabled',
    });
    expect(store.checkPassword('u', 'pw')).toEqual({ ok: true, revision: store.revision });
    expect(store.checkPassword('u', 'PW')).toEqual({ ok: false, error: 'authFailed' });
    expect(store.checkPassword('nobody', 'pw')).toEqual({ ok: false, error: 'authFailed' });
  });

  test('a user without one cannot authenticate, whatever is given, even after getting one', () => {
    const changed = store.clone();
    expect(say(changed, 'user passwd guest pw')).toBe('ok');
    expect(changed.checkPassword('guest', 'pw')).toEqual({ ok: false, error: 'noPasswordUser' });
    const apply = { type: 'authenticateInternal', name: 'guest', password: '', simpleToken: 'x' } as const;
    expect(changed.apply(apply, 1)).toEqual({ ok: false, error: 'authFailed' });
  });

  test('the empty password is one', () => {
    const store = storeAfter(...rootLines);
    store.apply({ type: 'authUserAdd', name: 'e', password: '' }, 9);
    say(store, 'auth enable');
    expect(store.checkPassword('e', '')).toEqual({ ok: true, revision: store.revision });
    expect(store.checkPassword('e', 'x')).toEqual({ ok: false, error: 'authFailed' });
  });

  test('only 72 bytes of one count', () => {
    const store = storeAfter(...rootLines, `user add long ${'x'.repeat(80)}`, 'auth enable');
    expect(store.checkPassword('long', 'x'.repeat(72))).toEqual({ ok: true, revision: store.revision });
    expect(store.checkPassword('long', 'x'.repeat(71))).toEqual({ ok: false, error: 'authFailed' });
  });

  test('are hashed the same on every member, and never twice the same', () => {
    const [first, second] = [storeAfter('user add a pw'), storeAfter('user add a pw')];
    expect(first.users()).toEqual(second.users());
    say(second, 'user passwd a pw', 7);
    expect(second.users()[0]?.passwordHash).not.toBe(first.users()[0]?.passwordHash);
    expect(first.users()[0]?.passwordHash).toMatch(/^\$2a\$04\$[./A-Za-z0-9]{53}$/u);
  });

  test('a user and a role that etcd 3.4.23 stored are understood', () => {
    const store = AuthStore.restore(frameAround(REAL_USER, REAL_ROLE), options);
    expect(store.checkPassword('real', 'secret')).toEqual({ ok: true, revision: 6 });
    expect(store.checkPassword('real', 'Secret')).toEqual({ ok: false, error: 'authFailed' });
    expect(say(store, 'user get real')).toBe('[r]');
    expect(say(store, 'role get r')).toBe('READWRITE a \\0');
    expect(store.save()).toEqual(frameAround(REAL_USER, REAL_ROLE));
  });
});

describe('a saved auth store', () => {
  const lines = [
    ...rootLines,
    'user add b p',
    'role add r',
    'role grant r WRITE a \\0',
    'user grant-role b r',
  ];

  test('comes back as it was', () => {
    const store = storeAfter(...lines, 'user add guest', 'auth enable');
    const restored = AuthStore.restore(store.save(), options);
    expect(restored.save()).toEqual(store.save());
    expect([restored.enabled, restored.revision]).toEqual([true, store.revision]);
    expect(restored.users()).toEqual(store.users());
    expect(restored.roles()).toEqual(store.roles());
  });

  test('is equal bytes for equal stores, whatever order they were filled in', () => {
    const [one, other] = [storeAfter('role add r', 'role add s'), storeAfter('role add s', 'role add r')];
    expect(one.save()).toEqual(other.save());
  });

  test('refuses other bytes', () => {
    expect(() => AuthStore.restore(Uint8Array.of(), options)).toThrow(AuthFormatError);
    expect(() => AuthStore.restore(Uint8Array.of(0x7a, 0), options)).toThrow(AuthFormatError);
  });

  test('a clone goes its own way', () => {
    const store = storeAfter(...lines);
    const clone = store.clone();
    say(clone, 'user delete b');
    expect([say(store, 'user list'), say(clone, 'user list')]).toEqual(['[b root]', '[root]']);
  });
});

/** authpb.User and authpb.Role, from the database of a real member: user real:secret with role r, READWRITE from a. */
const REAL_USER =
  'CgRyZWFsEjwkMmEkMDQkeUo1bUhnTjZZTm1SanJ0VjZpR0tNTzJIdk5oY3VuWEc4b0JsQTBZbk9jRkRtQXRSMzJoNUcaAXIiAA==';
const REAL_ROLE = 'CgFyEggIAhIBYRoBAA==';

function frameAround(user: string, role: string): Uint8Array {
  const writer = new BinaryWriter();
  writer.tag(1, WireType.Varint).uint32(1);
  writer.tag(2, WireType.Varint).bool(true);
  writer.tag(3, WireType.Varint).uint64(6);
  writer.tag(4, WireType.LengthDelimited).bytes(Uint8Array.from(Buffer.from(user, 'base64')));
  writer.tag(5, WireType.LengthDelimited).bytes(Uint8Array.from(Buffer.from(role, 'base64')));
  return writer.finish();
}
