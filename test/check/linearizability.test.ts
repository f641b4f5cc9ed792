import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  judge,
  registerModel,
  type Observed,
  type RegisterOperation,
} from '../../src/check/linearizability.ts';

type Call = Observed<RegisterOperation>;

function call(
  type: 'write' | 'read',
  value: string | undefined,
  invokedAt: number,
  returnedAt: number | undefined,
): Call {
  return { operation: { type, value }, invokedAt, returnedAt };
}

/** Every order of every subset that holds all calls that returned: slow, and plainly right. */
function canBeExplained(calls: readonly Call[], state?: string): boolean {
  if (calls.every(({ returnedAt }) => returnedAt === undefined)) return true;
  return calls.some((first) => {
    const others = calls.filter((each) => each !== first);
    if (others.some(({ returnedAt }) => returnedAt !== undefined && returnedAt < first.invokedAt))
      return false;
    const stepped = registerModel.step(state, first.operation);
    return stepped !== undefined && canBeExplained(others, stepped.state);
  });
}

const value = fc.constantFrom('1', '2', undefined);
const anyCall = fc
  .tuple(fc.constantFrom('write' as const, 'read' as const), value, fc.nat(12), fc.nat(6), fc.nat(4))
  .map(([type, written, invokedAt, lasts, luck]) =>
    call(type, written, invokedAt, luck === 0 && type === 'write' ? undefined : invokedAt + lasts),
  );

describe('the judge of histories', () => {
  it('says what trying every order says', () => {
    let illegal = 0;
    fc.assert(
      fc.property(fc.array(anyCall, { maxLength: 6 }), (calls) => {
        const { ok } = judge(calls, registerModel);
        if (!ok) illegal++;
        expect(ok).toBe(canBeExplained(calls));
      }),
      { numRuns: 3000, seed: 7 },
    );
    expect(illegal).toBeGreaterThan(300);
    expect(illegal).toBeLessThan(2700);
  });

  it('gives an order that keeps to the clock and to the model', () => {
    fc.assert(
      fc.property(fc.array(anyCall, { maxLength: 7 }), (calls) => {
        const { ok, order } = judge(calls, registerModel);
        let state = registerModel.initial;
        order.forEach((each, i) => {
          const stepped = registerModel.step(state, each.operation);
          expect(stepped).toBeDefined();
          state = stepped?.state;
          for (const later of order.slice(i + 1)) {
            expect(later.returnedAt ?? Infinity).toBeGreaterThanOrEqual(each.invokedAt);
          }
        });
        if (ok) {
          const missing = calls.filter((each) => !order.includes(each));
          expect(missing.every(({ returnedAt }) => returnedAt === undefined)).toBe(true);
        }
      }),
      { numRuns: 1000, seed: 8 },
    );
  });

  it('names what cannot follow the longest explanation', () => {
    const write = call('write', '1', 0, 10);
    const seen = call('read', '1', 2, 4);
    const stale = call('read', undefined, 5, 6);
    expect(judge([write, seen, stale], registerModel)).toEqual({
      ok: false,
      order: [write, seen],
      next: [stale],
    });
  });

  it('takes long histories of few clients in its stride', () => {
    const calls = Array.from({ length: 400 }, (_, i) =>
      i % 2 === 0 ? call('write', `${i}`, i, i + 2) : call('read', `${i - 1}`, i, i + 1.5),
    );
    expect(judge(calls, registerModel).ok).toBe(true);
  });
});
