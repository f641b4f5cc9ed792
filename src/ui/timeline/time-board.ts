import { t } from 'i18next';
import { msToMicros, type Micros } from '../../base/flavor.ts';
import type { Frame } from '../../lab/frame/frame.ts';
import type { HeartbeatFold } from '../../timeline/folds.ts';
import type { LabPort } from '../../lab/lab-port.ts';
import { formatSeconds } from '../../view/say/format.ts';
import { timeAt, timeScale, zoomWindow } from '../../view/time/space-time-axis.ts';
import { hitSpaceTime, type SpaceTimeHit } from '../../view/time/space-time-hit.ts';
import { arrowsMax, spaceTimeScene, type SpaceTimeScene } from '../../view/time/space-time.ts';
import { draws } from '../canvas/drawn.ts';
import { sameData } from '../canvas/same.ts';
import { Surface, type Paint } from '../canvas/surface.ts';
import type { Tip } from '../canvas/tip.ts';
import { shownInDiagram, timelineRange, useView, type ViewState } from '../view-state.ts';
import { paintDiagram, paintHand, type Hand } from './paint-time.ts';
import { reportError } from '../act.ts';
import { debuggerKeys } from '../events/debugger-keys-part.ts';
import type { MarkedInstant } from '../events/to-mark.ts';
import { brushedIs } from './brush.ts';
import { timeMore } from './more-part.ts';
import { Seeker } from './seeker.ts';
import { hitWords } from './time-words.ts';
import { CONE_KEY, walkKeys } from './walk-keys.ts';
import type { Walker } from './walker.ts';
import type { WalkStop } from '../../view/time/space-time-walk.ts';

export interface TimeBoardParts {
  /** What the canvases fill; takes pointer, wheel and keys, and is the slider of the playhead. */
  readonly box: HTMLElement;
  readonly diagram: HTMLCanvasElement;
  readonly hand: HTMLCanvasElement;
  readonly tip: Tip;
  /** The tools; on a wide page they lie over the strip above the lanes. */
  readonly head: HTMLElement;
  /** What is said of what the keyboard has come to. */
  readonly said: HTMLElement;
  readonly lab: LabPort;
}

type Drag =
  | { readonly type: 'pan'; readonly x: number; readonly from: Micros; moved: boolean }
  | { readonly type: 'scrub' }
  /** `zooms`: to what is chosen, at once; else it stays chosen. */
  | { readonly type: 'brush'; readonly start: number; end: number; readonly zooms: boolean }
  | { readonly type: 'pinch'; readonly distance: number; readonly from: Micros; readonly to: Micros };

/** More heartbeats than this are not unfolded in one place. */
const unfoldMax = 60;
/** While time runs: between two measurings of the tools, and between two values spoken, in ms. */
const spokenEveryMs = 400;
/** So long a picture of another window waits for the frame that has what is in it. */
const lateMs = 40;

/**
 * The space-time diagram on two canvases: below what changes with the frame, above what changes with the hand.
 * Keeps nothing but the drag under way: the window is the store's, the instant the lab's.
 */
export class TimeBoard {
  private readonly diagram: Surface;
  private readonly hand: Surface;
  private readonly seeker: Seeker;
  private readonly stop: (() => void)[] = [];
  private readonly pointers = new Map<number, number>();
  private scene: SpaceTimeScene | undefined;
  private hit: SpaceTimeHit | undefined;
  private drag: Drag | undefined;
  private walker: Walker | undefined;
  /** The keyboard has come to something. */
  private walked = false;
  /** What the lower and the upper canvas show. */
  private painted: Frame | undefined;
  private shownHand: Hand | undefined;
  private spokenAt = -Infinity;
  /** The window is another one, and the frame that has what is in it is on its way. */
  private late: number | undefined;
  /** How much of the strip above the lanes the tools take, from the left, in CSS pixels. */
  private taken = 0;

  constructor(private readonly parts: TimeBoardParts) {
    this.seeker = new Seeker(parts.lab);
    this.diagram = new Surface(parts.diagram, parts.box, (paint) => this.paintDiagram(paint));
    this.hand = new Surface(parts.hand, parts.box, (paint) => this.paintHand(paint));
    this.stop.push(useView.subscribe((state, before) => this.changed(state, before)));
    this.stop.push(draws('time', () => this.scene && { box: parts.box, scene: this.scene }));
    this.listen();
    this.diagram.invalidate();
  }

  dispose(): void {
    this.diagram.dispose();
    this.hand.dispose();
    clearTimeout(this.late);
    for (const stop of this.stop) stop();
  }

