import { sha256 } from '@noble/hashes/sha2.js';
import { describe, expect, it } from 'vitest';
import { EtcdLab, get, put } from './etcd-lab.ts';

describe('a saved snapshot', () => {
  it('comes in pieces with what remains, and ends with its SHA-256', async () => {
    const lab = await EtcdLab.start();
    for (let i = 0; i < 10; i++) await lab.must('put', 1, put(`k${i}`, 'x'.repeat(10_000)));
    const stream = await lab.open(2, 'snapshot');
    await lab.run(100);
    const messages = lab.received(stream);
    expect(messages.at(-1)).toEqual({ type: 'end' });
    const chunks = messages
      .slice(0, -1)
      .flatMap((message) => ('type' in message && message.type === 'snapshot' ? [message] : []));
    expect(chunks.length).toBeGreaterThan(4);
    const body = Buffer.concat(chunks.slice(0, -1).map(({ blob }) => blob));
    expect(chunks.at(-1)).toMatchObject({ remainingBytes: 0, blob: sha256(body) });
    expect(chunks.map(({ remainingBytes }) => remainingBytes)).toEqual(
      chunks.map((_, i) => Math.max(0, body.length - (i + 1) * 32 * 1024)),
    );
  });

  it('begins a new cluster with the same keys and revision, under other ids', async () => {
    const lab = await EtcdLab.start({ nodes: 3 });
    for (let i = 0; i < 30; i++) await lab.must('put', lab.leader, put(`k${i % 4}`, `${i}`));
    await lab.must('leaseGrant', lab.leader, { type: 'leaseGrant', id: 9n, ttl: 500 });
    await lab.must('put', lab.leader, put('leased', 'x', 9n));
    const snapshot = await lab.saveSnapshot(lab.follower);
    const before = await lab.must('range', lab.leader, get('k1'));
    const hash = await lab.must('hashKv', lab.leader, { type: 'hashKv', revision: 0 });

    const restored = await EtcdLab.start({ nodes: 5, clusterToken: 'another', snapshot, seed: 3 });
    expect(await restored.must('range', 4, get('k1'))).toEqual(before);
    for (const node of [1, 2, 3, 4, 5]) {
      expect(await restored.must('hashKv', node, { type: 'hashKv', revision: 0 })).toEqual(hash);
    }
    const { members } = await restored.must('memberList', 2, { type: 'memberList' });
    const { members: old } = await lab.must('memberList', 2, { type: 'memberList' });
    expect(members).toHaveLength(5);
    expect(old.some(({ id }) => members.some((member) => member.id === id))).toBe(false);
    expect(
      await restored.must('leaseTimeToLive', 3, { type: 'leaseTimeToLive', id: 9n, keys: true }),
    ).toMatchObject({
      grantedTtl: 500,
      keys: [new TextEncoder().encode('leased')],
    });
    const { revision } = await restored.must('put', 1, put('k1', 'new'));
    expect(revision).toBe(before.revision + 1);
    await restored.act({ type: 'kill', node: 2 });
    await restored.act({ type: 'restart', node: 2 });
    await restored.run(3000);
    expect(await restored.read(2, 'k1')).toBe('k1=new');
    expect(new Set(restored.hashes()).size).toBe(1);
    expect(restored.violations).toEqual([]);
  });
});
