import { ticks } from 'd3';
import type { Micros } from '../../base/flavor.ts';

/** A stretch of virtual time, both ends included. */
export interface TimeWindow {
  readonly from: Micros;
  readonly to: Micros;
}

/** Where on the screen it lies, in CSS pixels. */
export interface TimePlot {
  readonly left: number;
  readonly right: number;
}

export interface AxisTick {
  readonly x: number;
  readonly at: Micros;
  /** Seconds. */
  readonly label: string;
}

/** From time to place; not clamped to the window. (d3's scale for it brings colours, formats and their interpolation along.) */
export function timeScale(window: TimeWindow, plot: TimePlot): (at: Micros) => number {
  const { from, to } = reach(window);
  const pixels = (plot.right - plot.left) / (to - from);
  return (at) => plot.left + (at - from) * pixels;
}

/** The window, at least a microsecond long. */
function reach({ from, to }: TimeWindow): TimeWindow {
  return { from, to: Math.max(to, from + 1) };
}

/** From place to time, in whole microseconds; the inverse of `timeScale`, and not clamped either. */
export function timeAt(window: TimeWindow, plot: TimePlot, x: number): Micros {
  const part = (x - plot.left) / Math.max(1, plot.right - plot.left);
  return Math.round(window.from + part * (window.to - window.from));
}

/** Round instants, about one every `every` pixels. */
export function timeAxis(window: TimeWindow, plot: TimePlot, every: number): AxisTick[] {
  const { from, to } = reach(window);
  const scale = timeScale(window, plot);
  const round = ticks(from, to, Math.max(2, Math.floor((plot.right - plot.left) / every)));
  const step = (round[1] ?? 0) - (round[0] ?? 0);
  return round
    .filter((at) => Number.isInteger(at))
    .map((at) => ({ x: scale(at), at, label: formatAxisSeconds(at, step) }));
}

/** `6.2`, `6.204`: seconds with as many places as a step (microseconds) needs to be told from the next. */
export function formatAxisSeconds(at: Micros, step: Micros): string {
  const places = step <= 0 ? 3 : Math.min(6, Math.max(0, Math.ceil(-Math.log10(step / 1_000_000) - 1e-9)));
  return (at / 1_000_000).toFixed(places);
}

/** The window made `factor` times as long around the instant `around`, which keeps its place. At least 1 ms, at most 10 min. */
export function zoomWindow(window: TimeWindow, around: Micros, factor: number): TimeWindow {
  const span = Math.min(600_000_000, Math.max(1000, Math.round((window.to - window.from) * factor)));
  const part = (around - window.from) / Math.max(1, window.to - window.from);
  const from = Math.max(0, Math.round(around - part * span));
  return { from, to: from + span };
}
