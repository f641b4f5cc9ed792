import { msToMicros, type NodeId } from '../../base/flavor.ts';
import type { Cone } from '../../lab/debug/cone.ts';
import { timeScale } from './space-time-axis.ts';
import type { Arrow, SpaceTimeScene } from './space-time.ts';

/** What of the diagram is in a causal cone. */
export interface ConeScene {
  /** Of each lane: up to where it could have influenced, from where on it could be influenced; undefined: nowhere in view. */
  readonly lanes: readonly {
    readonly id: NodeId;
    readonly y: number;
    readonly height: number;
    readonly pastTo: number | undefined;
    readonly futureFrom: number | undefined;
  }[];
  readonly past: readonly Arrow[];
  readonly future: readonly Arrow[];
  /** Whose cone it is; of a message both its ends. */
  readonly origin: readonly { readonly x: number; readonly y: number }[];
}

export function coneScene(scene: SpaceTimeScene, cone: Cone): ConeScene {
  const { plot, lanes } = scene;
  const x = timeScale(scene, plot);
  const reachOf = (side: Cone['future']) =>
    new Map(side?.reach.map(({ node, event, timeMs }) => [node, { event, x: x(msToMicros(timeMs)) }]));
  const past = reachOf(cone.past);
  const future = reachOf(cone.future);
  const ends = cone.future === undefined ? [cone.past] : [cone.past, cone.future];
  return {
    lanes: lanes.map(({ id, y }, i) => {
      const [before, after] = [lanes[i - 1]?.y ?? plot.top, lanes[i + 1]?.y ?? plot.bottom];
      const pastTo = past.get(id)?.x;
      const futureFrom = future.get(id)?.x;
      return {
        id,
        y,
        height: Math.min(y - before, after - y),
        pastTo: pastTo !== undefined && pastTo >= plot.left ? Math.min(pastTo, plot.right) : undefined,
        futureFrom:
          futureFrom !== undefined && futureFrom <= plot.right ? Math.max(futureFrom, plot.left) : undefined,
      };
    }),
    past: scene.arrows.filter(
      ({ to, end, source: { endEvent } }) =>
        end === 'delivered' && endEvent !== undefined && endEvent <= (past.get(to)?.event ?? 0),
    ),
    future: scene.arrows.filter(
      ({ from, source: { sentEvent } }) => sentEvent >= (future.get(from)?.event ?? Infinity),
    ),
    origin: ends.flatMap(({ node, timeMs }) => {
      const y = lanes.find(({ id }) => id === node)?.y;
      const at = x(msToMicros(timeMs));
      return y === undefined || at < plot.left || at > plot.right ? [] : [{ x: at, y }];
    }),
  };
}
