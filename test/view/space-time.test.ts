import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import type { PropertyName } from '../../src/check/properties.ts';
import type { Frame, TimelineArrow, TimelineMark } from '../../src/lab/frame/frame.ts';
import type { Violation } from '../../src/sim/record/watcher.ts';
import { spaceTimeScene } from '../../src/view/time/space-time.ts';
import { hitSpaceTime } from '../../src/view/time/space-time-hit.ts';
import { busyFrame, frameOf, ms, nodeFrame, noTimeline, splitFrame } from './fixtures/data-frame.ts';

/** A plot of 1000 pixels from x = 56 and of 300 pixels from y = 24. */
const size = { width: 1070, height: 342 };
const second = { from: 0, to: ms(1000) };

function arrow(id: number, some: Partial<TimelineArrow> = {}): TimelineArrow {
  return {
    id,
    type: 'MsgApp',
    from: 1,
    to: 2,
    term: 1,
    sentAt: ms(100),
    endedAt: ms(110),
    end: 'delivered',
    reject: false,
    entries: 0,
    sentEvent: 2 * id,
    endEvent: 2 * id + 1,
    ...some,
  };
}

function threeNodes(some: Partial<Frame> & { arrows?: TimelineArrow[]; marks?: TimelineMark[] }): Frame {
  const { arrows = [], marks = [], ...frame } = some;
  return frameOf({
    nodes: [nodeFrame(1), nodeFrame(2), nodeFrame(3)],
    timeline: { ...noTimeline, arrows, marks },
    ...frame,
  });
}

const commit = (at: number, index: number, node = 1): TimelineMark => ({
  type: 'commit',
  node,
  at,
  index,
});

const command = (at: number, type: 'partition' | 'heal'): TimelineMark => ({
  type: 'command',
  node: undefined,
  at: ms(at),
  command: type,
  label: {},
});

const splits = (marks: TimelineMark[], cut = false) =>
  spaceTimeScene(
    threeNodes({
      marks,
      at: ms(900),
      liveAt: ms(900),
      links: [{ from: 1, to: 2, cut, held: false, latency: 0, jitter: 0, loss: 0, duplicate: 0, reorder: 0 }],
    }),
    second,
    size,
  ).splits;

const busy = (options: { readonly seed: number; readonly nodes: number; readonly arrows: number }): Frame =>
  busyFrame({ ...options, entries: 20, messages: 20 });

