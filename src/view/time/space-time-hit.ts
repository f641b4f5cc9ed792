import type {
  Arrow,
  Band,
  CallMark,
  CommitTick,
  FaultMark,
  LeaderMark,
  LoadMark,
  ManyCommits,
  SpaceTimeScene,
} from './space-time.ts';
import type { FoldBand } from './space-time-folds.ts';
import { hitDensity, type DensityHit } from './density.ts';

/** What is under a point of the diagram, the most particular thing first. */
export type SpaceTimeHit =
  | { readonly type: 'playhead' }
  | { readonly type: 'call'; readonly mark: CallMark }
  | { readonly type: 'fault'; readonly mark: FaultMark }
  | { readonly type: 'leader'; readonly mark: LeaderMark }
  | { readonly type: 'arrow'; readonly arrow: Arrow }
  | { readonly type: 'commit'; readonly mark: CommitTick }
  | { readonly type: 'commits'; readonly mark: ManyCommits }
  | { readonly type: 'load'; readonly load: LoadMark }
  | { readonly type: 'fold'; readonly fold: FoldBand }
  | { readonly type: 'band'; readonly band: Band }
  | { readonly type: 'density'; readonly density: DensityHit };

/** An arrow is thin: what misses it by no more is meant for it, and not for the empty place beside it. */
const ARROW_REACH = 8;

/** `reach` is how many pixels off still counts: more for a finger than for a mouse. */
export function hitSpaceTime(
  scene: SpaceTimeScene,
  x: number,
  y: number,
  reach = 5,
): SpaceTimeHit | undefined {
  if (scene.playhead.inView && Math.abs(x - scene.playhead.x) <= reach && y < scene.plot.top) {
    return { type: 'playhead' };
  }
  const call = nearest(scene.calls, (mark) => Math.hypot(mark.x - x, mark.y - y), reach);
  if (call) return { type: 'call', mark: call };
  const fault = nearest(scene.faults, (mark) => faultDistance(mark, scene, x, y), reach);
  if (fault) return { type: 'fault', mark: fault };
  const leader = nearest(scene.leaders, (mark) => Math.hypot(mark.x - x, mark.y - y), reach + 2);
  if (leader) return { type: 'leader', mark: leader };
  const arrow = nearest(
    scene.arrows,
    (candidate) => arrowDistance(candidate, x, y),
    Math.max(reach, ARROW_REACH),
  );
  if (arrow) return { type: 'arrow', arrow };
  const commit = nearest(
    scene.commits,
    (mark) => Math.hypot(mark.x - x, Math.max(0, y - mark.y - 9)) + (y < mark.y ? reach : 0),
    reach,
  );
  if (commit) return { type: 'commit', mark: commit };
  const many = scene.manyCommits.find(
    ({ left, right, y: lane }) => x >= left && x <= right && y > lane + 3 && y <= lane + 9 + reach,
  );
  if (many) return { type: 'commits', mark: many };
  const load = scene.loads.find(
    (candidate) => x >= candidate.left && x <= candidate.right && Math.abs(y - candidate.y) <= reach,
  );
  if (load) return { type: 'load', load };
  const fold = scene.folds.find(
    ({ left, right, y: line }) =>
      x >= left - reach && x <= right + reach && Math.abs(line - y) <= Math.min(reach, 3),
  );
  if (fold) return { type: 'fold', fold };
  const band = scene.bands.find(
    (candidate) => x >= candidate.left && x <= candidate.right && Math.abs(y - candidate.y) <= reach + 2,
  );
  if (band) return { type: 'band', band };
  const density = scene.density && hitDensity(scene.density, x, y);
  return density && { type: 'density', density };
}

function faultDistance(mark: FaultMark, scene: SpaceTimeScene, x: number, y: number): number {
  if (mark.y === undefined || y < scene.plot.top) return y < scene.plot.top ? Math.abs(mark.x - x) : Infinity;
  return Math.hypot(mark.x - x, mark.y - y);
}

function nearest<T>(things: readonly T[], distance: (thing: T) => number, reach: number): T | undefined {
  let best: T | undefined;
  let least = reach;
  for (const thing of things) {
    const away = distance(thing);
    if (away <= least) {
      best = thing;
      least = away;
    }
  }
  return best;
}

/** From the point to the segment, in pixels. */
function arrowDistance(arrow: Arrow, x: number, y: number): number {
  const { x1, y1, x2, y2 } = arrow;
  if (x < Math.min(x1, x2) - 12 || x > Math.max(x1, x2) + 12) return Infinity;
  const length = (x2 - x1) ** 2 + (y2 - y1) ** 2;
  const part =
    length === 0 ? 0 : Math.min(1, Math.max(0, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length));
  return Math.hypot(x1 + part * (x2 - x1) - x, y1 + part * (y2 - y1) - y);
}
