/** Half the size of a mark, in pixels. */
const R = 3.5;

const shapes: readonly ((x: number, y: number) => string)[] = [
  (x, y) => `M${x - R} ${y - R}h${2 * R}l${-R} ${2 * R}z`,
  (x, y) => `M${x - R} ${y}a${R} ${R} 0 1 0 ${2 * R} 0a${R} ${R} 0 1 0 ${-2 * R} 0z`,
  (x, y) => `M${x - R} ${y - R}h${2 * R}v${2 * R}h${-2 * R}z`,
  (x, y) => `M${x} ${y - R - 1}l${R + 1} ${R + 1}l${-R - 1} ${R + 1}l${-R - 1} ${-R - 1}z`,
  (x, y) => `M${x - 1} ${y - R - 1}h2v${2 * R + 2}h-2z`,
];

/** The mark of a watch expression, by its place in the list, around a point: its form tells it from the others, and its row. */
export function watchShape(number: number, x: number, y: number): string {
  return shapes[number % shapes.length]?.(Math.round(x * 2) / 2, y) ?? '';
}

/** Rows that there is room for. */
export const ROWS = 6;
