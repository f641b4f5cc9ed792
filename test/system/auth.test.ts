import { describe, expect, it } from 'vitest';
import { bytes, del, EtcdLab, get, put, watchAll } from './etcd-lab.ts';

/** Users root and alice (who may read and write a..), authentication on. */
async function withAuth(fields = {}): Promise<EtcdLab> {
  const lab = await EtcdLab.start(fields);
  const { leader } = lab;
  await lab.must('authUserAdd', leader, { type: 'authUserAdd', name: 'root', password: 'r' });
  await lab.must('authUserAdd', leader, { type: 'authUserAdd', name: 'alice', password: 'a' });
  await lab.must('authRoleAdd', leader, { type: 'authRoleAdd', name: 'root' });
  await lab.must('authRoleAdd', leader, { type: 'authRoleAdd', name: 'letters' });
  const perm = { permType: 'READWRITE', key: bytes('a'), rangeEnd: bytes('b') } as const;
  await lab.must('authRoleGrantPermission', leader, {
    type: 'authRoleGrantPermission',
    name: 'letters',
    perm,
  });
  await lab.must('authUserGrantRole', leader, { type: 'authUserGrantRole', user: 'root', role: 'root' });
  await lab.must('authUserGrantRole', leader, { type: 'authUserGrantRole', user: 'alice', role: 'letters' });
  await lab.must('put', leader, put('z', 'before'));
  await lab.must('authEnable', leader, { type: 'authEnable' });
  return lab;
}

async function login(lab: EtcdLab, node: number, name: string, password: string): Promise<string> {
  const { token } = await lab.must('authenticate', node, { type: 'authenticate', name, password });
  return token;
}

describe('authentication', () => {
  it('asks everybody who they are, and lets them do what their roles allow, on every member', async () => {
    const lab = await withAuth();
    expect(await lab.ask(1, put('a1', 'x'))).toBe('failed: userEmpty');
    expect(await lab.ask(1, get('a1'))).toBe('failed: userEmpty');
    expect(await lab.ask(1, put('a1', 'x'), 'made.7')).toBe('failed: invalidAuthToken');
    const alice = await login(lab, 2, 'alice', 'a');
    for (const node of [1, 2, 3]) {
      await lab.must('put', node, put('a1', `${node}`), alice);
      await lab.must('range', node, get('a1'), alice);
      expect(await lab.ask(node, put('z', 'x'), alice)).toBe('failed: permissionDenied');
      expect(await lab.ask(node, get('z', 'serializable'), alice)).toBe('failed: permissionDenied');
      expect(await lab.ask(node, { type: 'authUserList' }, alice)).toBe('failed: permissionDenied');
      expect(await lab.ask(node, { type: 'hash' }, alice)).toMatch(/^failed: .*[pP]ermission/u);
    }
    const root = await login(lab, 3, 'root', 'r');
    await lab.must('deleteRange', 1, del('z'), root);
    expect(await lab.must('authUserList', 1, { type: 'authUserList' }, root)).toMatchObject({
      users: ['alice', 'root'],
    });
  });

  it('refuses wrong passwords, and logs nobody in while it is off', async () => {
    const lab = await EtcdLab.start();
    const ask = { type: 'authenticate', name: 'root', password: 'r' } as const;
    expect(await lab.ask(1, ask)).toBe('failed: authNotEnabled');
    const other = await withAuth();
    expect(await other.ask(2, { ...ask, password: 'wrong' })).toBe('failed: authFailed');
    expect(await other.ask(2, { ...ask, name: 'nobody' })).toBe('failed: authFailed');
  });

  it('ends a token that nobody has used for its time, on the member that has not seen it', async () => {
    const lab = await withAuth({ authTokenTtlMs: 5000 });
    const alice = await login(lab, 1, 'alice', 'a');
    for (let i = 0; i < 4; i++) {
      await lab.run(3000);
      await lab.must('put', 1, put('a', `${i}`), alice);
    }
    expect(await lab.ask(2, put('a', 'x'), alice)).toBe('failed: invalidAuthToken');
    await lab.run(6000);
    expect(await lab.ask(1, put('a', 'x'), alice)).toBe('failed: invalidAuthToken');
  });

  it('is forgotten by a member that restarts: its clients log in again', async () => {
    const lab = await withAuth();
    const alice = await login(lab, 1, 'alice', 'a');
    await lab.run(500); // so that its disk knows, too, that the login is committed
    await lab.act({ type: 'kill', node: 1 });
    await lab.act({ type: 'restart', node: 1 });
    await lab.run(3000);
    expect(await lab.ask(1, put('a', 'x'), alice)).toBe('failed: invalidAuthToken');
    await lab.must('put', 1, put('a', 'x'), await login(lab, 1, 'alice', 'a'));
  });

  it('refuses what was asked before a role was changed and applied after it', async () => {
    const lab = await withAuth();
    const [root, alice] = [await login(lab, 1, 'root', 'r'), await login(lab, 1, 'alice', 'a')];
    const revoke = {
      type: 'authRoleRevokePermission',
      role: 'letters',
      key: bytes('a'),
      rangeEnd: bytes('b'),
    } as const;
    const first = await lab.begin(lab.leader, revoke, root);
    const second = await lab.begin(lab.leader, put('a', 'x'), alice);
    await lab.run(1000);
    expect([first, second].map((request) => lab.outcome(request))).toEqual(['ok', 'failed: authOldRevision']);
    expect(await lab.ask(1, put('a', 'x'), alice)).toBe('failed: permissionDenied');
  });

  it('opens watches only on what may be read', async () => {
    const lab = await withAuth();
    const alice = await login(lab, 2, 'alice', 'a');
    const all = await lab.openWatch(2, watchAll(0), alice);
    const own = await lab.openWatch(2, { ...watchAll(0), key: bytes('a'), rangeEnd: bytes('b') }, alice);
    await lab.run(200);
    expect(lab.watched(all)).toMatchObject([
      { canceled: true, cancelReason: expect.stringContaining('denied') },
    ]);
    expect(lab.watched(own)).toMatchObject([{ created: true, canceled: false }]);
  });

  it('lets the leader end leases by itself', async () => {
    const lab = await withAuth();
    const alice = await login(lab, 1, 'alice', 'a');
    await lab.must('leaseGrant', 1, { type: 'leaseGrant', id: 5n, ttl: 2 }, alice);
    await lab.must('put', 1, put('a', 'x', 5n), alice);
    await lab.run(5000);
    expect(await lab.must('range', 1, get('a'), alice)).toMatchObject({ count: 0 });
  });
});
