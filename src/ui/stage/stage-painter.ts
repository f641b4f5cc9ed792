import type { Micros } from '../../base/flavor.ts';
import { TERM_COLOURS } from '../../view/term-colour.ts';
import type { StageToken } from '../../view/stage-token.ts';
import { rimRadius, type StageLayout } from '../../view/stage-layout.ts';
import type { StageTimer } from '../../view/stage-timer.ts';
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
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    const { ratio } = this;
    this.drawTimers(context, timers, rimRadius(layout.radius, layout.size.rem));
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

  /** Half the width and height of a token as drawn, for hit testing. */
  halfSize(token: StageToken): { readonly x: number; readonly y: number } {
    const sprite = this.sprite(token);
    return { x: sprite.width / 2, y: sprite.height / 2 };
  }

  private drawTimers(context: CanvasRenderingContext2D, timers: readonly StageTimer[], radius: number): void {
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    context.lineWidth = this.tokens.rem * 0.25;
    for (const timer of timers) {
      context.strokeStyle = this.tokens.colour(TIMER_COLOUR[timer.tone]);
      context.beginPath();
      context.arc(timer.x, timer.y, radius, -Math.PI / 2, -Math.PI / 2 + timer.left * 2 * Math.PI);
      context.stroke();
    }
  }

  private drawArrow(context: CanvasRenderingContext2D, token: StageToken, width: number): void {
    const { rem } = this.tokens;
    const reach = token.form === 'dot' ? rem * 0.62 : width / 2 + rem * 0.5;
    const x = token.x + Math.cos(token.angle) * reach;
    const y = token.y + Math.sin(token.angle) * reach;
    context.strokeStyle = this.tokens.colour(token.fate === 'doomed' ? 'doomed' : 'ink-3');
    context.lineWidth = 1.5;
    const wing = rem * 0.28;
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
    const key = `${token.form}|${token.name}|${token.sign}|${token.fate}|${token.colour}|${Math.min(token.entries, 4)}|${token.ids.length}|${token.copy ? 1 : 0}`;
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
    const size = this.tokens.rem * 0.75;
    const { sprite, context } = this.blank(size, size);
    if (!context) return sprite;
    const doomed = token.fate === 'doomed';
    context.beginPath();
    context.arc(size / 2, size / 2, size / 2 - 1.5, 0, 2 * Math.PI);
    context.fillStyle = doomed ? this.tokens.colour('surface') : this.fill(token).fill;
    context.fill();
    context.lineWidth = 1.25;
    context.strokeStyle = this.tokens.colour(doomed ? 'doomed' : 'surface');
    if (doomed) context.setLineDash([2, 2]);
    context.stroke();
    return sprite;
  }

  private paintPill(token: StageToken): Sprite {
    const { rem, mono } = this.tokens;
    const font = `600 ${rem * 0.6875}px ${mono}`;
    const height = rem * 1.25;
    const text = token.ids.length > 1 ? `${token.name} ×${token.ids.length}` : token.name;
    const measure = this.canvas.getContext('2d');
    if (measure) measure.font = font;
    const textWidth = measure ? measure.measureText(text).width : text.length * rem * 0.41;
    const blocks = token.type === 'MsgApp' && token.form === 'pill' ? Math.min(token.entries, 4) : 0;
    const signWidth = token.sign === '' ? 0 : rem * 0.95;
    const heldWidth = token.fate === 'held' ? rem * 0.6 : 0;
    // Pointed ends take room.
    const pad = token.family === 'election' ? rem * 0.2 : 0;
    const width =
      textWidth +
      pad * 2 +
      rem * (token.form === 'short' ? 0.6 : 0.9) +
      blocks * rem * 0.42 +
      (blocks > 0 ? rem * 0.15 : 0) +
      signWidth +
      heldWidth;
    const { sprite, context } = this.blank(width, height);
    if (!context) return sprite;
    const doomed = token.fate === 'doomed';
    const { fill, ink } = this.fill(token);
    const colour = doomed ? this.tokens.colour('doomed') : ink;
    this.paintBody(context, width, height, token, fill);
    if (token.copy) this.paintBody(context, width, height, token, fill);
    context.fillStyle = colour;
    let x = pad + rem * (token.form === 'short' ? 0.3 : 0.45);
    if (token.fate === 'held') {
      context.fillRect(x, height * 0.3, rem * 0.13, height * 0.4);
      context.fillRect(x + rem * 0.23, height * 0.3, rem * 0.13, height * 0.4);
      x += heldWidth;
    }
    context.font = font;
    context.textBaseline = 'middle';
    context.fillText(text, x, height / 2 + rem * 0.02);
    x += textWidth + rem * 0.25;
    for (let i = 0; i < blocks; i++)
      context.fillRect(x + i * rem * 0.42, height / 2 - rem * 0.16, rem * 0.32, rem * 0.32);
    if (token.sign !== '')
      this.paintSign(context, token, width - pad - height / 2, height, doomed ? colour : undefined);
    return sprite;
  }

  private paintBody(
    context: CanvasRenderingContext2D,
    width: number,
    height: number,
    { fate, family }: StageToken,
    fill: string,
  ): void {
    context.beginPath();
    if (family === 'election') pointed(context, width, height);
    else context.roundRect(1.5, 1.5, width - 3, height - 3, family === 'snapshot' ? 2.5 : (height - 3) / 2);
    context.setLineDash([]);
    context.fillStyle = fate === 'doomed' ? this.tokens.colour('surface') : fill;
    context.fill();
    context.lineWidth = fate === 'held' ? 2 : 1.5;
    context.strokeStyle = this.tokens.colour(
      fate === 'doomed' ? 'doomed' : fate === 'held' ? 'ink' : 'surface',
    );
    if (fate === 'doomed') context.setLineDash([3.5, 2.5]);
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
    return this.tokens.term[token.colour] ?? { fill: '#999', ink: '#000' };
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
