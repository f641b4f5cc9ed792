import { sharedArea, type Box } from './box.ts';

export interface Area {
  readonly width: number;
  readonly height: number;
}

/**
 * Where to open a menu of this size: inside `bounds`, over none of `keepFree` if there is such a place, and of these as near
 * to `from` as may be. Where there is none, over as little of them as possible.
 */
export function placeBeside(
  size: Area,
  bounds: Box,
  keepFree: readonly Box[],
  from: { readonly x: number; readonly y: number },
  gap = 6,
): { readonly x: number; readonly y: number } {
  const right = Math.max(bounds.left, bounds.right - size.width);
  const bottom = Math.max(bounds.top, bounds.bottom - size.height);
  const lefts = [from.x + gap, from.x - gap - size.width, bounds.left, right];
  const tops = [from.y + gap, from.y - gap - size.height, from.y - size.height / 2, bounds.top, bottom];
  for (const box of keepFree) {
    lefts.push(box.right + gap, box.left - gap - size.width);
    tops.push(box.bottom + gap, box.top - gap - size.height);
  }
  let best = { x: bounds.left, y: bounds.top };
  let least = Number.POSITIVE_INFINITY;
  for (const wantedX of lefts) {
    for (const wantedY of tops) {
      const x = Math.min(right, Math.max(bounds.left, wantedX));
      const y = Math.min(bottom, Math.max(bounds.top, wantedY));
      const loss = lossAt(
        { left: x, top: y, right: x + size.width, bottom: y + size.height },
        keepFree,
        from,
      );
      if (loss >= least) continue;
      least = loss;
      best = { x, y };
    }
  }
  return best;
}

/** A pixel that is covered counts more than any way to go. */
const COVERED = 1000;

function lossAt(
  box: Box,
  keepFree: readonly Box[],
  from: { readonly x: number; readonly y: number },
): number {
  let covered = 0;
  for (const each of keepFree) covered += sharedArea(box, each);
  const dx = from.x - Math.min(box.right, Math.max(box.left, from.x));
  const dy = from.y - Math.min(box.bottom, Math.max(box.top, from.y));
  return covered * COVERED + Math.hypot(dx, dy);
}
