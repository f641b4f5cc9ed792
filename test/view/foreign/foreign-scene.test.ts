import { describe, expect, test } from 'vitest';
import { readJepsen } from '../../../src/foreign/jepsen.ts';
import { readShiviz } from '../../../src/foreign/shiviz.ts';
import {
  ARROWS_MAX,
  foreignScene,
  hitForeign,
  wholeOf,
  within,
  zoomForeign,
} from '../../../src/view/foreign/foreign-scene.ts';
import { laneIndex, nothingHidden } from '../../../src/view/foreign/lane-index.ts';
import { nextHit, searchItems } from '../../../src/view/foreign/search-items.ts';
import { formatAt, formatExactly, formatSpan } from '../../../src/view/foreign/axis-words.ts';
import { example } from '../../foreign/files.ts';

const size = { width: 1000, height: 400, unit: 1, top: 0 };

/** Two hosts that tick, and send to each other at every step, `rounds` times. */
function chatter(rounds: number): string {
  const lines: string[] = [];
  for (let i = 1; i <= rounds; i++) {
    const [a, b] = [2 * i - 1, 2 * i - 1];
    lines.push(`a {"a":${a}${i === 1 ? '' : `,"b":${b - 1}`}}`, `ping ${i}`);
    lines.push(`b {"b":${b},"a":${a}}`, `got ping ${i}`, `b {"b":${b + 1},"a":${a}}`, `pong ${i}`);
    lines.push(`a {"a":${a + 1},"b":${b + 1}}`, `got pong ${i}`);
  }
  return lines.join('\n');
}

describe('the picture of a foreign history', () => {
  const many = readShiviz([{ path: 's', text: chatter(3000) }]);
  const index = laneIndex(many, nothingHidden, undefined);

  test('far out, items are counts by column and messages are left; near, each stands alone', () => {
    const far = foreignScene(many, index, wholeOf(many), size);
    const counted = far.lanes.flatMap(({ density }) => [...(density?.counts ?? [])]);
    expect(counted.reduce((a, b) => a + b, 0)).toBe(many.items.count);
    expect([far.arrows.length, far.arrowsLeft]).toEqual([0, 6000]);
    expect(far.arrowsLeft).toBeGreaterThan(ARROWS_MAX);

    const near = foreignScene(many, index, { from: 100.5, to: 140.5 }, size);
    const at = near.lanes.flatMap(({ items }) => items.map(({ item }) => many.items.at[item] ?? 0));
    expect(Math.min(...at)).toBe(101);
    expect(Math.max(...at)).toBe(140);
    expect(near.arrowsLeft).toBe(0);
    // Those that cross an edge of the window as well.
    expect(near.arrows.some(({ x1 }) => x1 < near.plot.left)).toBe(true);
  });

  test('places are those of the axis, and what is there is found again', () => {
    const scene = foreignScene(many, index, { from: 100, to: 140 }, size);
    for (const lane of scene.lanes)
      for (const { item, x } of lane.items)
        expect(hitForeign(scene, x, lane.y, 2)).toEqual({ type: 'item', item });
    const far = foreignScene(many, index, wholeOf(many), size);
    const hit = hitForeign(far, 500, far.lanes[0]?.y ?? 0, 2);
    expect(hit?.type).toBe('column');
    expect(hitForeign(far, 500, 399, 2)).toBeUndefined();
  });

  test('an operation that began before the window and lasts into it is there', () => {
    const history = readJepsen([example('stale-read.edn')]);
    const own = laneIndex(history, nothingHidden, undefined);
    const write = history.items.label.findIndex((label) => label.startsWith('write 4'));
    const [at = 0, end = 0] = [history.items.at[write], history.items.end[write]];
    const middle = (at + end) / 2;
    const scene = foreignScene(history, own, { from: middle, to: middle + 1000 }, size);
    const shown = scene.lanes.flatMap(({ items }) => items.map(({ item }) => item));
    expect(shown).toContain(write);
    expect(scene.faults).toHaveLength(1);
  });

  test('what is filtered out is not there, and hits are of what is shown', () => {
    const receive = many.types.indexOf('receive');
    const hits = searchItems(many, 'PONG 7') ?? new Uint32Array(0);
    expect([...hits].map((item) => many.items.label[item])).toContain('got pong 7');
    const filtered = laneIndex(
      many,
      { ...nothingHidden, types: new Set([receive]), lanes: new Set([0]) },
      hits,
    );
    expect(filtered.lanes.map(({ lane }) => lane)).toEqual([1]);
    expect(filtered.lanes[0]?.items.every((item) => many.items.type[item] !== receive)).toBe(true);
  });

  test('search looks into the source as well, and goes round', () => {
    const hits = searchItems(many, '"b":41,') ?? new Uint32Array(0);
    expect(hits.length).toBe(1);
    expect(searchItems(many, '  ')).toBeUndefined();
    const some = Uint32Array.of(3, 9);
    expect([
      nextHit(some, undefined, true),
      nextHit(some, 9, true),
      nextHit(some, 3, false),
      nextHit(some, 5, false),
    ]).toEqual([3, 3, 9, 3]);
    expect(nextHit(new Uint32Array(0), 1, true)).toBeUndefined();
  });

  test('a window stays where the history is, and keeps its middle when it is zoomed', () => {
    const whole = wholeOf(many);
    expect(within({ from: -9000, to: -8000 }, many).from).toBeGreaterThan(-300);
    const zoomed = zoomForeign({ from: 1000, to: 2000 }, 1500, 0.5, many);
    expect(zoomed).toEqual({ from: 1250, to: 1750 });
    expect(zoomForeign(whole, 0, 100, many).to).toBeCloseTo(whole.to);
    const least = zoomForeign({ from: 1000, to: 1002 }, 1001, 1e-9, many);
    expect(least.to - least.from).toBe(2);
  });

  test('instants in words', () => {
    const time = { type: 'time', begin: 1_796_061_796.473, end: 10 } as const;
    expect(formatAt(time, 1_500_000_000, 500_000_000)).toBe('1.5 s');
    expect(formatAt(time, 1_500_000, 500)).toBe('1500.0 µs');
    expect(formatExactly(time, 1_001_000_000)).toBe('1.001 s · 2026-11-30T18:03:17.474Z');
    expect(formatExactly({ ...time, begin: undefined }, 0)).toBe('0 s');
    expect(formatExactly({ ...time, begin: undefined }, 99)).toBe('0.000000099 s');
    expect(formatSpan(time, 2_500_000)).toBe('2.5 ms');
    expect(formatExactly({ type: 'order', begin: undefined, end: 3 }, 2)).toBe('2');
  });
});
