import { describe, expect, it } from 'vitest';
import { barrierProgram } from '../../src/client/barrier.ts';
import { callsProgram } from '../../src/client/calls.ts';
import { dequeueProgram } from '../../src/client/dequeue.ts';
import { registerProgram, resolveProgram } from '../../src/client/discovery.ts';
import { enqueueProgram } from '../../src/client/enqueue.ts';
import { keepAliveProgram } from '../../src/client/keep-alive.ts';
import { put, watch } from '../../src/client/operations.ts';
import { watchingProgram } from '../../src/client/watching.ts';
import { bytes, LittleEtcd, text, valueOf } from './little-etcd.ts';

const NAME = bytes('q');

function takenBy(etcd: LittleEtcd, name: string): string[] {
  const outcome = etcd.outcome(name);
  return outcome?.type === 'taken' ? outcome.kvs.map(({ value }) => text(value)) : [];
}

describe('a queue', () => {
  it('gives each value to one consumer, in the order in which they came', () => {
    for (let seed = 1; seed <= 10; seed++) {
      const etcd = new LittleEtcd(seed);
      etcd.start('d1', dequeueProgram({ name: NAME, order: 'fifo', count: 5 }));
      etcd.start('d2', dequeueProgram({ name: NAME, order: 'fifo', count: 5 }));
      for (let i = 0; i < 10; i++) {
        const order = { type: 'fifo', mark: `p${i}` } as const;
        etcd.start(`e${i}`, enqueueProgram({ name: NAME, value: bytes(String(i)), order }));
        etcd.run(100);
      }
      etcd.run(20_000);
      const [first, second] = [takenBy(etcd, 'd1'), takenBy(etcd, 'd2')];
      expect(
        [...first, ...second].map(Number).sort((a, b) => a - b),
        `seed ${seed}`,
      ).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
      for (const taken of [first, second]) expect(taken).toEqual([...taken].sort());
    }
  });

  it('with priorities gives the lowest number first, and those of one number as they came', () => {
    const etcd = new LittleEtcd(1);
    const items = [
      [5, 'e'],
      [1, 'a'],
      [5, 'f'],
      [1, 'b'],
      [300, 'g'],
    ] as const;
    for (const [priority, value] of items) {
      const order = { type: 'priority', priority } as const;
      etcd.start(value, enqueueProgram({ name: NAME, value: bytes(value), order }));
      etcd.run(500);
      expect(etcd.outcome(value)?.type).toBe('finished');
    }
    etcd.start('d', dequeueProgram({ name: NAME, order: 'priority', count: 5 }));
    etcd.run(5000);
    expect(takenBy(etcd, 'd')).toEqual(['a', 'b', 'e', 'f', 'g']);
  });

  it('never gives two the same number, however many come at once', () => {
    const etcd = new LittleEtcd(2);
    for (let i = 0; i < 12; i++) {
      const order = { type: 'priority', priority: 3 } as const;
      etcd.start(`e${i}`, enqueueProgram({ name: NAME, value: bytes(`${i}`), order }));
    }
    etcd.run(60_000);
    etcd.start('d', dequeueProgram({ name: NAME, order: 'priority', count: 12 }));
    etcd.run(20_000);
    expect(new Set(takenBy(etcd, 'd')).size).toBe(12);
  });
});

