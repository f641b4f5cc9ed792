import { assert, present, unreachable } from '../../base/assert.ts';
import type { TermPattern } from '../../view/stage/term-colour.ts';
import type { Brush } from '../canvas/brush.ts';

/** How wide a text is in a font as CSS writes it. */
export type MeasureFont = (font: string, text: string) => number;

/** Pixels of a tile of a pattern at a unit of 1; canvases have the same marks (src/ui/canvas/term-pattern.ts). */
const TILE = 7;
/** The middle of a line of text is so far above its baseline, in ems. */
const MIDDLE = 0.36;

interface State {
  fillStyle: Brush['fillStyle'];
  strokeStyle: Brush['strokeStyle'];
  globalAlpha: number;
  lineWidth: number;
  lineJoin: CanvasLineJoin;
  lineCap: CanvasLineCap;
  font: string;
  textAlign: CanvasTextAlign;
  textBaseline: CanvasTextBaseline;
  dash: readonly number[];
  x: number;
  y: number;
  /** Groups that were opened in this state by `clip`. */
  groups: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * A brush that writes SVG: what the painters paint on canvases becomes paths and text. Equal pictures are equal texts, and
 * text stays text. Libraries that record a canvas' context (svgcanvas 2.6.0 was looked at) give elements random ids, make
 * patterns of bitmaps, and need a document for every stroke.
 */
export class SvgBrush implements Brush {
  readonly #out: string[] = [];
  readonly #definitions = new Map<string, string>();
  readonly #measure: MeasureFont;
  #state: State = {
    fillStyle: '#000',
    strokeStyle: '#000',
    globalAlpha: 1,
    lineWidth: 1,
    lineJoin: 'miter',
    lineCap: 'butt',
    font: '10px sans-serif',
    textAlign: 'start',
    textBaseline: 'alphabetic',
    dash: [],
    x: 0,
    y: 0,
    groups: 0,
  };
  readonly #saved: State[] = [];
  #path = '';
  #start: Point = { x: 0, y: 0 };
  #pen: Point | undefined;
  imageSmoothingEnabled = true;

  constructor(measure: MeasureFont) {
    this.#measure = measure;
  }

