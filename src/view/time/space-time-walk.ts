import type { SpaceTimeHit } from './space-time-hit.ts';
import type { SpaceTimeScene } from './space-time.ts';

/** Something that one can stop at on the way through the diagram, and where. */
export interface WalkStop {
  readonly hit: Extract<
    SpaceTimeHit,
    { readonly type: 'call' | 'fault' | 'leader' | 'arrow' | 'commit' | 'fold' }
  >;
  readonly x: number;
  readonly y: number;
  /** The same thing has the same key in the next scene. */
  readonly key: string;
}

/** Everything in view that one can stop at, from left to right, then from the top down. */
export function walkStops({
  plot,
  arrows,
  calls,
  faults,
  leaders,
  commits,
  folds,
}: SpaceTimeScene): WalkStop[] {
  const stops: WalkStop[] = [
    ...arrows.map((arrow) => ({
      hit: { type: 'arrow' as const, arrow },
      x: arrow.x1,
      y: arrow.y1,
      key: `arrow ${arrow.id}`,
    })),
    ...calls.map((mark) => ({
      hit: { type: 'call' as const, mark },
      x: mark.x,
      y: mark.y,
      key: `call ${mark.request} ${mark.status}`,
    })),
    ...faults.map((mark) => ({
      hit: { type: 'fault' as const, mark },
      x: mark.x,
      y: mark.y ?? plot.top,
      key: `fault ${mark.at} ${mark.command} ${mark.node}`,
    })),
    ...leaders.map((mark) => ({
      hit: { type: 'leader' as const, mark },
      x: mark.x,
      y: mark.y,
      key: `leader ${mark.node} ${mark.at}`,
    })),
    ...commits.map((mark) => ({
      hit: { type: 'commit' as const, mark },
      x: mark.x,
      y: mark.y,
      key: `commit ${mark.node} ${mark.at}`,
    })),
    ...folds.map((fold) => ({
      hit: { type: 'fold' as const, fold },
      x: Math.max(fold.left, plot.left),
      y: fold.y,
      key: `fold ${fold.source.leader} ${fold.source.follower} ${fold.source.to}`,
    })),
  ];
  return stops.filter(({ x }) => x >= plot.left && x <= plot.right).sort((a, b) => a.x - b.x || a.y - b.y);
}

/** The one after (before) the one with this key; from the playhead on if there is none such. Undefined: no further one. */
export function nextStop(
  scene: SpaceTimeScene,
  key: string | undefined,
  isForth: boolean,
): WalkStop | undefined {
  const stops = walkStops(scene);
  const now = key === undefined ? -1 : stops.findIndex((stop) => stop.key === key);
  if (now >= 0) return stops[now + (isForth ? 1 : -1)];
  const { x } = scene.playhead;
  return isForth
    ? (stops.find((stop) => stop.x >= x) ?? stops[0])
    : (stops.findLast((stop) => stop.x <= x) ?? stops.at(-1));
}
