import type { Obstacle } from '../../view/stage/box.ts';
import { nodeObstacles } from '../../view/stage/stage-obstacles.ts';
import { placeWords, wordBoxes, type StageWords } from '../../view/stage/stage-words.ts';
import type { StageScene } from '../../view/stage/stage.ts';
import { measureText } from '../canvas/measure.ts';
import { sameData } from '../canvas/same.ts';
import { stageTexts } from './node-words.ts';

/** What stands on the stage: the scene, and its words where they have room. */
export interface Standing {
  readonly scene: StageScene;
  readonly words: StageWords;
  /** All that tokens keep off. */
  readonly obstacles: readonly Obstacle[];
}

export function standing(scene: StageScene, before: Standing | undefined): Standing {
  const words = placeWords(
    scene,
    stageTexts(scene),
    measureText,
    before?.scene.layout === scene.layout ? before.words : undefined,
  );
  const marks = scene.nodes.flatMap((node) => nodeObstacles(node, scene.layout, 'present'));
  return { scene, words: keepWords(before?.words, words), obstacles: [...marks, ...wordBoxes(words)] };
}

/** Words that stand as they stood are the same objects, so that their node is not drawn again. */
function keepWords(before: StageWords | undefined, after: StageWords): StageWords {
  if (!before) return after;
  const nodes = new Map(
    [...after.nodes].map(([id, words]) => {
      const was = before.nodes.get(id);
      return [id, was && sameData(was, words) ? was : words] as const;
    }),
  );
  const links = new Map(
    [...after.links].map(([key, words]) => {
      const was = before.links.get(key);
      return [key, was && sameData(was, words) ? was : words] as const;
    }),
  );
  return { nodes, links, split: sameData(before.split, after.split) ? before.split : after.split };
}
