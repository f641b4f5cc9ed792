import type { Micros } from '../../base/flavor.ts';
import { TERM_COLOURS } from '../../view/stage/term-colour.ts';
import type { StageToken } from '../../view/stage/token.ts';
import { rimRadius, trayPlace, type StageLayout } from '../../view/stage/stage-layout.ts';
import type { StageTimer } from '../../view/stage/stage-timer.ts';
import type { Marked } from '../view-state.ts';
import { wipe } from '../canvas/wipe.ts';
import { readTokens, type Tokens } from '../tokens.ts';
import { paintTimers, paintToken, paintTokenArrow, tokenSize } from './paint-token.ts';

interface Sprite {
  readonly canvas: HTMLCanvasElement;
  /** In CSS pixels. */
  readonly width: number;
  readonly height: number;
}

const SPRITES_MAX = 400;

/** What moves, at one instant. */
export interface StagePaint {
  readonly tokens: readonly StageToken[];
  readonly timers: readonly StageTimer[];
  readonly layout: StageLayout;
  readonly themeVersion: number;
  /** A message's id. */
  readonly selected: number | undefined;
  /** Of messages, too. */
  readonly marked: Pick<Marked, 'messages' | 'disks'> | undefined;
  /** Each message is drawn with an arrow, because nothing moves. */
  readonly still: boolean;
  readonly at: Micros;
}

/** Draws messages and timers on a canvas above the nodes. Words are painted once a kind and copied afterwards. */
export class StagePainter {
  private readonly sprites = new Map<string, Sprite>();
  /** The look of what it paints. */
  tokens: Tokens = readTokens(TERM_COLOURS);
  private themeVersion = -1;
  private ratio = 1;
  /** Of the stage: sprites are of this size. */
  unit = 16;

  constructor(private readonly canvas: HTMLCanvasElement) {}

  /** Fits the canvas to the stage (CSS pixels). */
  resize(width: number, height: number): void {
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    if (ratio !== this.ratio) this.sprites.clear();
    this.ratio = ratio;
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
  }

  draw({ tokens, timers, layout, themeVersion, selected, marked, still, at }: StagePaint): void {
    this.canvas.dataset['at'] = String(at);
    if (themeVersion !== this.themeVersion) {
      this.tokens = readTokens(TERM_COLOURS);
      this.themeVersion = themeVersion;
      this.sprites.clear();
    }
    const context = this.canvas.getContext('2d');
    if (!context) return;
    wipe(context);
    if (layout.unit !== this.unit) {
      this.unit = layout.unit;
      this.sprites.clear();
    }
    const { ratio } = this;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    paintTimers(context, timers, rimRadius(layout.radius, layout.unit), this);
    const tray = trayPlace(layout.radius, layout.unit);
    for (const { node, since, stored, gone } of marked?.disks ?? []) {
      const place = layout.places.find(({ id }) => id === node);
      if (place && at >= since && at < gone)
        this.drawDisk(
          context,
          place.x - tray.x - layout.unit * 1.25,
          place.y + tray.y - layout.unit * 0.75,
          at >= stored,
        );
    }
    for (const token of tokens) {
      const sprite = this.sprite(token);
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      if (still || token.form === 'dot') paintTokenArrow(context, token, still ? sprite.width : 12, this);
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.drawImage(
        sprite.canvas,
        Math.round((token.x - sprite.width / 2) * ratio),
        Math.round((token.y - sprite.height / 2) * ratio),
      );
      const isSelected = selected !== undefined && token.ids.includes(selected);
      if (isSelected || marked?.messages.some((id) => token.ids.includes(id))) {
        context.setTransform(ratio, 0, 0, ratio, 0, 0);
        context.setLineDash(isSelected ? [] : [4, 2]);
        this.drawHalo(context, token, sprite);
        context.setLineDash([]);
      }
    }
  }

  /** A disk beside the tray of its writes: filled once the entry that is followed is on it, dashed while it is on its way. */
  private drawDisk(context: CanvasRenderingContext2D, x: number, y: number, isStored: boolean): void {
    const { unit } = this;
    const [wide, flat, high] = [unit * 0.6, unit * 0.2, unit * 0.7];
    context.beginPath();
    context.ellipse(x, y, wide, flat, 0, Math.PI, 0);
    context.lineTo(x + wide, y + high);
    context.ellipse(x, y + high, wide, flat, 0, 0, Math.PI);
    context.closePath();
    context.fillStyle = this.tokens.colour(isStored ? 'focus' : 'surface');
    context.strokeStyle = this.tokens.colour('focus');
    context.lineWidth = 1.5;
    context.setLineDash(isStored ? [] : [3, 2]);
    context.fill();
    context.stroke();
    context.setLineDash([]);
  }

  private drawHalo(context: CanvasRenderingContext2D, token: StageToken, sprite: Sprite): void {
    context.strokeStyle = this.tokens.colour('focus');
    context.lineWidth = 2;
    context.beginPath();
    context.roundRect(
      token.x - sprite.width / 2 - 1,
      token.y - sprite.height / 2 - 1,
      sprite.width + 2,
      sprite.height + 2,
      (sprite.height + 2) / 2,
    );
    context.stroke();
  }

  private sprite(token: StageToken): Sprite {
    const { form, text, sign, fate, family, look, blocks, ids, copy, half } = token;
    const key = [
      form,
      text,
      sign,
      fate,
      family,
      look.colour,
      look.pattern,
      blocks,
      ids.length > 1,
      copy,
      half.x,
    ].join('|');
    const known = this.sprites.get(key);
    if (known) return known;
    if (this.sprites.size >= SPRITES_MAX) this.sprites.clear();
    const made = this.paint(token);
    this.sprites.set(key, made);
    return made;
  }

  private paint(token: StageToken): Sprite {
    const { width, height } = tokenSize(token);
    const canvas = document.createElement('canvas');
    canvas.width = Math.ceil(width * this.ratio);
    canvas.height = Math.ceil(height * this.ratio);
    const context = canvas.getContext('2d');
    context?.scale(this.ratio, this.ratio);
    if (context) paintToken(context, token, this);
    return { canvas, width, height };
  }
}
