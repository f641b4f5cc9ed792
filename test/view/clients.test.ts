import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { clientsScene, hitClients, newestCalls, strandsMax } from '../../src/view/time/clients.ts';
import {
  busyFrame,
  frameOf,
  ms,
  nodeFrame,
  noTimeline,
  requestFrame,
  splitFrame,
} from './fixtures/data-frame.ts';

/** A plot of 1000 pixels from x = 34. */
const width = 1044;
const second = { from: 0, to: ms(1000) };

const call = (id: number, from: number, to: number) =>
  requestFrame(id, { invokedAt: ms(from), returnedAt: ms(to), status: 'ok' });

describe('the clients’ lanes', () => {
  it('draw a call from invoke to return, a pending one up to the instant shown', () => {
    const frame = frameOf({
      at: ms(600),
      nodes: [nodeFrame(1), nodeFrame(2)],
      requests: [
        requestFrame(1, { node: 1, invokedAt: ms(100), returnedAt: ms(200), status: 'ok' }),
        requestFrame(2, { node: 2, invokedAt: ms(500) }),
      ],
    });
    const scene = clientsScene(frame, second, width);
    expect(scene.bars.map(({ request, left, right }) => [request.id, left, right])).toEqual([
      [1, 134, 234],
      [2, 534, 634],
    ]);
    expect(scene.playhead).toBe(634);
  });

  it('tell calls of one member that overlap apart, and use a strand again once it is free', () => {
    const frame = frameOf({
      nodes: [nodeFrame(1)],
      requests: [call(1, 100, 300), call(2, 200, 400), call(3, 300, 350), call(4, 360, 380)],
    });
    const scene = clientsScene(frame, second, width);
    const tops = scene.bars.map((bar) => bar.top);
    expect(tops[2]).toBe(tops[0]);
    expect(tops[3]).toBe(tops[0]);
    expect(tops[1]).toBeGreaterThan(tops[0] ?? 0);
  });

  it('show the faults of the window on the same axis, and calls that reach beyond its edges', () => {
    const frame = frameOf({
      at: ms(2000),
      nodes: [nodeFrame(1)],
      requests: [requestFrame(1, { invokedAt: ms(400), returnedAt: ms(1700), status: 'unknown' })],
      timeline: {
        ...noTimeline,
        marks: [
          { type: 'command', node: 1, at: ms(600), command: 'kill', label: { node: 1 } },
          { type: 'command', node: 1, at: ms(1800), command: 'restart', label: { node: 1 } },
        ],
      },
    });
    const scene = clientsScene(frame, { from: ms(500), to: ms(1500) }, width);
    expect(scene.faults.map(({ x, label }) => [x, label])).toEqual([[134, { node: 1 }]]);
    expect(scene.bars).toMatchObject([{ left: 34, right: 1034, begunBefore: true, endsAfter: true }]);
  });

  it('list the newest calls first', () => {
    expect(newestCalls(splitFrame(), 3).map((call) => call.id)).toEqual([10, 8, 9]);
  });

  property.prop([fc.nat(), fc.integer({ min: 1, max: 9 })])(
    'keep every bar inside its lane and hit what they draw',
    (seed, nodes) => {
      const frame = busyFrame({ seed, nodes, entries: 10, messages: 0, arrows: 0 });
      const scene = clientsScene(frame, { from: ms(18_000), to: ms(20_500) }, width);
      expect(scene.lanes.length).toBe(nodes);
      for (const bar of scene.bars) {
        const lane = scene.lanes.find((candidate) => candidate.id === bar.request.node);
        expect(bar.top).toBeGreaterThanOrEqual(lane?.top ?? Infinity);
        expect(bar.top + bar.height).toBeLessThanOrEqual((lane?.top ?? 0) + (lane?.height ?? 0));
        const hit = hitClients(scene, (bar.left + bar.right) / 2, bar.top + 4);
        expect(hit?.node).toBe(bar.request.node);
      }
      const deepest = Math.max(...scene.lanes.map((lane) => lane.height));
      expect(deepest).toBeLessThanOrEqual(6 + strandsMax * 12);
    },
  );
});

describe('the lanes of several clients', () => {
  it('are one a client, the page’s own calls first', () => {
    const frame = frameOf({
      nodes: [nodeFrame(1), nodeFrame(2)],
      requests: [
        requestFrame(1, { node: 1, client: 'c2', invokedAt: ms(100), returnedAt: ms(200), status: 'ok' }),
        requestFrame(2, { node: 2, invokedAt: ms(150), returnedAt: ms(200), status: 'ok' }),
        requestFrame(3, { node: 2, client: 'c1', invokedAt: ms(160), returnedAt: ms(200), status: 'ok' }),
      ],
    });
    const scene = clientsScene(frame, second, width);
    expect(scene.lanes.map(({ name }) => name)).toEqual([undefined, 'c2', 'c1']);
    const laneOf = (id: number) => {
      const bar = scene.bars.find(({ request }) => request.id === id);
      return scene.lanes.find(({ top, height }) => bar && bar.top >= top && bar.top < top + height)?.name;
    };
    expect([1, 2, 3].map(laneOf)).toEqual(['c2', undefined, 'c1']);
  });
});
