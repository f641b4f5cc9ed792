import type { TermPattern } from '../../view/stage/term-colour.ts';

/**
 * What painters paint with: so much of a canvas' context as they use. A canvas has one, and so has a picture that is
 * written as SVG (src/ui/export/svg-brush.ts).
 */
export interface Brush extends Pick<
  CanvasRenderingContext2D,
  | 'fillStyle'
  | 'strokeStyle'
  | 'globalAlpha'
  | 'lineWidth'
  | 'lineJoin'
  | 'lineCap'
  | 'font'
  | 'textAlign'
  | 'textBaseline'
  | 'imageSmoothingEnabled'
  | 'save'
  | 'restore'
  | 'translate'
  | 'beginPath'
  | 'closePath'
  | 'moveTo'
  | 'lineTo'
  | 'arcTo'
  | 'quadraticCurveTo'
  | 'arc'
  | 'rect'
  | 'roundRect'
  | 'fillRect'
  | 'setLineDash'
  | 'measureText'
  | 'fillText'
  | 'strokeText'
> {
  fill(): void;
  stroke(): void;
  clip(): void;
  drawImage(image: HTMLCanvasElement, x: number, y: number, width: number, height: number): void;
  createPattern(image: HTMLCanvasElement, repetition: 'repeat'): CanvasPattern | null;
  /** A brush that has patterns of its own lays them over the path; a canvas' has none. */
  layPattern?(pattern: TermPattern, ink: string, unit: number): void;
}
