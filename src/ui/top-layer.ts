import { placeBeside } from './place.ts';

/**
 * Shows a popover in the top layer, so that no pane cuts it off; beside its anchor and within the window, wherever the anchor is and however
 * the popover grows, until what is returned is called. `side`: whose edges are one above the other. `mostRem`: it is no higher, and scrolls.
 */
export function showBeside(
  popover: HTMLElement,
  anchor: () => Element | null | undefined,
  side: 'left' | 'right',
  mostRem = Infinity,
): () => void {
  if (!popover.matches(':popover-open')) popover.showPopover();
  const place = () => {
    const box = anchor()?.getBoundingClientRect();
    if (!box) return;
    const most = mostRem * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    const size = { width: popover.offsetWidth, height: Math.min(most, popover.scrollHeight + 2) };
    const right = side === 'right' ? box.right : box.left + size.width;
    const at = { left: box.left, top: box.top, right, bottom: box.bottom };
    const { left, top, maxHeight } = placeBeside(at, size, { width: innerWidth, height: innerHeight });
    popover.style.left = `${left}px`;
    popover.style.top = `${top}px`;
    popover.style.maxHeight = `${Math.min(maxHeight, most)}px`;
  };
  place();
  const sizes = new ResizeObserver(place);
  for (const child of popover.children) sizes.observe(child);
  addEventListener('resize', place);
  document.addEventListener('scroll', place, true);
  return () => {
    sizes.disconnect();
    removeEventListener('resize', place);
    document.removeEventListener('scroll', place, true);
  };
}
