import { line, scaleLinear, ticks } from 'd3';
import { shareOf } from '../../explain/likelihood/likelihood.ts';
import type { Likelihood } from '../../lab/debug/likelihood.ts';

/** Where everything of the picture is, in its own units. */
export interface LikelihoodScene {
  readonly width: number;
  readonly height: number;
  /** An SVG path through the shares. */
  readonly path: string;
  readonly points: readonly {
    readonly event: number;
    readonly x: number;
    readonly y: number;
    readonly low: number;
    readonly high: number;
  }[];
  /** The stretch in which it rose most. */
  readonly bend: { readonly from: number; readonly to: number } | undefined;
  /** The instant at which the state was reached. */
  readonly reached: { readonly x: number; readonly y: number };
  readonly xTicks: readonly { readonly x: number; readonly label: string }[];
  readonly yTicks: readonly { readonly y: number; readonly label: string }[];
  /** Over time; or, where the clock stood, over the numbers of events. */
  readonly over: 'time' | 'event';
}

/** So much of its width is its height, and at least so much. */
const SHAPE = 0.4;
const HEIGHT_MIN = 200;
const MARGIN = { left: 44, right: 16, top: 12, bottom: 40 };
/** A number on the time axis needs so much room. */
const X_TICK = 90;

/** The likelihood over the instants before the state was reached, as a picture of this width. */
export function likelihoodScene(answer: Likelihood, width: number): LikelihoodScene {
  const height = Math.max(HEIGHT_MIN, width * SHAPE);
  const { points, bend, reachedAtMs, reachedEvent } = answer;
  const first = points[0];
  const over = first !== undefined && first.timeMs < reachedAtMs ? 'time' : 'event';
  const place = (point: { readonly timeMs: number; readonly event: number }): number =>
    over === 'time' ? point.timeMs / 1000 : point.event;
  const reached = { timeMs: reachedAtMs, event: reachedEvent };
  const from = place(first ?? reached);
  const to = Math.max(place(reached), from + Number.EPSILON * 1e6);
  const x = scaleLinear([from, to], [MARGIN.left, width - MARGIN.right]);
  const y = scaleLinear([0, 1], [height - MARGIN.bottom, MARGIN.top]);
  const corners: readonly (readonly [number, number])[] = [
    ...points.map((point): [number, number] => [x(place(point)), y(shareOf(point))]),
    [x(place(reached)), y(1)],
  ];
  const xAt = (event: number, timeMs: number): number => x(place({ event, timeMs }));
  return {
    width,
    height,
    path:
      line<readonly [number, number]>(
        ([left]) => round(left),
        ([, top]) => round(top),
      )(corners) ?? '',
    points: points.map((point) => ({
      event: point.event,
      x: round(x(place(point))),
      y: round(y(shareOf(point))),
      low: round(y(point.low)),
      high: round(y(point.high)),
    })),
    bend: bend && { from: round(xAt(bend.from, bend.fromMs)), to: round(xAt(bend.to, bend.toMs)) },
    reached: { x: round(x(place(reached))), y: round(y(1)) },
    xTicks: ticks(from, to, Math.floor(width / X_TICK))
      .filter((value) => over === 'time' || Number.isInteger(value))
      .map((value) => ({ x: round(x(value)), label: String(Number(value.toFixed(3))) })),
    yTicks: [0, 0.25, 0.5, 0.75, 1].map((value) => ({ y: round(y(value)), label: `${value * 100} %` })),
    over,
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
