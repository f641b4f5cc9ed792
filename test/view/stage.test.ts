import { splitGroups } from '../../src/explain/situation.ts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Frame } from '../../src/lab/frame/frame.ts';
import type { Obstacle } from '../../src/view/stage/box.ts';
import { layoutStage, type StageSize } from '../../src/view/stage/stage-layout.ts';
import { sameStage, stageScene } from '../../src/view/stage/stage.ts';
import { nodeObstacles } from '../../src/view/stage/stage-obstacles.ts';
import { stageTimers, timerLeft } from '../../src/view/stage/stage-timer.ts';
import { sidesOfLine, splitFurther } from '../../src/view/stage/stage-split.ts';
import { stageTokens } from '../../src/view/stage/stage-token.ts';
import {
  allLinks,
  confState,
  crowdedFrame,
  flying,
  memberView,
  nodeFrame,
  openingFrame,
  splitFrame,
} from '../ui/fixtures/frame.ts';
import { roughMeasure } from './fixtures/rough-measure.ts';

const desk: StageSize = { width: 1000, height: 380, rem: 16 };
const everything = { node: undefined, hide: [], still: false, measure: roughMeasure };

function withNode(
  frame: Frame,
  id: number,
  change: (node: Frame['nodes'][number]) => Frame['nodes'][number],
): Frame {
  return { ...frame, nodes: frame.nodes.map((node) => (node.id === id ? change(node) : node)) };
}

describe('the ring', () => {
  it('keeps every node and its timer inside the stage, apart from each other, at every size', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 320, max: 3000 }),
        fc.integer({ min: 260, max: 1600 }),
        (count, width, height) => {
          const size = { width, height, rem: 16 };
          const { places, radius } = layoutStage(
            Array.from({ length: count }, (_, i) => i + 1),
            size,
          );
          for (const place of places) {
            expect(place.x - radius).toBeGreaterThanOrEqual(0);
            expect(place.x + radius).toBeLessThanOrEqual(width);
            expect(place.y - radius).toBeGreaterThanOrEqual(0);
            expect(place.y + radius).toBeLessThanOrEqual(height);
            for (const other of places)
              if (other !== place)
                expect(Math.hypot(other.x - place.x, other.y - place.y)).toBeGreaterThan(2 * radius);
          }
        },
      ),
    );
  });
});

describe('trays and the ring of the selected node', () => {
  it.each([
    [374, 276],
    [474, 220],
    [344, 330],
    [320, 200],
    [985, 330],
    [3000, 1400],
  ])('are whole in a stage of %i × %i', (width, height) => {
    const scene = stageScene(splitFrame(), { width, height, rem: 16 });
    const { radius, unit } = scene.layout;
    for (const node of scene.nodes) {
      const halo: Obstacle = { x: node.x, y: node.y, r: radius + unit * 0.85 };
      for (const obstacle of [halo, ...nodeObstacles(node, scene.layout, 'reserved')]) {
        const [left, right] =
          'r' in obstacle
            ? [obstacle.x - obstacle.r, obstacle.x + obstacle.r]
            : [obstacle.left, obstacle.right];
        expect(left, `n${node.id}`).toBeGreaterThanOrEqual(0);
        expect(right, `n${node.id}`).toBeLessThanOrEqual(width);
      }
    }
  });
});

