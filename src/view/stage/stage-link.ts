import type { Micros, NodeId } from '../../base/flavor.ts';
import type { Frame, LinkFrame } from '../../lab/frame/frame.ts';
import { rimRadius, type StageLayout } from './stage-layout.ts';

/** One direction of a link, as far as it differs from the run's settings. */
export interface LinkMark {
  readonly cut: boolean;
  readonly held: boolean;
  /** One-way time in microseconds where it is not the run's own. */
  readonly latency: Micros | undefined;
  /** Probability of loss where there is one. */
  readonly loss: number;
  /** Probability that a message is overtaken by later ones. */
  readonly reorder: number;
}

/** The line between two members; `there` is from a to b, `back` from b to a. a < b. */
export interface StageLink {
  readonly a: NodeId;
  readonly b: NodeId;
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly state: 'open' | 'cut' | 'oneWay';
  /** One of its ends is killed. */
  readonly dead: boolean;
  readonly there: LinkMark;
  readonly back: LinkMark;
}

export function stageLinks(frame: Frame, { places, radius, unit }: StageLayout): readonly StageLink[] {
  const byEnds = new Map(frame.links.map((link) => [`${link.from}>${link.to}`, link]));
  const killed = new Set(frame.nodes.filter((node) => node.status === 'killed').map((node) => node.id));
  return places.flatMap((from, i) =>
    places.slice(i + 1).map((to): StageLink => {
      const there = mark(frame, byEnds.get(`${from.id}>${to.id}`));
      const back = mark(frame, byEnds.get(`${to.id}>${from.id}`));
      const length = Math.max(1, Math.hypot(to.x - from.x, to.y - from.y));
      const trim = Math.min(rimRadius(radius, unit), length / 2) / length;
      return {
        a: from.id,
        b: to.id,
        x1: from.x + (to.x - from.x) * trim,
        y1: from.y + (to.y - from.y) * trim,
        x2: to.x - (to.x - from.x) * trim,
        y2: to.y - (to.y - from.y) * trim,
        state: there.cut && back.cut ? 'cut' : there.cut || back.cut ? 'oneWay' : 'open',
        dead: killed.has(from.id) || killed.has(to.id),
        there,
        back,
      };
    }),
  );
}

function mark(frame: Frame, link: LinkFrame | undefined): LinkMark {
  if (!link) return { cut: false, held: false, latency: undefined, loss: 0, reorder: 0 };
  const usual = Math.round(frame.config.latencyMs * 1000);
  return {
    cut: link.cut,
    held: link.held,
    latency: link.latency === usual ? undefined : link.latency,
    loss: link.loss,
    reorder: link.reorder,
  };
}
