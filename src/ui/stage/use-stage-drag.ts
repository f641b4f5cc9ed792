import { useRef, useState, type PointerEvent, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { NodeId } from '../../base/flavor.ts';
import { formatNode } from '../../view/say/format.ts';
import type { Point } from '../../view/stage/stage-layout.ts';
import { movedTo } from '../../view/stage/arrangement.ts';
import { sidesOfLine, splitFurther } from '../../view/stage/stage-split.ts';
import type { StageScene } from '../../view/stage/stage.ts';
import type { StageWords } from '../../view/stage/stage-words.ts';
import type { StageToken } from '../../view/stage/token.ts';
import { useAct } from '../act.ts';
import { useView } from '../view-state.ts';
import type { OpenMenu } from './StageMenu.tsx';
import { fateWords } from './fate-words.ts';
import { nodeAt, targetAt, type StageTarget } from './stage-target.ts';

/** What the pointer is doing since it went down. */
export type Drag = { readonly from: Point; readonly to: Point } & (
  | { readonly type: 'press'; readonly target: StageTarget | undefined }
  | { readonly type: 'split'; readonly sides: readonly [readonly NodeId[], readonly NodeId[]] | undefined }
  /** From a node: onto another one it cuts that way, onto the empty stage it moves the node there. */
  | {
      readonly type: 'carry';
      readonly node: NodeId;
      readonly onto: NodeId | undefined;
      readonly moves: boolean;
    }
);

/** Pixels before a press becomes a drag, and before a line is long enough to mean a split. */
const DRAG_FROM = 6;
const SPLIT_FROM = 50;

interface StageDragOptions {
  readonly box: RefObject<HTMLDivElement | null>;
  readonly scene: StageScene | undefined;
  readonly words: StageWords | undefined;
  readonly tokens: RefObject<readonly StageToken[]>;
  readonly onMenu: (menu: OpenMenu | undefined) => void;
}

/** Clicks select and open the menu; a drag on the empty stage splits the network, one from node to node cuts a direction, one of a node elsewhere moves it. */
export function useStageDrag({ box, scene, words, tokens, onMenu }: StageDragOptions) {
  const { t } = useTranslation('stage');
  const act = useAct();
  const [state, setState] = useState<Drag>();
  const [hover, setHover] = useState<StageTarget>();
  const dragging = useRef<Drag>(undefined);
  const put = (drag: Drag | undefined) => {
    dragging.current = drag;
    setState(drag);
  };
  const at = (event: PointerEvent): Point => {
    const rect = box.current?.getBoundingClientRect();
    return { x: event.clientX - (rect?.left ?? 0), y: event.clientY - (rect?.top ?? 0) };
  };
  const find = (event: PointerEvent, point: Point) =>
    scene && targetAt(scene, words, tokens.current, point, event.pointerType === 'touch');

  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0 || !scene || isControl(event)) return;
    const point = at(event);
    put({ type: 'press', from: point, to: point, target: find(event, point) });
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const onPointerMove = (event: PointerEvent) => {
    if (!scene) return;
    const point = at(event);
    const drag = dragging.current;
    if (drag) put(moved(scene, drag, point));
    else if (event.pointerType !== 'touch') {
      const found = isControl(event) ? undefined : find(event, point);
      if (!sameTarget(found, hover)) setHover(found);
    }
  };
  const onPointerUp = (event: PointerEvent) => {
    const drag = dragging.current;
    put(undefined);
    if (!drag || !scene) return;
    if (drag.type === 'press') press(drag.target, event);
    else if (drag.type === 'split' && drag.sides) {
      const groups = splitFurther(scene.groups, drag.sides);
      act((lab) => lab.act({ type: 'partition', groups }));
    } else if (drag.type === 'carry' && drag.onto !== undefined) {
      const { node, onto } = drag;
      act((lab) =>
        lab.act({ type: isCut(node, onto) ? 'uncut' : 'cut', from: node, to: onto, oneWay: true }),
      );
    } else if (drag.type === 'carry' && drag.moves) {
      const { node, to } = drag;
      useView.setState(({ arrangement }) => ({
        arrangement: movedTo(scene.layout, arrangement, node, to),
      }));
    }
  };
  const press = (target: StageTarget | undefined, event: PointerEvent) => {
    const view = useView.getState();
    if (!target) {
      view.select(undefined);
      onMenu(undefined);
      return;
    }
    if ('id' in target) view.select({ type: 'node', id: target.id });
    // What waits is in the inspector; there is nothing to do to it.
    if (target.type === 'queue') return;
    if (target.type === 'words') {
      useView.setState({ values: { node: target.id, index: undefined, x: event.clientX, y: event.clientY } });
      return;
    }
    if (target.type === 'token') view.select({ type: 'message', id: target.token.id });
    onMenu({ target, x: event.clientX + 24, y: event.clientY - 32 });
  };
  return {
    state,
    hover: state ? undefined : hover,
    tip: tipFor(t, state, hover, scene?.layout.radius ?? 0),
    handlers: {
      onPointerDown,
      onPointerMove,
      onPointerUp,
      onPointerCancel: () => put(undefined),
      onPointerLeave: () => setHover(undefined),
    },
  };
}