describe('a node on the stage', () => {
  const scene = stageScene(splitFrame(), desk);
  const node = (id: number, of = scene) => of.nodes.find((each) => each.id === id);

  it('tells its role by shape: round, six corners while it asks for votes, square without a vote', () => {
    expect(node(1)).toMatchObject({ shape: 'circle', role: 'StateLeader' });
    expect(node(3)).toMatchObject({ shape: 'hexagon', role: 'StatePreCandidate' });
    const learner = stageScene(crowdedFrame(0), desk);
    expect(node(9, learner)).toMatchObject({ shape: 'square', member: 'learner' });
  });

  it('has the colour of its term, and a killed one the term on its disk but no role', () => {
    expect(node(1)).toMatchObject({ term: 4, look: { colour: 4, pattern: 'plain' } });
    expect(node(5)).toMatchObject({
      term: 3,
      look: { colour: 3 },
      role: undefined,
      status: 'killed',
      last: 9,
    });
  });

  it('counts a vote as on the way while its request or its answer flies, not when that is doomed', () => {
    expect(node(3)?.votes).toEqual([
      { id: 1, mark: 'missing' },
      { id: 2, mark: 'onTheWay' },
      { id: 3, mark: 'granted' },
      { id: 4, mark: 'missing' },
      { id: 5, mark: 'missing' },
    ]);
    const frame = splitFrame();
    const answered = { ...frame, messages: [flying('MsgPreVoteResp', 4, 3, 5, 0.5)] };
    expect(node(3, stageScene(answered, desk))?.votes[3]).toEqual({ id: 4, mark: 'onTheWay' });
  });

  it('shows what waits at it: writes, applies, reads, proposals', () => {
    expect(node(4)).toMatchObject({ writes: 1, applies: 0 });
    expect(node(3)).toMatchObject({ reads: 1 });
    expect(node(1)).toMatchObject({ proposals: 1 });
  });

  it('is isolated only when all its links are cut', () => {
    expect(node(2)?.isolated).toBe(false);
    const frame = {
      ...splitFrame(),
      links: allLinks([1, 2, 3, 4, 5], (from, to) => ({ cut: from === 2 || to === 2 })),
    };
    expect(stageScene(frame, desk).nodes.map((each) => each.isolated)).toEqual([
      false,
      true,
      false,
      false,
      false,
    ]);
  });

  it('shows its half of a joint configuration, as the leader has it', () => {
    const conf = { ...confState([1, 2, 3]), votersOutgoing: [1, 2, 4] };
    const frame = withNode(splitFrame(), 1, (each) => ({
      ...each,
      view: each.view && { ...each.view, confState: conf },
    }));
    expect(stageScene(frame, desk).nodes.map((each) => each.joint)).toEqual([
      'both',
      'both',
      'in',
      'out',
      undefined,
    ]);
    expect(stageScene(frame, desk).summary.joint).toBe(true);
  });

  it('is the target while a leader hands over to it', () => {
    const frame = withNode(splitFrame(), 1, (each) => ({
      ...each,
      view: each.view && { ...each.view, leadTransferee: 4 },
    }));
    expect(
      stageScene(frame, desk)
        .nodes.filter((each) => each.transferTarget)
        .map((each) => each.id),
    ).toEqual([4]);
  });
});

describe('the election timer', () => {
  it('runs down between ticks, by the share of the tick that has passed', () => {
    const view = memberView(1, { electionElapsed: 4, randomizedElectionTimeout: 10 });
    const frame = { ...openingFrame(), at: 1_050_000 };
    // Half a tick after the fourth of ten: 5.5 of 10 are left.
    expect(timerLeft(frame, nodeFrame(1, view, { nextTickAt: 1_100_000 }))).toBeCloseTo(0.55, 9);
    expect(timerLeft(frame, nodeFrame(1, view, { nextTickAt: 1_150_000 }))).toBeCloseTo(0.6, 9);
  });

  it('stands still where the clock does, and none runs at a leader, a learner or a killed node', () => {
    const frame = openingFrame();
    const view = memberView(1, { electionElapsed: 4, randomizedElectionTimeout: 10 });
    expect(timerLeft(frame, nodeFrame(1, view, { nextTickAt: undefined, status: 'paused' }))).toBeCloseTo(
      0.6,
      9,
    );
    expect(timerLeft(frame, nodeFrame(1, { ...view, state: 'StateLeader' }))).toBeUndefined();
    expect(timerLeft(frame, nodeFrame(1, view, { member: 'learner' }))).toBeUndefined();
    expect(timerLeft(frame, nodeFrame(1, view, { status: 'killed' }))).toBeUndefined();
  });

  it('warns when it is nearly out, and is another for who asks already', () => {
    const opening = openingFrame();
    const tones = stageTimers(opening, stageScene(opening, desk)).map((timer) => timer.tone);
    expect(tones).toEqual(['usual', 'usual', 'soon', 'usual', 'usual']);
    const split = stageTimers(splitFrame(), stageScene(splitFrame(), desk));
    expect(split.map((timer) => [timer.id, timer.tone])).toEqual([
      [2, 'usual'],
      [3, 'asking'],
      [4, 'usual'],
    ]);
  });

  it('is never below nothing or above all', () => {
    const frame = openingFrame();
    const late = memberView(1, { electionElapsed: 40, randomizedElectionTimeout: 10 });
    expect(timerLeft(frame, nodeFrame(1, late))).toBe(0);
  });
});

