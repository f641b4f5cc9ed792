import { t } from 'i18next';
import type { LogIndex } from '../../base/flavor.ts';
import {
  clampScroll,
  columnCount,
  columnWidthDrawn,
  columnWidthMax,
  columnWidthMin,
  hitLogGrid,
  logGridLayout,
  tailScroll,
  visibleIndexes,
  type LogGridLayout,
} from '../../view/log/log-grid-layout.ts';
import { logScene, type LogScene } from '../../view/log/log-grid.ts';
import { formatNode } from '../../view/say/format.ts';
import type { Frame } from '../../lab/frame/frame.ts';
import { draws } from '../canvas/drawn.ts';
import { sameData } from '../canvas/same.ts';
import { Surface, type Paint } from '../canvas/surface.ts';
import type { Tip } from '../canvas/tip.ts';
import { useView } from '../view-state.ts';
import { cellWords, roleWord, standingWords } from './log-words.ts';
import { paintLogs, scrollbar } from './paint-logs.ts';

export interface LogBoardParts {
  /** What the canvas fills; takes pointer, wheel and keys. */
  readonly box: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  readonly tip: Tip;
  /** Told what the keyboard has selected, to be spoken. */
  readonly say: (words: string) => void;
}

/** Columns asked for beyond each edge of the view, so that scrolling finds them there. */
const overscan = 24;
const columnWidthDesk = 58;
const columnWidthPhone = 46;

/**
 * The log grid on its canvas: keeps the scroll, asks the store for the window of indexes it needs, turns pointer,
 * wheel and keys into scrolling and selecting. Painted from the store without React.
 */
export class LogBoard {
  private readonly surface: Surface;
  private readonly stop: (() => void)[] = [];
  private scene: LogScene | undefined;
  private layout: LogGridLayout | undefined;
  private scroll = 1;
  private columnWidth: number | undefined;
  private hovered: { row: number; index: LogIndex | undefined } | undefined;
  private drag:
    { readonly x: number; readonly scroll: number; readonly perPixel: number; moved: boolean } | undefined;

  constructor(private readonly parts: LogBoardParts) {
    this.surface = new Surface(parts.canvas, parts.box, (paint) => this.paint(paint));
    this.stop.push(
      useView.subscribe((state, before) => {
        const asked =
          state.selection !== before.selection ||
          state.marked !== before.marked ||
          state.logWindow !== before.logWindow;
        if (asked) this.surface.invalidate();
        else if (state.frame && state.frame !== before.frame) this.frameCame(state.frame, before.frame);
      }),
    );
    this.stop.push(
      draws('logs', () => {
        const { scene, layout, scroll } = this;
        if (!scene || !layout) return undefined;
        return { box: parts.box, scene, layout, scroll, goTo: (index) => this.goTo(index) };
      }),
    );
    this.listen();
    this.surface.invalidate();
  }

  dispose(): void {
    this.surface.dispose();
    for (const stop of this.stop) stop();
  }

  /** To an index, as near to the left edge as the log allows. */
  goTo(index: number): void {
    this.scrollTo(Math.max(1, index));
  }

  /** Keeps the newest entries in view from now on, or stays where it is. */
  follow(follow: boolean): void {
    if (follow) useView.getState().setLogWindow('tail');
    else this.scrollTo(this.scroll - 1);
  }

  zoom(factor: number): void {
    const width = (this.columnWidth ?? this.ownColumnWidth()) * factor;
    this.columnWidth = Math.min(columnWidthMax, Math.max(columnWidthMin, width));
    this.surface.invalidate();
  }

  /** Most frames of a running cluster say nothing new about the logs. */
  private frameCame(frame: Frame, before: Frame | undefined): void {
    if (frame.nodes === before?.nodes && frame.log === before.log && frame.step === before.step)
      return this.surface.shows(frame);
    const { layout, scene } = this;
    const seen = layout && visibleIndexes(layout, this.scrollIn(layout, frame));
    if (seen && scene && sameData(logScene(frame, seen), scene)) this.surface.shows(frame);
    else this.surface.invalidate();
  }

  /** Where the columns begin: at the tail, or where the viewer has scrolled to as far as there are entries. */
  private scrollIn(layout: LogGridLayout, { log: { minFirst, maxLast } }: Frame): number {
    return useView.getState().logWindow === 'tail'
      ? tailScroll(layout, minFirst, maxLast)
      : clampScroll(layout, this.scroll, minFirst, maxLast);
  }

  private ownColumnWidth(): number {
    if (useView.getState().frame?.config.drawing !== undefined) return columnWidthDrawn;
    return this.surface.width < 620 * this.surface.unit ? columnWidthPhone : columnWidthDesk;
  }

