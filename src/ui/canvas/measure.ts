import type { TextMeasure } from '../../view/stage/box.ts';
import { readTokens } from '../tokens.ts';

/** Widths are measured at this size, and are in proportion to it. */
const MEASURED_AT = 100;

let context: CanvasRenderingContext2D | undefined;
const widths = new Map<string, number>();
const TEXTS_MAX = 4000;

/** How wide a text is in the page's own faces. Each text is measured once. */
export const measureText: TextMeasure = (text, face, size) => {
  const key = `${face} ${text}`;
  let width = widths.get(key);
  if (width === undefined) {
    context ??= document.createElement('canvas').getContext('2d') ?? undefined;
    if (!context) return text.length * size * 0.6;
    context.font = fonts()[face];
    width = context.measureText(text).width;
    if (widths.size >= TEXTS_MAX) widths.clear();
    widths.set(key, width);
  }
  return (width * size) / MEASURED_AT;
};

/** Fonts have arrived: what was measured before was of others. */
export function forgetMeasures(): void {
  widths.clear();
}

let known: Record<Parameters<TextMeasure>[1], string> | undefined;

function fonts(): Record<Parameters<TextMeasure>[1], string> {
  if (!known) {
    const { font, mono } = readTokens(0);
    known = {
      words: `400 ${MEASURED_AT}px ${font}`,
      title: `640 ${MEASURED_AT}px ${font}`,
      mono: `600 ${MEASURED_AT}px ${mono}`,
    };
  }
  return known;
}