describe('links', () => {
  it('are open, cut or one-way, and name only what differs from the run', () => {
    const frame = {
      ...splitFrame(),
      links: allLinks([1, 2, 3, 4, 5], (from, to) => ({
        cut: (from === 1 && to === 2) || (from === 2 && to === 1) || (from === 3 && to === 4),
        latency: from === 4 && to === 5 ? 80_000 : 10_000,
        loss: from === 5 && to === 1 ? 0.3 : 0,
      })),
    };
    const link = (a: number, b: number) =>
      stageScene(frame, desk).links.find((each) => each.a === a && each.b === b);
    expect(link(1, 2)?.state).toBe('cut');
    expect(link(3, 4)).toMatchObject({ state: 'oneWay', there: { cut: true }, back: { cut: false } });
    expect(link(4, 5)).toMatchObject({
      state: 'open',
      there: { latency: 80_000 },
      back: { latency: undefined },
    });
    expect(link(1, 5)).toMatchObject({ state: 'open', back: { loss: 0.3 }, dead: true });
    expect(link(2, 3)).toMatchObject({ state: 'open', there: { latency: undefined, loss: 0, held: false } });
  });

  it('join every pair of nodes once', () => {
    expect(stageScene(crowdedFrame(0), desk).links).toHaveLength(36);
  });
});

function third(id: number): number {
  return id <= 2 ? 0 : id <= 4 ? 1 : 2;
}

describe('splits', () => {
  it('are the groups that can still talk, one-way included', () => {
    const ids = [1, 2, 3, 4, 5];
    expect(splitGroups(ids, allLinks(ids))).toEqual([[1, 2, 3, 4, 5]]);
    expect(splitGroups(ids, splitFrame().links)).toEqual([
      [1, 4, 5],
      [2, 3],
    ]);
    const oneWay = allLinks(ids, (from, to) => ({ cut: from <= 2 !== to <= 2 && from !== 1 }));
    expect(splitGroups(ids, oneWay)).toEqual([[1, 2, 3, 4, 5]]);
  });

  it('are drawn as one line between two groups that stand together on the ring, and not otherwise', () => {
    const scene = stageScene(splitFrame(), desk);
    expect(scene.splits).toHaveLength(1);
    expect(scene.splits[0]?.path).toMatch(/^M[\d.]+,[\d.]+C/);
    const scattered = {
      ...splitFrame(),
      links: allLinks([1, 2, 3, 4, 5], (from, to) => ({ cut: from % 2 !== to % 2 })),
    };
    // 1 3 5 and 2 4 alternate but for 5 and 1: four gaps, and no line keeps them apart.
    expect(stageScene(scattered, desk).splits).toEqual([]);
  });

  it('have a line to the middle for each of three groups', () => {
    const frame = {
      ...splitFrame(),
      links: allLinks([1, 2, 3, 4, 5], (from, to) => ({ cut: third(from) !== third(to) })),
    };
    expect(stageScene(frame, desk).splits).toHaveLength(3);
  });

  it('by a drawn line has every node on exactly one side', () => {
    const layout = layoutStage([1, 2, 3, 4, 5], desk);
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1000 }),
        fc.integer({ min: 0, max: 380 }),
        fc.integer({ min: 0, max: 1000 }),
        fc.integer({ min: 0, max: 380 }),
        (x1, y1, x2, y2) => {
          const [left, right] = sidesOfLine(layout, { x: x1, y: y1 }, { x: x2, y: y2 });
          expect([...left, ...right].toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5]);
        },
      ),
    );
  });

  it('by a line down the middle parts right from left', () => {
    const layout = layoutStage([1, 2, 3, 4], desk);
    expect(sidesOfLine(layout, { x: 500, y: 0 }, { x: 500, y: 380 })).toEqual([
      [2, 3],
      [1, 4],
    ]);
  });

  it('a second time cut what is there, and never join it again', () => {
    expect(
      splitFurther(
        [
          [1, 4, 5],
          [2, 3],
        ],
        [
          [1, 2],
          [3, 4, 5],
        ],
      ),
    ).toEqual([[1], [4, 5], [2], [3]]);
  });
});