  /** Longer (factor above 1) or shorter, around the playhead if it is in view, else around the middle. */
  zoom(factor: number): void {
    const { scene } = this;
    if (!scene) return;
    const around = scene.playhead.inView ? scene.playhead.at : (scene.from + scene.to) / 2;
    this.zoomAround(around, factor);
  }

  whole(): void {
    const branches = useView.getState().frame?.branches ?? [];
    const last = Math.max(0, ...branches.map(({ endMs }) => msToMicros(endMs)));
    this.show(0, Math.max(100_000, Math.ceil(last * 1.02)));
  }

  private changed(state: ViewState, before: ViewState): void {
    const asked =
      state.messageFilter.node !== before.messageFilter.node ||
      state.timelineNodes !== before.timelineNodes ||
      state.timelineTerms !== before.timelineTerms ||
      state.timelineConeFound !== before.timelineConeFound ||
      state.timelineBrush !== before.timelineBrush ||
      state.selection !== before.selection ||
      state.marked !== before.marked;
    if (asked) this.diagram.invalidate();
    else if (state.frame && state.frame !== before.frame) {
      if (this.late !== undefined || this.looksOther(state.frame)) this.diagram.invalidate();
      else this.shows(state.frame);
    }
    if (state.timelineWindow !== before.timelineWindow) this.awaitFrame();
  }

  /** Painted once, with what is in the new window, and not before that as well: unless it is late. */
  private awaitFrame(): void {
    this.late ??= window.setTimeout(() => this.diagram.invalidate(), lateMs);
  }

  /** Whether this frame looks other than the painted one: time has moved by a pixel, or something has happened. */
  private looksOther(frame: Frame): boolean {
    const { painted, scene } = this;
    if (!painted || !scene) return true;
    const pixel = (scene.to - scene.from) / (scene.plot.right - scene.plot.left) / devicePixelRatio;
    return (
      frame.playing !== painted.playing ||
      Math.abs(frame.at - painted.at) >= pixel ||
      Math.abs(frame.liveAt - painted.liveAt) >= pixel ||
      frame.timeline.density !== painted.timeline.density ||
      frame.timeline.arrows !== painted.timeline.arrows ||
      frame.timeline.folds !== painted.timeline.folds ||
      frame.timeline.marks !== painted.timeline.marks ||
      frame.timeline.spans !== painted.timeline.spans ||
      frame.checks.violations !== painted.checks.violations ||
      frame.messages !== painted.messages ||
      frame.links !== painted.links ||
      frame.nodes.length !== painted.nodes.length
    );
  }

  private paintDiagram(paint: Paint): void {
    const state = useView.getState();
    if (!state.frame) return;
    clearTimeout(this.late);
    this.late = undefined;
    const { width, height, unit } = paint;
    this.scene = spaceTimeScene(
      state.frame,
      timelineRange(state),
      { width, height, unit },
      shownInDiagram(state),
    );
    const node = state.selection?.type === 'node' ? state.selection.id : undefined;
    const { scene } = this;
    const { timelineConeFound: cone } = state;
    const more = timeMore.state();
    paintDiagram(paint, scene, {
      selected: node,
      marked: state.marked?.messages ?? [],
      taken: this.taken,
      cone: cone && more.type === 'here' ? () => more.value.paintCone(paint, scene, cone) : undefined,
    });
    // What the pointer was over has moved on with the frame.
    if (this.hit?.type === 'arrow') {
      const { id } = this.hit.arrow;
      const arrow = this.scene.arrows.find((candidate) => candidate.id === id);
      this.hit = arrow && { type: 'arrow', arrow };
    }
    this.painted = state.frame;
    this.askForArrows(width, unit);
    this.shows(state.frame);
    if (!sameData(this.handNow(this.scene), this.shownHand)) this.hand.invalidate();
  }

  /** No more arrows than can be told apart on this width: fewer on a phone. */
  private askForArrows(width: number, unit: number): void {
    const timelineMaxArrows = Math.min(arrowsMax, Math.max(300, Math.round((width / unit) * 1.4)));
    const timelinePixels = Math.max(100, Math.round(width));
    const now = useView.getState();
    if (now.timelineMaxArrows !== timelineMaxArrows || now.timelinePixels !== timelinePixels)
      useView.setState({ timelineMaxArrows, timelinePixels });
  }

