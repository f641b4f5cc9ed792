import type { Brush } from './brush.ts';
import type { TermPattern } from '../../view/stage/term-colour.ts';

/** Pixels of one tile of a pattern at a unit of 16. The SVG patterns of the stage (TermTile.tsx) and of exported pictures have the same marks. */
const TILE = 7;

const tiles = new Map<string, CanvasPattern | undefined>();
const TILES_MAX = 100;

/**
 * Lays the pattern of a term over the path that has just been filled with the term's colour. `ink`: the colour of text on
 * it; `unit`: pixels of a sixteenth of a rem.
 */
export function fillPattern(context: Brush, pattern: TermPattern, ink: string, unit: number): void {
  if (pattern === 'plain') return;
  if (context.layPattern !== undefined) return context.layPattern(pattern, ink, unit);
  const tile = tileOf(context, pattern, ink, Math.max(3, Math.round(TILE * unit * 2)));
  if (!tile) return;
  tile.setTransform(new DOMMatrix().scale(0.5));
  const alpha = context.globalAlpha;
  context.globalAlpha = alpha * 0.24;
  context.fillStyle = tile;
  context.fill();
  context.globalAlpha = alpha;
}

function tileOf(context: Brush, pattern: TermPattern, ink: string, size: number): CanvasPattern | undefined {
  const key = `${pattern} ${ink} ${size}`;
  if (tiles.has(key)) return tiles.get(key);
  if (tiles.size >= TILES_MAX) tiles.clear();
  const canvas = document.createElement('canvas');
  canvas.width = size;
  canvas.height = size;
  const brush = canvas.getContext('2d');
  if (brush) paintTile(brush, pattern, ink, size);
  const made = context.createPattern(canvas, 'repeat') ?? undefined;
  tiles.set(key, made);
  return made;
}

function paintTile(brush: CanvasRenderingContext2D, pattern: TermPattern, ink: string, size: number): void {
  brush.fillStyle = ink;
  brush.beginPath();
  if (pattern === 'dots') {
    brush.arc(size / 2, size / 2, size * 0.2, 0, 2 * Math.PI);
    brush.fill();
    return;
  }
  if (pattern === 'checks') {
    brush.fillRect(0, 0, size / 2, size / 2);
    brush.fillRect(size / 2, size / 2, size / 2, size / 2);
    return;
  }
  brush.fillRect(size * 0.32, 0, size * 0.36, size);
}
