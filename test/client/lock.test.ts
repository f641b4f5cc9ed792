import { describe, expect, it } from 'vitest';
import { lockProgram } from '../../src/client/lock.ts';
import { bytes, LittleEtcd, text } from './little-etcd.ts';

const NAME = bytes('m');

function locker(ttl = 10, keepAlive = true): ReturnType<typeof lockProgram> {
  return lockProgram({ name: NAME, holds: true, lease: 0n, ttl, keepAlive });
}

/** Since which revision each believes to own the lock; undefined: it does not. */
function owners(etcd: LittleEtcd, names: readonly string[]): (number | undefined)[] {
  return names.map((name) => {
    const program = etcd.program(name);
    return program.recipe === 'lock' && program.stage === 'owner' ? program.createRevision : undefined;
  });
}

describe('a lock', () => {
  it('is held by one client at a time, in the order in which they came, with growing tokens', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const etcd = new LittleEtcd(seed);
      const names = ['c1', 'c2', 'c3', 'c4'];
      for (const name of names) etcd.start(name, locker());
      const tokens: number[] = [];
      for (let i = 0; i < names.length; i++) {
        etcd.run(1000);
        const held = owners(etcd, names);
        const owner = names.filter((_, at) => held[at] !== undefined);
        expect(owner, `seed ${seed}`).toHaveLength(1);
        tokens.push(held.find((token) => token !== undefined) ?? 0);
        etcd.tell(owner[0] ?? '', { type: 'release' });
      }
      etcd.run(1000);
      expect(tokens, `seed ${seed}`).toEqual([...tokens].sort((a, b) => a - b));
      expect(new Set(tokens).size).toBe(4);
      expect(names.map((name) => etcd.outcome(name)?.type)).toEqual(names.map(() => 'released'));
    }
  });

  it('wakes one waiter only, the next in line', () => {
    const etcd = new LittleEtcd(1);
    for (const name of ['c1', 'c2', 'c3']) {
      etcd.start(name, locker());
      etcd.run(500);
    }
    const waiting = (name: string) => etcd.notes(name).filter(({ type }) => type === 'waiting').length;
    expect([waiting('c1'), waiting('c2'), waiting('c3')]).toEqual([0, 1, 1]);
    etcd.tell('c1', { type: 'release' });
    etcd.run(500);
    expect(owners(etcd, ['c2', 'c3'])).toEqual([expect.any(Number), undefined]);
    expect([waiting('c2'), waiting('c3')]).toEqual([1, 1]);
  });

  it('passes on when its owner dies, once the lease has run out and not before', () => {
    const etcd = new LittleEtcd(3);
    etcd.start('c1', locker(10));
    etcd.run(1000);
    etcd.start('c2', locker(10));
    etcd.run(30_000);
    expect(owners(etcd, ['c1', 'c2'])).toEqual([expect.any(Number), undefined]);
    etcd.kill('c1');
    etcd.run(5000);
    expect(owners(etcd, ['c2'])).toEqual([undefined]);
    etcd.run(6500);
    expect(owners(etcd, ['c2'])).toEqual([expect.any(Number)]);
  });

  it('stays in the belief of a client that sends no keep-alives, though it is gone (it is no fence)', () => {
    const etcd = new LittleEtcd(4);
    etcd.start('c1', locker(2));
    etcd.run(500);
    etcd.tell('c1', { type: 'stopKeepAlive' });
    etcd.start('c2', locker(10));
    etcd.run(5000);
    const [first = 0, second = 0] = owners(etcd, ['c1', 'c2']);
    expect(first).toBeGreaterThan(0);
    expect(second).toBeGreaterThan(first);
  });

  it('is believed in by one who lost its lease while it waited, as in etcd 3.4, which looks for older keys only', () => {
    const etcd = new LittleEtcd(9);
    etcd.start('c1', locker());
    etcd.run(500);
    etcd.start('c2', locker(2));
    etcd.run(500);
    etcd.start('c3', locker());
    etcd.tell('c2', { type: 'stopKeepAlive' });
    etcd.run(5000);
    expect(owners(etcd, ['c1', 'c2', 'c3'])).toEqual([expect.any(Number), undefined, undefined]);
    etcd.tell('c1', { type: 'release' });
    etcd.run(500);
    const [lost = 0, real = 0] = owners(etcd, ['c2', 'c3']);
    expect(lost).toBeGreaterThan(0);
    expect(real).toBeGreaterThan(lost);
  });

  it('tells an owner whose lease ended that it is lost', () => {
    const etcd = new LittleEtcd(5);
    etcd.start('c1', locker(10));
    etcd.run(1000);
    const lease = etcd.etcd.leases.leases()[0]?.id ?? 0n;
    etcd.do({ type: 'leaseRevoke', id: lease });
    etcd.run(5000);
    expect(etcd.notes('c1').at(-1)).toEqual({ type: 'leaseLost', lease });
  });

  it('is the same key when the same lease asks again', () => {
    const etcd = new LittleEtcd(6);
    etcd.do({ type: 'leaseGrant', ttl: 60, id: 0x2an });
    const program = lockProgram({ name: NAME, holds: false, lease: 0x2an, ttl: 0, keepAlive: false });
    etcd.start('c1', program);
    etcd.run(500);
    const first = etcd.outcome('c1');
    expect(first).toMatchObject({ type: 'locked', createRevision: 2, revision: 2 });
    expect(first?.type === 'locked' && text(first.key)).toBe('m/2a');
    etcd.start('c2', program);
    etcd.run(500);
    expect(etcd.outcome('c2')).toMatchObject({ type: 'locked', createRevision: 2 });
  });

  it('fails with etcd’s error for a lease that is not there', () => {
    const etcd = new LittleEtcd(7);
    etcd.start('c1', lockProgram({ name: NAME, holds: true, lease: 99n, ttl: 0, keepAlive: false }));
    etcd.run(500);
    expect(etcd.outcome('c1')).toEqual({ type: 'failed', status: 'failed', error: 'leaseNotFound' });
  });

  it('lets go of its place in the line when it is told to', () => {
    const etcd = new LittleEtcd(8);
    for (const name of ['c1', 'c2', 'c3']) {
      etcd.start(name, locker());
      etcd.run(500);
    }
    etcd.tell('c2', { type: 'release' });
    etcd.run(500);
    expect(etcd.outcome('c2')?.type).toBe('released');
    expect(owners(etcd, ['c3'])).toEqual([undefined]);
    etcd.tell('c1', { type: 'release' });
    etcd.run(500);
    expect(owners(etcd, ['c3'])).toEqual([expect.any(Number)]);
  });
});