  private paintHand(paint: Paint): void {
    const { scene } = this;
    if (!scene) return;
    this.shownHand = this.handNow(scene);
    paintHand(paint, scene, this.shownHand, this.taken);
  }

  private handNow(scene: SpaceTimeScene): Hand {
    const { drag } = this;
    const { selection } = useView.getState();
    return {
      // While the playhead is followed it stands still to a hundredth of a pixel.
      playhead: { inView: scene.playhead.inView, x: Math.round(scene.playhead.x * 10) / 10 },
      hovered: this.hit?.type === 'arrow' ? this.hit.arrow : undefined,
      selected:
        selection?.type === 'message' ? scene.arrows.find((arrow) => arrow.id === selection.id) : undefined,
      brush: drag?.type === 'brush' ? { from: drag.start, to: drag.end } : this.brushInView(scene),
      scrubbing: drag?.type === 'scrub' ? scene.playhead.at : undefined,
    };
  }

  private brushInView(scene: SpaceTimeScene): Hand['brush'] {
    const { timelineBrush: brush } = useView.getState();
    if (brush === undefined || brush.to < scene.from || brush.from > scene.to) return undefined;
    const x = timeScale(scene, scene.plot);
    return { from: x(brush.from), to: x(brush.to) };
  }

  /** What is painted is of this frame, and the slider says so. While it has the focus, not more often than can be heard. */
  private shows(frame: Frame): void {
    this.diagram.shows(frame);
    const now = performance.now();
    const isTime = !frame.playing || now - this.spokenAt >= spokenEveryMs;
    if (isTime) {
      this.spokenAt = now;
      this.measureHead();
    }
    const { box } = this.parts;
    const seconds = formatSeconds(frame.at);
    if (box.getAttribute('aria-valuenow') === seconds) return;
    if (!isTime && document.activeElement === box) return;
    const live = formatSeconds(frame.liveAt);
    box.setAttribute('aria-valuemax', live);
    box.setAttribute('aria-valuenow', seconds);
    box.setAttribute('aria-valuetext', t('timeline:atOf', { seconds, live }));
  }

  private measureHead(): void {
    const head = this.parts.head.getBoundingClientRect();
    const box = this.parts.box.getBoundingClientRect();
    const taken = head.bottom > box.top + 1 ? head.right - box.left : 0;
    if (taken === this.taken) return;
    this.taken = taken;
    this.diagram.invalidate();
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
    on('pointerleave', () => this.hover(undefined));
    on('keydown', (event) => this.onKey(event));
  }

  private show(from: Micros, span: Micros): void {
    useView.getState().setTimelineWindow({
      follow: false,
      from: Math.max(0, Math.round(from)),
      span: Math.max(1000, Math.round(span)),
    });
  }

  /** While the playhead is followed only the span changes: it keeps its place by itself. */
  private zoomAround(at: Micros, factor: number): void {
    const state = useView.getState();
    const zoomed = zoomWindow(timelineRange(state), at, factor);
    const span = zoomed.to - zoomed.from;
    const { follow, zoom, span: before } = state.timelineWindow;
    if (follow) state.setTimelineWindow({ span, zoom: zoom * (span / before) });
    else this.show(zoomed.from, span);
  }

  /** In the window that is asked for, which may not be painted yet. */
  private timeOf(x: number): Micros {
    const { scene } = this;
    return scene ? timeAt(timelineRange(useView.getState()), scene.plot, x) : 0;
  }

  private onWheel(event: WheelEvent): void {
    const { scene } = this;
    if (!scene) return;
    event.preventDefault();
    this.parts.tip.hide();
    if (event.ctrlKey || event.metaKey) {
      this.zoomAround(this.timeOf(event.offsetX), Math.exp(event.deltaY / 250));
      return;
    }
    const pixels = (event.deltaX === 0 ? event.deltaY : event.deltaX) * (event.deltaMode === 1 ? 16 : 1);
    this.pan(timelineRange(useView.getState()).from, -pixels);
  }

  /** The window that began at `from`, moved with the paper by so many pixels. */
  private pan(from: Micros, pixels: number): void {
    const { scene } = this;
    if (!scene) return;
    const { from: begin, to: end } = timelineRange(useView.getState());
    const span = end - begin;
    const liveAt = useView.getState().frame?.liveAt ?? 0;
    const moved = from - (pixels / (scene.plot.right - scene.plot.left)) * span;
    this.show(Math.min(moved, Math.max(0, liveAt - span * 0.1)), span);
  }

