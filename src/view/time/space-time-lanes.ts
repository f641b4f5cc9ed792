import type { NodeId } from '../../base/flavor.ts';
import type { Frame } from '../../lab/frame/frame.ts';
import type { Plot } from './space-time.ts';

export interface Lane {
  readonly id: NodeId;
  readonly y: number;
  /** Somebody is interested in others: it has little room, and nothing on it but where messages come from and go to. */
  readonly folded: boolean;
}

export interface Lanes {
  readonly lanes: readonly Lane[];
  readonly laneY: ReadonlyMap<NodeId, number>;
  /** Of the lanes that are not folded: marks have places there alone. */
  readonly markY: ReadonlyMap<NodeId, number>;
  /** 1 where lanes have room for bands and marks of full size, down to a half where many share little height. */
  readonly laneScale: number;
}

/** A lane this high has room for everything. */
const roomyLane = 17;
/** A folded lane has this part of the room of another. */
const foldedPart = 0.35;

/** `nodes`: those that somebody is interested in; none of them: all. */
export function lanesOf(frame: Frame, plot: Plot, unit: number, nodes: readonly NodeId[]): Lanes {
  const isFolded = (id: NodeId): boolean => nodes.length > 0 && !nodes.includes(id);
  const parts = frame.nodes.map(({ id }) => (isFolded(id) ? foldedPart : 1));
  const gap =
    (plot.bottom - plot.top) /
    Math.max(
      1,
      parts.reduce((sum, part) => sum + part, 0),
    );
  let top = plot.top;
  const lanes = frame.nodes.map(({ id }, i): Lane => {
    const height = gap * (parts[i] ?? 1);
    top += height;
    return { id, y: top - height / 2, folded: isFolded(id) };
  });
  return {
    lanes,
    laneY: places(lanes),
    markY: places(lanes.filter(({ folded }) => !folded)),
    laneScale: Math.min(1, Math.max(0.5, gap / (roomyLane * unit))),
  };
}

function places(lanes: readonly Lane[]): ReadonlyMap<NodeId, number> {
  return new Map(lanes.map(({ id, y }) => [id, y]));
}