describe('the space-time scene', () => {
  it('gives each member a lane and lays time out from left to right', () => {
    const scene = spaceTimeScene(threeNodes({ arrows: [arrow(1)] }), second, size);
    expect(scene.lanes).toEqual([
      { id: 1, y: 74, folded: false },
      { id: 2, y: 174, folded: false },
      { id: 3, y: 274, folded: false },
    ]);
    expect(scene.arrows).toMatchObject([{ x1: 156, y1: 74, x2: 166, y2: 174, end: 'delivered' }]);
  });

  it('ends an arrow where its message ended: arrived, lost on the way, or at a dead member', () => {
    const ends = ['delivered', 'lost', 'cut', 'dropped', 'dead'] as const;
    const arrows = ends.map((end, i) => arrow(i + 1, { end }));
    const scene = spaceTimeScene(threeNodes({ arrows }), second, size);
    expect(scene.arrows.map(({ end, y2 }) => [end, Math.round(y2)])).toEqual([
      ['delivered', 174],
      ['lost', 129],
      ['cut', 129],
      ['dropped', 129],
      ['dead', 174],
    ]);
  });

  it('draws a message that still flies as far as it has come, and one that is held short of its end', () => {
    const message = {
      type: 'MsgApp' as const,
      from: 1,
      to: 2,
      term: 1,
      sentAt: ms(100),
      dueAt: ms(110),
      reject: false,
      entries: 0,
      copyOf: undefined,
    };
    const flying = { endedAt: undefined, end: undefined };
    const scene = spaceTimeScene(
      threeNodes({
        at: ms(105),
        liveAt: ms(105),
        arrows: [arrow(1, flying), arrow(2, { ...flying, sentAt: ms(50) })],
        messages: [
          { ...message, id: 1, fate: 'flying' },
          { ...message, id: 2, sentAt: ms(50), dueAt: ms(60), fate: 'held' },
        ],
      }),
      second,
      size,
    );
    expect(scene.arrows.map(({ end, x2, y2 }) => [end, x2, y2])).toEqual([
      ['flying', 161, 124],
      ['flying', 161, 154],
    ]);
  });

  it('leaves out what is not in the window', () => {
    const arrows = [
      arrow(1, { sentAt: ms(10), endedAt: ms(20) }),
      arrow(2, { sentAt: ms(95), endedAt: ms(105) }),
      arrow(3, { sentAt: ms(205), endedAt: ms(215) }),
    ];
    const window = { from: ms(100), to: ms(200) };
    expect(spaceTimeScene(threeNodes({ arrows }), window, size).arrows.map(({ id }) => id)).toEqual([2]);
  });

  it('shows role, term, killed and paused as bands, the last one to the newest instant', () => {
    const frame = splitFrame();
    const scene = spaceTimeScene(frame, { from: ms(5200), to: ms(7800) }, size);
    const bands = scene.bands.map(
      (band) => `n${band.node} ${band.look} ${band.term}${band.termStarts ? ' new' : ''}`,
    );
    expect(bands).toEqual([
      'n1 follower 3 new',
      'n1 leader 4 new',
      'n2 follower 3',
      'n2 follower 4',
      'n3 follower 3',
      'n3 follower 4',
      'n3 preCandidate 4',
      'n4 follower 3',
      'n4 follower 4',
      'n5 leader 3',
      'n5 killed 3',
    ]);
    expect(scene.bands[1]?.right).toBeCloseTo(56 + (2400 / 2600) * 1000);
    expect(scene.horizon).toBeCloseTo(56 + (2400 / 2600) * 1000);
  });

  it('greys what lies between the playhead and the newest instant, and nothing when live', () => {
    const past = spaceTimeScene(threeNodes({ at: ms(400), liveAt: ms(700) }), second, size);
    expect(past.future?.left).toBeCloseTo(456);
    expect(past.future?.right).toBeCloseTo(756);
    expect(past.playhead).toMatchObject({ at: ms(400), inView: true });
    expect(past.playhead.x).toBeCloseTo(456);
    expect(spaceTimeScene(threeNodes({ at: ms(400), liveAt: ms(400) }), second, size).future).toBeUndefined();
  });

  it('draws commits that fall on one pixel as one tick with their range', () => {
    const marks = [commit(ms(100), 4), commit(ms(100.5), 4, 2), commit(ms(101), 5), commit(ms(110), 6)];
    const scene = spaceTimeScene(threeNodes({ marks }), second, size);
    expect(scene.commits.map(({ node, x, first, last }) => [node, x, first, last])).toEqual([
      [1, 156, 4, 5],
      [2, 156.5, 4, 4],
      [1, 166, 6, 6],
    ]);
  });

  it('shades the time in which the network was divided', () => {
    expect(splits([command(100, 'partition'), command(300, 'heal')])).toEqual([{ left: 156, right: 356 }]);
    expect(splits([command(100, 'partition')])).toEqual([{ left: 156, right: 956 }]);
    expect(splits([command(300, 'heal')])).toEqual([{ left: 56, right: 356 }]);
    expect(splits([], true)).toEqual([{ left: 56, right: 956 }]);
    expect(splits([])).toEqual([]);
  });

  it('folds away lanes that nobody asked for, with their marks, and makes faint what members were in other terms', () => {
    const arrows = [arrow(1), arrow(2, { from: 2, to: 3 })];
    const whole = spaceTimeScene(threeNodes({ arrows }), second, size);
    const { lanes, laneScale, bands, commits } = spaceTimeScene(threeNodes({ arrows }), second, size, {
      nodes: [2],
      terms: { first: 1000, last: 1001 },
    });
    expect(lanes.map(({ id, folded }) => [id, folded])).toEqual([
      [1, true],
      [2, false],
      [3, true],
    ]);
    const heights = lanes.map(({ y }, i) => y - (lanes[i - 1]?.y ?? whole.plot.top));
    expect(heights[1]).toBeGreaterThan(heights[0] ?? 0);
    expect(laneScale).toBe(whole.laneScale);
    expect(bands.length).toBe(whole.bands.length);
    expect(bands.every(({ faint }) => faint)).toBe(true);
    expect(whole.bands.some(({ faint }) => faint)).toBe(false);
    expect(commits.every(({ node }) => node === 2)).toBe(true);
  });

  it('shows only one member’s messages when asked to', () => {
    const arrows = [arrow(1), arrow(2, { from: 2, to: 3 }), arrow(3, { from: 3, to: 1 })];
    const scene = spaceTimeScene(threeNodes({ arrows }), second, size, { only: 1 });
    expect(scene.arrows.map(({ id }) => id)).toEqual([1, 3]);
  });

  it('has round instants on its axis, in seconds', () => {
    const scene = spaceTimeScene(threeNodes({}), { from: ms(5150), to: ms(6150) }, size);
    expect(scene.axis.map((tick) => tick.label)).toEqual([
      '5.2',
      '5.3',
      '5.4',
      '5.5',
      '5.6',
      '5.7',
      '5.8',
      '5.9',
      '6.0',
      '6.1',
    ]);
    expect(scene.axis[0]?.x).toBeCloseTo(106);
  });

  const runs = fc.record({
    seed: fc.nat(),
    nodes: fc.integer({ min: 2, max: 9 }),
    arrows: fc.integer({ min: 0, max: 300 }),
  });
  const windows = fc
    .tuple(fc.integer({ min: ms(17_000), max: ms(21_000) }), fc.integer({ min: 1000, max: ms(5000) }))
    .map(([from, span]) => ({ from, to: from + span }));

  property.prop([runs, windows])(
    'never draws a message backwards in time, nor off its lanes',
    (run, window) => {
      const scene = spaceTimeScene(busy(run), window, size);
      const lane = new Map(scene.lanes.map(({ id, y }) => [id, y]));
      for (const drawn of scene.arrows) {
        expect(drawn.x2).toBeGreaterThanOrEqual(drawn.x1);
        expect(drawn.y1).toBe(lane.get(drawn.from));
        if (drawn.end === 'delivered' || drawn.end === 'dead')
          expect(drawn.y2).toBeCloseTo(lane.get(drawn.to) ?? NaN);
      }
      for (const band of scene.bands) {
        expect(band.left).toBeGreaterThanOrEqual(scene.plot.left);
        expect(band.right).toBeLessThanOrEqual(scene.plot.right);
        expect(band.right).toBeGreaterThanOrEqual(band.left);
      }
    },
  );

  property.prop([runs])('what is drawn is what is hit', (run) => {
    const frame = busy(run);
    const scene = spaceTimeScene(frame, { from: frame.timeline.from, to: frame.timeline.to }, size);
    for (const drawn of scene.arrows.slice(0, 20)) {
      const hit = hitSpaceTime(scene, (drawn.x1 + drawn.x2) / 2, (drawn.y1 + drawn.y2) / 2);
      expect(hit).toBeDefined();
      if (hit?.type === 'arrow') {
        const { x1, y1, x2, y2 } = hit.arrow;
        const x = (drawn.x1 + drawn.x2) / 2;
        const y = (drawn.y1 + drawn.y2) / 2;
        const part = Math.min(
          1,
          Math.max(0, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / ((x2 - x1) ** 2 + (y2 - y1) ** 2)),
        );
        expect(Math.hypot(x1 + part * (x2 - x1) - x, y1 + part * (y2 - y1) - y)).toBeLessThan(1e-6);
      }
    }
  });
});

