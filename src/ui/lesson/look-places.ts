import { unreachable } from '../../base/assert.ts';
import type { NodeId } from '../../base/flavor.ts';
import type { MessageFrame } from '../../lab/frame/frame.ts';
import type { Look, NodePart } from '../../lessons/course/lesson.ts';
import { columnLeft, rowTop } from '../../view/log/log-grid-layout.ts';
import { rimRadius } from '../../view/stage/stage-layout.ts';
import { drawnNow, type Drawn } from '../canvas/drawn.ts';
import { currentView } from '../view-state.ts';

/** Where something that is pointed at is drawn now, in CSS pixels of the element that it is in. */
export interface LookPlace {
  readonly host: HTMLElement;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly shape: 'round' | 'box';
  /** Of the box about its middle, in radians. */
  readonly turn: number;
}

/** Round what is pointed at there is so much air, in units of the stage or of the page's type. */
const AIR = 0.3;

/** Undefined: it is not drawn at the moment. */
export function placeOf(look: Look): LookPlace | undefined {
  switch (look.type) {
    case 'node':
      return onStage((stage) => nodePlace(stage, look.node, look.part));
    case 'message':
      return onStage((stage) => messagePlace(stage, look));
    case 'link':
      return onStage((stage) => linkPlace(stage, look.from, look.to));
    case 'entry':
      return inLogs((logs) => entryPlace(logs, look.index, look.node));
    case 'log':
      return inLogs((logs) => logPlace(logs, look.node));
    case 'time':
      return timePlace(look.node);
    case 'panel':
      return panelPlace();
    default:
      return unreachable(look);
  }
}

type Stage = Drawn['stage'];
type Logs = Drawn['logs'];

function onStage(find: (stage: Stage) => LookPlace | undefined): LookPlace | undefined {
  const stage = drawnNow('stage');
  return stage && find(stage);
}

function inLogs(find: (logs: Logs) => LookPlace | undefined): LookPlace | undefined {
  const logs = drawnNow('logs');
  return logs && find(logs);
}

function around(host: HTMLElement, x: number, y: number, halfWidth: number, halfHeight: number): LookPlace {
  return {
    host,
    left: x - halfWidth,
    top: y - halfHeight,
    width: 2 * halfWidth,
    height: 2 * halfHeight,
    shape: 'box',
    turn: 0,
  };
}

function nodePlace(stage: Stage, id: NodeId, part: NodePart | undefined): LookPlace | undefined {
  const { box, scene } = stage;
  const node = scene.nodes.find((each) => each.id === id);
  if (node === undefined) return undefined;
  const { radius, unit } = scene.layout;
  const drawn = part === undefined || part === 'timer' ? undefined : partOf(box, id, part);
  if (drawn !== undefined) return rectPlace(box, drawn, unit * AIR);
  const reach = rimRadius(radius, unit) + unit * 0.55;
  return { ...around(box, node.x, node.y, reach, reach), shape: 'round' };
}

/** What of a node's picture each part is: the first of these that is drawn. */
const PARTS: Readonly<Record<Exclude<NodePart, 'timer'>, readonly string[]>> = {
  role: ['.node-title'],
  term: ['.node-term', '.node-title'],
  votes: ['.node-votes'],
  commit: ['.node-line', '.node-title'],
};

function partOf(box: HTMLElement, id: NodeId, part: Exclude<NodePart, 'timer'>): Element | undefined {
  const node = box.querySelector(`[data-node="${id}"]`);
  for (const selector of PARTS[part]) {
    const found = node?.querySelector(selector);
    if (found) return found;
  }
  return undefined;
}

function rectPlace(host: HTMLElement, element: Element, air: number): LookPlace {
  const outer = host.getBoundingClientRect();
  const { left, top, width, height } = element.getBoundingClientRect();
  return {
    host,
    left: left - outer.left - host.clientLeft - air,
    top: top - outer.top - host.clientTop - air,
    width: width + 2 * air,
    height: height + 2 * air,
    shape: 'box',
    turn: 0,
  };
}