  /** Everything that was painted, without an `svg` around it; patterns and clips come first. */
  content(): string {
    assert(this.#saved.length === 0, 'what was saved is restored before the picture is taken');
    const definitions = [...this.#definitions.values()].join('');
    return `${definitions === '' ? '' : `<defs>${definitions}</defs>`}${this.#out.join('')}`;
  }

  /** What is SVG already. */
  insert(svg: string): void {
    this.#out.push(svg);
  }

  get fillStyle(): Brush['fillStyle'] {
    return this.#state.fillStyle;
  }
  set fillStyle(style: Brush['fillStyle']) {
    this.#state.fillStyle = style;
  }
  get strokeStyle(): Brush['strokeStyle'] {
    return this.#state.strokeStyle;
  }
  set strokeStyle(style: Brush['strokeStyle']) {
    this.#state.strokeStyle = style;
  }
  get globalAlpha(): number {
    return this.#state.globalAlpha;
  }
  set globalAlpha(alpha: number) {
    this.#state.globalAlpha = alpha;
  }
  get lineWidth(): number {
    return this.#state.lineWidth;
  }
  set lineWidth(width: number) {
    this.#state.lineWidth = width;
  }
  get lineJoin(): CanvasLineJoin {
    return this.#state.lineJoin;
  }
  set lineJoin(join: CanvasLineJoin) {
    this.#state.lineJoin = join;
  }
  get lineCap(): CanvasLineCap {
    return this.#state.lineCap;
  }
  set lineCap(cap: CanvasLineCap) {
    this.#state.lineCap = cap;
  }
  get font(): string {
    return this.#state.font;
  }
  set font(font: string) {
    this.#state.font = font;
  }
  get textAlign(): CanvasTextAlign {
    return this.#state.textAlign;
  }
  set textAlign(align: CanvasTextAlign) {
    this.#state.textAlign = align;
  }
  get textBaseline(): CanvasTextBaseline {
    return this.#state.textBaseline;
  }
  set textBaseline(baseline: CanvasTextBaseline) {
    this.#state.textBaseline = baseline;
  }
  setLineDash(dash: Iterable<number>): void {
    this.#state.dash = [...dash];
  }

  save(): void {
    this.#saved.push(this.#state);
    this.#state = { ...this.#state, groups: 0 };
  }

  restore(): void {
    this.#out.push('</g>'.repeat(this.#state.groups));
    this.#state = present(this.#saved.pop(), 'what is restored was saved');
  }

  translate(x: number, y: number): void {
    this.#state.x += x;
    this.#state.y += y;
  }

  beginPath(): void {
    this.#path = '';
    this.#pen = undefined;
  }

  closePath(): void {
    this.#path += 'Z';
    this.#pen = this.#start;
  }

  moveTo(x: number, y: number): void {
    this.#start = { x, y };
    this.#pen = this.#start;
    this.#path += `M${this.#at(x, y)}`;
  }

  lineTo(x: number, y: number): void {
    if (this.#pen === undefined) return this.moveTo(x, y);
    this.#pen = { x, y };
    this.#path += `L${this.#at(x, y)}`;
  }

  arc(x: number, y: number, radius: number, from: number, to: number, isLeft = false): void {
    const turn = isLeft ? from - to : to - from;
    const on = (angle: number): Point => ({
      x: x + Math.cos(angle) * radius,
      y: y + Math.sin(angle) * radius,
    });
    const first = on(from);
    if (this.#pen === undefined) this.moveTo(first.x, first.y);
    else this.lineTo(first.x, first.y);
    // An arc of SVG that ends where it began is none: a circle is two halves.
    const whole = Math.abs(turn) >= 2 * Math.PI - 1e-9;
    const parts = whole ? [from + (isLeft ? -Math.PI : Math.PI), to] : [to];
    for (const angle of parts) {
      const end = on(angle);
      const isLarge = !whole && Math.abs(turn) > Math.PI ? 1 : 0;
      this.#curve(radius, isLarge, isLeft ? 0 : 1, end);
    }
  }

  /** From the pen towards (x1, y1), round that corner, and towards (x2, y2). */
  arcTo(x1: number, y1: number, x2: number, y2: number, radius: number): void {
    const from = this.#pen ?? { x: x1, y: y1 };
    const [back, ahead] = [unit(from.x - x1, from.y - y1), unit(x2 - x1, y2 - y1)];
    const cross = back.x * ahead.y - back.y * ahead.x;
    if (radius === 0 || Math.abs(cross) < 1e-9) return this.lineTo(x1, y1);
    const cosine = back.x * ahead.x + back.y * ahead.y;
    const reach = radius / Math.tan(Math.acos(Math.min(1, Math.max(-1, cosine))) / 2);
    this.lineTo(x1 + back.x * reach, y1 + back.y * reach);
    this.#curve(radius, 0, cross < 0 ? 1 : 0, { x: x1 + ahead.x * reach, y: y1 + ahead.y * reach });
  }

  quadraticCurveTo(x1: number, y1: number, x: number, y: number): void {
    if (this.#pen === undefined) this.moveTo(x1, y1);
    this.#pen = { x, y };
    this.#path += `Q${this.#at(x1, y1)} ${this.#at(x, y)}`;
  }

  rect(x: number, y: number, width: number, height: number): void {
    this.moveTo(x, y);
    this.#path += `h${round(width)}v${round(height)}h${round(-width)}Z`;
  }

  roundRect(x: number, y: number, width: number, height: number, radii: unknown = 0): void {
    assert(typeof radii === 'number', 'all corners of a box are equally round');
    const r = Math.max(0, Math.min(radii, width / 2, height / 2));
    if (r === 0) return this.rect(x, y, width, height);
    const corner = (dx: number, dy: number) => `a${round(r)} ${round(r)} 0 0 1 ${round(dx)} ${round(dy)}`;
    this.moveTo(x + r, y);
    this.#path +=
      `h${round(width - 2 * r)}${corner(r, r)}v${round(height - 2 * r)}${corner(-r, r)}` +
      `h${round(2 * r - width)}${corner(-r, -r)}v${round(2 * r - height)}${corner(r, -r)}Z`;
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    const { x: dx, y: dy } = this.#state;
    const place = `x="${round(x + dx)}" y="${round(y + dy)}" width="${round(width)}" height="${round(height)}"`;
    this.#out.push(`<rect ${place}${this.#filling()}/>`);
  }

  fill(): void {
    if (this.#path !== '') this.#out.push(`<path d="${this.#path}"${this.#filling()}/>`);
  }

  stroke(): void {
    if (this.#path !== '') this.#out.push(`<path d="${this.#path}" fill="none"${this.#stroking()}/>`);
  }

  clip(): void {
    const id = this.#define('clip', (name) => `<clipPath id="${name}"><path d="${this.#path}"/></clipPath>`);
    this.#out.push(`<g clip-path="url(#${id})">`);
    this.#state.groups++;
  }

  layPattern(pattern: TermPattern, ink: string, size: number): void {
    if (pattern === 'plain' || this.#path === '') return;
    const side = TILE * size;
    const mark = markOf(pattern, side);
    const id = this.#define(
      'tile',
      (name) =>
        `<pattern id="${name}" width="${round(side)}" height="${round(side)}" patternUnits="userSpaceOnUse">` +
        `<path d="${mark}" fill="${escaped(ink)}"/></pattern>`,
    );
    const opacity = round(this.#state.globalAlpha * 0.24);
    this.#out.push(`<path d="${this.#path}" fill="url(#${id})" fill-opacity="${opacity}"/>`);
  }

  createPattern(): null {
    return null;
  }

  /** A picture of counts by pixel stays one: it is within the file, as everything is. */
  drawImage(image: HTMLCanvasElement, x: number, y: number, width: number, height: number): void {
    const { x: dx, y: dy, globalAlpha } = this.#state;
    const place = `x="${round(x + dx)}" y="${round(y + dy)}" width="${round(width)}" height="${round(height)}"`;
    const look = `preserveAspectRatio="none" style="image-rendering:pixelated"${opacity('opacity', globalAlpha)}`;
    this.#out.push(`<image ${place} ${look} href="${image.toDataURL('image/png')}"/>`);
  }

  measureText(text: string): TextMetrics {
    return { width: this.#measure(this.font, text) } as TextMetrics;
  }

  /** An edge around a text and the text on it are one text. */
  fillText(text: string, x: number, y: number): void {
    const edge = this.#text(text, x, y, ` fill="none"${this.#stroking()}`);
    if (this.#out.at(-1) === edge) {
      this.#out.pop();
      this.#out.push(this.#text(text, x, y, `${this.#filling()}${this.#stroking()} paint-order="stroke"`));
    } else this.#out.push(this.#text(text, x, y, this.#filling()));
  }

  strokeText(text: string, x: number, y: number): void {
    this.#out.push(this.#text(text, x, y, ` fill="none"${this.#stroking()}`));
  }

  #text(text: string, x: number, y: number, look: string): string {
    const { weight, size, family } = partsOfFont(this.font);
    const { textAlign, textBaseline, x: dx, y: dy } = this.#state;
    const anchor =
      textAlign === 'center' ? 'middle' : textAlign === 'right' || textAlign === 'end' ? 'end' : 'start';
    const down = textBaseline === 'middle' ? size * MIDDLE : textBaseline === 'top' ? size * 0.8 : 0;
    const font = `font-family="${escaped(family)}" font-size="${round(size)}" font-weight="${weight}"`;
    const aligned = anchor === 'start' ? '' : ` text-anchor="${anchor}"`;
    return `<text x="${round(x + dx)}" y="${round(y + dy + down)}" ${font}${aligned}${look} xml:space="preserve">${escaped(text)}</text>`;
  }

  #curve(radius: number, isLarge: 0 | 1, isRight: 0 | 1, end: Point): void {
    this.#path += `A${round(radius)} ${round(radius)} 0 ${isLarge} ${isRight} ${this.#at(end.x, end.y)}`;
    this.#pen = end;
  }

  #at(x: number, y: number): string {
    return `${round(x + this.#state.x)} ${round(y + this.#state.y)}`;
  }

  #filling(): string {
    const { fillStyle, globalAlpha } = this.#state;
    return ` fill="${colour(fillStyle)}"${opacity('fill-opacity', globalAlpha)}`;
  }

  #stroking(): string {
    const { strokeStyle, globalAlpha, lineWidth, lineJoin, lineCap, dash } = this.#state;
    const width = lineWidth === 1 ? '' : ` stroke-width="${round(lineWidth)}"`;
    const join = lineJoin === 'miter' ? '' : ` stroke-linejoin="${lineJoin}"`;
    const cap = lineCap === 'butt' ? '' : ` stroke-linecap="${lineCap}"`;
    const dashes = dash.length === 0 ? '' : ` stroke-dasharray="${dash.map(round).join(' ')}"`;
    return ` stroke="${colour(strokeStyle)}"${width}${join}${cap}${dashes}${opacity('stroke-opacity', globalAlpha)}`;
  }

  /** What is the same has the same name. */
  #define(kind: string, make: (name: string) => string): string {
    const key = make('');
    const known = [...this.#definitions.keys()].indexOf(key);
    const name = `${kind}${known < 0 ? this.#definitions.size : known}`;
    if (known < 0) this.#definitions.set(key, make(name));
    return name;
  }
}

function markOf(pattern: Exclude<TermPattern, 'plain'>, side: number): string {
  const [half, r] = [side / 2, side * 0.2];
  switch (pattern) {
    case 'dots':
      return `M${round(half - r)} ${round(half)}a${round(r)} ${round(r)} 0 1 0 ${round(2 * r)} 0a${round(r)} ${round(r)} 0 1 0 ${round(-2 * r)} 0Z`;
    case 'bars':
      return `M${round(side * 0.32)} 0h${round(side * 0.36)}v${round(side)}h${round(side * -0.36)}Z`;
    case 'checks':
      return `M0 0h${round(half)}v${round(half)}h${round(-half)}ZM${round(half)} ${round(half)}h${round(half)}v${round(half)}h${round(-half)}Z`;
    default:
      return unreachable(pattern);
  }
}

/** `600 11px 'A Font', sans-serif`, as the painters write fonts. */
function partsOfFont(font: string): {
  readonly weight: string;
  readonly size: number;
  readonly family: string;
} {
  const [, weight = '400', size = '10', family = 'sans-serif'] =
    /^(?:(\d+) )?([\d.]+)px (.+)$/s.exec(font) ?? [];
  return { weight, size: Number(size), family: family.replaceAll('"', "'").replaceAll(/\s+/g, ' ') };
}

function unit(x: number, y: number): Point {
  const length = Math.hypot(x, y) || 1;
  return { x: x / length, y: y / length };
}

function colour(style: Brush['fillStyle']): string {
  return escaped(typeof style === 'string' ? style : 'none');
}

function opacity(name: string, alpha: number): string {
  return alpha === 1 ? '' : ` ${name}="${round(alpha)}"`;
}

/** To the hundredth of a pixel. */
function round(value: number): number {
  const rounded = Math.round(value * 100) / 100;
  return rounded === 0 ? 0 : rounded;
}

/** Of a text, or the value of an attribute; what XML cannot have at all is left out. */
export function escaped(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