describe('hitting the diagram', () => {
  const marks: TimelineMark[] = [
    { type: 'leader', node: 2, at: ms(500), term: 4 },
    { type: 'command', node: 3, at: ms(700), command: 'kill', label: { node: 3 } },
    { type: 'request', node: 1, at: ms(300), request: 12, status: 'invoked' },
  ];
  const scene = spaceTimeScene(
    threeNodes({ arrows: [arrow(1)], marks, at: ms(900), liveAt: ms(900) }),
    second,
    size,
  );

  it('finds arrows, marks and the playhead, and nothing where nothing is', () => {
    expect(hitSpaceTime(scene, 161, 126)).toMatchObject({ type: 'arrow', arrow: { id: 1 } });
    expect(hitSpaceTime(scene, 556, 174)).toMatchObject({ type: 'leader', mark: { term: 4 } });
    expect(hitSpaceTime(scene, 757, 273)).toMatchObject({ type: 'fault', mark: { label: { node: 3 } } });
    expect(hitSpaceTime(scene, 356, 65)).toMatchObject({ type: 'call', mark: { request: 12 } });
    expect(hitSpaceTime(scene, 957, 10)).toEqual({ type: 'playhead' });
    expect(hitSpaceTime(scene, 400, 130)).toBeUndefined();
  });

  it('takes a click up to eight pixels beside a thin arrow for one on it, and the nearest of them', () => {
    const [only] = scene.arrows;
    if (!only) throw new Error('no arrow');
    const length = Math.hypot(only.x2 - only.x1, only.y2 - only.y1);
    const middle = { x: (only.x1 + only.x2) / 2, y: (only.y1 + only.y2) / 2 };
    const beside = (pixels: number) =>
      hitSpaceTime(
        scene,
        middle.x + ((only.y2 - only.y1) / length) * pixels,
        middle.y - ((only.x2 - only.x1) / length) * pixels,
      );
    expect(beside(7.5)).toMatchObject({ type: 'arrow', arrow: { id: 1 } });
    expect(beside(-7.5)).toMatchObject({ type: 'arrow', arrow: { id: 1 } });
    expect(beside(9.5)?.type).not.toBe('arrow');
  });
});

const violation = (at: number, property: PropertyName, nodes: number[]): Violation => ({
  property,
  kind: 'promise',
  at: ms(at),
  event: at,
  by: 1,
  nodes,
  detail: '',
  because: { type: 'fellByItself', reason: 'of a test' },
});

describe('what was found broken', () => {
  it('stands at its instant, on the lanes of those concerned; the first of an instant alone', () => {
    const violations = [
      violation(500, 'ElectionSafety', [1, 3]),
      violation(500, 'VoteOnce', [2]),
      violation(1500, 'LogMatching', [1]),
    ];
    const frame = threeNodes({});
    const { broken, lanes } = spaceTimeScene(
      { ...frame, checks: { ...frame.checks, violations } },
      second,
      size,
    );
    expect(broken).toEqual([
      {
        x: 556,
        at: ms(500),
        property: 'ElectionSafety',
        event: 500,
        ys: [lanes[0]?.y, lanes[2]?.y],
      },
    ]);
  });
});
