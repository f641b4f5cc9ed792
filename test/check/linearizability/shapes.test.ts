import { describe, expect, it } from 'vitest';
import { drawInt, drawUnit, makeDice } from '../../../src/base/random.ts';
import type { Observed } from '../../../src/check/linearizability/history.ts';
import { judgeHistory } from '../../../src/check/linearizability/judge-history.ts';
import type { RegisterOperation } from '../../../src/check/linearizability/register-model.ts';
import { etcdHistory, registerHistory } from './histories.ts';

// The shapes of the histories that checkers of linearizability are shown to work with in public: calls of no duration, a register under
// Jepsen's etcd test, a store of several keys under few and many clients. Written anew, from one register or store that answers one at a time.

type Call = Observed<RegisterOperation>;

const verdictOf = (calls: readonly Call[]): string => judgeHistory({ model: 'register', calls }).type;

/**
 * Five processes that read, write and swap one register of five values, as Jepsen's test of etcd does. Of one in eight changes nobody hears again: its process goes on
 * as another one. `planted`: the middle read is answered with a value that nobody ever wrote.
 */
function jepsenRegister(seed: number, planted: boolean): Call[] {
  const dice = makeDice(seed, 'jepsen register');
  const free = [0, 0, 0, 0, 0];
  const asked = Array.from({ length: 170 }, (_, i) => {
    const process = i % free.length;
    const invokedAt = (free[process] ?? 0) + drawInt(dice, 1, 50);
    const doneAt = invokedAt + drawInt(dice, 1, 300);
    const returnedAt = doneAt + drawInt(dice, 1, 300);
    free[process] = returnedAt;
    return { invokedAt, doneAt, returnedAt };
  }).sort((a, b) => a.doneAt - b.doneAt);
  let value: string | undefined;
  const reads: number[] = [];
  const calls = asked.map(({ invokedAt, returnedAt }, i): Call => {
    const chance = drawUnit(dice);
    if (chance < 1 / 3) {
      reads.push(i);
      return { operation: { type: 'read', value }, invokedAt, returnedAt };
    }
    const isKnown = drawInt(dice, 0, 7) > 0;
    const isDone = isKnown || drawInt(dice, 0, 1) === 0;
    const next = `${drawInt(dice, 0, 4)}`;
    if (chance < 2 / 3) {
      if (isDone) value = next;
      return {
        operation: { type: 'write', value: next },
        invokedAt,
        returnedAt: isKnown ? returnedAt : undefined,
      };
    }
    const expected = `${drawInt(dice, 0, 4)}`;
    const holds = value === expected;
    if (isDone && holds) value = next;
    return {
      operation: { type: 'compareAndSet', expected, value: next, succeeded: isKnown ? holds : undefined },
      invokedAt,
      returnedAt: isKnown ? returnedAt : undefined,
    };
  });
  const middle = reads[Math.floor(reads.length / 2)];
  const read = middle === undefined ? undefined : calls[middle];
  if (planted && middle !== undefined && read !== undefined)
    calls[middle] = { ...read, operation: { type: 'read', value: 'nobody’s' } };
  return calls;
}

function at(instant: number, operation: RegisterOperation): Call {
  return { operation, invokedAt: instant, returnedAt: instant };
}

describe('shapes of public histories', () => {
  it('calls of no duration at one instant overlap, and at two they do not', () => {
    const before = at(0, { type: 'write', value: 'old' });
    const write = at(5, { type: 'write', value: 'new' });
    const read = (instant: number, value: string): Call => at(instant, { type: 'read', value });
    expect(verdictOf([before, write, read(5, 'old')])).toBe('linearizable');
    expect(verdictOf([before, write, read(5, 'new')])).toBe('linearizable');
    expect(verdictOf([before, write, read(5, 'new'), read(5, 'old')])).toBe('linearizable');
    expect(verdictOf([before, write, read(6, 'old')])).toBe('impossible');
    expect(verdictOf([before, write, read(4, 'new')])).toBe('impossible');
  });

  it('a register under five processes of Jepsen’s etcd test: 102 histories, each also with a read of what nobody wrote', () => {
    for (let seed = 1; seed <= 102; seed++) {
      expect(verdictOf(jepsenRegister(seed, false)), `seed ${seed}`).toBe('linearizable');
      expect(verdictOf(jepsenRegister(seed, true)), `seed ${seed}, planted`).toBe('impossible');
    }
  });

  it.each([
    { clients: 1, calls: 200 },
    { clients: 10, calls: 1000 },
    { clients: 50, calls: 2000 },
  ])('a store of ten keys, $clients clients, $calls calls: right, and with one stale read', (size) => {
    const work = { ...size, seed: size.clients, keys: 10, unknown: 0.05, reads: 0.5 };
    const calls = registerHistory(work);
    expect(judgeHistory({ model: 'register', calls }).type).toBe('linearizable');
    const stale = registerHistory({ ...work, staleAfter: 0.8 });
    expect(judgeHistory({ model: 'register', calls: stale }).type).toBe('impossible');
    expect(judgeHistory({ model: 'etcd', calls: etcdHistory(work) }).type).toBe('linearizable');
  });
});
