import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Observed } from '../../../src/check/linearizability/history.ts';
import { judgeHistory, pointsOf } from '../../../src/check/linearizability/judge-history.ts';
import { registerModel, type RegisterOperation } from '../../../src/check/linearizability/register-model.ts';
import { search } from '../../../src/check/linearizability/search.ts';
import { judgeZones } from '../../../src/check/linearizability/zones.ts';
import { canBeExplained } from './naive.ts';

type Call = Observed<RegisterOperation>;

function call(operation: RegisterOperation, invokedAt: number, returnedAt: number | undefined): Call {
  return { operation, invokedAt, returnedAt };
}

const budget = (): { steps: number; bytes: number } => ({ steps: 1e6, bytes: 2 ** 26 });
const value = fc.constantFrom('1', '2', undefined);
const times = fc.record({ invokedAt: fc.nat(12), lasts: fc.nat(6), luck: fc.nat(4) });

/** Writes, reads and swaps of few values; one of five changes never returns. */
const anyCall = fc
  .tuple(
    fc.oneof(
      fc.record({ type: fc.constant('write' as const), value }),
      fc.record({ type: fc.constant('read' as const), value }),
      fc.record({
        type: fc.constant('compareAndSet' as const),
        expected: value,
        value,
        succeeded: fc.boolean(),
      }),
    ),
    times,
  )
  .map(([operation, { invokedAt, lasts, luck }]) => {
    const isLost = luck === 0 && operation.type !== 'read';
    const asked =
      isLost && operation.type === 'compareAndSet' ? { ...operation, succeeded: undefined } : operation;
    return call(asked, invokedAt, isLost ? undefined : invokedAt + lasts);
  });

/** Writes of values that are all different, and reads of them. */
const toldApart = fc
  .array(fc.tuple(fc.boolean(), fc.nat(4), times), { maxLength: 7 })
  .map((calls) =>
    calls.map(([isWrite, read, { invokedAt, lasts, luck }], i) =>
      isWrite
        ? call({ type: 'write', value: `${i}` }, invokedAt, luck === 0 ? undefined : invokedAt + lasts)
        : call({ type: 'read', value: read === 4 ? undefined : `${read}` }, invokedAt, invokedAt + lasts),
    ),
  );