  private onPointerDown(event: PointerEvent): void {
    const { scene } = this;
    if (event.button !== 0 || !scene) return;
    this.parts.box.setPointerCapture(event.pointerId);
    this.pointers.set(event.pointerId, event.offsetX);
    const { offsetX: x, offsetY: y } = event;
    if (this.pointers.size === 2) this.drag = this.pinch(scene);
    else if (event.shiftKey) this.drag = { type: 'brush', start: x, end: x, zooms: true };
    else if (this.grabsPlayhead(scene, x, y)) {
      this.drag = { type: 'scrub' };
      this.seeker.seek(this.timeOf(x));
    } else if (y > scene.plot.bottom && x >= scene.plot.left)
      this.drag = { type: 'brush', start: x, end: x, zooms: false };
    else this.drag = { type: 'pan', x: event.clientX, from: scene.from, moved: false };
    this.parts.tip.hide();
    this.hand.invalidate();
  }

  private grabsPlayhead(scene: SpaceTimeScene, x: number, y: number): boolean {
    const onHandle = scene.playhead.inView && Math.abs(x - scene.playhead.x) < 6 * this.hand.unit;
    const inStrip = y < scene.plot.top && hitSpaceTime(scene, x, y) === undefined;
    return onHandle || (inStrip && x >= scene.plot.left);
  }

  private pinch({ from, to }: SpaceTimeScene): Drag {
    const [a = 0, b = 0] = [...this.pointers.values()];
    return { type: 'pinch', distance: Math.max(10, Math.abs(a - b)), from, to };
  }

  private onPointerMove(event: PointerEvent): void {
    const { drag } = this;
    if (this.pointers.has(event.pointerId)) this.pointers.set(event.pointerId, event.offsetX);
    switch (drag?.type) {
      case undefined:
        if (event.pointerType === 'mouse') this.hover(event);
        return;
      case 'scrub':
        this.seeker.seek(this.timeOf(event.offsetX));
        return;
      case 'brush':
        drag.end = event.offsetX;
        this.hand.invalidate();
        return;
      case 'pan': {
        const pixels = event.clientX - drag.x;
        if (Math.abs(pixels) > 4) drag.moved = true;
        if (drag.moved) this.pan(drag.from, pixels);
        return;
      }
      case 'pinch': {
        const [a = 0, b = 0] = [...this.pointers.values()];
        const factor = drag.distance / Math.max(10, Math.abs(a - b));
        const zoomed = zoomWindow(drag, (drag.from + drag.to) / 2, factor);
        this.show(zoomed.from, zoomed.to - zoomed.from);
      }
    }
  }

  private onPointerUp(event: PointerEvent): void {
    const { drag } = this;
    this.endDrag(event);
    if (drag?.type === 'brush') this.brushed(drag);
    if (drag?.type === 'pan' && !drag.moved) this.click(event);
  }

  private endDrag(event: PointerEvent): void {
    this.pointers.delete(event.pointerId);
    this.drag = undefined;
    this.hand.invalidate();
  }

  /** A stretch too short to be meant is a click: time goes there. */
  private brushed({ start, end, zooms }: Extract<Drag, { readonly type: 'brush' }>): void {
    const [from, to] = [Math.min(start, end), Math.max(start, end)].map((x) => Math.max(0, this.timeOf(x)));
    if (from === undefined || to === undefined) return;
    if (Math.abs(end - start) >= 5) {
      if (zooms) this.show(from, to - from);
      else brushedIs({ from, to });
    } else if (!zooms) this.seeker.seek(from);
  }

  /** A thing is selected; the playhead goes to a mark, whose event is selected, or to a free place. */
  private click(event: PointerEvent): void {
    const { scene } = this;
    if (!scene) return;
    const { offsetX: x, offsetY: y } = event;
    const hit = hitSpaceTime(scene, x, y, (event.pointerType === 'mouse' ? 5 : 12) * this.hand.unit);
    if (hit !== undefined && hit.type !== 'band' && hit.type !== 'density') this.open(hit, x);
    else if (x < scene.plot.left) this.selectLane(scene, y);
    else this.seeker.seek(this.timeOf(x));
  }

  private open(hit: SpaceTimeHit, x: number): void {
    const { scene } = this;
    if (!scene) return;
    this.parts.tip.hide();
    const view = useView.getState();
    if (hit.type === 'arrow') view.select({ type: 'message', id: hit.arrow.id });
    else if (hit.type === 'call') view.select({ type: 'request', id: hit.mark.request });
    else if (hit.type === 'fold') this.unfold(scene, hit.fold.source, this.timeOf(x));
    else if (hit.type === 'commits') this.seeker.seek(hit.mark.at);
    else if ('mark' in hit) this.toMark({ type: hit.type, ...hit.mark });
    else this.seeker.seek(this.timeOf(x));
  }

