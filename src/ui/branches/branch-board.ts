import { formatSeconds } from '../../view/say/format.ts';
import {
  branchAt,
  branchTreeScene,
  type BranchRow,
  type BranchTreeScene,
} from '../../view/time/branch-tree.ts';
import { timeAt } from '../../view/time/space-time-axis.ts';
import { spaceTimePlot } from '../../view/time/space-time.ts';
import type { Micros } from '../../base/flavor.ts';
import { sameData } from '../canvas/same.ts';
import { Surface, type Paint } from '../canvas/surface.ts';
import type { Tip } from '../canvas/tip.ts';
import { timelineRange, useView, type ViewState } from '../view-state.ts';
import { branchName } from './branch-words.ts';
import { paintBranches } from './paint-branches.ts';

export interface BranchBoardParts {
  readonly box: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  readonly tip: Tip;
  /** The label of a branch: it is moved to its place, and its width asked for. */
  readonly label: (id: number) => HTMLElement | undefined;
}

/** The lanes of the branches on a canvas, and their labels beside them, on the time axis of the diagram. */
export class BranchBoard {
  private readonly surface: Surface;
  private readonly widths = new Map<number, number>();
  private readonly sizes: ResizeObserver;
  private readonly stop: () => void;
  private scene: BranchTreeScene | undefined;

  constructor(private readonly parts: BranchBoardParts) {
    this.surface = new Surface(parts.canvas, parts.box, (paint) => this.paint(paint));
    this.sizes = new ResizeObserver(() => {
      this.widths.clear();
      this.surface.invalidate();
    });
    this.stop = useView.subscribe((state, before) => this.changed(state, before));
    this.surface.invalidate();
  }

  dispose(): void {
    this.surface.dispose();
    this.sizes.disconnect();
    this.stop();
  }

  /** Other labels stand there than before. */
  labelsChanged(labels: Iterable<HTMLElement>): void {
    this.sizes.disconnect();
    this.widths.clear();
    for (const label of labels) this.sizes.observe(label);
    this.surface.invalidate();
  }

  /** What is under a point of the box, in CSS pixels: a branch, and the instant of it, if it has been there. */
  under(x: number, y: number): { readonly row: BranchRow; readonly at: Micros | undefined } | undefined {
    const { scene } = this;
    const row = scene && branchAt(scene, y);
    if (scene === undefined || row === undefined) return undefined;
    const at = timeAt(timelineRange(useView.getState()), scene.plot, x);
    const isThere = at >= (row.from?.at ?? 0) && at <= row.endAt;
    return { row, at: isThere ? at : undefined };
  }

  pointAt(x: number, y: number): void {
    const found = this.under(x, y);
    this.parts.box.style.cursor = found?.at === undefined ? 'default' : 'pointer';
    if (found?.at === undefined) this.parts.tip.hide();
    else this.parts.tip.show(x, y, [`${branchName(found.row)} · ${formatSeconds(found.at)} s`]);
  }

  leave(): void {
    this.parts.tip.hide();
  }

  private changed(state: ViewState, before: ViewState): void {
    if (!state.frame) return;
    const isOther =
      state.frame.branches !== before.frame?.branches ||
      state.frame.moments !== before.frame.moments ||
      state.frame.at !== before.frame.at ||
      state.kept !== before.kept ||
      state.timelineWindow !== before.timelineWindow;
    if (isOther && !sameData(this.sceneNow(), this.scene)) this.surface.invalidate();
    else this.surface.shows(state.frame);
  }

  private sceneNow(): BranchTreeScene | undefined {
    const state = useView.getState();
    const { width, height, unit } = this.surface;
    const { frame, kept } = state;
    if (frame === undefined || frame.branches.length === 0) return undefined;
    const { left, right } = spaceTimePlot({ width, height, unit });
    return branchTreeScene(
      { branches: frame.branches, moments: frame.moments, kept, at: frame.at },
      {
        window: timelineRange(state),
        plot: { left, right },
        rowHeight: height / frame.branches.length,
        gap: 7 * unit,
        nameWidth: this.widthOf,
      },
    );
  }

  private readonly widthOf = (id: number): number => {
    const known = this.widths.get(id);
    if (known !== undefined) return known;
    const width = this.parts.label(id)?.offsetWidth ?? 0;
    this.widths.set(id, width);
    return width;
  };

  private paint(paint: Paint): void {
    const { frame } = useView.getState();
    const scene = this.sceneNow();
    if (frame === undefined || scene === undefined) return;
    this.scene = scene;
    for (const row of scene.rows) {
      const label = this.parts.label(row.id);
      if (label) label.style.translate = `${Math.round(row.nameX * 2) / 2}px`;
    }
    paintBranches(paint, scene);
    this.surface.shows(frame);
  }
}
