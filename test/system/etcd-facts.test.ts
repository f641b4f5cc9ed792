import { describe, expect, it } from 'vitest';
import type { ClientOperation } from '../../src/etcd/request.ts';
import { CLUSTER_VERSION_PATH } from '../../src/etcd/cluster/cluster-store.ts';
import { decodeCommand } from '../../src/etcd/command.ts';
import type { Member } from '../../src/node/member.ts';
import { recover } from '../../src/storage/recover.ts';
import { bytes, del, EtcdLab, get, put } from './etcd-lab.ts';

/** What was asked of a real etcd 3.4.23, and good guesses miss. */
describe('as a real etcd', () => {
  it('appends one entry for each look at /health, and none for a linearizable read', async () => {
    const lab = await EtcdLab.start();
    const last = () => lab.cluster.members()[0]?.view().last;
    const before = last() ?? 0;
    for (const node of [1, 2, 3]) expect(await lab.page(node, '/health')).toContain('true');
    expect(last()).toBe(before + 3);
    await lab.must('range', 2, get('health'));
    expect(last()).toBe(before + 3);
  });

  it('takes a snapshot at every eleventh entry with --snapshot-count=10', async () => {
    const lab = await EtcdLab.start({ nodes: 1, snapshotCount: 10 });
    const taken = new Set<number>();
    for (let i = 0; i < 40; i++) {
      await lab.must('put', 1, put('a', `${i}`));
      await lab.run(50);
      taken.add(lab.cluster.members()[0]?.view().snapshotIndex ?? 0);
    }
    expect([...taken].filter((index) => index > 0).slice(0, 3)).toEqual([11, 22, 33]);
  });

  it('begins with eight entries of three members, one of them the version: the first put is the ninth', async () => {
    const lab = await EtcdLab.start();
    const request = await lab.begin(lab.leader, put('a', '1'));
    await lab.run(500);
    expect(lab.outcome(request)).toBe('ok');
    for (const member of lab.cluster.members()) {
      const entries = Array.from({ length: 9 }, (_, i) => member.entry(i + 1));
      expect(entries.map((entry) => entry?.view.kind).slice(0, 4)).toEqual(['conf', 'conf', 'conf', 'empty']);
      expect(entries[8]?.view).toMatchObject({ kind: 'put', label: 'a=1' });
      const paths = entries.slice(4, 8).map(pathOf);
      expect(paths.filter((path) => path === CLUSTER_VERSION_PATH)).toHaveLength(1);
      expect(paths.filter((path) => path?.endsWith('/attributes') === true)).toHaveLength(3);
    }
  });

  it('moves the applied index of its backend for changes of keys and rights alone', async () => {
    const lab = await EtcdLab.start();
    const moves = async (operation: ClientOperation): Promise<boolean> => {
      const member = lab.cluster.members()[lab.leader - 1];
      await lab.ask(lab.leader, operation);
      const applied = member?.view().applied;
      return member?.storeView(0).consistentIndex === applied;
    };
    const moved: boolean[] = [];
    const operations: readonly (readonly [ClientOperation, boolean])[] = [
      [put('a', '1'), true],
      [{ type: 'leaseGrant', id: 7n, ttl: 500 }, false],
      [put('l', '1', 7n), true],
      [del('nothing'), false],
      [{ type: 'compact', revision: 2, physical: true }, false],
      [{ type: 'leaseGrant', id: 8n, ttl: 500 }, false],
      [{ type: 'leaseRevoke', id: 8n }, false],
      [{ type: 'leaseRevoke', id: 7n }, true],
      [{ type: 'authUserAdd', name: 'root', password: 'r', noPassword: false }, true],
      [{ type: 'authUserAdd', name: 'root', password: 'r', noPassword: false }, false],
      [{ type: 'authRoleAdd', name: 'root' }, true],
      [{ type: 'authUserGrantRole', user: 'root', role: 'root' }, true],
      [put('b', '1', 99n), false],
      [{ type: 'authEnable' }, false],
    ];
    for (const [operation] of operations) moved.push(await moves(operation));
    expect(moved).toEqual(operations.map(([, isMoved]) => isMoved));
    expect(await lab.page(1, '/health')).toContain('true');
    const [member] = lab.cluster.members();
    expect(member?.storeView(0).consistentIndex).toBeLessThan(member?.view().applied ?? 0);
  });

  it('has the last acknowledged entry beyond the commit index on disk, when all are killed at once', async () => {
    const lab = await EtcdLab.start();
    const { leader } = lab;
    const request = await lab.begin(leader, put('a', '1'));
    while (lab.outcome(request) === 'pending') await lab.run(1);
    expect(lab.outcome(request)).toBe('ok');
    const last = lab.cluster.host.member(leader)?.view().last ?? 0;
    for (const node of [1, 2, 3]) await lab.act({ type: 'kill', node });
    const { hardState, entries } = recover(lab.world.machine(leader).disk.image());
    expect(entries.at(-1)?.index).toBe(last);
    expect(hardState.commit).toBeLessThan(last);
  });

  it('restores a snapshot with hash, revision and history; the v2 tree is empty, and leases have their full time', async () => {
    const lab = await EtcdLab.start({ seed: 5 });
    for (let i = 0; i < 6; i++) await lab.must('put', 1, put('a', `${i}`));
    await lab.must('leaseGrant', 1, { type: 'leaseGrant', id: 9n, ttl: 500 });
    await lab.run(100_000);
    const before = await lab.must('leaseTimeToLive', 1, { type: 'leaseTimeToLive', id: 9n, keys: false });
    expect(before.ttl).toBeLessThan(410);
    const hash = await lab.must('hashKv', 1, { type: 'hashKv', revision: 0 });
    const snapshot = await lab.saveSnapshot(1);
    const restored = await EtcdLab.start({ clusterToken: 'another', snapshot, seed: 6 });
    expect(await restored.must('hashKv', 1, { type: 'hashKv', revision: 0 })).toEqual(hash);
    const past = await restored.must('range', 2, {
      type: 'range',
      key: bytes('a'),
      revision: 4,
      consistency: 'linearizable',
    });
    expect(past).toMatchObject({ revision: 7, kvs: [{ value: bytes('2'), modRevision: 4 }] });
    const after = await restored.must('leaseTimeToLive', 1, { type: 'leaseTimeToLive', id: 9n, keys: false });
    expect(after.ttl).toBeGreaterThan(490);
    // The version is told anew through the log, as nothing of the v2 tree has come along.
    const versions = restored.cluster.members().map((member) => {
      const { first, last } = member.view();
      const paths = Array.from({ length: last - first + 1 }, (_, i) => pathOf(member.entry(first + i)));
      return paths.includes(CLUSTER_VERSION_PATH);
    });
    expect(versions).toEqual([true, true, true]);
  });
});

/** Of a write to the v2 tree. */
function pathOf(entry: ReturnType<Member['entry']>): string | undefined {
  if (entry?.view.type !== 'EntryNormal' || entry.data === undefined || entry.data.length === 0)
    return undefined;
  const { op } = decodeCommand(entry.data);
  return op.type === 'v2' ? op.path : undefined;
}