  private paint(paint: Paint): void {
    const { frame, selection, marked } = useView.getState();
    if (!frame) return;
    const layout = logGridLayout({
      width: paint.width,
      height: paint.height,
      rows: frame.nodes.length,
      columnWidth: this.columnWidth ?? this.ownColumnWidth(),
      unit: paint.unit,
    });
    this.layout = layout;
    this.scroll = this.scrollIn(layout, frame);
    this.scene = logScene(frame, visibleIndexes(layout, this.scroll));
    this.askForWindow();
    paintLogs(paint, {
      scene: this.scene,
      layout,
      scroll: this.scroll,
      selected: selection?.type === 'entry' ? selection : undefined,
      marked,
      hovered: this.hovered,
    });
    this.surface.shows(frame);
  }

  /** The columns in view and some beyond, if the store does not ask for them already. */
  private askForWindow(): void {
    const { layout } = this;
    const state = useView.getState();
    if (!layout) return;
    const columns = columnCount(layout) + 2;
    if (state.logWindow === 'tail') {
      if (state.logColumns !== columns) state.setLogWindow('tail', columns);
      return;
    }
    const seen = visibleIndexes(layout, this.scroll);
    if (state.logWindow.first <= seen.first && state.logWindow.last >= seen.last) return;
    state.setLogWindow({ first: Math.max(1, seen.first - overscan), last: seen.last + overscan }, columns);
  }

  /** Scrolls by the viewer's hand; at the tail it follows again. Says whether anything moved. */
  private scrollTo(scroll: number): boolean {
    const { layout, scene } = this;
    if (!layout || !scene) return false;
    const before = this.scroll;
    this.scroll = clampScroll(layout, scroll, scene.minFirst, scene.maxLast);
    const atTail = this.scroll >= tailScroll(layout, scene.minFirst, scene.maxLast) - 0.01;
    const state = useView.getState();
    if (atTail !== (state.logWindow === 'tail')) {
      const seen = visibleIndexes(layout, this.scroll);
      state.setLogWindow(
        atTail ? 'tail' : { first: Math.max(1, seen.first - overscan), last: seen.last + overscan },
      );
    }
    this.surface.invalidate();
    return Math.abs(this.scroll - before) > 1e-6;
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
    on('pointercancel', () => (this.drag = undefined));
    on('pointerleave', () => this.hover(undefined));
    on('keydown', (event) => this.onKey(event));
  }

