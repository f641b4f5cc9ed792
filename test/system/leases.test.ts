import { describe, expect, it } from 'vitest';
import { EtcdLab, put } from './etcd-lab.ts';

/** Grants lease 7 for `ttl` seconds, and puts key k under it. */
async function withLease(ttl: number, fields = {}): Promise<EtcdLab> {
  const lab = await EtcdLab.start(fields);
  await lab.must('leaseGrant', lab.leader, { type: 'leaseGrant', id: 7n, ttl });
  await lab.must('put', lab.leader, put('k', 'v', 7n));
  return lab;
}

const keepAlive = { type: 'leaseKeepAlive', id: 7n } as const;
const timeToLive = { type: 'leaseTimeToLive', id: 7n } as const;

describe('a lease', () => {
  it('ends when the leader says so, on all members by the same entry, and takes its keys along', async () => {
    const lab = await withLease(3);
    await lab.run(2000);
    expect(await lab.read(2, 'k')).toBe('k=v');
    await lab.run(2500);
    for (const node of [1, 2, 3]) expect(await lab.read(node, 'k')).toBe('none');
    expect(await lab.must('leaseTimeToLive', lab.follower, timeToLive)).toMatchObject({ ttl: -1 });
    expect(new Set(lab.hashes()).size).toBe(1);
  });

  it('gets its whole time again from a new leader, and an election timeout on top', async () => {
    const lab = await withLease(5);
    await lab.run(3000);
    const before = lab.leader;
    await lab.act({ type: 'kill', node: before });
    await lab.run(3000);
    const after = lab.leader;
    expect(after).not.toBe(before);
    const { ttl } = await lab.must('leaseTimeToLive', after, timeToLive);
    expect(ttl).toBeGreaterThanOrEqual(3); // without the change it would have been gone by now
    await lab.run(7000);
    expect(await lab.read(after, 'k')).toBe('none');
  });

  it('is counted on by a new leader from its checkpoint, where checkpoints are on', async () => {
    for (const [leaseCheckpoints, least, most] of [
      [true, 100, 320],
      [false, 590, 620],
    ] as const) {
      const lab = await withLease(600, { leaseCheckpoints, tickMs: 500 });
      await lab.run(310_000);
      await lab.act({ type: 'kill', node: lab.leader });
      await lab.run(20_000);
      const { ttl } = await lab.must('leaseTimeToLive', lab.leader, timeToLive);
      expect(ttl, `checkpoints ${leaseCheckpoints}`).toBeGreaterThanOrEqual(least - 20);
      expect(ttl, `checkpoints ${leaseCheckpoints}`).toBeLessThanOrEqual(most);
    }
  });

  it('is kept alive through a follower, which asks the leader', async () => {
    const lab = await withLease(3);
    const { follower } = lab;
    for (let i = 0; i < 6; i++) {
      await lab.run(1000);
      const kept = await lab.must('leaseKeepAlive', follower, keepAlive);
      expect(kept).toMatchObject({ id: 7n, ttl: 3 });
    }
    expect(await lab.read(follower, 'k')).toBe('k=v');
  });

  it('is not kept alive through a follower that is cut off: its call fails in the end, and the lease is gone', async () => {
    const lab = await withLease(3);
    const { follower } = lab;
    await lab.act({ type: 'isolate', node: follower });
    const request = await lab.begin(follower, keepAlive);
    await lab.run(5000);
    expect(lab.outcome(request)).toBe('pending');
    await lab.run(3000);
    expect(lab.outcome(request)).toBe('failed: noLeader');
    await lab.act({ type: 'heal' });
    await lab.run(2000);
    expect(await lab.must('leaseKeepAlive', follower, keepAlive)).toMatchObject({ ttl: 0 });
    expect(await lab.read(follower, 'k')).toBe('none');
  });

  it('is kept alive after a cut that is over in time: the follower asks again', async () => {
    const lab = await withLease(10);
    const { follower, leader } = lab;
    await lab.act({ type: 'cut', from: leader, to: follower, oneWay: false });
    const request = await lab.begin(follower, keepAlive);
    await lab.run(500);
    await lab.act({ type: 'heal' });
    await lab.run(2500);
    expect(lab.outcome(request)).toBe('ok');
  });

  it('is kept alive by a stream, one answer after the other', async () => {
    const lab = await withLease(3);
    const stream = await lab.open(lab.follower, 'leaseKeepAlive');
    for (const id of [7n, 99n, 7n]) {
      await lab.act({ type: 'sendStream', stream, message: { type: 'keepAlive', id } });
    }
    await lab.run(500);
    expect(lab.received(stream)).toMatchObject([
      { id: 7n, ttl: 3 },
      { id: 99n, ttl: 0 },
      { id: 7n, ttl: 3 },
    ]);
  });

  it('whose leader hangs ends no sooner than its time after the others have noticed', async () => {
    const lab = await withLease(4);
    const { leader } = lab;
    await lab.act({ type: 'pause', node: leader });
    await lab.run(3500);
    expect(await lab.read(lab.follower === leader ? lab.leader : lab.follower, 'k')).toBe('k=v');
    await lab.act({ type: 'resume', node: leader });
    await lab.run(8000);
    for (const node of [1, 2, 3]) expect(await lab.read(node, 'k')).toBe('none');
    expect(lab.violations).toEqual([]);
  });
});
