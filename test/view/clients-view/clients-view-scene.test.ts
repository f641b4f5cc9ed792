import { describe, expect, it } from 'vitest';
import {
  clientsViewScene,
  type ClientsViewAsk,
  type Shape,
} from '../../../src/view/clients-view/clients-view-scene.ts';
import { shownCalls } from '../../../src/view/clients-view/shown-calls.ts';
import { madeHistory, plainWords } from './made-history.ts';

const stale = madeHistory(
  [
    { client: 'a', label: 'put x=1', invoked: 2, returned: 4 },
    { client: 'a', label: 'put x=2', invoked: 10, returned: 14 },
    { client: 'b', label: 'put y=1', invoked: 11, returned: undefined, status: 'unknown' },
    { client: 'b', label: 'get y', invoked: 12, returned: 13 },
    { client: 'c', label: 'get x', invoked: 16, returned: 18 },
  ],
  [
    { type: 'leader', event: 1, at: 1000, node: 1, term: 1 },
    { type: 'fault', event: 6, at: 6000, command: 'isolate', label: { node: 1 } },
  ],
);

const asked: ClientsViewAsk = {
  history: stale,
  findings: { first: 4, contradiction: [1, 4] },
  points: new Map([
    [0, 2],
    [1, 10],
  ]),
  axis: 'order',
  only: false,
  most: 100,
  width: 800,
  words: plainWords,
};

const texts = (shapes: readonly Shape[]): string[] =>
  shapes.flatMap((shape) => (shape.type === 'text' ? [shape.text] : []));

describe('the picture of what clients saw', () => {
  it('has a lane a client, with rows for calls that overlap, on one axis with faults and elections', () => {
    const { ground, calls } = clientsViewScene(asked);
    expect(texts(ground)).toEqual(
      expect.arrayContaining(['a', 'b', 'c', 'faults', 'leaders', 'fault', 'leader']),
    );
    const row = new Map(calls.map(({ seen, y }) => [seen, y]));
    expect(row.get(0)).toBe(row.get(1));
    expect(row.get(2)).not.toBe(row.get(3));
    // In order of what happened, to the pixel: the isolation falls between the two writes.
    const [first, second] = [calls.find(({ seen }) => seen === 0), calls.find(({ seen }) => seen === 1)];
    const fault = ground.find((shape) => shape.type === 'path' && shape.fill === 'warn');
    const x = Number(/M(-?[\d.]+)/.exec(fault?.type === 'path' ? fault.d : '')?.[1]);
    expect(first?.end).toBeLessThan(x);
    expect(x).toBeLessThan(second?.x ?? 0);
  });

  it('marks what contradicts itself by numbers, the impossible answer by a cross, an unknown outcome by an open end', () => {
    const { calls } = clientsViewScene(asked);
    const of = (seen: number) => calls.find((call) => call.seen === seen)?.shapes ?? [];
    expect(texts(of(1))).toContain('1');
    expect(texts(of(4))).toContain('2');
    const strokes = (seen: number) =>
      of(seen).flatMap((s) => (s.type === 'path' && s.width === 2.2 ? [s.d] : []));
    expect(strokes(4)).toHaveLength(1);
    expect(strokes(1)).toHaveLength(0);
    const isOpen = (seen: number) =>
      of(seen).some((s) => s.type === 'path' && s.dashed === true && !s.d.endsWith('Z'));
    expect([0, 1, 2, 3, 4].filter(isOpen)).toEqual([2]);
  });

  it('puts each point between the making of its call and its answer', () => {
    const { calls, points } = clientsViewScene(asked);
    const at = points.map((shape) => Number(/M(-?[\d.]+)/.exec(shape.type === 'path' ? shape.d : '')?.[1]));
    for (const [i, seen] of [0, 1].entries()) {
      const call = calls.find((each) => each.seen === seen);
      expect(at[i]).toBeGreaterThan(call?.x ?? Infinity);
      expect(at[i]).toBeLessThan(call?.end ?? 0);
    }
  });

  it('draws to scale when asked, in the width that there is', () => {
    const { width, calls } = clientsViewScene({ ...asked, axis: 'time' });
    expect(width).toBe(800);
    const x = (seen: number) => calls.find((call) => call.seen === seen)?.x ?? 0;
    expect((x(1) - x(0)) / (x(4) - x(0))).toBeCloseTo(8 / 14, 2);
  });

  it('has nothing but the contradiction when asked, and says how many calls are left out', () => {
    const { calls, leftOut } = clientsViewScene({ ...asked, only: true });
    expect(calls.map(({ seen }) => seen)).toEqual([1, 4]);
    expect(leftOut).toBe(3);
  });

  it('of a large history shows what contradicts itself and what was near it, or the newest', () => {
    const large = madeHistory(
      Array.from({ length: 1000 }, (_, i) => ({
        client: 'a',
        label: 'put',
        invoked: 2 * i,
        returned: 2 * i + 1,
      })),
    );
    const { shown, leftOut } = shownCalls(large.seen, { first: 500, contradiction: [3, 500] }, 10);
    expect(shown).toEqual([3, 496, 497, 498, 499, 500, 501, 502, 503, 504]);
    expect(leftOut).toBe(990);
    const { shown: newest } = shownCalls(large.seen, { first: undefined, contradiction: [] }, 3);
    expect(newest).toEqual([997, 998, 999]);
  });
});
