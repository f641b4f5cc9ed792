import { boxAround, type Box, type Obstacle } from './box.ts';
import { badgePlace, crownTop, rimRadius, TRAY, trayPlace, type StageLayout } from './stage-layout.ts';
import type { StageNode } from './stage-node.ts';

/** A badge's radius, in units of the stage. */
export const BADGE = 0.56;
/** What a tray shows at most. */
export const TRAY_MAX = 5;

/** A mark that stands beside a node's disc. Where it is when `node` has it; badges move along when there are several. */
export interface Badge {
  readonly mark: 'paused' | 'isolated' | 'alarm' | 'joint' | 'changed';
  readonly x: number;
  readonly y: number;
}

/** The badges of a node, from its centre. */
export function badgesOf(node: StageNode, { radius, unit }: StageLayout): readonly Badge[] {
  const at = badgePlace(radius, unit);
  const step = BADGE * unit * 2.2;
  const paused = node.status === 'paused';
  const isolated = node.isolated && node.status !== 'killed';
  const badges: Badge[] = [];
  if (paused) badges.push({ mark: 'paused', x: at, y: -at });
  if (isolated) badges.push({ mark: 'isolated', x: -at, y: -at });
  if (node.alarms !== '') badges.push({ mark: 'alarm', x: -at - (isolated ? step : 0), y: -at });
  if (node.joint !== undefined) badges.push({ mark: 'joint', x: at + (paused ? step : 0), y: -at });
  const right = badges.filter((badge) => badge.x > 0).length;
  if (node.changes !== '') badges.push({ mark: 'changed', x: at + right * step, y: -at });
  return badges;
}

/**
 * What a node covers: its disc with the rim, its crown, badges and trays. `reserved`: also what may come and go while it
 * stands there (trays), so that words need not move for it.
 */
export function nodeObstacles(
  node: StageNode,
  layout: StageLayout,
  which: 'present' | 'reserved',
): readonly Obstacle[] {
  const { radius, unit } = layout;
  const { x, y } = node;
  const obstacles: Obstacle[] = [{ x, y, r: rimRadius(radius, unit) + unit * 0.15 }];
  if (node.role === 'StateLeader') {
    const top = crownTop(radius, unit);
    obstacles.push({ left: x - radius * 0.4, top: y - top, right: x + radius * 0.4, bottom: y - radius });
  }
  // The sign of a change comes with every step: words need not move for it.
  const badged = which === 'reserved' ? { ...node, changes: 'any' } : node;
  for (const badge of badgesOf(badged, layout))
    obstacles.push({ x: x + badge.x, y: y + badge.y, r: BADGE * unit });
  const tray = trayPlace(radius, unit);
  if (which === 'reserved' || node.writes > 0) obstacles.push(trayBox(x - tray.x, y + tray.y, unit));
  if (which === 'reserved' || node.applies > 0) obstacles.push(trayBox(x + tray.x, y + tray.y, unit));
  return obstacles;
}

function trayBox(x: number, y: number, unit: number): Box {
  const box = boxAround(x, y, TRAY * unit, 0);
  return { ...box, top: y - unit * 1.3, bottom: y + unit * 0.05 };
}