function one(share: number, change: Parameters<typeof flying>[5] = {}): Frame {
  return { ...splitFrame(), messages: [flying('MsgAppResp', 4, 1, 4, share, change)] };
}

describe('messages on the stage', () => {
  const layout = stageScene(splitFrame(), desk).layout;

  it('travel from rim to rim, on the right-hand side of their link', () => {
    const from = layout.places.find((place) => place.id === 4);
    const to = layout.places.find((place) => place.id === 1);
    expect(from && to).toBeTruthy();
    if (!from || !to) return;
    let before = 0;
    for (const share of [0, 0.25, 0.5, 0.75, 1]) {
      const [token] = stageTokens(one(share), layout, everything);
      expect(token).toBeDefined();
      if (!token) return;
      const gone = Math.hypot(token.x - from.x, token.y - from.y);
      expect(gone).toBeGreaterThan(layout.radius);
      expect(gone).toBeGreaterThan(before);
      before = gone;
      const side = (to.x - from.x) * (token.y - from.y) - (to.y - from.y) * (token.x - from.x);
      expect(side).toBeGreaterThan(0);
    }
  });

  it('have their short name, and a sign only where they answer', () => {
    expect(stageTokens(one(0.5), layout, everything)[0]).toMatchObject({ text: 'AppResp', sign: '+' });
    expect(stageTokens(one(0.5, { reject: true }), layout, everything)[0]).toMatchObject({ sign: '−' });
    const app = { ...splitFrame(), messages: [flying('MsgApp', 1, 4, 4, 0.5, { entries: 2 })] };
    expect(stageTokens(app, layout, everything)[0]).toMatchObject({ text: 'App', sign: '', blocks: 2 });
  });

  it('wait in the middle while held, side by side', () => {
    const frame = {
      ...splitFrame(),
      messages: [
        flying('MsgApp', 1, 4, 4, 0.1, { fate: 'held' }),
        flying('MsgVote', 1, 4, 5, 0.1, { fate: 'held' }),
      ],
    };
    const tokens = stageTokens(frame, layout, everything);
    expect(tokens).toHaveLength(2);
    expect(
      Math.hypot((tokens[0]?.x ?? 0) - (tokens[1]?.x ?? 0), (tokens[0]?.y ?? 0) - (tokens[1]?.y ?? 0)),
    ).toBeGreaterThan(5);
  });

  it('of one kind and close together are one token with all their ids', () => {
    const frame = {
      ...splitFrame(),
      messages: [0.5, 0.51, 0.9].map((share) => flying('MsgApp', 1, 2, 4, share, { entries: 1 })),
    };
    const tokens = stageTokens(frame, layout, everything);
    expect(tokens.map((token) => token.ids.length).toSorted((a, b) => a - b)).toEqual([1, 2]);
    expect(tokens.flatMap((token) => token.ids).toSorted((a, b) => a - b)).toEqual(
      frame.messages.map((message) => message.id).toSorted((a, b) => a - b),
    );
  });

  it('are all of them accounted for, however many there are', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), (count) => {
        const frame = crowdedFrame(count);
        const scene = stageScene(frame, desk);
        const shown = stageTokens(frame, scene.layout, everything).flatMap((token) => token.ids);
        const expected = frame.messages
          .filter((message) => message.from !== message.to)
          .map((message) => message.id);
        expect(shown.toSorted((a, b) => a - b)).toEqual(expected.toSorted((a, b) => a - b));
      }),
    );
  });

  it('can be those of one node only, or without some types', () => {
    const frame = splitFrame();
    const of3 = stageTokens(frame, layout, { ...everything, node: 3 });
    expect(of3.every((token) => token.from === 3 || token.to === 3)).toBe(true);
    expect(of3.length).toBeGreaterThan(0);
    const quiet = stageTokens(frame, layout, { ...everything, hide: ['MsgHeartbeat'] });
    expect(quiet.some((token) => token.type === 'MsgHeartbeat')).toBe(false);
  });

  it('are named by initials in a throng, heartbeats are dots', () => {
    const frame = crowdedFrame(200);
    const tokens = stageTokens(frame, stageScene(frame, desk).layout, everything);
    const formsOf = (type: string) =>
      new Set(tokens.filter((token) => token.type === type).map((token) => token.form));
    expect(formsOf('MsgHeartbeat')).not.toContain('pill');
    expect(formsOf('MsgAppResp')).not.toContain('pill');
    for (const token of tokens)
      if (token.form === 'short') expect(token.text).toMatch(/^[A-Z]{1,2}( ×\d+)?$/);
  });

  it('do not move under reduced motion', () => {
    const [early] = stageTokens(one(0.1), layout, { ...everything, still: true });
    const [late] = stageTokens(one(0.9), layout, { ...everything, still: true });
    expect(early).toBeDefined();
    expect([early?.x, early?.y]).toEqual([late?.x, late?.y]);
  });
});

