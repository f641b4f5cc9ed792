/** What a thing covers of a picture, in CSS pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A thing that others keep off: a box, or a disc. */
export type Obstacle = Box | Disc;

export interface Disc {
  readonly x: number;
  readonly y: number;
  readonly r: number;
}

/**
 * The width of a text in pixels, set in so many pixels. `words` is the page's face, `title` the same in bold, `mono` the
 * one of code. In the browser a canvas measures; tests give a face of their own.
 */
export type TextMeasure = (text: string, face: 'words' | 'title' | 'mono', size: number) => number;

export function boxAround(x: number, y: number, halfWidth: number, halfHeight: number): Box {
  return { left: x - halfWidth, top: y - halfHeight, right: x + halfWidth, bottom: y + halfHeight };
}

export function boxesMeet(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

export function meets(box: Box, obstacle: Obstacle): boolean {
  return 'r' in obstacle ? meetsDisc(box, obstacle) : boxesMeet(box, obstacle);
}

function meetsDisc(box: Box, { x, y, r }: Disc): boolean {
  const dx = x - Math.min(box.right, Math.max(box.left, x));
  const dy = y - Math.min(box.bottom, Math.max(box.top, y));
  return dx * dx + dy * dy < r * r;
}

export function isFree(box: Box, obstacles: readonly Obstacle[]): boolean {
  for (const obstacle of obstacles) if (meets(box, obstacle)) return false;
  return true;
}

export function isWithin(box: Box, width: number, height: number): boolean {
  return box.left >= 0 && box.top >= 0 && box.right <= width && box.bottom <= height;
}

export function grown(box: Box, by: number): Box {
  return { left: box.left - by, top: box.top - by, right: box.right + by, bottom: box.bottom + by };
}

/** Pixels of both that are the same. */
export function sharedArea(a: Box, b: Box): number {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return width > 0 && height > 0 ? width * height : 0;
}

/** Whether the straight line from one point to the other passes through the box. */
export function crossesBox(box: Box, x1: number, y1: number, x2: number, y2: number): boolean {
  let from = 0;
  let to = 1;
  for (const [start, way, least, most] of [
    [x1, x2 - x1, box.left, box.right],
    [y1, y2 - y1, box.top, box.bottom],
  ] as const) {
    if (way === 0) {
      if (start < least || start > most) return false;
      continue;
    }
    const a = (least - start) / way;
    const b = (most - start) / way;
    from = Math.max(from, Math.min(a, b));
    to = Math.min(to, Math.max(a, b));
  }
  return from <= to;
}
