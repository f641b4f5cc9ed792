import { describe, expect, it } from 'vitest';
import { stmProgram, type StmIsolation, type StmStatement } from '../../src/client/stm.ts';
import { bytes, LittleEtcd, valueOf } from './little-etcd.ts';

const [A, B] = [bytes('a'), bytes('b')];

function transfer(from: Uint8Array, to: Uint8Array, amount: number): StmStatement[] {
  return [
    { type: 'require', key: from, atLeast: amount },
    { type: 'write', key: from, value: { type: 'sum', keys: [from], plus: -amount } },
    { type: 'write', key: to, value: { type: 'sum', keys: [to], plus: amount } },
  ];
}

function increment(key: Uint8Array): StmStatement[] {
  return [{ type: 'write', key, value: { type: 'sum', keys: [key], plus: 1 } }];
}

/** Goes only while the other stays. */
function leave(self: Uint8Array, other: Uint8Array): StmStatement[] {
  return [
    { type: 'require', key: other, atLeast: 1 },
    { type: 'write', key: self, value: { type: 'bytes', bytes: bytes('0') } },
  ];
}

function stm(isolation: StmIsolation, statements: StmStatement[]): ReturnType<typeof stmProgram> {
  return stmProgram({ isolation, statements, attemptsMax: 0 });
}

/** Twenty clients add one at the same time; what is there then. */
function countTo20(isolation: StmIsolation, seed: number): number {
  const etcd = new LittleEtcd(seed);
  for (let i = 0; i < 20; i++) etcd.start(`c${i}`, stm(isolation, increment(A)));
  etcd.run(60_000);
  for (let i = 0; i < 20; i++) expect(etcd.outcome(`c${i}`)?.type).toBe('committed');
  return Number(valueOf(etcd, 'a'));
}

describe('an optimistic transaction', () => {
  it.each(['serializableSnapshot', 'serializable', 'repeatableReads'] as const)(
    'loses no update under %s',
    (isolation) => {
      for (let seed = 1; seed <= 5; seed++) expect(countTo20(isolation, seed)).toBe(20);
    },
  );

  it('loses updates under readCommitted, which checks nothing', () => {
    expect(countTo20('readCommitted', 1)).toBeLessThan(20);
  });

  it('keeps the sum of two accounts, whoever transfers, and never below nothing', () => {
    for (let seed = 1; seed <= 5; seed++) {
      const etcd = new LittleEtcd(seed);
      etcd.do({ type: 'put', key: A, value: bytes('50') });
      etcd.do({ type: 'put', key: B, value: bytes('50') });
      for (let i = 0; i < 20; i++) {
        etcd.start(
          `c${i}`,
          stm('serializableSnapshot', i % 3 === 0 ? transfer(B, A, 30) : transfer(A, B, 20)),
        );
      }
      etcd.run(60_000);
      const [a, b] = [Number(valueOf(etcd, 'a')), Number(valueOf(etcd, 'b'))];
      expect(a + b, `seed ${seed}`).toBe(100);
      expect(Math.min(a, b)).toBeGreaterThanOrEqual(0);
      const outcomes = Array.from({ length: 20 }, (_, i) => etcd.outcome(`c${i}`)?.type);
      expect(new Set(outcomes)).toEqual(new Set(['committed', 'finished']));
    }
  });

  /** Two doctors, each of whom may leave only while the other stays: the anomaly of snapshots, write skew. */
  it.each([
    ['serializableSnapshot', 1],
    ['serializable', 1],
    ['readCommitted', 2],
  ] as const)('under %s lets %i of two leave who each look at the other', (isolation, left) => {
    const etcd = new LittleEtcd(2);
    for (const key of [A, B]) etcd.do({ type: 'put', key, value: bytes('1') });
    etcd.start('a', stm(isolation, leave(A, B)));
    etcd.start('b', stm(isolation, leave(B, A)));
    etcd.run(5000);
    expect([valueOf(etcd, 'a'), valueOf(etcd, 'b')].filter((value) => value === '0')).toHaveLength(left);
  });

  it('sees its own writes and deletions, and leaves nothing behind when it gives up', () => {
    const etcd = new LittleEtcd(3);
    etcd.do({ type: 'put', key: A, value: bytes('5') });
    const statements: StmStatement[] = [
      { type: 'write', key: A, value: { type: 'sum', keys: [A], plus: 1 } },
      { type: 'write', key: B, value: { type: 'copy', key: A } },
      { type: 'delete', key: A },
      { type: 'require', key: B, atLeast: 6 },
    ];
    etcd.start('c', stm('serializable', statements));
    etcd.run(1000);
    expect(etcd.outcome('c')).toMatchObject({ type: 'committed', attempts: 1 });
    expect([valueOf(etcd, 'a'), valueOf(etcd, 'b')]).toEqual([undefined, '6']);
    etcd.start(
      'd',
      stm('serializable', [...statements.slice(2, 3), { type: 'require', key: B, atLeast: 7 }]),
    );
    etcd.run(1000);
    expect(etcd.outcome('d')?.type).toBe('finished');
    expect(valueOf(etcd, 'b')).toBe('6');
  });

  it('gives up after so many attempts, if it is told a limit', () => {
    const etcd = new LittleEtcd(4);
    const busy = stmProgram({ isolation: 'serializable', statements: increment(A), attemptsMax: 1 });
    for (let i = 0; i < 6; i++) etcd.start(`c${i}`, busy);
    etcd.run(5000);
    const outcomes = Array.from({ length: 6 }, (_, i) => etcd.outcome(`c${i}`));
    expect(outcomes).toContainEqual({ type: 'failed', status: 'failed', error: 'tooManyConflicts' });
    expect(Number(valueOf(etcd, 'a'))).toBe(outcomes.filter((each) => each?.type === 'committed').length);
  });
});
