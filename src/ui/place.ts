/** Edges in CSS pixels of the window. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Kept free between what opens and the window's edges, and between it and what opened it. */
const EDGE = 8;
const GAP = 5;

/**
 * Where something of this size opens that belongs to `anchor`: below it, or above where there is more room, its right
 * edge under the anchor's, moved as far as it takes to be within the window. What is higher than the room is as high
 * as the room, and scrolls.
 */
export function placeBeside(
  anchor: Box,
  size: Size,
  window: Size,
): { readonly left: number; readonly top: number; readonly maxHeight: number } {
  const below = window.height - EDGE - anchor.bottom - GAP;
  const above = anchor.top - GAP - EDGE;
  const down = size.height <= below || below >= above;
  const maxHeight = Math.max(0, down ? below : above);
  const height = Math.min(size.height, maxHeight);
  return {
    left: Math.max(EDGE, Math.min(anchor.right, window.width - EDGE) - size.width),
    top: down ? anchor.bottom + GAP : anchor.top - GAP - height,
    maxHeight,
  };
}
