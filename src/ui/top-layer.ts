import { useLayoutEffect, type RefObject } from 'react';
import { placeBeside } from './place.ts';

/**
 * Shows a popover in the top layer, so that no pane cuts it off; beside its anchor and within the window, wherever the anchor is and however
 * the popover grows. `side`: whose edges are one above the other. `mostRem`: it is no higher, and scrolls.
 */
export function useTopLayer(
  popover: RefObject<HTMLElement | null>,
  anchor: () => Element | null | undefined,
  side: 'left' | 'right',
  mostRem = Infinity,
): void {
  useLayoutEffect(() => {
    const { current: element } = popover;
    if (!element) return undefined;
    if (!element.matches(':popover-open')) element.showPopover();
    const most = mostRem * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    const place = () => {
      const box = anchor()?.getBoundingClientRect();
      if (!box) return;
      const size = { width: element.offsetWidth, height: Math.min(most, element.scrollHeight + 2) };
      const right = side === 'right' ? box.right : box.left + size.width;
      const at = { left: box.left, top: box.top, right, bottom: box.bottom };
      const { left, top, maxHeight } = placeBeside(at, size, { width: innerWidth, height: innerHeight });
      element.style.left = `${left}px`;
      element.style.top = `${top}px`;
      element.style.maxHeight = `${Math.min(maxHeight, most)}px`;
    };
    place();
    const sizes = new ResizeObserver(place);
    for (const child of element.children) sizes.observe(child);
    addEventListener('resize', place);
    document.addEventListener('scroll', place, true);
    return () => {
      sizes.disconnect();
      removeEventListener('resize', place);
      document.removeEventListener('scroll', place, true);
    };
  });
}
