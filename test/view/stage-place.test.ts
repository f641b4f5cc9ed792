import { beforeAll, describe, expect, it } from 'vitest';
import type { Frame } from '../../src/lab/frame/frame.ts';
import { boxesMeet, meets, type Box } from '../../src/view/stage/box.ts';
import { stageScene, type StageScene } from '../../src/view/stage/stage.ts';
import { layoutStage } from '../../src/view/stage/stage-layout.ts';
import { nodeObstacles } from '../../src/view/stage/stage-obstacles.ts';
import { stageTokens } from '../../src/view/stage/stage-token.ts';
import type { StageToken } from '../../src/view/stage/token.ts';
import { placeWords, wordBoxes, type StageTexts, type StageWords } from '../../src/view/stage/stage-words.ts';
import { busyFrames } from './fixtures/busy-frames.ts';
import { roughMeasure } from './fixtures/rough-measure.ts';

const seeds = Array.from({ length: 20 }, (_, i) => i + 1);

/** The stage's pane in windows from a phone to a projector, and alone. */
const sizes = [
  { width: 985, height: 330, rem: 16 },
  { width: 640, height: 280, rem: 16 },
  { width: 374, height: 330, rem: 16 },
  { width: 420, height: 260, rem: 16 },
  { width: 1290, height: 470, rem: 18 },
  { width: 1400, height: 780, rem: 20 },
];

/** As the page has them, in English. */
function textsOf(scene: StageScene): StageTexts {
  return {
    nodes: new Map(
      scene.nodes.map((node) => {
        const role = node.status === 'killed' ? 'on disk: term 3, log to 9' : (node.role ?? '').slice(5);
        const lines = [`commit ${node.commit} · applied ${node.applied}`];
        const extra = node.writes > 0 ? '1 write · 1 proposal waits' : undefined;
        return [
          node.id,
          [
            { title: role, lines, extra },
            { title: role, lines: [`commit ${node.commit}`] },
            { title: role, lines: [] },
            { title: `commit ${node.commit}`, lines: [] },
            { title: `${node.commit}`, lines: [] },
          ],
        ];
      }),
    ),
    links: new Map(
      scene.links.flatMap(({ a, b, there, back }) =>
        there.held || back.held ? [[`${a}-${b}`, 'held']] : [],
      ),
    ),
    split:
      scene.groups.length > 1
        ? [`split ${scene.groups.map((group) => group.join(' ')).join(' | ')}  heal`, 'heal']
        : [],
  };
}

interface Shown {
  readonly scene: StageScene;
  readonly words: StageWords;
  readonly tokens: readonly StageToken[];
}

function show(frame: Frame, size: (typeof sizes)[number], before: Shown | undefined): Shown {
  const scene = stageScene(frame, size, before?.scene);
  const words = placeWords(scene, textsOf(scene), roughMeasure, before?.words);
  const marks = scene.nodes.flatMap((node) => nodeObstacles(node, scene.layout, 'present'));
  const tokens = stageTokens(
    frame,
    scene.layout,
    { node: undefined, hide: [], still: false, measure: roughMeasure },
    { obstacles: [...marks, ...wordBoxes(words)], before: before?.tokens ?? [] },
  );
  return { scene, words, tokens };
}

function tokenBox({ x, y, half }: StageToken): Box {
  return { left: x - half.x, top: y - half.y, right: x + half.x, bottom: y + half.y };
}

/** What covers what, in words that find it again. */
function collisions({ scene, words, tokens }: Shown): string[] {
  const found: string[] = [];
  const things = [
    ...wordBoxes(words).map((box) => ({ name: 'words', box })),
    ...tokens.map((token) => ({
      name: `${token.form} ${token.text} ${token.from}>${token.to} (${token.ids.join(' ')})`,
      box: tokenBox(token),
    })),
  ];
  things.forEach((a, i) => {
    for (const b of things.slice(i + 1)) if (boxesMeet(a.box, b.box)) found.push(`${a.name} / ${b.name}`);
    for (const node of scene.nodes) {
      if (nodeObstacles(node, scene.layout, 'present').some((obstacle) => meets(a.box, obstacle)))
        found.push(`${a.name} / n${node.id}`);
    }
  });
  return found;
}