  private toMark(mark: MarkedInstant): void {
    debuggerKeys
      .load()
      .then(({ toMark }) => toMark(this.parts.lab, mark))
      .catch(reportError);
  }

  /** Heartbeats one by one where they are: few of them at once, of many those around the place. */
  private unfold(
    scene: SpaceTimeScene,
    { leader, follower, from, to, count }: HeartbeatFold,
    at: Micros,
  ): void {
    const { timelineFold } = useView.getState();
    if (scene.density === undefined && count <= unfoldMax)
      useView.setState({ timelineFold: [...(timelineFold ?? []).slice(-7), { leader, follower, at }] });
    else this.zoomAround(at, ((to - from) * (unfoldMax / 2 / count)) / (scene.to - scene.from));
  }

  private selectLane(scene: SpaceTimeScene, y: number): void {
    const lane = scene.lanes.find((candidate) => Math.abs(candidate.y - y) < 12 * this.hand.unit);
    if (lane) useView.getState().select({ type: 'node', id: lane.id });
  }

  private hover(event: PointerEvent | undefined): void {
    const { scene } = this;
    const hit =
      event && scene ? hitSpaceTime(scene, event.offsetX, event.offsetY, 5 * this.hand.unit) : undefined;
    if (hit !== this.hit) {
      this.hit = hit;
      this.hand.invalidate();
    }
    this.parts.box.style.cursor = hit?.type === 'playhead' ? 'ew-resize' : hit ? 'pointer' : 'default';
    if (event && hit && hit.type !== 'playhead') {
      const liveAt = useView.getState().frame?.liveAt ?? 0;
      this.parts.tip.show(event.offsetX, event.offsetY, hitWords(hit, liveAt));
    } else this.parts.tip.hide();
  }

  private onKey(event: KeyboardEvent): void {
    const { scene } = this;
    const state = useView.getState();
    if (!scene || !state.frame || event.altKey || event.ctrlKey || event.metaKey) return;
    const { lab } = this.parts;
    const tenth = (scene.to - scene.from) / 10;
    const { at } = state.frame;
    const moves: Readonly<Record<string, () => Promise<void> | void>> = {
      ArrowLeft: () => lab.back(state.stepKind),
      ArrowDown: () => lab.back(state.stepKind),
      ArrowRight: () => lab.step(state.stepKind),
      ArrowUp: () => lab.step(state.stepKind),
      PageUp: () => this.seeker.seek(at + tenth),
      PageDown: () => this.seeker.seek(at - tenth),
      Home: () => lab.seekEvent(0),
      End: () => lab.live(),
      '+': () => this.zoom(0.8),
      '=': () => this.zoom(0.8),
      '-': () => this.zoom(1.25),
    };
    const move = this.isMore(event)
      ? () => this.press(event.key)
      : event.shiftKey
        ? undefined
        : moves[event.key];
    if (!move) return;
    event.preventDefault();
    event.stopPropagation();
    Promise.resolve(move()).catch((error: unknown) => {
      reportError(error);
    });
  }

  /** Whether it is one of the keys whose code comes late. */
  private isMore({ key, shiftKey }: KeyboardEvent): boolean {
    if (key === 'Enter' || key === 'Escape')
      return !shiftKey && (this.walked || useView.getState().timelineBrush !== undefined);
    return shiftKey ? walkKeys.has(key) : key === CONE_KEY;
  }

  private async press(key: string): Promise<void> {
    const { Walker } = await timeMore.load();
    this.walker ??= new Walker({
      lab: this.parts.lab,
      scene: () => this.scene,
      point: (stop) => this.pointAt(stop),
      open: ({ hit, x }) => this.open(hit, x),
    });
    await this.walker.press(key);
  }

  /** What the keyboard has come to: seen as what the pointer is over, and heard. */
  private pointAt(stop: WalkStop | undefined): void {
    const { tip, said } = this.parts;
    this.walked = stop !== undefined;
    this.hit = stop?.hit;
    this.hand.invalidate();
    const words = stop === undefined ? [] : hitWords(stop.hit, useView.getState().frame?.liveAt ?? 0);
    said.textContent = words.join(', ');
    if (stop === undefined) tip.hide();
    else tip.show(stop.x, stop.y, words);
  }
}
