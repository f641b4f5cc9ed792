import type { Micros } from '../../base/flavor.ts';
import { TERM_COLOURS } from '../../view/stage/term-colour.ts';
import type { StageToken } from '../../view/stage/token.ts';
import { rimRadius, type StageLayout } from '../../view/stage/stage-layout.ts';
import { isLost } from '../../view/message/message-fate.ts';
import { pillParts, TOKEN_HEIGHT, TOKEN_TYPE } from '../../view/stage/stage-token-place.ts';
import { fillPattern } from '../canvas/term-pattern.ts';
import type { StageTimer } from '../../view/stage/stage-timer.ts';
import { wipe } from '../canvas/wipe.ts';
import { readTokens, type Tokens } from '../tokens.ts';

interface Sprite {
  readonly canvas: HTMLCanvasElement;
  /** In CSS pixels. */
  readonly width: number;
  readonly height: number;
}

const SPRITES_MAX = 400;
const TIMER_COLOUR = { usual: 'timer', soon: 'warn', asking: 'ink' } as const;

/** What moves, at one instant. */
export interface StagePaint {
  readonly tokens: readonly StageToken[];
  readonly timers: readonly StageTimer[];
  readonly layout: StageLayout;
  readonly themeVersion: number;
  /** A message's id. */
  readonly selected: number | undefined;
  /** Each message is drawn with an arrow, because nothing moves. */
  readonly still: boolean;
  readonly at: Micros;
}

/** Draws messages and timers on a canvas above the nodes. Words are painted once a kind and copied afterwards. */
export class StagePainter {
  private readonly sprites = new Map<string, Sprite>();
  private tokens: Tokens = readTokens(TERM_COLOURS);
  private themeVersion = -1;
  private ratio = 1;
  /** Of the stage: sprites are of this size. */
  private unit = 16;

  constructor(private readonly canvas: HTMLCanvasElement) {}

  /** Fits the canvas to the stage (CSS pixels). */
  resize(width: number, height: number): void {
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    if (ratio !== this.ratio) this.sprites.clear();
    this.ratio = ratio;
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
  }

  draw({ tokens, timers, layout, themeVersion, selected, still, at }: StagePaint): void {
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
    this.drawTimers(context, timers, rimRadius(layout.radius, layout.unit));
    for (const token of tokens) {
      const sprite = this.sprite(token);
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      if (still || token.form === 'dot') this.drawArrow(context, token, still ? sprite.width : 12);
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.drawImage(
        sprite.canvas,
        Math.round((token.x - sprite.width / 2) * ratio),
        Math.round((token.y - sprite.height / 2) * ratio),
      );
      if (selected !== undefined && token.ids.includes(selected)) {
        context.setTransform(ratio, 0, 0, ratio, 0, 0);
        this.drawHalo(context, token, sprite);
      }
    }
  }

  private drawTimers(context: CanvasRenderingContext2D, timers: readonly StageTimer[], radius: number): void {
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    context.lineWidth = this.unit * 0.25;
    for (const timer of timers) {
      context.strokeStyle = this.tokens.colour(TIMER_COLOUR[timer.tone]);
      context.beginPath();
      context.arc(timer.x, timer.y, radius, -Math.PI / 2, -Math.PI / 2 + timer.left * 2 * Math.PI);
      context.stroke();
    }
  }

  private drawArrow(context: CanvasRenderingContext2D, token: StageToken, width: number): void {
    const { unit } = this;
    const reach = token.form === 'dot' ? unit * 0.62 : width / 2 + unit * 0.5;
    const x = token.x + Math.cos(token.angle) * reach;
    const y = token.y + Math.sin(token.angle) * reach;
    context.strokeStyle = this.tokens.colour(isLost(token.fate) ? 'doomed' : 'ink-3');
    context.lineWidth = 1.5;
    const wing = unit * 0.28;
    context.beginPath();
    for (const turn of [2.5, -2.5]) {
      context.moveTo(x, y);
      context.lineTo(x + Math.cos(token.angle + turn) * wing, y + Math.sin(token.angle + turn) * wing);
    }
    context.stroke();
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
    const made = token.form === 'dot' ? this.paintDot(token) : this.paintPill(token);
    this.sprites.set(key, made);
    return made;
  }

  private blank(width: number, height: number): { sprite: Sprite; context: CanvasRenderingContext2D | null } {
    const canvas = document.createElement('canvas');
    canvas.width = Math.ceil(width * this.ratio);
    canvas.height = Math.ceil(height * this.ratio);
    const context = canvas.getContext('2d');
    context?.scale(this.ratio, this.ratio);
    return { sprite: { canvas, width, height }, context };
  }

  private paintDot(token: StageToken): Sprite {
    const size = token.half.x * 2;
    const { sprite, context } = this.blank(size, size);
    if (!context) return sprite;
    const lost = isLost(token.fate);
    const { fill, ink } = this.fill(token);
    // One that stands for several is a ring with a disc in it.
    const several = token.ids.length > 1;
    context.beginPath();
    context.arc(size / 2, size / 2, size / 2 - 1.5, 0, 2 * Math.PI);
    context.fillStyle = lost ? this.tokens.colour('surface') : fill;
    context.fill();
    if (!lost) fillPattern(context, token.look.pattern, ink, this.unit / 16);
    context.lineWidth = 1.25;
    context.strokeStyle = this.tokens.colour(lost ? 'doomed' : token.fate === 'flying' ? 'surface' : 'ink');
    if (lost) context.setLineDash([2, 2]);
    context.stroke();
    if (several) {
      context.setLineDash([]);
      context.beginPath();
      context.arc(size / 2, size / 2, size / 5, 0, 2 * Math.PI);
      context.fillStyle = lost ? this.tokens.colour('doomed') : ink;
      context.fill();
    }
    return sprite;
  }

