import type { NodeId } from '../../base/flavor.ts';
import type { Frame, NodeFrame } from '../../lab/frame/frame.ts';
import type { StageScene } from './stage.ts';

/** An election timer as an arc round its node. */
export interface StageTimer {
  readonly id: NodeId;
  readonly x: number;
  readonly y: number;
  /** 1 to 0. */
  readonly left: number;
  /** `soon`: about to campaign; `asking`: it has, and waits for votes. */
  readonly tone: 'usual' | 'soon' | 'asking';
}

const SOON = 0.15;

/** The timers that run, where they are drawn: they change every frame, and are kept out of the scene for that. */
export function stageTimers(frame: Frame, scene: StageScene): readonly StageTimer[] {
  const timers: StageTimer[] = [];
  frame.nodes.forEach((node, i) => {
    const place = scene.nodes[i];
    const left = timerLeft(frame, node);
    if (!place || left === undefined) return;
    const asking = place.shape === 'hexagon';
    timers.push({
      id: node.id,
      x: place.x,
      y: place.y,
      left,
      tone: asking ? 'asking' : left < SOON ? 'soon' : 'usual',
    });
  });
  return timers;
}

/** How much of its election timeout a member has left, 1 to 0, falling between ticks; undefined when none runs. */
export function timerLeft(frame: Frame, node: NodeFrame): number | undefined {
  const view = node.view;
  if (!view || node.status === 'killed' || node.member !== 'voter' || view.state === 'StateLeader')
    return undefined;
  const sinceTick =
    node.nextTickAt === undefined ? 0 : Math.max(0, 1 - (node.nextTickAt - frame.at) / node.tick);
  const elapsed = view.electionElapsed + Math.min(1, sinceTick);
  return Math.min(1, Math.max(0, 1 - elapsed / Math.max(1, view.randomizedElectionTimeout)));
}
