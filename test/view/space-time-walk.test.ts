import { describe, expect, it } from 'vitest';
import type { Cone } from '../../src/lab/debug/cone.ts';
import type { Frame, TimelineArrow } from '../../src/lab/frame/frame.ts';
import { coneScene } from '../../src/view/time/space-time-cone.ts';
import { nextStop, walkStops } from '../../src/view/time/space-time-walk.ts';
import { spaceTimeScene } from '../../src/view/time/space-time.ts';
import { busyFrame } from './fixtures/data-frame.ts';

const size = { width: 1000, height: 300 };

function sceneOf(frame: Frame) {
  const { from, to } = frame.timeline;
  return spaceTimeScene(frame, { from, to }, size);
}

describe('the way through the diagram', () => {
  const frame = busyFrame({ seed: 4, nodes: 5, entries: 200, messages: 20, arrows: 200 });
  const scene = sceneOf({
    ...frame,
    timeline: {
      ...frame.timeline,
      folds: [{ leader: 1, follower: 2, from: frame.timeline.from, to: frame.at, count: 9, gone: false }],
    },
  });

  it('comes to everything once, from left to right, and back', () => {
    const stops = walkStops(scene);
    expect(stops.length).toBeGreaterThan(100);
    expect(new Set(stops.map(({ key }) => key)).size).toBe(stops.length);
    expect(stops.some(({ hit }) => hit.type === 'fold')).toBe(true);
    const seen: string[] = [];
    for (let stop = stops[0]; stop !== undefined; stop = nextStop(scene, stop.key, true)) seen.push(stop.key);
    expect(seen).toEqual(stops.map(({ key }) => key));
    const back: string[] = [];
    for (let stop = stops.at(-1); stop !== undefined; stop = nextStop(scene, stop.key, false))
      back.push(stop.key);
    expect(back).toEqual(seen.toReversed());
    for (let i = 1; i < stops.length; i++) expect(stops[i]?.x).toBeGreaterThanOrEqual(stops[i - 1]?.x ?? 0);
  });

  it('begins at the playhead', () => {
    const first = nextStop(scene, undefined, false);
    expect(first?.x).toBeLessThanOrEqual(scene.playhead.x);
    expect(walkStops(scene).some(({ x }) => x > (first?.x ?? 0) && x <= scene.playhead.x)).toBe(false);
  });
});

describe('a causal cone in the diagram', () => {
  it('has the messages that arrived before its past ends, and those sent after its future begins', () => {
    const frame = busyFrame({ seed: 4, nodes: 3, entries: 50, messages: 5, arrows: 20 });
    const { from } = frame.timeline;
    const at = (i: number): number => from + i * 1000;
    const message = (id: number, some: Partial<TimelineArrow>): TimelineArrow => ({
      id,
      type: 'MsgApp',
      from: 1,
      to: 2,
      term: 1,
      sentAt: at(id),
      endedAt: at(id + 1),
      end: 'delivered',
      reject: false,
      entries: 0,
      sentEvent: 10 * id,
      endEvent: 10 * id + 5,
      ...some,
    });
    const arrows = [
      message(1, {}),
      message(2, {}),
      message(3, { end: 'lost' }),
      message(4, { from: 2, to: 3 }),
      message(5, { from: 3, to: 1 }),
    ];
    const scene = sceneOf({ ...frame, timeline: { ...frame.timeline, arrows, density: undefined } });
    const reach = (node: number, event: number) => ({ node, event, timeMs: (from + event * 100) / 1000 });
    const cone: Cone = {
      past: {
        event: 24,
        node: 2,
        timeMs: (from + 2400) / 1000,
        count: 3,
        reach: [reach(1, 10), reach(2, 24)],
      },
      future: {
        event: 24,
        node: 2,
        timeMs: (from + 2400) / 1000,
        count: 3,
        reach: [reach(2, 24), reach(3, 45)],
      },
    };
    const { past, future, lanes, origin } = coneScene(scene, cone);
    // The second arrives in event 25, right after; the third is lost, the fifth is of an event that is not there yet.
    expect(past.map(({ id }) => id)).toEqual([1]);
    expect(future.map(({ id }) => id)).toEqual([4, 5]);
    expect(lanes.map(({ pastTo, futureFrom }) => [pastTo !== undefined, futureFrom !== undefined])).toEqual([
      [true, false],
      [true, true],
      [false, true],
    ]);
    expect(origin).toHaveLength(2);
  });
});
