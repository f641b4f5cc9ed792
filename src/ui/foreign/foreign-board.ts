import {
  foreignLayout,
  foreignScene,
  hitForeign,
  within,
  wholeOf,
  zoomForeign,
  type ForeignHit,
  type ForeignScene,
  type ForeignWindow,
} from '../../view/foreign/foreign-scene.ts';
import { t } from 'i18next';
import { firstFrom } from '../../view/foreign/lane-index.ts';
import { Surface, type Paint } from '../canvas/surface.ts';
import type { Tip } from '../canvas/tip.ts';
import { hitLines } from './foreign-words.ts';
import { change, selectItem, toHit, useForeign, type OpenedHistory } from './foreign-store.ts';
import { paintForeign, type Marked } from './paint-foreign.ts';

export interface ForeignBoardParts {
  /** What the canvas fills; takes pointer, wheel and keys. */
  readonly box: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  readonly tip: Tip;
}

type Drag =
  | {
      readonly type: 'pan';
      readonly x: number;
      readonly y: number;
      readonly window: ForeignWindow;
      readonly top: number;
      moved: boolean;
    }
  | { readonly type: 'brush'; readonly start: number; end: number }
  | { readonly type: 'pinch'; readonly distance: number; readonly window: ForeignWindow };

/** A click may tremble by so many pixels. */
const TREMBLE = 4;
/** Fingers are broader than arrows. */
const REACH = { mouse: 6, touch: 14 } as const;

/** The axis on its canvas. The window is the store's; kept here is the drag under way and what the pointer is over. */
export class ForeignBoard {
  private readonly surface: Surface;
  private readonly stop: (() => void)[] = [];
  private readonly pointers = new Map<number, { x: number; y: number }>();
  private scene: ForeignScene | undefined;
  private hovered: ForeignHit | undefined;
  private drag: Drag | undefined;
  private frame = 0;
  private painted: OpenedHistory['history'] | undefined;
  private marks:
    | ({ readonly of: OpenedHistory['judging']; readonly hits: Uint32Array | undefined } & Pick<
        Marked,
        'against' | 'impossible'
      > & { set: Marked['hits'] })
    | undefined;

  constructor(private readonly parts: ForeignBoardParts) {
    this.surface = new Surface(parts.canvas, parts.box, (paint) => this.paint(paint));
    this.stop.push(useForeign.subscribe((state, before) => state.opened !== before.opened && this.soon()));
    this.listen();
    this.surface.invalidate();
  }

  dispose(): void {
    cancelAnimationFrame(this.frame);
    this.surface.dispose();
    for (const stop of this.stop) stop();
  }