describe('on the busiest instants of twenty seeded runs', () => {
  const runs = new Map<number, readonly Frame[]>();
  beforeAll(async () => {
    for (const seed of seeds) runs.set(seed, await busyFrames(seed, 14));
  });

  for (const size of sizes) {
    it(`nothing covers anything else at ${size.width}×${size.height}, and nothing is left out`, () => {
      const found: string[] = [];
      let busiest = 0;
      for (const [seed, frames] of runs) {
        let shown: Shown | undefined;
        frames.forEach((frame, i) => {
          shown = show(frame, size, shown);
          busiest = Math.max(busiest, frame.messages.length);
          found.push(...collisions(shown).map((each) => `seed ${seed} frame ${i}: ${each}`));
          const ids = shown.tokens.flatMap((token) => token.ids).toSorted((a, b) => a - b);
          expect(ids, `seed ${seed} frame ${i}`).toEqual(
            frame.messages
              .filter(({ from, to }) => from !== to)
              .map(({ id }) => id)
              .toSorted((a, b) => a - b),
          );
          expect(shown.words.nodes.size, `seed ${seed} frame ${i}: nodes with words`).toBe(
            frame.nodes.length,
          );
        });
      }
      expect(busiest).toBeGreaterThan(20);
      expect(found).toEqual([]);
    });
  }

  it('tokens and words stay where they are while nothing new comes near: few change their side from frame to frame', () => {
    let stayed = 0;
    let moved = 0;
    let jumped = 0;
    for (const frames of runs.values()) {
      let shown: Shown | undefined;
      for (const frame of frames) {
        const next: Shown = show(frame, sizes[0] ?? { width: 985, height: 330, rem: 16 }, shown);
        for (const token of next.tokens) {
          const before = shown?.tokens.find(({ id, form }) => id === token.id && form === token.form);
          if (!before) continue;
          const by = Math.hypot(
            token.aside.along - before.aside.along,
            token.aside.across - before.aside.across,
          );
          if (by === 0) stayed++;
          else moved++;
          if (by > 4 * next.scene.layout.unit) jumped++;
        }
        for (const [id, words] of next.words.nodes) {
          const before = shown?.words.nodes.get(id);
          if (before && shown?.scene.layout === next.scene.layout && before.side !== words.side) moved++;
        }
        shown = next;
      }
    }
    expect(stayed).toBeGreaterThan(1000);
    expect(moved / stayed).toBeLessThan(0.2);
    expect(jumped / stayed).toBeLessThan(0.02);
  });
});

describe('the ring', () => {
  it('fills its room at every shape and size, with nodes that can be hit', () => {
    for (let count = 3; count <= 9; count++) {
      for (const [width, height] of [
        [300, 200],
        [360, 640],
        [500, 500],
        [640, 240],
        [1000, 340],
        [1900, 420],
        [1400, 800],
        [2600, 1400],
      ] as const) {
        const ids = Array.from({ length: count }, (_, i) => i + 1);
        const { places, radius } = layoutStage(ids, { width, height, rem: width > 2400 ? 22 : 16 });
        const xs = places.map(({ x }) => x);
        const ys = places.map(({ y }) => y);
        const [left, right] = [Math.min(...xs) - radius, Math.max(...xs) + radius];
        const [top, bottom] = [Math.min(...ys) - radius, Math.max(...ys) + radius];
        const what = `${count} nodes in ${width}×${height}`;
        expect(((right - left) * (bottom - top)) / (width * height), what).toBeGreaterThan(0.6);
        expect(radius * 2, what).toBeGreaterThanOrEqual(36);
        expect(left, what).toBeGreaterThanOrEqual(0);
        expect(top, what).toBeGreaterThanOrEqual(0);
        expect(right, what).toBeLessThanOrEqual(width);
        expect(bottom, what).toBeLessThanOrEqual(height);
        places.forEach((a, i) => {
          for (const b of places.slice(i + 1))
            expect(Math.hypot(a.x - b.x, a.y - b.y), what).toBeGreaterThan(2 * radius + 8);
        });
      }
    }
  });
});
