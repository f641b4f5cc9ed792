const widths = new Map<string, number>();
const WIDTHS_MAX = 4000;

/** The width of a text in the context's current font. Measured once. */
export function textWidth(context: CanvasRenderingContext2D, text: string): number {
  const key = `${context.font}\n${text}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  if (widths.size > WIDTHS_MAX) widths.clear();
  const { width } = context.measureText(text);
  widths.set(key, width);
  return width;
}

/** The text, or as much of it as fits with an ellipsis; nothing if not even one character does. */
export function fitText(context: CanvasRenderingContext2D, text: string, room: number): string {
  if (textWidth(context, text) <= room) return text;
  const characters = Array.from(text);
  for (let length = characters.length - 1; length > 0; length--) {
    const short = `${characters.slice(0, length).join('')}…`;
    if (textWidth(context, short) <= room) return short;
  }
  return '';
}