describe('a scene', () => {
  it('is the same object while nothing but time and messages has moved', () => {
    const frame = splitFrame();
    const scene = stageScene(frame, desk);
    const later = { ...frame, at: frame.at + 100, messages: structuredClone(frame.messages) };
    expect(stageScene(later, desk, scene)).toBe(scene);
  });

  it('keeps the parts that have not changed', () => {
    const frame = splitFrame();
    const scene = stageScene(frame, desk);
    const changed = withNode(frame, 2, (node) => ({
      ...node,
      view: node.view && { ...node.view, commit: 11 },
    }));
    const next = stageScene(changed, desk, scene);
    expect(next).not.toBe(scene);
    expect(next.nodes[0]).toBe(scene.nodes[0]);
    expect(next.nodes[1]).not.toBe(scene.nodes[1]);
    expect(next.links[0]).toBe(scene.links[0]);
  });

  it('says in numbers what it shows', () => {
    expect(stageScene(splitFrame(), desk).summary).toEqual({
      leader: 1,
      term: 4,
      candidates: [3],
      killed: [5],
      paused: [],
      commit: 10,
      cut: true,
      joint: false,
      messages: 8,
      doomed: 4,
      held: 1,
    });
    expect(stageScene(openingFrame(), desk).summary).toMatchObject({
      leader: undefined,
      term: 0,
      cut: false,
    });
  });
});

describe('frames with the same stage', () => {
  it('are told apart by what the stage shows, and by nothing else', () => {
    const frame = splitFrame();
    const later = { ...frame, at: frame.at + 1, version: frame.version + 1, timeline: { ...frame.timeline } };
    expect(sameStage(frame, later)).toBe(true);
    const scene = stageScene(frame, desk);
    expect(stageScene(later, desk, scene)).toBe(scene);
    for (const part of ['nodes', 'links', 'messages'] as const)
      expect(sameStage(frame, { ...frame, [part]: [...frame[part]] })).toBe(false);
    expect(sameStage(frame, { ...frame, config: { ...frame.config, latencyMs: 7 } })).toBe(false);
  });
});
