import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import {
  addInflight,
  cloneInflights,
  freeTo,
  isFull,
  makeInflights,
  resetInflights,
} from '../../../src/raft/inflights.ts';
import {
  becomeProbe,
  becomeReplicate,
  becomeSnapshot,
  canBumpCommit,
  isPaused,
  makeProgress,
  maybeDecrease,
  maybeUpdate,
  sentEntries,
  type Progress,
} from '../../../src/raft/progress.ts';
import type { ProgressState } from '../../../src/raft/trace.ts';
import { SEEDED } from './seeded.ts';

function progress(state: ProgressState, match: number, next: number, rest: Partial<Progress> = {}): Progress {
  return { ...makeProgress(1, next, false, true, { messages: 8, bytes: Infinity }), state, match, ...rest };
}

describe('inflights', () => {
  const operations = fc.array(
    fc.oneof(
      { weight: 5, arbitrary: fc.record({ type: fc.constant('add' as const), bytes: fc.nat(9) }) },
      { weight: 3, arbitrary: fc.record({ type: fc.constant('free' as const), share: fc.nat(120) }) },
      { weight: 1, arbitrary: fc.constant({ type: 'reset' as const }) },
    ),
    { maxLength: 200 },
  );

  test.prop(
    [
      fc.integer({ min: 1, max: 20 }),
      fc.oneof(fc.constant(Infinity), fc.integer({ min: 1, max: 60 })),
      operations,
    ],
    SEEDED,
  )('are a plain queue of messages, full by number or by bytes', (size, maxBytes, sequence) => {
    const real = makeInflights(size, maxBytes);
    let model: { index: number; bytes: number }[] = [];
    let next = 1;
    for (const operation of sequence) {
      if (operation.type === 'add') {
        if (isFull(real)) {
          expect(() => addInflight(real, next, 1)).toThrow(/full window/);
          continue;
        }
        addInflight(real, next, operation.bytes);
        model.push({ index: next, bytes: operation.bytes });
        next += 1 + (operation.bytes % 3);
      } else if (operation.type === 'free') {
        const to = Math.floor((next * operation.share) / 100);
        freeTo(real, to);
        model = model.filter(({ index }) => index > to);
      } else {
        resetInflights(real);
        model = [];
      }
      const bytes = model.reduce((sum, one) => sum + one.bytes, 0);
      expect(real.count).toBe(model.length);
      expect(real.bytes).toBe(bytes);
      expect(isFull(real)).toBe(model.length === size || bytes >= maxBytes);
    }
  });

  it('take one message over the byte limit, then none', () => {
    const inflights = makeInflights(10, 100);
    addInflight(inflights, 1, 99);
    expect(isFull(inflights)).toBe(false);
    addInflight(inflights, 2, 500);
    expect(isFull(inflights)).toBe(true);
    freeTo(inflights, 2);
    expect(inflights.bytes).toBe(0);
  });

  it('of a clone are its own', () => {
    const inflights = makeInflights(4, Infinity);
    addInflight(inflights, 1, 5);
    const clone = cloneInflights(inflights);
    addInflight(clone, 2, 5);
    freeTo(clone, 1);
    expect([inflights.count, inflights.bytes, clone.count, clone.bytes]).toEqual([1, 5, 1, 5]);
  });
});

describe('progress', () => {
  it('probes after what matches, or after the snapshot that was sent', () => {
    const cases: [Progress, next: number][] = [
      [progress('StateReplicate', 3, 9), 4],
      [progress('StateProbe', 3, 9), 4],
      [progress('StateSnapshot', 3, 11, { pendingSnapshot: 10 }), 11],
      [progress('StateSnapshot', 12, 13, { pendingSnapshot: 10 }), 13],
    ];
    for (const [one, next] of cases) {
      becomeProbe(one);
      expect(one).toMatchObject({ state: 'StateProbe', next, pendingSnapshot: 0, flowPaused: false });
    }
  });

  it('sends nothing while a snapshot is awaited', () => {
    const one = progress('StateReplicate', 3, 9);
    becomeSnapshot(one, 20);
    expect(one).toMatchObject({ state: 'StateSnapshot', pendingSnapshot: 20, next: 21, sentCommit: 20 });
    expect(isPaused(one)).toBe(true);
    expect(() => sentEntries(one, 1, 1)).toThrow(/StateProbe and StateReplicate/);
  });

  it('is paused by a probe with entries, not by an empty one', () => {
    const one = progress('StateProbe', 3, 4);
    sentEntries(one, 0, 0);
    expect(isPaused(one)).toBe(false);
    sentEntries(one, 2, 2);
    expect(isPaused(one)).toBe(true);
    expect(one.next).toBe(4);
  });

  it('is paused by the message that fills the window, until an acknowledgement', () => {
    const one = progress('StateProbe', 0, 1);
    becomeReplicate(one);
    for (let i = 0; i < 8; i++) {
      expect(isPaused(one)).toBe(false);
      sentEntries(one, 1, 1);
    }
    expect(isPaused(one)).toBe(true);
    expect(one.next).toBe(9);
    maybeUpdate(one, 1);
    freeTo(one.inflights, 1);
    expect(isPaused(one)).toBe(false);
  });

  it('takes news, and keeps match below next', () => {
    const one = progress('StateReplicate', 3, 5);
    expect(maybeUpdate(one, 3)).toBe(false);
    expect(maybeUpdate(one, 4)).toBe(true);
    expect([one.match, one.next]).toEqual([4, 5]);
    expect(maybeUpdate(one, 9)).toBe(true);
    expect([one.match, one.next]).toEqual([9, 10]);
  });

  const rejections: [
    state: ProgressState,
    match: number,
    next: number,
    rejected: number,
    hint: number,
    after: number | undefined,
  ][] = [
    ['StateReplicate', 5, 10, 5, 5, undefined],
    ['StateReplicate', 5, 10, 4, 4, undefined],
    ['StateReplicate', 5, 10, 9, 9, 6],
    ['StateProbe', 0, 10, 8, 8, undefined],
    ['StateProbe', 0, 10, 9, 9, 9],
    ['StateProbe', 0, 2, 1, 1, 1],
    ['StateProbe', 0, 1, 0, 0, 1],
    ['StateProbe', 0, 10, 9, 2, 3],
    ['StateProbe', 5, 10, 9, 2, 6],
    ['StateProbe', 0, 10, 9, 0, 1],
  ];
  for (const [state, match, next, rejected, hint, after] of rejections) {
    it(`in ${state} with match ${match}, next ${next}: a rejection at ${rejected} with hint ${hint} ${after === undefined ? 'is old' : `leads to ${after}`}`, () => {
      const one = progress(state, match, next, { sentCommit: 9, flowPaused: true });
      expect(maybeDecrease(one, rejected, hint)).toBe(after !== undefined);
      expect(one.next).toBe(after ?? next);
      if (after !== undefined) expect(one.sentCommit).toBe(Math.min(9, after - 1));
    });
  }

  it('repeats a commit index only when it can tell something new', () => {
    const one = progress('StateReplicate', 3, 6, { sentCommit: 4 });
    expect([4, 5, 9].map((commit) => canBumpCommit(one, commit))).toEqual([false, true, true]);
    one.sentCommit = 5;
    expect(canBumpCommit(one, 9)).toBe(false);
  });
});