  private paintPill(token: StageToken): Sprite {
    const { unit } = this;
    const width = token.half.x * 2;
    const height = token.half.y * 2;
    const { sprite, context } = this.blank(width, height);
    if (!context) return sprite;
    const lost = isLost(token.fate);
    const { fill, ink } = this.fill(token);
    const colour = lost ? this.tokens.colour('doomed') : ink;
    this.paintBody(context, width, height, token, fill, ink);
    if (token.copy || token.form === 'stack') this.paintEdge(context, height, width, colour);
    const { before, after } = pillParts(token, token.form, unit);
    context.fillStyle = colour;
    if (token.fate === 'held' || token.fate === 'waiting') {
      const x = before - unit * 0.6;
      context.fillRect(x, height * 0.3, unit * 0.13, height * 0.4);
      context.fillRect(x + unit * 0.23, height * 0.3, unit * 0.13, height * 0.4);
    }
    context.font = `600 ${unit * TOKEN_TYPE}px ${this.tokens.mono}`;
    context.textBaseline = 'middle';
    const room = width - before - after;
    const middle = token.form === 'stack';
    context.textAlign = middle ? 'center' : 'left';
    context.fillText(token.text, middle ? before + room / 2 : before, height / 2 + unit * 0.02);
    if (token.form === 'pill') {
      const blockSize = unit * 0.32;
      for (let i = 0; i < token.blocks; i++)
        context.fillRect(
          before + room + unit * (0.15 + i * 0.42),
          height / 2 - blockSize / 2,
          blockSize,
          blockSize,
        );
    }
    if (token.sign !== '' && !middle) {
      const end = token.family === 'election' ? unit * 0.2 : 0;
      this.paintSign(
        context,
        token,
        width - end - (unit * TOKEN_HEIGHT) / 2,
        height,
        lost ? colour : undefined,
      );
    }
    return sprite;
  }

  /** A second edge inside the first: a copy, or several in one. */
  private paintEdge(context: CanvasRenderingContext2D, height: number, width: number, colour: string): void {
    context.beginPath();
    context.roundRect(3, 3, width - 6, height - 6, (height - 6) / 2);
    context.globalAlpha = 0.5;
    context.lineWidth = 1;
    context.strokeStyle = colour;
    context.stroke();
    context.globalAlpha = 1;
  }

  private paintBody(
    context: CanvasRenderingContext2D,
    width: number,
    height: number,
    { fate, family, look }: StageToken,
    fill: string,
    ink: string,
  ): void {
    const lost = isLost(fate);
    const stands = fate === 'held' || fate === 'waiting';
    context.beginPath();
    if (family === 'election') pointed(context, width, height);
    else context.roundRect(1.5, 1.5, width - 3, height - 3, family === 'snapshot' ? 2.5 : (height - 3) / 2);
    context.setLineDash([]);
    context.fillStyle = lost ? this.tokens.colour('surface') : fill;
    context.fill();
    if (!lost) fillPattern(context, look.pattern, ink, this.unit / 16);
    context.lineWidth = stands ? 2 : 1.5;
    context.strokeStyle = this.tokens.colour(lost ? 'doomed' : stands ? 'ink' : 'surface');
    if (lost) context.setLineDash([3.5, 2.5]);
    context.stroke();
    context.setLineDash([]);
  }

  /** A disc at the end of the pill: + on light for accepted, − on the colour of refusal. */
  private paintSign(
    context: CanvasRenderingContext2D,
    token: StageToken,
    x: number,
    height: number,
    doomed: string | undefined,
  ): void {
    const rejected = token.sign === '−';
    const r = height * 0.3;
    const y = height / 2;
    context.beginPath();
    context.arc(x, y, r, 0, 2 * Math.PI);
    context.fillStyle = rejected ? this.tokens.colour('bad') : this.tokens.colour('surface');
    if (doomed === undefined) context.fill();
    context.strokeStyle = doomed ?? (rejected ? this.tokens.colour('surface') : this.tokens.colour('ink'));
    context.lineWidth = 1.75;
    context.beginPath();
    context.moveTo(x - r * 0.55, y);
    context.lineTo(x + r * 0.55, y);
    if (!rejected) {
      context.moveTo(x, y - r * 0.55);
      context.lineTo(x, y + r * 0.55);
    }
    context.stroke();
  }

  private fill(token: StageToken): { readonly fill: string; readonly ink: string } {
    return this.tokens.term[token.look.colour] ?? { fill: '#999', ink: '#000' };
  }
}

/** A body with pointed ends, like a candidate's hexagon. */
function pointed(context: CanvasRenderingContext2D, width: number, height: number): void {
  const point = height * 0.32;
  context.moveTo(1.5, height / 2);
  context.lineTo(1.5 + point, 1.5);
  context.lineTo(width - 1.5 - point, 1.5);
  context.lineTo(width - 1.5, height / 2);
  context.lineTo(width - 1.5 - point, height - 1.5);
  context.lineTo(1.5 + point, height - 1.5);
  context.closePath();
}
