import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../src/base/byte-source.ts';
import { dataDirOf, type DataFile } from '../../../src/datadir/exchange/data-dir.ts';
import { ExchangeError } from '../../../src/datadir/exchange/exchange-error.ts';
import { memberOfLab } from '../../../src/datadir/exchange/lab-member.ts';
import type { MemberAt } from '../../../src/datadir/exchange/member-at.ts';
import { etcdVersions } from '../../../src/datadir/exchange/version.ts';
import { readWal } from '../../../src/datadir/wal/read-wal.ts';
import { EtcdState } from '../../../src/etcd/etcd-state.ts';
import { etcdOptions } from '../../../src/node/core/member-state.ts';
import { decodeMemberSnapshot } from '../../../src/node/core/node-ids.ts';
import { decodeSnapshotFile } from '../../../src/storage/snapshot-file.ts';
import { EtcdLab, put } from '../../system/etcd-lab.ts';
import { backendOf, noTell } from './read-back.ts';
import { usedLab } from './used-lab.ts';

function stateOf({ config, applied }: MemberAt): EtcdState {
  const { etcd } = decodeMemberSnapshot(applied.data ?? new Uint8Array(0));
  return EtcdState.restore(etcd, etcdOptions(config));
}

function hashOf({ kv }: EtcdState): number | undefined {
  const hash = kv.hashKv(0);
  return typeof hash === 'string' ? undefined : hash.hash;
}

function logOf(files: readonly DataFile[]) {
  const segments = files.filter(({ path }) => path.endsWith('.wal'));
  return readWal(
    segments.map(({ path, bytes }) => memorySource(path.replace('member/wal/', ''), bytes)),
    {},
    noTell,
  );
}

describe('a member of a lab as a data directory', () => {
  it.each([1, 2, 3])('is read back as what the member was, for every version (seed %i)', async (seed) => {
    const lab = await usedLab(seed, 120);
    for (const node of lab.world.machines.keys()) {
      const member = memberOfLab(lab.cluster, node);
      const live = lab.cluster.host.member(node);
      for (const version of etcdVersions) {
        let saved;
        try {
          saved = dataDirOf(member, { version });
        } catch (error) {
          expect(error).toBeInstanceOf(ExchangeError);
          continue;
        }
        const { backend, hash } = backendOf(saved.files, version);
        expect(backend.problems).toEqual([]);
        expect(backend.consistentIndex).toBe(member.applied.index);
        expect(backend.revision).toBe(saved.revision);
        const state = stateOf(member);
        expect(hash).toMatchObject({ hash: hashOf(state) });
        expect(backend.leases.map(({ id, ttl }) => ({ id, ttl }))).toEqual(
          state.leases.leases().map(({ id, ttl }) => ({ id, ttl })),
        );
        expect(new Set(backend.members.map(({ id }) => id))).toEqual(
          new Set(state.cluster.members().map(({ id }) => id)),
        );
        expect(backend.auth.users.map(({ name }) => name)).toEqual(
          state.auth.users().map(({ name }) => name),
        );
        expect(backend.schema.startsWith(version)).toBe(true);
        if (live !== undefined) {
          const view = live.view();
          expect(backend.revision).toBe(view.revision);
        }
        const log = logOf(saved.files);
        expect(log.end.kind).toBe('whole');
        expect(log.problems).toEqual([]);
        expect(log.metadata).toEqual({ memberId: saved.memberId, clusterId: saved.clusterId });
        expect(log.hardState?.commit).toBeGreaterThanOrEqual(saved.index);
        expect(log.snapshots.at(-1)).toMatchObject({ index: saved.index });
        const snap = saved.files.find(({ path }) => path.endsWith('.snap'));
        expect(decodeSnapshotFile('snap', snap?.bytes ?? new Uint8Array(0))).toMatchObject({
          index: saved.index,
        });
      }
    }
  });

  it('is refused before anything is applied, and says what to do', async () => {
    const lab = await EtcdLab.start({ nodes: 1, electionTicks: 1000, bootstrap: 'plain' });
    const save = (): unknown => dataDirOf(memberOfLab(lab.cluster, 1), { version: '3.4' });
    expect(save).toThrow(/node 1 cannot be saved .* let the cluster elect a leader first/);
  });

  it('has the members where they are to be reached', async () => {
    const lab = await EtcdLab.start({ nodes: 1 });
    await lab.must('put', 1, put('a', '1'));
    const before = dataDirOf(memberOfLab(lab.cluster, 1), { version: '3.4' });
    const moved = new Map([[before.memberId, ['http://10.0.0.1:2380']]]);
    const after = dataDirOf(memberOfLab(lab.cluster, 1), { version: '3.4', peerUrls: moved });
    expect(backendOf(after.files, '3.4').backend.members).toMatchObject([
      { peerUrls: ['http://10.0.0.1:2380'] },
    ]);
    const snap = after.files.find(({ path }) => path.endsWith('.snap'));
    const tree = new TextDecoder().decode(decodeSnapshotFile('snap', snap?.bytes ?? new Uint8Array(0)).data);
    expect(tree).toContain(String.raw`{\"peerURLs\":[\"http://10.0.0.1:2380\"]}`);
  });
});