  /** Once a frame, however many wheels turned. */
  private soon(): void {
    if (this.frame !== 0) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.surface.invalidate();
    });
  }

  private paint(paint: Paint): void {
    const { opened } = useForeign.getState();
    if (opened === undefined) return;
    const { history, index, window, selected } = opened;
    const { width, height, unit } = paint;
    const { scrollMax } = foreignLayout({ width, height, unit, top: 0 }, index.lanes.length);
    const top = Math.min(scrollMax, Math.max(0, opened.top));
    this.scene = foreignScene(history, index, window, { width, height, unit, top });
    const { drag, hovered } = this;
    paintForeign(paint, this.scene, history.axis, {
      selected,
      hovered: hovered?.type === 'item' ? hovered.item : undefined,
      ...this.marksOf(opened),
      left: this.scene.arrowsLeft === 0 ? '' : t('foreign:messagesLeft', { count: this.scene.arrowsLeft }),
      brush: drag?.type === 'brush' ? { from: drag.start, to: drag.end } : undefined,
    });
    const { canvas } = this.parts;
    // From here on somebody sees it: `npm run bench foreign` measures from the choice of the file to this.
    if (this.painted !== history) performance.mark('foreign:drawn');
    this.painted = history;
    canvas.dataset['drawn'] = String(history.items.count);
    canvas.dataset['messagesLeft'] = String(this.scene.arrowsLeft);
  }

  /** Sets of what is marked, made once for a search and a verdict. */
  private marksOf({ judging, hits }: OpenedHistory): Pick<Marked, 'hits' | 'against' | 'impossible'> {
    if (this.marks?.of !== judging || this.marks.hits !== hits) {
      const verdict = judging.type === 'done' ? judging.verdict : undefined;
      const found = verdict?.type === 'contradiction' ? verdict : undefined;
      this.marks = {
        of: judging,
        hits,
        set: hits === undefined ? undefined : new Set(hits),
        against: found && new Set(found.contradiction),
        impossible: found?.first,
      };
    }
    const { set, against, impossible } = this.marks;
    return { hits: set, against, impossible };
  }

  private listen(): void {
    const { box } = this.parts;
    const on = <K extends keyof HTMLElementEventMap>(
      type: K,
      listener: (event: HTMLElementEventMap[K]) => void,
      options?: AddEventListenerOptions,
    ) => {
      box.addEventListener(type, listener, options);
      this.stop.push(() => box.removeEventListener(type, listener, options));
    };
    on('wheel', (event) => this.onWheel(event), { passive: false });
    on('pointerdown', (event) => this.onPointerDown(event));
    on('pointermove', (event) => this.onPointerMove(event));
    on('pointerup', (event) => this.onPointerUp(event));
    on('pointercancel', (event) => this.endDrag(event));
    on('pointerleave', () => this.hover(undefined, 0, 0));
    on('keydown', (event) => this.onKey(event));
  }

  private atOf(x: number, window: ForeignWindow): number {
    const { scene } = this;
    if (scene === undefined) return window.from;
    const { left, right } = scene.plot;
    return window.from + ((x - left) / Math.max(1, right - left)) * (window.to - window.from);
  }

  private onWheel(event: WheelEvent): void {
    const { scene } = this;
    if (scene === undefined) return;
    event.preventDefault();
    this.parts.tip.hide();
    const line = event.deltaMode === 1 ? 16 : 1;
    if (event.ctrlKey || event.metaKey) {
      change(({ window, history }) => ({
        window: zoomForeign(
          window,
          this.atOf(event.offsetX, window),
          Math.exp((event.deltaY * line) / 250),
          history,
        ),
      }));
    } else if (event.offsetX < scene.plot.left || event.altKey) this.scroll(event.deltaY * line);
    else this.pan((event.deltaX === 0 ? event.deltaY : event.deltaX) * line);
  }

  /** Along the axis, by so many pixels of the window. */
  private pan(pixels: number): void {
    const { scene } = this;
    if (scene === undefined) return;
    const { left, right } = scene.plot;
    change(({ window, history }) => {
      const by = (pixels / Math.max(1, right - left)) * (window.to - window.from);
      return { window: within({ from: window.from + by, to: window.to + by }, history) };
    });
  }

  private scroll(pixels: number): void {
    change(({ top, index }) => ({ top: this.topWithin(top + pixels, index.lanes.length) }));
  }

  private topWithin(top: number, lanes: number): number {
    const { width, height, unit } = this.surface;
    const { scrollMax } = foreignLayout({ width, height, unit, top: 0 }, lanes);
    return Math.min(scrollMax, Math.max(0, top));
  }

  private onPointerDown(event: PointerEvent): void {
    const { opened } = useForeign.getState();
    if (event.button !== 0 || opened === undefined) return;
    this.parts.box.setPointerCapture(event.pointerId);
    const { offsetX: x, offsetY: y } = event;
    this.pointers.set(event.pointerId, { x, y });
    const { window, top } = opened;
    if (this.pointers.size === 2) this.drag = { type: 'pinch', distance: this.spread(), window };
    else if (event.shiftKey) this.drag = { type: 'brush', start: x, end: x };
    else this.drag = { type: 'pan', x, y, window, top, moved: false };
    this.parts.tip.hide();
  }

  private spread(): number {
    const [a, b] = [...this.pointers.values()];
    return Math.max(10, Math.abs((a?.x ?? 0) - (b?.x ?? 0)));
  }

  private onPointerMove(event: PointerEvent): void {
    const { offsetX: x, offsetY: y } = event;
    const { drag, scene } = this;
    if (drag === undefined || scene === undefined) return this.hover(event, x, y);
    this.pointers.set(event.pointerId, { x, y });
    const plotWidth = Math.max(1, scene.plot.right - scene.plot.left);
    if (drag.type === 'brush') {
      drag.end = x;
      this.soon();
    } else if (drag.type === 'pinch') {
      const [a, b] = [...this.pointers.values()];
      const middle = ((a?.x ?? 0) + (b?.x ?? 0)) / 2;
      const factor = drag.distance / this.spread();
      change(({ history }) => ({
        window: zoomForeign(drag.window, this.atOf(middle, drag.window), factor, history),
      }));
    } else {
      const [dx, dy] = [x - drag.x, y - drag.y];
      if (!drag.moved && Math.hypot(dx, dy) < TREMBLE) return;
      drag.moved = true;
      const by = (-dx / plotWidth) * (drag.window.to - drag.window.from);
      change(({ history, index }) => ({
        window: within({ from: drag.window.from + by, to: drag.window.to + by }, history),
        top: this.topWithin(drag.top - dy, index.lanes.length),
      }));
    }
  }

  private onPointerUp(event: PointerEvent): void {
    const { drag } = this;
    this.endDrag(event);
    if (drag?.type === 'brush' && Math.abs(drag.end - drag.start) > TREMBLE) {
      change(({ window, history }) => {
        const [a, b] = [this.atOf(drag.start, window), this.atOf(drag.end, window)];
        return { window: within({ from: Math.min(a, b), to: Math.max(a, b) }, history) };
      });
    } else if (drag?.type === 'pan' && !drag.moved) this.click(event);
  }

  private click(event: PointerEvent): void {
    const hit = this.hitAt(event);
    if (hit?.type === 'item') selectItem(hit.item);
    else if (hit?.type === 'fault') selectItem(hit.fault.item);
    else if (hit?.type === 'column') {
      change(({ window, history }) => ({
        window: zoomForeign(window, (hit.from + hit.to) / 2, 0.1, history),
      }));
    } else selectItem(undefined);
  }

  private hitAt(event: PointerEvent): ForeignHit | undefined {
    const reach = REACH[event.pointerType === 'touch' ? 'touch' : 'mouse'] * this.surface.unit;
    return this.scene && hitForeign(this.scene, event.offsetX, event.offsetY, reach);
  }

  private endDrag(event: PointerEvent): void {
    this.pointers.delete(event.pointerId);
    if (this.drag !== undefined) this.soon();
    this.drag = undefined;
  }

  private hover(event: PointerEvent | undefined, x: number, y: number): void {
    const { opened } = useForeign.getState();
    const hit = event === undefined || event.pointerType === 'touch' ? undefined : this.hitAt(event);
    const item = hit?.type === 'item' ? hit.item : undefined;
    const before = this.hovered?.type === 'item' ? this.hovered.item : undefined;
    this.hovered = hit;
    if (item !== before) this.soon();
    this.parts.box.style.cursor = hit === undefined ? 'grab' : 'pointer';
    if (hit === undefined || opened === undefined) this.parts.tip.hide();
    else this.parts.tip.show(x, y, hitLines(opened.history, hit));
  }

  private onKey(event: KeyboardEvent): void {
    const { opened } = useForeign.getState();
    if (opened === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const done = this.pressed(event, opened);
    if (!done) return;
    event.preventDefault();
    event.stopPropagation();
  }

  private pressed({ key, shiftKey }: KeyboardEvent, opened: OpenedHistory): boolean {
    const { window, history } = opened;
    const middle = (window.from + window.to) / 2;
    const selectedAt = opened.selected === undefined ? undefined : history.items.at[opened.selected];
    const around =
      selectedAt !== undefined && selectedAt >= window.from && selectedAt <= window.to ? selectedAt : middle;
    switch (key) {
      case 'ArrowLeft':
      case 'ArrowRight':
        if (shiftKey) this.pan((key === 'ArrowLeft' ? -0.25 : 0.25) * this.surface.width);
        else selectItem(besides(opened, key === 'ArrowRight' ? 1 : -1));
        return true;
      case 'ArrowUp':
      case 'ArrowDown':
        selectItem(acrossLanes(opened, key === 'ArrowDown' ? 1 : -1));
        this.bringLane();
        return true;
      case '+':
      case '=':
        change(() => ({ window: zoomForeign(window, around, 0.5, history) }));
        return true;
      case '-':
        change(() => ({ window: zoomForeign(window, around, 2, history) }));
        return true;
      case '0':
        change(() => ({ window: wholeOf(history) }));
        return true;
      case 'n':
      case 'N':
        toHit(!shiftKey);
        return true;
      default:
        return false;
    }
  }

  /** The lane of the selected item is scrolled into view. */
  private bringLane(): void {
    change(({ index, selected, history, top }) => {
      const place = index.lanes.findIndex(({ lane }) => lane === history.items.lane[selected ?? -1]);
      if (place === -1) return {};
      const { width, height, unit } = this.surface;
      const { rowHeight, plot } = foreignLayout({ width, height, unit, top: 0 }, index.lanes.length);
      const [from, to] = [place * rowHeight, (place + 1) * rowHeight - (height - plot.top)];
      return { top: this.topWithin(Math.max(to, Math.min(from, top)), index.lanes.length) };
    });
  }
}

