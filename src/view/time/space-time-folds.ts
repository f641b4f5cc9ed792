import type { Micros, NodeId } from '../../base/flavor.ts';
import type { HeartbeatFold } from '../../timeline/folds.ts';

/** Heartbeats and their answers that are one quiet line, at the follower's lane, on the side where its leader is. */
export interface FoldBand {
  readonly left: number;
  readonly right: number;
  readonly y: number;
  readonly source: HeartbeatFold;
}

export function foldBands(
  folds: readonly HeartbeatFold[],
  laneY: ReadonlyMap<NodeId, number>,
  x: (at: Micros) => number,
  away: number,
): FoldBand[] {
  return folds.flatMap((source) => {
    const own = laneY.get(source.follower);
    const leader = laneY.get(source.leader);
    if (own === undefined || leader === undefined) return [];
    return [{ left: x(source.from), right: x(source.to), y: own + Math.sign(leader - own) * away, source }];
  });
}
