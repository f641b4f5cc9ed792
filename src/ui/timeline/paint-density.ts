import { present } from '../../base/assert.ts';
import { darkness, densityTones, type DensityScene, type DensityTone } from '../../view/time/density.ts';
import type { Paint } from '../canvas/surface.ts';

/** A gap between two lanes is so many texels high, so that what came to nothing can be striped. */
const ROWS = 4;

const tokenOf: Readonly<Record<DensityTone, string>> = {
  plain: 'ink-3',
  strong: 'ink',
  refused: 'bad',
  gone: 'bad',
};

/** How dark the fullest place is: lanes and marks stand out before messages that are as they should be. */
const fullest: Readonly<Record<DensityTone, number>> = { plain: 0.55, strong: 0.9, refused: 1, gone: 1 };

/** Which rows of a gap have the tone: messages that came to nothing are stripes, so that it is not colour alone. */
const rowsOf: Readonly<Record<DensityTone, readonly number[]>> = {
  plain: [0, 1, 2, 3],
  strong: [0, 1, 2, 3],
  refused: [1],
  gone: [1, 3],
};

/**
 * Messages too many to be told apart: a small picture with a texel for each column of time and gap between lanes, drawn
 * large. It costs as much as it has columns, whatever the number of messages.
 */
export function paintDensity(paint: Paint, scene: DensityScene | undefined): void {
  if (scene === undefined || scene.total === 0) return;
  const { context, tokens } = paint;
  const { left, columnWidth, columns, top, bottom } = scene;
  context.imageSmoothingEnabled = false;
  for (const tone of densityTones) {
    const picture = pictureOf(scene, tone, tokens.colour(tokenOf[tone]));
    if (picture === undefined) continue;
    context.drawImage(picture, left, top, columnWidth * columns, bottom - top);
  }
  context.imageSmoothingEnabled = true;
}

let sheet: CanvasRenderingContext2D | undefined;

/** In the colour, as dark as there are many; undefined where there is nothing. */
function pictureOf(
  { counts, columns, gaps, most }: DensityScene,
  tone: DensityTone,
  colour: string,
): HTMLCanvasElement | undefined {
  const own = counts[tone];
  sheet ??= present(document.createElement('canvas').getContext('2d'), 'a canvas has a 2d context');
  const { canvas } = sheet;
  // Another size makes it empty.
  canvas.width = columns;
  canvas.height = gaps * ROWS;
  const image = sheet.createImageData(columns, gaps * ROWS);
  let found = false;
  for (let gap = 0; gap < gaps; gap++) {
    for (let column = 0; column < columns; column++) {
      const count = own[gap * columns + column] ?? 0;
      if (count === 0) continue;
      found = true;
      const alpha = Math.round(255 * fullest[tone] * darkness(count, most));
      for (const row of rowsOf[tone]) image.data[((gap * ROWS + row) * columns + column) * 4 + 3] = alpha;
    }
  }
  if (!found) return undefined;
  sheet.putImageData(image, 0, 0);
  sheet.globalCompositeOperation = 'source-in';
  sheet.fillStyle = colour;
  sheet.fillRect(0, 0, columns, gaps * ROWS);
  sheet.globalCompositeOperation = 'source-over';
  return canvas;
}