describe('the search through orders', () => {
  it('says of small random histories what trying every order says', () => {
    let impossible = 0;
    fc.assert(
      fc.property(fc.array(anyCall, { maxLength: 6 }), (calls) => {
        const { type } = search(calls, registerModel, budget());
        if (type === 'impossible') impossible++;
        expect(type).toBe(canBeExplained(calls, registerModel) ? 'linearizable' : 'impossible');
      }),
      { numRuns: 3000, seed: 7 },
    );
    expect(impossible).toBeGreaterThan(300);
    expect(impossible).toBeLessThan(2700);
  });

  it('says the same of registers whose writes can be told apart as the zones of their values do', () => {
    let impossible = 0;
    fc.assert(
      fc.property(toldApart, (calls) => {
        const zones = judgeZones(calls);
        const searched = search(calls, registerModel, budget());
        if (searched.type === 'impossible') impossible++;
        expect(zones?.type).toBe(searched.type);
        expect(searched.type).toBe(canBeExplained(calls, registerModel) ? 'linearizable' : 'impossible');
        // At one time several may return, of which each may be called the first.
        if (zones?.type === 'impossible' && searched.type === 'impossible') {
          expect(calls[zones.first]?.returnedAt).toBe(calls[searched.first]?.returnedAt);
        }
      }),
      { numRuns: 3000, seed: 11 },
    );
    expect(impossible).toBeGreaterThan(300);
    expect(impossible).toBeLessThan(2900);
  });

  it('gives an order that keeps to the clock and to the model', () => {
    fc.assert(
      fc.property(fc.oneof(fc.array(anyCall, { maxLength: 7 }), toldApart), (calls) => {
        const verdict = judgeHistory({ model: 'register', calls });
        if (verdict.type === 'unknown') throw new Error('such small histories can be told');
        const [order = []] = verdict.orders;
        let state = registerModel.initial;
        for (const [i, each] of order.entries()) {
          const stepped = registerModel.step(state, (calls[each] as Call).operation);
          expect(stepped).toBeDefined();
          state = stepped?.state;
          for (const later of order.slice(i + 1)) {
            expect(calls[later]?.returnedAt ?? Infinity).toBeGreaterThanOrEqual(calls[each]?.invokedAt ?? 0);
          }
        }
        const points = pointsOf(calls, verdict.orders);
        for (const [each, at] of points) {
          expect(at).toBeGreaterThanOrEqual(calls[each]?.invokedAt ?? 0);
          expect(at).toBeLessThanOrEqual(calls[each]?.returnedAt ?? Infinity);
        }
        const mustBeThere =
          verdict.type === 'linearizable' ? Infinity : (calls[verdict.first]?.returnedAt ?? 0);
        const missing = calls.filter(
          ({ returnedAt }, i) => !order.includes(i) && (returnedAt ?? Infinity) < mustBeThere,
        );
        expect(missing).toEqual([]);
      }),
      { numRuns: 1500, seed: 8 },
    );
  });

  it('names the first answer that nothing explains, and what it contradicts', () => {
    const calls = [
      call({ type: 'write', value: '0' }, 0, 1),
      call({ type: 'write', value: '1' }, 2, 12),
      call({ type: 'read', value: '1' }, 4, 6),
      call({ type: 'read', value: '0' }, 7, 8),
      call({ type: 'read', value: '7' }, 9, 14),
    ];
    const verdict = judgeHistory({ model: 'register', calls });
    expect(verdict).toMatchObject({
      type: 'impossible',
      first: 3,
      contradiction: [0, 2, 3],
      isSmallest: true,
    });
  });

  it('finds contradictions of which nothing can be left out', () => {
    let found = 0;
    fc.assert(
      fc.property(fc.array(anyCall, { minLength: 3, maxLength: 7 }), (calls) => {
        const verdict = judgeHistory({ model: 'register', calls });
        if (verdict.type !== 'impossible') return;
        found++;
        const { contradiction } = verdict;
        expect(verdict.isSmallest).toBe(true);
        const now = calls[verdict.first]?.returnedAt ?? 0;
        expect(canBeExplained(keeping(calls, contradiction, now), registerModel)).toBe(false);
        for (const left of contradiction) {
          const others = contradiction.filter((each) => each !== left);
          expect(canBeExplained(keeping(calls, others, now), registerModel)).toBe(true);
        }
      }),
      { numRuns: 400, seed: 9 },
    );
    expect(found).toBeGreaterThan(100);
  });

  it('judges registers one by one', () => {
    const calls = ['a', 'b'].flatMap((key) => [
      call({ key, type: 'write', value: '1' }, 0, 1),
      call({ key, type: 'read', value: key === 'a' ? '1' : undefined }, 2, 3),
    ]);
    expect(judgeHistory({ model: 'register', calls })).toMatchObject({
      type: 'impossible',
      first: 3,
      contradiction: [2, 3],
    });
  });

  it('takes long histories of few clients in its stride', () => {
    const calls = Array.from({ length: 400 }, (_, i) =>
      i % 2 === 0
        ? call({ type: 'write', value: `${i % 6}` }, i, i + 2)
        : call({ type: 'read', value: `${(i - 1) % 6}` }, i, i + 1.5),
    );
    expect(search(calls, registerModel, budget()).type).toBe('linearizable');
  });

  it('says that it does not know when it may not go on', () => {
    // Swaps that all overlap, none of which can be the first: every order of the writes before them is tried.
    const calls = [
      ...Array.from({ length: 12 }, (_, i) => call({ type: 'write', value: `${i}` }, 0, 100 + i)),
      ...Array.from({ length: 12 }, (_, i) =>
        call({ type: 'compareAndSet', expected: `${i}`, value: `${(i + 1) % 12}`, succeeded: true }, 0, 99),
      ),
      call({ type: 'read', value: 'nobody wrote it' }, 0, 98),
    ];
    expect(search(calls, registerModel, { steps: 2000, bytes: 2 ** 26 })).toEqual({
      type: 'unknown',
      why: 'steps',
    });
    expect(search(calls, registerModel, { steps: 1e9, bytes: 1000 })).toEqual({
      type: 'unknown',
      why: 'memory',
    });
  });
});

/** What was kept, as it was known at that time; of the other writes that they may have happened at any time or never. */
function keeping(calls: readonly Call[], kept: readonly number[], now: number): Call[] {
  return calls.flatMap((each, i) => {
    const { operation, invokedAt, returnedAt = Infinity } = each;
    if (invokedAt > now) return [];
    const isKnown = returnedAt <= now;
    if (kept.includes(i) && isKnown) return [each];
    if (registerModel.isRead?.(operation) === true) return [];
    const rumour = operation.type === 'compareAndSet' ? { ...operation, succeeded: undefined } : operation;
    return [
      { operation: rumour, invokedAt: kept.includes(i) ? invokedAt : -Infinity, returnedAt: undefined },
    ];
  });
}
