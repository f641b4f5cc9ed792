import type { ClientsViewScene, Ink, Shape } from '../../view/clients-view/clients-view-scene.ts';
import type { Picture } from '../export/svg-file.ts';
import { escaped } from '../export/svg-brush.ts';

export interface PictureLook {
  readonly colour: (ink: Ink) => string;
  readonly font: string;
}

/** The picture with a heading and what is said of it, as the content of an SVG file. */
export function clientsViewPicture(
  scene: ClientsViewScene,
  heading: string,
  lines: readonly string[],
  look: PictureLook,
): Picture {
  const top = HEAD + lines.length * LINE;
  const head = [
    said({ type: 'text', x: LEFT, y: 28, text: heading, ink: 'ink', size: 16, bold: true }, look),
    ...lines.map((text, i) =>
      said({ type: 'text', x: LEFT, y: HEAD + 4 + i * LINE, text, ink: 'ink-2', size: 12 }, look),
    ),
  ];
  const shapes = [...scene.ground, ...scene.calls.flatMap((call) => call.shapes), ...scene.points];
  return {
    width: Math.ceil(scene.width),
    height: Math.ceil(top + scene.height + 12),
    content:
      `<g font-family="${escaped(look.font)}">${head.join('')}` +
      `<g transform="translate(0 ${top})">${shapes.map((shape) => said(shape, look)).join('')}</g></g>`,
  };
}

const LEFT = 16;
const HEAD = 46;
const LINE = 18;

function said(shape: Shape, { colour }: PictureLook): string {
  if (shape.type === 'path') {
    const { d, fill, stroke, width = 1, dashed = false } = shape;
    const line = stroke === undefined ? '' : ` stroke="${colour(stroke)}" stroke-width="${width}"`;
    const dashes = dashed ? ' stroke-dasharray="3 3"' : '';
    return `<path d="${d}" fill="${fill === undefined ? 'none' : colour(fill)}"${line}${dashes}/>`;
  }
  const { x, y, text, ink, size, bold = false, anchor } = shape;
  const weight = bold ? ' font-weight="600"' : '';
  const side = anchor === undefined ? '' : ` text-anchor="${anchor}"`;
  return `<text x="${x}" y="${y}" fill="${colour(ink)}" font-size="${size}"${weight}${side}>${escaped(text)}</text>`;
}
