import { beforeAll, describe, expect, it } from 'vitest';
import type { Frame } from '../../src/lab/frame/frame.ts';
import { boxesMeet } from '../../src/view/stage/box.ts';
import { spaceTimeScene, type SpaceTimeScene } from '../../src/view/time/space-time.ts';
import {
  fixedBoxes,
  labelWishes,
  placeLabels,
  type LabelWords,
} from '../../src/view/time/space-time-labels.ts';
import { busyFrames, frameOf, newLab } from './fixtures/busy-frames.ts';
import { roughMeasure } from './fixtures/rough-measure.ts';

const words: LabelWords = {
  term: (term) => `term ${term}`,
  fault: (mark) => (mark.command === 'campaign' ? 'told to campaign' : mark.command),
  network: (mark) => mark.command,
  broken: ({ property }) => property,
  tone: () => 'ink',
};

const sizes = [
  { width: 1380, height: 110 },
  { width: 960, height: 160 },
  { width: 700, height: 260 },
  { width: 374, height: 240 },
  { width: 1880, height: 150, unit: 1.125 },
  { width: 1400, height: 700, unit: 1.5 },
];

function labelsOf(scene: SpaceTimeScene, { width, unit = 1 }: (typeof sizes)[number], taken: number) {
  const room = { unit, width, taken, measure: roughMeasure };
  const wishes = labelWishes(scene, unit, words);
  return { wishes, labels: placeLabels(scene, wishes, room), fixed: fixedBoxes(scene, room) };
}

describe('words in the diagram', () => {
  let frames: readonly Frame[] = [];
  beforeAll(async () => {
    frames = (await Promise.all([1, 2, 3, 4, 6, 7, 11, 12].map((seed) => busyFrames(seed, 4)))).flatMap(
      (run) => run.filter((_, i) => i % 3 === 2),
    );
  });

  for (const size of sizes) {
    it(`cover no other words, no mark, not the playhead and none of the tools at ${size.width}×${size.height}`, () => {
      let seen = 0;
      for (const frame of frames) {
        for (const span of [60_000, 400_000, 3_000_000]) {
          for (const playheadAt of [0.05, 0.75]) {
            const from = Math.max(0, frame.at - span * playheadAt);
            const scene = spaceTimeScene(frame, { from, to: from + span }, size);
            const { labels, fixed } = labelsOf(scene, size, 400);
            seen += labels.length;
            labels.forEach((label, i) => {
              for (const other of labels.slice(i + 1))
                expect(boxesMeet(label.box, other.box), `${label.wish.text} / ${other.wish.text}`).toBe(
                  false,
                );
              expect(
                fixed.some((box) => boxesMeet(label.box, box)),
                label.wish.text,
              ).toBe(false);
            });
          }
        }
      }
      expect(seen).toBeGreaterThan(50);
    });
  }

  it('name all that was done to a member and to the network, and every leader, within a tenth of a second', async () => {
    const lab = newLab();
    await lab.reset({ nodes: 5, seed: 5 });
    await lab.runFor(1500);
    await lab.act({ type: 'campaign', node: 3 });
    await lab.runFor(15);
    await lab.act({ type: 'kill', node: 2 });
    await lab.act({
      type: 'partition',
      groups: [
        [1, 4],
        [2, 3, 5],
      ],
    });
    await lab.runFor(25);
    await lab.act({ type: 'heal' });
    await lab.act({ type: 'restart', node: 2 });
    await lab.runFor(30);
    const frame = await frameOf(lab, { from: 1_480_000, to: 1_600_000 });
    for (const size of sizes) {
      const scene = spaceTimeScene(frame, { from: 1_480_000, to: 1_600_000 }, size);
      const { wishes, labels } = labelsOf(scene, size, 0);
      const wanted = wishes.filter(({ kind }) => kind === 'fault' || kind === 'network' || kind === 'leader');
      expect(wanted.length).toBeGreaterThanOrEqual(4);
      expect(
        wanted.filter((wish) => !labels.some((label) => label.wish === wish)).map(({ text }) => text),
        `${size.width}×${size.height}`,
      ).toEqual([]);
    }
  });
});
