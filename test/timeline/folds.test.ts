import { describe, expect, it } from 'vitest';
import { foldArrows, foldBuckets } from '../../src/timeline/folds.ts';
import type { Arrow } from '../../src/timeline/arrows.ts';
import { randomRun } from '../explain/recorded-run.ts';

function isHeartbeat({ type }: Arrow): boolean {
  return type === 'MsgHeartbeat' || type === 'MsgHeartbeatResp';
}

function sumOf(rows: readonly { readonly counts: Uint32Array }[]): number {
  return rows.reduce((sum, { counts }) => sum + counts.reduce((a, b) => a + b, 0), 0);
}

function isGone({ end }: Arrow): boolean {
  return end !== undefined && end !== 'delivered';
}

function isBetween({ from, to }: Arrow, a: number, b: number): boolean {
  return (from === a && to === b) || (from === b && to === a);
}

describe('heartbeats that are folded', async () => {
  const { run } = await randomRun({ nodes: 4, seed: 5 }, ['kill', 'restart', 'loss'], 3000);
  const { arrows } = run.timeline;
  const all = arrows.within(0, Infinity);

  it('are every run of them between two nodes with nothing else, and as many as there are', () => {
    const { folds, rest } = foldArrows(all, []);
    expect(rest).toEqual(all.filter((arrow) => !isHeartbeat(arrow)));
    const beats = all.filter(isHeartbeat);
    expect(folds.reduce((sum, { count }) => sum + count, 0)).toBe(beats.length);
    expect(folds.length).toBeLessThan(beats.length / 2);
    for (const { leader, follower, from, to, count, gone } of folds) {
      const between = all.filter((arrow) => isBetween(arrow, leader, follower));
      const first = between.findIndex(
        (arrow) => isHeartbeat(arrow) && arrow.sentAt === from && isGone(arrow) === gone,
      );
      const those = between.slice(first, first + count);
      expect(those).toHaveLength(count);
      expect(those.every(isHeartbeat)).toBe(true);
      expect(those.every(({ type, from: sender }) => (type === 'MsgHeartbeat') === (sender === leader))).toBe(
        true,
      );
      expect(those.every((arrow) => isGone(arrow) === gone)).toBe(true);
      expect(those.at(-1)?.sentAt).toBe(to);
    }
  });

  it('are shown one by one where somebody asks for it', () => {
    const { folds } = foldArrows(all, []);
    const long = folds.toSorted((a, b) => b.count - a.count)[0];
    if (long === undefined) throw new Error('no fold in this run');
    const { leader, follower, from, to, count } = long;
    const opened = foldArrows(all, [{ leader, follower, at: (from + to) / 2 }]);
    expect(opened.folds).toHaveLength(folds.length - 1);
    expect(opened.rest.filter(isHeartbeat)).toHaveLength(count);
    expect(opened.rest.map(({ id }) => id)).toEqual(
      opened.rest.map(({ id }) => id).toSorted((a, b) => a - b),
    );
  });

  it.each([40, 400, 4000])('are counted no more among counted messages: %i buckets', (pixels) => {
    const last = all.at(-1)?.sentAt ?? 0;
    for (const least of [1, 5]) {
      const before = arrows.density(0, last, pixels);
      const after = arrows.density(0, last, pixels);
      const folds = foldBuckets(after, least);
      const folded = folds.reduce((sum, { count }) => sum + count, 0);
      expect(sumOf(after.rows) + folded).toBe(sumOf(before.rows));
      for (const { leader, follower, from, to, count, gone } of folds) {
        expect(to - from).toBeGreaterThanOrEqual(least * before.width);
        const those = all.filter(
          (arrow) => isBetween(arrow, leader, follower) && arrow.sentAt >= from && arrow.sentAt < to,
        );
        expect(those.every(isHeartbeat)).toBe(true);
        expect(those).toHaveLength(count);
        expect(those.every((arrow) => isGone(arrow) === gone)).toBe(true);
      }
      // Few buckets are so full of everything that nothing can be folded.
      if (pixels > 40) expect(folded).toBeGreaterThan(0);
    }
  });

  it('are those of the nodes and terms that are asked for', () => {
    const term = Math.max(...all.map((arrow) => Number(arrow.term)));
    const some = arrows.within(0, Infinity, {
      nodes: [1, 2],
      terms: { first: term, last: term },
      hide: ['MsgApp'],
    });
    expect(some).toEqual(
      all.filter(
        (arrow) =>
          [arrow.from, arrow.to].some((node) => node === 1 || node === 2) &&
          [0, term].includes(Number(arrow.term)) &&
          arrow.type !== 'MsgApp',
      ),
    );
    expect(some.length).toBeGreaterThan(0);
    expect(some.length).toBeLessThan(all.length);
  });
});