function messagePlace(
  { box, scene, tokens }: Stage,
  look: Extract<Look, { readonly type: 'message' }>,
): LookPlace | undefined {
  const wanted = (currentView().frame?.messages ?? []).filter((message) => isSuch(message, look));
  for (const { id } of wanted) {
    const token = tokens.find(({ ids }) => ids.includes(id));
    if (token === undefined) continue;
    const air = scene.layout.unit * AIR;
    return around(box, token.x, token.y, token.half.x + air, token.half.y + air);
  }
  return undefined;
}

export function isSuch(
  { type, from, to }: Pick<MessageFrame, 'type' | 'from' | 'to'>,
  look: Extract<Look, { readonly type: 'message' }>,
): boolean {
  return type === look.message && from === (look.from ?? from) && to === (look.to ?? to);
}

function linkPlace({ box, scene }: Stage, from: NodeId, to: NodeId): LookPlace | undefined {
  const link = scene.links.find(({ a, b }) => a === Math.min(from, to) && b === Math.max(from, to));
  if (link === undefined) return undefined;
  const { x1, y1, x2, y2 } = link;
  const length = Math.hypot(x2 - x1, y2 - y1);
  const { unit } = scene.layout;
  return {
    ...around(box, (x1 + x2) / 2, (y1 + y2) / 2, length / 2, unit * 0.6),
    turn: Math.atan2(y2 - y1, x2 - x1),
  };
}

function entryPlace(logs: Logs, index: number, node: NodeId | undefined): LookPlace | undefined {
  const { box, layout, scroll, scene } = logs;
  const left = Math.max(layout.gridLeft, columnLeft(layout, scroll, index));
  const right = Math.min(layout.gridRight, columnLeft(layout, scroll, index) + layout.columnWidth);
  const row = node === undefined ? 0 : scene.rows.findIndex(({ id }) => id === node);
  if (row === -1 || right - left < layout.unit) return undefined;
  const rows = node === undefined ? layout.rows : 1;
  const height = (rows - 1) * layout.rowHeight + layout.cellHeight;
  return {
    ...around(box, (left + right) / 2, rowTop(layout, row) + height / 2, (right - left) / 2, height / 2),
  };
}

function logPlace({ box, layout, scene }: Logs, node: NodeId): LookPlace | undefined {
  const row = scene.rows.findIndex(({ id }) => id === node);
  if (row === -1) return undefined;
  const edge = 2 * layout.unit;
  const right = layout.width - edge;
  const height = layout.narrow ? layout.rowHeight - layout.unit : layout.cellHeight + edge;
  return around(
    box,
    (edge + right) / 2,
    rowTop(layout, row) + height / 2 - edge / 2,
    (right - edge) / 2,
    height / 2,
  );
}

function timePlace(node: NodeId | undefined): LookPlace | undefined {
  const time = drawnNow('time');
  if (time === undefined) return undefined;
  const { box, scene } = time;
  const { left, right, top, bottom } = scene.plot;
  if (node === undefined) {
    if (!scene.playhead.inView) return undefined;
    return around(box, scene.playhead.x, (top + bottom) / 2, 7, (bottom - top) / 2);
  }
  const lane = scene.lanes.find(({ id }) => id === node);
  if (lane === undefined) return undefined;
  const half = (bottom - top) / Math.max(1, scene.lanes.length) / 2;
  return around(box, (left + right) / 2, lane.y, (right - left) / 2, half);
}

/** The panel that is in front: which one that is has been chosen with the screen. */
function panelPlace(): LookPlace | undefined {
  const host = document.querySelector<HTMLElement>(':is(.side-panel, .views) > .tab-panel');
  if (host === null) return undefined;
  const edge = 3;
  return {
    host,
    left: edge,
    top: edge,
    width: host.clientWidth - 2 * edge,
    height: host.clientHeight - 2 * edge,
    shape: 'box',
    turn: 0,
  };
}
