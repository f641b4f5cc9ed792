import {
  labelWishes,
  placeLabels,
  type LabelWords,
  type PlacedLabel,
} from '../../view/time/space-time-labels.ts';
import type { SpaceTimeScene } from '../../view/time/space-time.ts';
import { measureText } from '../canvas/measure.ts';
import type { Paint } from '../canvas/surface.ts';
import { commandWords } from '../command-words.ts';
import { t } from '../messages/say.ts';
import { faultTone, toneColour } from './fault-tone.ts';

const words: LabelWords = {
  term: (term) => t('timeline:term', { term: String(term) }),
  fault: (mark) => t(`commands:type.${mark.command}`),
  network: commandWords,
  broken: ({ property }) => `✗ ${property}`,
  tone: (mark) => toneColour[faultTone(mark.command)],
};

/** All words of the diagram, where they have room. `taken`: the tools lie over the strip up to here. */
export function timeLabels(
  { unit, width }: Paint,
  scene: SpaceTimeScene,
  taken: number,
): readonly PlacedLabel[] {
  return placeLabels(scene, labelWishes(scene, unit, words), { unit, width, taken, measure: measureText });
}
