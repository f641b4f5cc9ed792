import type { Brush } from './brush.ts';

/** Font -> text -> width. A page uses a dozen fonts and a few thousand texts at most. */
const fonts = new Map<string, Map<string, number>>();
const TEXTS_MAX = 4000;
let current: Map<string, number> = new Map();

/** What each context was given last: to set a font costs the browser more than to draw a word in it. */
const given = new WeakMap<Brush, string>();

/** Sets the font that `textWidth` and `fitText` measure in. Reading it back from the context would be slow. */
export function setFont(context: Brush, font: string): void {
  if (given.get(context) !== font) {
    context.font = font;
    given.set(context, font);
  }
  const known = fonts.get(font);
  if (known && known.size < TEXTS_MAX) {
    current = known;
    return;
  }
  current = new Map();
  fonts.set(font, current);
}

/** Takes the context back to its last `save`, its font included. */
export function restore(context: Brush): void {
  context.restore();
  forgetFont(context);
}

/** The context may have another font than it was given: the next `setFont` sets it in any case. */
export function forgetFont(context: Brush): void {
  given.delete(context);
}

/** Measured widths are of the fonts there were: when others have arrived they are measured again. */
export function forgetWidths(): void {
  fonts.clear();
}

/** The width of a text in the font that was set last. Measured once. */
export function textWidth(context: Brush, text: string): number {
  const known = current.get(text);
  if (known !== undefined) return known;
  const { width } = context.measureText(text);
  current.set(text, width);
  return width;
}

/** The text, or as much of it as fits with an ellipsis; nothing if not even one character does. */
export function fitText(context: Brush, text: string, room: number): string {
  if (textWidth(context, text) <= room) return text;
  const characters = Array.from(text);
  for (let length = characters.length - 1; length > 0; length--) {
    const short = `${characters.slice(0, length).join('')}…`;
    if (textWidth(context, short) <= room) return short;
  }
  return '';
}
