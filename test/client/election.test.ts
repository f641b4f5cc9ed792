import { describe, expect, it } from 'vitest';
import { campaignProgram } from '../../src/client/campaign.ts';
import { leaderKeyProgram } from '../../src/client/leader-key.ts';
import { observeProgram } from '../../src/client/observe.ts';
import { bytes, LittleEtcd, text } from './little-etcd.ts';

const NAME = bytes('e');

function candidate(value: string): ReturnType<typeof campaignProgram> {
  return campaignProgram({
    name: NAME,
    value: bytes(value),
    holds: true,
    lease: 0n,
    ttl: 10,
    keepAlive: true,
  });
}

function observed(etcd: LittleEtcd): string[] {
  return etcd.notes('o').flatMap((note) => (note.type === 'observed' ? [text(note.kv.value)] : []));
}

describe('an election', () => {
  it('is won by one after another, and observed in order', () => {
    const etcd = new LittleEtcd(1);
    etcd.start('o', observeProgram({ name: NAME, once: false }));
    etcd.run(300);
    for (const name of ['a', 'b', 'c']) {
      etcd.start(name, candidate(name));
      etcd.run(500);
    }
    etcd.tell('a', { type: 'publish', value: bytes('a2') });
    etcd.run(500);
    etcd.tell('a', { type: 'release' });
    etcd.run(500);
    etcd.kill('b');
    etcd.run(15_000);
    expect(observed(etcd)).toEqual(['a', 'a2', 'b', 'c']);
    expect(etcd.outcome('a')?.type).toBe('released');
    etcd.tell('o', { type: 'release' });
    expect(etcd.outcome('o')?.type).toBe('finished');
  });

  it('answers who leads, and that nobody does', () => {
    const etcd = new LittleEtcd(2);
    etcd.start('q1', observeProgram({ name: NAME, once: true }));
    etcd.run(300);
    expect(etcd.outcome('q1')).toEqual({ type: 'failed', status: 'failed', error: 'electionNoLeader' });
    etcd.start('a', candidate('a'));
    etcd.run(500);
    etcd.start('q2', observeProgram({ name: NAME, once: true }));
    etcd.run(300);
    const outcome = etcd.outcome('q2');
    expect(outcome?.type === 'leader' && text(outcome.kv.value)).toBe('a');
  });

  it('lets only the holder of the key as it was made proclaim; anybody may resign in vain', () => {
    const etcd = new LittleEtcd(3);
    etcd.do({ type: 'leaseGrant', ttl: 60, id: 7n });
    const campaign = campaignProgram({
      name: NAME,
      value: bytes('a'),
      holds: false,
      lease: 7n,
      ttl: 0,
      keepAlive: false,
    });
    etcd.start('a', campaign);
    etcd.run(500);
    const won = etcd.outcome('a');
    if (won?.type !== 'elected') throw new Error('it has won');
    expect(won).toMatchObject({ createRevision: 2, lease: 7n, revision: 2 });
    const { key, createRevision } = won;
    const lease = 7n;
    const proclaim = bytes('b');
    etcd.start('p', leaderKeyProgram({ key, createRevision, lease, proclaim }));
    etcd.start('late', leaderKeyProgram({ key, createRevision: 1, lease, proclaim }));
    etcd.start('vain', leaderKeyProgram({ key, createRevision: 1, lease, proclaim: undefined }));
    etcd.run(500);
    expect(etcd.outcome('p')).toEqual({ type: 'finished', revision: 3 });
    expect(etcd.outcome('late')).toMatchObject({ error: 'electionNotLeader' });
    expect(etcd.outcome('vain')).toEqual({ type: 'released', revision: 3 });
    etcd.start('unnamed', leaderKeyProgram({ key, createRevision, lease: 0n, proclaim }));
    etcd.run(500);
    expect(etcd.outcome('unnamed')).toEqual({ type: 'finished', revision: 4 });
    etcd.start('q', observeProgram({ name: NAME, once: true }));
    etcd.run(500);
    const seen = etcd.outcome('q');
    expect(seen?.type === 'leader' && seen.kv.lease !== 0n && seen.kv.lease !== lease).toBe(true);
    etcd.start('r', leaderKeyProgram({ key, createRevision, lease, proclaim: undefined }));
    etcd.run(500);
    expect(etcd.outcome('r')).toEqual({ type: 'released', revision: 5 });
  });

  it('takes up the key it has and proclaims its new value, when the same lease campaigns again', () => {
    const etcd = new LittleEtcd(4);
    etcd.do({ type: 'leaseGrant', ttl: 60, id: 7n });
    for (const value of ['a', 'b']) {
      const options = { name: NAME, value: bytes(value), holds: false, lease: 7n, ttl: 0, keepAlive: false };
      etcd.start(value, campaignProgram(options));
      etcd.run(500);
      expect(etcd.outcome(value)).toMatchObject({ type: 'elected', createRevision: 2 });
    }
    etcd.start('q', observeProgram({ name: NAME, once: true }));
    etcd.run(300);
    const outcome = etcd.outcome('q');
    expect(outcome?.type === 'leader' && text(outcome.kv.value)).toBe('b');
  });
});