describe('other recipes', () => {
  it('a resolver follows the servers of a service as they come, move, leave and die', () => {
    const etcd = new LittleEtcd(3);
    const service = bytes('web');
    const found = (): string[][] =>
      etcd
        .notes('r')
        .flatMap((note) => (note.type === 'found' ? [note.kvs.map(({ value }) => text(value))] : []));
    etcd.start('r', resolveProgram(service));
    etcd.run(300);
    etcd.start('s2', registerProgram({ service, instance: 's2', address: bytes('10.0.0.2'), ttl: 5 }));
    etcd.run(300);
    etcd.start('s1', registerProgram({ service, instance: 's1', address: bytes('10.0.0.1'), ttl: 5 }));
    etcd.run(30_000);
    etcd.tell('s1', { type: 'publish', value: bytes('10.0.0.9') });
    etcd.run(300);
    etcd.tell('s2', { type: 'release' });
    etcd.run(300);
    etcd.kill('s1');
    etcd.run(10_000);
    expect(found()).toEqual([
      [],
      ['10.0.0.2'],
      ['10.0.0.1', '10.0.0.2'],
      ['10.0.0.9', '10.0.0.2'],
      ['10.0.0.9'],
      [],
    ]);
  });

  it('a server whose lease was lost registers again', () => {
    const etcd = new LittleEtcd(4);
    etcd.start('s', registerProgram({ service: bytes('web'), instance: 's', address: bytes('1'), ttl: 6 }));
    etcd.run(1000);
    etcd.do({ type: 'leaseRevoke', id: etcd.etcd.leases.leases()[0]?.id ?? 0n });
    expect(valueOf(etcd, 'web/s')).toBeUndefined();
    etcd.run(5000);
    expect(valueOf(etcd, 'web/s')).toBe('1');
  });

  it('a subscriber sees every message of a publisher, in order, and those before it came', () => {
    const etcd = new LittleEtcd(5);
    const topic = bytes('topic');
    const operations = Array.from({ length: 20 }, (_, i) => put(topic, bytes(`${i}`)));
    etcd.start('p', callsProgram({ operations, gapMs: 30, stays: false }));
    etcd.run(500);
    etcd.start('s', watchingProgram(watch(topic, new Uint8Array(0), 1)));
    etcd.run(5000);
    const seen = etcd.notes('s').flatMap((note) => (note.type === 'seen' ? note.events : []));
    expect(seen.map(({ kv }) => text(kv.value))).toEqual(Array.from({ length: 20 }, (_, i) => `${i}`));
    const outcome = etcd.outcome('p');
    expect(outcome?.type === 'answered' && outcome.results.length).toBe(20);
  });

  it('a subscriber that asks for what was compacted is told so', () => {
    const etcd = new LittleEtcd(6);
    for (let i = 0; i < 5; i++) etcd.do(put(bytes('k'), bytes(`${i}`)));
    etcd.do({ type: 'compact', revision: 4 });
    etcd.start('s', watchingProgram(watch(bytes('k'), new Uint8Array(0), 2)));
    etcd.run(1000);
    expect(etcd.notes('s')).toMatchObject([{ type: 'cancelled', compactRevision: 4 }]);
    expect(etcd.outcome('s')).toMatchObject({ type: 'failed', error: 'compacted' });
  });

  it('a barrier keeps clients waiting until it is released, and can be held once', () => {
    const etcd = new LittleEtcd(7);
    const key = bytes('gate');
    etcd.start('h', barrierProgram({ key, does: 'hold' }));
    etcd.run(300);
    etcd.start('h2', barrierProgram({ key, does: 'hold' }));
    etcd.start('w', barrierProgram({ key, does: 'wait' }));
    etcd.run(1000);
    expect([etcd.outcome('h')?.type, etcd.outcome('w')]).toEqual(['finished', undefined]);
    expect(etcd.outcome('h2')).toMatchObject({ error: 'keyExists' });
    etcd.start('r', barrierProgram({ key, does: 'release' }));
    etcd.run(1000);
    expect(etcd.outcome('w')?.type).toBe('finished');
    etcd.start('w2', barrierProgram({ key, does: 'wait' }));
    etcd.run(300);
    expect(etcd.outcome('w2')?.type).toBe('finished');
  });

  it('a lease is kept alive as long as its client lives, and revoked when it is let go', () => {
    const etcd = new LittleEtcd(8);
    for (const name of ['k1', 'k2'])
      etcd.start(name, keepAliveProgram({ lease: 0n, ttl: 3, keepAlive: true }));
    etcd.run(60_000);
    expect(etcd.etcd.leases.size).toBe(2);
    etcd.tell('k1', { type: 'release' });
    etcd.kill('k2');
    etcd.run(2000);
    expect(etcd.outcome('k1')?.type).toBe('released');
    expect(etcd.etcd.leases.size).toBe(1);
    etcd.run(3000);
    expect(etcd.etcd.leases.size).toBe(0);
  });
});