/** The next item of the same lane, or the one before; of the first lane with one in the window where nothing is selected. */
export function besides(opened: OpenedHistory, by: 1 | -1): number | undefined {
  const { index, selected, history, window } = opened;
  if (selected === undefined) {
    const own = index.lanes.find(({ at }) => firstFrom(at, window.from) < firstFrom(at, window.to));
    return (
      own?.items[firstFrom(own.at, window.from)] ??
      index.lanes.find(({ items }) => items.length > 0)?.items[0]
    );
  }
  const own = index.lanes.find(({ lane }) => lane === history.items.lane[selected]);
  if (own === undefined) return selected;
  const place = own.items.indexOf(selected);
  return own.items[place + by] ?? selected;
}

/** The item of the next lane (that has one) that is nearest in time. */
function acrossLanes(opened: OpenedHistory, by: 1 | -1): number | undefined {
  const { index, selected, history } = opened;
  if (selected === undefined) return besides(opened, 1);
  const at = history.items.at[selected] ?? 0;
  const here = index.lanes.findIndex(({ lane }) => lane === history.items.lane[selected]);
  for (let place = here + by; place >= 0 && place < index.lanes.length; place += by) {
    const own = index.lanes[place];
    if (own === undefined || own.items.length === 0) continue;
    const next = Math.min(own.items.length - 1, firstFrom(own.at, at));
    const [a, b] = [own.at[Math.max(0, next - 1)] ?? 0, own.at[next] ?? 0];
    return own.items[Math.abs(at - a) < Math.abs(b - at) ? Math.max(0, next - 1) : next];
  }
  return selected;
}
