import type { NodeId } from '../../base/flavor.ts';
import { distanceToSegment, trayPlace, type Point } from '../../view/stage/stage-layout.ts';
import type { StageScene } from '../../view/stage/stage.ts';
import type { StageWords } from '../../view/stage/stage-words.ts';
import type { StageToken } from '../../view/stage/token.ts';

/** What the pointer is on. */
export type StageTarget =
  | { readonly type: 'node'; readonly id: NodeId }
  /** What is said beside a node. */
  | { readonly type: 'words'; readonly id: NodeId }
  /** What waits at a node for its disk or to be applied. */
  | { readonly type: 'queue'; readonly id: NodeId }
  | { readonly type: 'token'; readonly token: StageToken }
  | { readonly type: 'link'; readonly a: NodeId; readonly b: NodeId };

const LINK_REACH = 7;
/** Fingers are broader than pointers. */
const TOUCH_MORE = 8;

/** Messages first (the last drawn lies on top), then nodes and their words, then links; undefined on the empty stage. */
export function targetAt(
  scene: StageScene,
  words: StageWords | undefined,
  tokens: readonly StageToken[],
  at: Point,
  touch: boolean,
): StageTarget | undefined {
  const more = touch ? TOUCH_MORE : 0;
  for (const token of tokens.toReversed()) {
    const { half } = token;
    if (Math.abs(at.x - token.x) <= half.x + more / 2 && Math.abs(at.y - token.y) <= half.y + more / 2)
      return { type: 'token', token };
  }
  const node = nodeAt(scene, at, more);
  if (node !== undefined) return { type: 'node', id: node };
  const queue = queueAt(scene, at, more);
  if (queue !== undefined) return { type: 'queue', id: queue };
  for (const { id, box } of words?.nodes.values() ?? [])
    if (at.x >= box.left && at.x <= box.right && at.y >= box.top && at.y <= box.bottom)
      return { type: 'words', id };
  for (const link of scene.links) {
    const distance = distanceToSegment(at, { x: link.x1, y: link.y1 }, { x: link.x2, y: link.y2 });
    if (distance <= LINK_REACH + more / 2) return { type: 'link', a: link.a, b: link.b };
  }
  return undefined;
}

function queueAt({ layout, nodes }: StageScene, at: Point, more: number): NodeId | undefined {
  const { unit } = layout;
  const tray = trayPlace(layout.radius, unit);
  const isOn = (x: number, y: number) =>
    Math.abs(at.x - x) <= unit * 0.5 + more / 2 && at.y <= y + more / 2 && at.y >= y - unit * 1.4 - more / 2;
  return nodes.find(
    ({ x, y, writes, applies }) =>
      (writes > 0 && isOn(x - tray.x, y + tray.y)) || (applies > 0 && isOn(x + tray.x, y + tray.y)),
  )?.id;
}

export function nodeAt(scene: StageScene, at: Point, more = 0): NodeId | undefined {
  const reach = scene.layout.radius + 6 + more;
  return scene.nodes.find((node) => Math.hypot(at.x - node.x, at.y - node.y) <= reach)?.id;
}
