import { describe, expect, it } from 'vitest';
import { EtcdLab, get, put } from './etcd-lab.ts';

describe('a member that cannot answer', () => {
  it('gives a write up after 5 s and two elections, saying that its effect is not known', async () => {
    const lab = await EtcdLab.start();
    const { leader } = lab;
    for (const node of [1, 2, 3]) if (node !== leader) await lab.act({ type: 'kill', node });
    const request = await lab.begin(leader, put('a', '1'));
    await lab.run(6800);
    expect(lab.outcome(request)).toBe('pending');
    await lab.run(400);
    expect(lab.outcome(request)).toMatch(/^unknown: timeout/u);
  });

  it('lets a write wait for a leader, and fails it when none comes', async () => {
    const lab = await EtcdLab.start();
    const { follower } = lab;
    await lab.act({ type: 'isolate', node: follower });
    await lab.run(4000);
    const lost = await lab.begin(follower, put('a', 'lost'));
    await lab.run(7500);
    expect(lab.outcome(lost)).toBe('failed: deadlineExceeded');
    await lab.act({ type: 'heal' });
    await lab.run(2000);
    const survivor = lab.follower;
    await lab.act({ type: 'kill', node: lab.leader });
    await lab.run(1900); // by now the survivors know that they have no leader, and have none yet or a new one
    const waits = await lab.begin(survivor, put('a', 'kept'));
    await lab.run(5000);
    expect(lab.outcome(waits)).toBe('ok');
    expect(await lab.read(survivor, 'a')).toBe('a=kept');
  });

  it('fails a read whose round was out when the leader changed, so that its client asks again', async () => {
    const lab = await EtcdLab.start();
    const { leader } = lab;
    await lab.act({ type: 'kill', node: leader });
    const reader = lab.cluster.members()[0]?.view().id ?? 0;
    const request = await lab.begin(reader, get('a'));
    await lab.run(5000);
    expect(lab.outcome(request)).toBe('failed: leaderChanged');
    expect(await lab.read(reader, 'a')).toBe('none');
  });

  it('fails a read when no leader comes for as long as a write would wait', async () => {
    const lab = await EtcdLab.start();
    const { follower } = lab;
    await lab.act({ type: 'isolate', node: follower });
    await lab.run(3000);
    const request = await lab.begin(follower, get('a'));
    await lab.run(6500);
    expect(lab.outcome(request)).toBe('pending');
    await lab.run(1000);
    expect(lab.outcome(request)).toBe('failed: timeout');
    expect(await lab.read(follower, 'a', 'serializable')).toBe('none');
  });

  it('refuses what is too large, before it is proposed', async () => {
    const lab = await EtcdLab.start({ maxRequestBytes: 1000 });
    const { revision } = await lab.must('put', 1, put('a', 'x'.repeat(800)));
    expect(await lab.ask(1, put('a', 'x'.repeat(1001)))).toBe('failed: requestTooLarge');
    expect(await lab.must('range', 1, get('a'))).toMatchObject({ revision });
  });

  it('answers a physical compaction when what it hid has been removed', async () => {
    const lab = await EtcdLab.start({ nodes: 1 });
    for (let i = 0; i < 50; i++) await lab.must('put', 1, put('a', `${i}`));
    const { revision } = await lab.must('range', 1, get('a'));
    await lab.must('compact', 1, { type: 'compact', revision, physical: true });
    const first = await lab.must('hashKv', 1, { type: 'hashKv', revision: 0 });
    expect(first).toMatchObject({ compactRevision: revision });
  });
});
