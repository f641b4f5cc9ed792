import { describe, expect, test } from 'vitest';
import { present } from '../../../src/base/assert.ts';
import { historyOf } from '../../../src/lessons/course/histories.ts';
import { historyScene } from '../../../src/view/lesson/history-scene.ts';
import { c4Lesson } from '../../../src/lessons/course/c/c4.ts';

const [run] = c4Lesson.runs;
const script = 'script' in run ? run.script : '';

describe('a history as bars', () => {
  const told: [string, 'ok' | 'illegal'][] = [
    ['H1', 'ok'],
    ['H2', 'illegal'],
    ['H3', 'ok'],
    ['H4', 'illegal'],
    ['H5', 'ok'],
  ];
  test.each(told)(
    '%s is %s: each point is in its bar, and the order of the points explains every answer',
    (name, verdict) => {
      const calls = present(historyOf(script, name), 'it is there');
      const scene = historyScene(calls);
      expect(scene.verdict).toBe(verdict);
      expect(scene.bars.some(({ impossible }) => impossible)).toBe(verdict === 'illegal');
      for (const { from, to, point } of scene.bars) {
        expect(from).toBeGreaterThanOrEqual(0);
        expect(to).toBeLessThanOrEqual(1);
        if (point !== undefined) {
          expect(point).toBeGreaterThanOrEqual(from);
          expect(point).toBeLessThanOrEqual(to);
        }
      }
      if (verdict === 'illegal') return;
      // Done one after the other at their points, the calls come out as the clients saw them.
      const store = new Map<string, string | undefined>();
      const inOrder = calls
        .map((call, i) => ({ call, point: scene.bars[i]?.point }))
        .filter(({ point }) => point !== undefined)
        .sort((a, b) => (a.point ?? 0) - (b.point ?? 0));
      for (const { call } of inOrder) {
        if (call.operation.type === 'write') store.set(call.key, call.operation.value);
        else expect(store.get(call.key)).toBe(call.operation.value);
      }
    },
  );

  test('a call that never returned has no end', () => {
    const [put] = historyScene(present(historyOf(script, 'H3'), 'it is there')).bars;
    expect(put).toMatchObject({ open: true, to: 1 });
  });
});