/** Buttons and menus that lie on the stage keep their pointer. */
function isControl(event: PointerEvent): boolean {
  return event.target instanceof Element && event.target.closest('.menu, button, .split-label') !== null;
}

function isCut(from: NodeId, to: NodeId): boolean {
  return (
    useView.getState().frame?.links.some((link) => link.from === from && link.to === to && link.cut) ?? false
  );
}

function moved(scene: StageScene, drag: Drag, to: Point): Drag {
  const { from } = drag;
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  if (drag.type === 'press') {
    if (length < DRAG_FROM) return drag;
    if (drag.target?.type === 'node')
      return {
        type: 'carry',
        from: nodePoint(scene, drag.target.id, from),
        to,
        node: drag.target.id,
        onto: undefined,
        moves: false,
      };
    return { type: 'split', from, to, sides: undefined };
  }
  if (drag.type === 'carry') {
    const over = nodeAt(scene, to, 10);
    const onto = over === drag.node ? undefined : over;
    return { ...drag, to, onto, moves: over === undefined };
  }
  const [left, right] = sidesOfLine(scene.layout, from, to);
  const divides = length >= SPLIT_FROM && left.length > 0 && right.length > 0;
  return { ...drag, to, sides: divides ? [left, right] : undefined };
}

function nodePoint(scene: StageScene, id: NodeId, fallback: Point): Point {
  const node = scene.nodes.find((each) => each.id === id);
  return node ? { x: node.x, y: node.y } : fallback;
}

function sameTarget(a: StageTarget | undefined, b: StageTarget | undefined): boolean {
  if (a === b) return true;
  if (a?.type !== b?.type || !a || !b) return false;
  if ('id' in a && 'id' in b) return a.id === b.id;
  if (a.type === 'link' && b.type === 'link') return a.a === b.a && a.b === b.b;
  return a.type === 'token' && b.type === 'token' && a.token.id === b.token.id;
}

function names(ids: readonly NodeId[]): string {
  return ids.map(formatNode).join(' ');
}

function tipFor(
  t: ReturnType<typeof useTranslation<'stage'>>['t'],
  drag: Drag | undefined,
  hover: StageTarget | undefined,
  radius: number,
): (Point & { readonly text: string }) | undefined {
  if (drag?.type === 'split' && drag.sides)
    return { ...drag.to, text: t('tip.split', { left: names(drag.sides[0]), right: names(drag.sides[1]) }) };
  if (drag?.type === 'carry') {
    const { node, onto, moves } = drag;
    const from = formatNode(node);
    const text =
      onto !== undefined
        ? t(isCut(node, onto) ? 'tip.uncut' : 'tip.cut', { from, to: formatNode(onto) })
        : t(moves ? 'tip.moveHere' : 'tip.carry', { from });
    // Above the outline of the node.
    return { x: drag.to.x, y: drag.to.y - (onto === undefined && moves ? radius : 0), text };
  }
  if (drag || hover?.type !== 'token') return undefined;
  const { token } = hover;
  const frame = useView.getState().frame;
  const message = frame?.messages.find((each) => each.id === token.id);
  if (!frame || !message) return undefined;
  const route = `${formatNode(token.from)} → ${formatNode(token.to)}`;
  const text =
    token.form === 'stack' || token.ids.length > 1
      ? [t('tip.several', { count: token.ids.length }), route]
      : [
          `${message.type} ${route}`,
          t('term', { term: String(message.term) }),
          fateWords(message, token.fate, frame),
        ];
  return { x: token.x, y: token.y, text: text.join(' · ') };
}
