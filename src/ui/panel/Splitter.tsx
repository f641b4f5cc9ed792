import { useLayoutEffect, useRef, type KeyboardEvent, type PointerEvent, type RefObject } from 'react';
import { flushSync } from 'react-dom';
import { useView } from '../view-state.ts';
import { rememberPaneSizes, roomForLanes, setPaneSize, type PaneName } from './pane-sizes.ts';

/** An arrow key moves the edge so far, in pixels at the usual size of type. */
const STEP = 16;

/**
 * The edge between a pane, which stands below it or at its right (a lesson at its left), and what takes the rest: dragged, or moved by arrow keys, to
 * its ends by Home and End; a double click gives the usual size back. How far it goes the style sheet says: asked for too
 * much, the pane is as large as may be.
 */
export function Splitter({ pane, label }: { pane: PaneName; label: string }) {
  const edge = useRef<HTMLDivElement>(null);
  /** Where the pane would end if it were as large as nothing, in pixels of the window; until the pointer lets go. */
  const dragged = useRef<{ from: number; isMoved: boolean }>(undefined);
  const across = isAcross(pane);
  /** Which way of the pointer makes the pane smaller. */
  const grows = isBefore(pane) ? -1 : 1;
  useValue(edge, across);
  const setPixels = (pixels: number): void => {
    if (edge.current) setPaneSize(pane, sizeFor(edge.current, pane, pixels));
  };
  /** What was asked for may be more than there is room for: what came of it is remembered. */
  const settle = (): void => {
    if (!edge.current) return;
    setPixels(pixelsOf(edge.current, across));
    rememberPaneSizes();
  };
  const startDrag = (down: PointerEvent<HTMLDivElement>) => {
    const { currentTarget: element } = down;
    if (down.button !== 0) return;
    down.preventDefault();
    element.focus({ preventScroll: true });
    element.setPointerCapture(down.pointerId);
    dragged.current = { from: pixelsOf(element, across) + grows * along(down, across), isMoved: false };
  };
  const drag = (move: PointerEvent) => {
    if (dragged.current === undefined) return;
    dragged.current.isMoved = true;
    setPixels(dragged.current.from - grows * along(move, across));
  };
  const endDrag = () => {
    if (dragged.current?.isMoved) settle();
    dragged.current = undefined;
  };
  const onKey = (event: KeyboardEvent<HTMLDivElement>) => {
    const now = pixelsOf(event.currentTarget, across);
    const step = (STEP * rem()) / 16;
    const asked = {
      [across ? 'ArrowLeft' : 'ArrowUp']: now + grows * step,
      [across ? 'ArrowRight' : 'ArrowDown']: now - grows * step,
      Home: 0,
      End: across ? innerWidth : innerHeight,
    }[event.key];
    if (asked === undefined) return;
    event.preventDefault();
    flushSync(() => setPixels(asked));
    settle();
  };
  return (
    <div
      ref={edge}
      role="separator"
      tabIndex={0}
      className={across ? 'separator separator-column' : 'separator separator-row'}
      data-edge={pane.slice(pane.indexOf('.') + 1)}
      aria-orientation={across ? 'vertical' : 'horizontal'}
      aria-label={label}
      onPointerDown={startDrag}
      onPointerMove={drag}
      onLostPointerCapture={endDrag}
      onKeyDown={onKey}
      onDoubleClick={() => {
        setPaneSize(pane, undefined);
        rememberPaneSizes();
      }}
    />
  );
}

/** The separator says how much of the whole the pane has, in percent. */
function useValue(edge: RefObject<HTMLDivElement | null>, across: boolean): void {
  useLayoutEffect(() => {
    const { current: element } = edge;
    const pane = element && paneOf(element);
    if (!element || !pane) return undefined;
    const say = () => {
      const percent = (100 * pixelsOf(element, across)) / wholeOf(element, across);
      element.setAttribute('aria-valuenow', String(Math.round(percent)));
    };
    say();
    const observer = new ResizeObserver(say);
    observer.observe(pane);
    return () => observer.disconnect();
  }, [edge, across]);
}

/** The pane is what follows its edge; a lesson stands before it. */
function paneOf(edge: HTMLElement): Element | null {
  return edge.dataset['edge'] === 'lesson' ? edge.previousElementSibling : edge.nextElementSibling;
}

function pixelsOf(edge: HTMLElement, across: boolean): number {
  const box = paneOf(edge)?.getBoundingClientRect();
  return (across ? box?.width : box?.height) ?? 0;
}

/** What percents are of, in pixels: the grid's inside. */
function wholeOf({ parentElement: grid }: HTMLElement, across: boolean): number {
  if (!grid) return 1;
  const { paddingLeft, paddingRight } = getComputedStyle(grid);
  return across
    ? grid.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight)
    : grid.clientHeight;
}

function along({ clientX, clientY }: PointerEvent, across: boolean): number {
  return across ? clientX : clientY;
}

function sizeFor(edge: HTMLElement, pane: PaneName, pixels: number): number {
  if (isAcross(pane)) return (100 * Math.max(0, pixels)) / wholeOf(edge, true);
  const lanes = pane.endsWith('.time') ? roomForLanes(useView.getState().frame) : 0;
  return Math.max(0, pixels / rem() - lanes);
}

/** What stands at a side has a width, the others a height. */
function isAcross(pane: PaneName): boolean {
  return pane.endsWith('.side') || isBefore(pane);
}

function isBefore(pane: PaneName): boolean {
  return pane.endsWith('.lesson');
}

function rem(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
}
