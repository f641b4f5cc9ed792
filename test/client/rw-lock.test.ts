import { describe, expect, it } from 'vitest';
import { drawInt, drawUnit, makeDice } from '../../src/base/random.ts';
import { doubleBarrierProgram } from '../../src/client/double-barrier.ts';
import { rwLockProgram } from '../../src/client/rw-lock.ts';
import { bytes, LittleEtcd } from './little-etcd.ts';

const session = { lease: 0n, ttl: 10, keepAlive: true };

function rwLock(mark: string, mode: 'read' | 'write') {
  return rwLockProgram({ name: bytes('doc'), mode, mark, ...session });
}

function gate(mark: string, count = 3) {
  return doubleBarrierProgram({ key: bytes('gate'), count, mark, ...session });
}

/** In which mode a client holds the lock now, if it does. */
function holding(etcd: LittleEtcd, name: string): 'read' | 'write' | undefined {
  if (etcd.outcome(name) !== undefined) return undefined;
  const held = etcd.notes(name).flatMap((note) => (note.type === 'holds' ? [note.mode] : []));
  return held[0];
}

function hasEntered(etcd: LittleEtcd, name: string): boolean {
  return etcd.notes(name).some(({ type }) => type === 'entered');
}

describe('a read-write lock', () => {
  it('lets readers in together, a writer after them alone, and readers that came later after it', () => {
    const etcd = new LittleEtcd(1);
    const start = (name: string, mode: 'read' | 'write') => {
      etcd.start(name, rwLock(name, mode));
      etcd.run(500);
    };
    start('r1', 'read');
    start('r2', 'read');
    start('w1', 'write');
    start('r3', 'read');
    start('w2', 'write');
    const held = () => ['r1', 'r2', 'w1', 'r3', 'w2'].filter((name) => holding(etcd, name) !== undefined);
    expect(held()).toEqual(['r1', 'r2']);
    const release = (name: string) => {
      etcd.tell(name, { type: 'release' });
      etcd.run(500);
    };
    release('r2');
    expect(held()).toEqual(['r1']);
    release('r1');
    expect(held()).toEqual(['w1']);
    release('w1');
    expect(held()).toEqual(['r3']);
    release('r3');
    expect(held()).toEqual(['w2']);
    release('w2');
    expect(etcd.outcome('w2')?.type).toBe('released');
  });

  it('passes on when the lease of its holder has run out', () => {
    const etcd = new LittleEtcd(2);
    etcd.start('w1', rwLock('w1', 'write'));
    etcd.run(500);
    etcd.start('r1', rwLock('r1', 'read'));
    etcd.run(500);
    etcd.kill('w1');
    etcd.run(5000);
    expect(holding(etcd, 'r1')).toBeUndefined();
    etcd.run(20_000);
    expect(holding(etcd, 'r1')).toBe('read');
  });

  it('never lets a writer in beside anybody, whatever the order (20 seeds)', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const etcd = new LittleEtcd(seed);
      const dice = makeDice(seed, 'readers and writers');
      const names: string[] = [];
      /** Who is told to let go believes no longer that it holds. */
      const letGo = new Set<string>();
      let held = 0;
      for (let step = 0; step < 60; step++) {
        if (drawUnit(dice) < 0.5) {
          const name = `c${names.length}`;
          names.push(name);
          etcd.start(name, rwLock(name, drawUnit(dice) < 0.5 ? 'read' : 'write'));
        } else {
          const name = names[drawInt(dice, 0, Math.max(0, names.length - 1))];
          if (name !== undefined && etcd.outcome(name) === undefined) {
            letGo.add(name);
            etcd.tell(name, { type: 'release' });
          }
        }
        etcd.run(drawInt(dice, 10, 400));
        const modes = names.flatMap((name) => (letGo.has(name) ? [] : (holding(etcd, name) ?? [])));
        held += modes.length;
        if (modes.includes('write')) expect(modes, `seed ${seed}, step ${step}`).toEqual(['write']);
      }
      expect(held).toBeGreaterThan(10);
    }
  });
});

describe('a double barrier', () => {
  it('lets nobody in before all have come, and nobody out before all leave', () => {
    const etcd = new LittleEtcd(3);
    const names = ['c1', 'c2', 'c3'];
    for (const name of names) {
      etcd.start(name, gate(name));
      etcd.run(1000);
      const started = names.slice(0, names.indexOf(name) + 1);
      const entered = started.filter((each) => hasEntered(etcd, each));
      expect(entered).toEqual(name === 'c3' ? names : []);
    }
    for (const name of ['c2', 'c1', 'c3']) {
      expect(names.filter((each) => etcd.outcome(each) !== undefined)).toEqual([]);
      etcd.tell(name, { type: 'release' });
      etcd.run(1000);
    }
    for (const name of names) expect(etcd.outcome(name)?.type).toBe('released');
    expect(
      etcd.do({
        type: 'range',
        key: bytes('gate'),
        rangeEnd: bytes('gatf'),
        revision: 0,
        consistency: 'serializable',
      }),
    ).toMatchObject({ status: 'ok', result: { kvs: [] } });
  });

  it('goes on without one that died inside, when its lease has run out', () => {
    const etcd = new LittleEtcd(4);
    for (const name of ['c1', 'c2', 'c3']) etcd.start(name, gate(name));
    etcd.run(2000);
    etcd.kill('c2');
    for (const name of ['c1', 'c3']) etcd.tell(name, { type: 'release' });
    etcd.run(3000);
    expect([etcd.outcome('c1'), etcd.outcome('c3')]).toEqual([undefined, undefined]);
    etcd.run(20_000);
    expect([etcd.outcome('c1')?.type, etcd.outcome('c3')?.type]).toEqual(['released', 'released']);
  });

  it('turns away who is one too many', () => {
    const etcd = new LittleEtcd(5);
    for (const name of ['c1', 'c2', 'c3']) {
      etcd.start(name, gate(name, 2));
      etcd.run(1000);
    }
    expect(etcd.outcome('c3')).toMatchObject({ type: 'failed', error: 'tooManyClients' });
  });

  it('is used again and again by clients in any order (10 seeds)', () => {
    for (let seed = 1; seed <= 10; seed++) {
      const etcd = new LittleEtcd(seed);
      const dice = makeDice(seed, 'a gate');
      for (let round = 0; round < 3; round++) {
        const names = [0, 1, 2, 3].map((i) => `c${round}-${i}`);
        for (const name of names) {
          etcd.start(name, gate(name, 4));
          etcd.run(drawInt(dice, 0, 300));
        }
        etcd.run(3000);
        expect(
          names.filter((name) => hasEntered(etcd, name)),
          `seed ${seed}`,
        ).toEqual(names);
        for (const name of names.toSorted(() => drawUnit(dice) - 0.5)) {
          etcd.tell(name, { type: 'release' });
          etcd.run(drawInt(dice, 0, 300));
        }
        etcd.run(5000);
        for (const name of names) expect(etcd.outcome(name)?.type, `seed ${seed}`).toBe('released');
      }
    }
  });
});