  private onWheel(event: WheelEvent): void {
    const { layout } = this;
    if (!layout) return;
    this.parts.tip.hide();
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      this.zoom(Math.exp(-event.deltaY / 300));
      return;
    }
    const { box } = this.parts;
    const scrollsDown = (box.parentElement?.scrollHeight ?? 0) > (box.parentElement?.clientHeight ?? 0) + 1;
    const sideways = event.deltaX !== 0 || event.shiftKey || !scrollsDown;
    if (!sideways) return;
    const pixels = (event.deltaX === 0 ? event.deltaY : event.deltaX) * (event.deltaMode === 1 ? 16 : 1);
    if (this.scrollTo(this.scroll + pixels / layout.columnWidth)) event.preventDefault();
  }

  private onPointerDown(event: PointerEvent): void {
    const { layout, scene } = this;
    if (event.button !== 0 || !layout || !scene) return;
    const bar = scrollbar(layout, scene, this.scroll);
    const below = event.offsetY > layout.headHeight + layout.rows * layout.rowHeight;
    this.drag = {
      x: event.clientX,
      scroll: this.scroll,
      // On the scrollbar the thumb follows the hand; in the grid the paper does.
      perPixel: below && bar ? 1 / bar.perIndex : -1 / layout.columnWidth,
      moved: false,
    };
    this.parts.box.setPointerCapture(event.pointerId);
  }

  private onPointerMove(event: PointerEvent): void {
    const { drag, layout } = this;
    if (!layout) return;
    if (drag) {
      const pixels = event.clientX - drag.x;
      if (Math.abs(pixels) > 4) drag.moved = true;
      if (drag.moved) this.scrollTo(drag.scroll + pixels * drag.perPixel);
      return;
    }
    if (event.pointerType === 'mouse') this.hover(event);
  }

  private onPointerUp(event: PointerEvent): void {
    const { drag, layout, scene } = this;
    this.drag = undefined;
    if (!drag || drag.moved || !layout || !scene) return;
    const hit = hitLogGrid(layout, this.scroll, event.offsetX, event.offsetY);
    const row = scene.rows[hit?.row ?? -1];
    if (!row) return;
    const cell = row.cells.find((candidate) => candidate.index === hit?.index);
    if (cell?.type === 'entry') useView.getState().select({ type: 'entry', node: row.id, index: cell.index });
    else if (hit?.index === undefined) useView.getState().select({ type: 'node', id: row.id });
    if (hit?.words)
      useView.setState({ values: { node: row.id, index: undefined, x: event.clientX, y: event.clientY } });
  }

  /** A menu of the values of what the keyboard has selected. */
  private openValues(): void {
    const { selection } = useView.getState();
    const { left, top } = this.parts.box.getBoundingClientRect();
    const at = { x: left, y: top };
    if (selection?.type === 'entry')
      useView.setState({ values: { node: selection.node, index: selection.index, ...at } });
    else if (selection?.type === 'node')
      useView.setState({ values: { node: selection.id, index: undefined, ...at } });
  }

  private hover(event: PointerEvent | undefined): void {
    const { layout, scene } = this;
    const hit = event && layout ? hitLogGrid(layout, this.scroll, event.offsetX, event.offsetY) : undefined;
    if (hit?.row !== this.hovered?.row || hit?.index !== this.hovered?.index) {
      this.hovered = hit;
      this.surface.invalidate();
    }
    const lines = hit && scene ? this.tipLines(scene, hit.row, hit.index) : undefined;
    if (event && lines) this.parts.tip.show(event.offsetX, event.offsetY, lines);
    else this.parts.tip.hide();
  }

  private tipLines(scene: LogScene, row: number, index: LogIndex | undefined): string[] | undefined {
    const shown = scene.rows[row];
    if (!shown) return undefined;
    const name = formatNode(shown.id);
    if (index === undefined) {
      const title = [name, roleWord(shown)].filter((word) => word !== '').join(' · ');
      const lines = [title, standingWords(shown)];
      if (shown.swallowed > 0) {
        lines.push(t('logs:snapshotTip', { index: shown.snapshot, cut: shown.swallowed }));
      }
      return lines;
    }
    const cell = shown.cells.find((candidate) => candidate.index === index);
    if (!cell) return undefined;
    const [first = '', ...more] = cellWords(shown, cell, scene.leader);
    return [
      `${name} · ${index} · ${first}`,
      ...(more.length > 0 ? [more.slice(0, 3).join(' · ')] : []),
      ...more.slice(3),
    ];
  }

  private onKey(event: KeyboardEvent): void {
    const { layout, scene } = this;
    if (!layout || !scene || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const page = Math.max(1, columnCount(layout) - 2);
    const moves: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => this.moveSelection(0, -1),
      ArrowRight: () => this.moveSelection(0, 1),
      ArrowUp: () => this.moveSelection(-1, 0),
      ArrowDown: () => this.moveSelection(1, 0),
      PageUp: () => this.scrollTo(this.scroll - page),
      PageDown: () => this.scrollTo(this.scroll + page),
      Home: () => this.scrollTo(1),
      End: () => this.follow(true),
      Enter: () => this.openValues(),
      '+': () => this.zoom(1.25),
      '-': () => this.zoom(0.8),
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    event.stopPropagation();
    move();
  }

  private moveSelection(rows: number, columns: number): void {
    const { layout, scene } = this;
    const state = useView.getState();
    const first = scene?.rows[0];
    if (!layout || !scene || !first || scene.maxLast === 0) return;
    const now =
      state.selection?.type === 'entry'
        ? state.selection
        : { node: first.id, index: scene.maxLast - columns };
    const at = Math.max(
      0,
      scene.rows.findIndex((candidate) => candidate.id === now.node),
    );
    const row = scene.rows[Math.min(scene.rows.length - 1, Math.max(0, at + rows))] ?? first;
    const index = Math.min(scene.maxLast, Math.max(1, scene.minFirst, now.index + columns));
    state.select({ type: 'entry', node: row.id, index });
    this.reveal(index);
    const cell = row.cells.find((candidate) => candidate.index === index);
    const words = cell ? cellWords(row, cell, scene.leader).join(', ') : '';
    this.parts.say(`${formatNode(row.id)}, ${index}: ${words}`);
  }

  /** Scrolls no more than is needed to see the column of `index` whole. */
  private reveal(index: LogIndex): void {
    const { layout } = this;
    if (!layout) return;
    const columns = columnCount(layout);
    if (index < Math.ceil(this.scroll)) this.scrollTo(index);
    else if (index > Math.floor(this.scroll) + columns - 1) this.scrollTo(index - columns + 1);
    else this.surface.invalidate();
  }
}
