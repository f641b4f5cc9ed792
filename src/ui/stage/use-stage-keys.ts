import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import { unreachable } from '../../base/assert.ts';
import type { NodeId } from '../../base/flavor.ts';
import type { Point } from '../../view/stage/stage-layout.ts';
import { movedTo } from '../../view/stage/arrangement.ts';
import { chosenGroups, movedOn, splitChoice, type SplitChoice } from '../../view/stage/split-choice.ts';
import type { StageScene } from '../../view/stage/stage.ts';
import type { StageToken } from '../../view/stage/token.ts';
import { useAct } from '../act.ts';
import { currentView, useView } from '../view-state.ts';
import { focusedNode, onStageAsked, type StageAsk } from './stage-asks.ts';
import type { OpenMenu } from './StageMenu.tsx';

/** What is being chosen about the network, without a pointer. */
export type NetworkChoice =
  | { readonly type: 'split'; readonly groups: SplitChoice }
  | { readonly type: 'link'; readonly from: NodeId | undefined }
  /** A node's place on the stage, which is nothing of the network but chosen in the same bar. */
  | { readonly type: 'move'; readonly node: NodeId };

interface StageKeysOptions {
  readonly box: RefObject<HTMLDivElement | null>;
  readonly scene: StageScene | undefined;
  readonly tokens: RefObject<readonly StageToken[]>;
  /** What stands for the selected message. */
  readonly message: RefObject<HTMLButtonElement | null>;
  readonly onMenu: (menu: OpenMenu) => void;
}

/** A press moves a node by so many of its radii; a small one with Shift. */
const NUDGE = 1;
const SMALL_NUDGE = 0.2;

/** The stage by keyboard: focus, menus, and the bar in which a split or a link is chosen. */
export function useStageKeys({ box, scene, tokens, message, onMenu }: StageKeysOptions) {
  const act = useAct();
  const [network, setNetwork] = useState<NetworkChoice>();
  const now = useRef({ scene, network });
  useEffect(() => {
    now.current.scene = scene;
  });

  /** Known at once, so that a key pressed before the bar is drawn finds it. */
  const choose = useCallback((choice: NetworkChoice | undefined) => {
    now.current.network = choice;
    setNetwork(choice);
  }, []);
  const focus = useCallback(
    (on: NodeId | 'message' | undefined) => {
      if (on === undefined) box.current?.focus({ preventScroll: true });
      else if (on === 'message') message.current?.focus({ preventScroll: true });
      else {
        const disc = box.current?.querySelector<SVGElement>(`[data-node="${on}"] .node-hit`);
        disc?.focus({ preventScroll: true });
      }
    },
    [box, message],
  );
  /** Opens a menu at a place on the stage. */
  const open = useCallback(
    (target: OpenMenu['target'], { x, y }: Point) => {
      const rect = box.current?.getBoundingClientRect();
      onMenu({ target, x: (rect?.left ?? 0) + x, y: (rect?.top ?? 0) + y });
    },
    [box, onMenu],
  );
  const openNode = useCallback(
    (id: NodeId) => {
      const place = now.current.scene?.layout.places.find((each) => each.id === id);
      if (!place) return;
      currentView().select({ type: 'node', id });
      open({ type: 'node', id }, place);
    },
    [open],
  );
  const openMessage = useCallback(
    (id: number) => {
      const found = currentView().frame?.messages.find((each) => each.id === id);
      if (!found) return;
      const { type, from, to } = found;
      const token = tokens.current.find(({ ids }) => ids.includes(id));
      const at = token ?? middle(now.current.scene, from, to);
      open({ type: 'token', token: { id, ids: [id], type, from, to } }, at);
    },
    [open, tokens],
  );
  const leave = useCallback(() => {
    choose(undefined);
    focus(undefined);
  }, [choose, focus]);
  const startSplit = useCallback(() => {
    const ids = (currentView().frame?.nodes ?? []).map(({ id }) => id);
    choose({ type: 'split', groups: splitChoice(ids, now.current.scene?.groups ?? [ids]) });
  }, [choose]);
  const startLink = useCallback((from: NodeId | undefined) => choose({ type: 'link', from }), [choose]);
  const startMove = useCallback(
    (asked: NodeId | undefined) => {
      const node = asked ?? currentView().frame?.nodes[0]?.id;
      if (node !== undefined) choose({ type: 'move', node });
    },
    [choose],
  );
  const nudge = useCallback((way: Point, isSmall: boolean) => {
    const { network: choice, scene: stage } = now.current;
    if (choice?.type !== 'move' || !stage) return;
    const place = stage.layout.places.find(({ id }) => id === choice.node);
    if (!place) return;
    const step = stage.layout.radius * (isSmall ? SMALL_NUDGE : NUDGE);
    const to = { x: place.x + way.x * step, y: place.y + way.y * step };
    useView.setState(({ arrangement }) => ({
      arrangement: movedTo(stage.layout, arrangement, choice.node, to),
    }));
  }, []);
  /** A member is chosen; false while nothing is being chosen. */
  const pick = useCallback(
    (id: NodeId): boolean => {
      const { network: choice, scene: stage } = now.current;
      if (choice === undefined) return false;
      if (!stage?.layout.places.some((place) => place.id === id)) return true;
      if (choice.type === 'move') choose({ type: 'move', node: id });
      else if (choice.type === 'split') choose({ type: 'split', groups: movedOn(choice.groups, id) });
      else if (choice.from === undefined || choice.from === id) {
        choose({ type: 'link', from: choice.from === id ? undefined : id });
      } else {
        choose(undefined);
        // The menu gives the focus back to where it was.
        focus(choice.from);
        open({ type: 'link', a: choice.from, b: id }, middle(stage, choice.from, id));
      }
      return true;
    },
    [choose, focus, open],
  );
  /** Splits the network as chosen; false while no split is being chosen. */
  const split = useCallback((): boolean => {
    const { network: choice } = now.current;
    if (choice?.type !== 'split') return false;
    const groups = chosenGroups(choice.groups);
    if (groups.length < 2) return true;
    act((lab) => lab.act({ type: 'partition', groups }));
    leave();
    return true;
  }, [act, leave]);
  const openSelected = useCallback((): boolean => {
    const { selection } = currentView();
    const node = focusedNode() ?? (selection?.type === 'node' ? selection.id : undefined);
    if (node !== undefined) openNode(node);
    else if (selection?.type === 'message') openMessage(selection.id);
    return true;
  }, [openNode, openMessage]);

  const answer = useCallback(
    (ask: StageAsk): boolean => {
      switch (ask.type) {
        case 'focus':
          focus(ask.on);
          return true;
        case 'menu':
          return split() || openSelected();
        case 'split':
          startSplit();
          return true;
        case 'link':
          startLink(ask.from);
          return true;
        case 'move':
          startMove(ask.node);
          return true;
        case 'pick':
          return pick(ask.id);
        default:
          return unreachable(ask);
      }
    },
    [focus, split, openSelected, startSplit, startLink, startMove, pick],
  );
  useEffect(() => onStageAsked(answer), [answer]);
  useMessagePlace(message, tokens);
  return { network, startSplit, startLink, nudge, pick, split, leave, openNode, openMessage };
}

/** Keeps what stands for the selected message, for the focus and for screen readers, where its token is. */
function useMessagePlace(
  element: RefObject<HTMLButtonElement | null>,
  tokens: RefObject<readonly StageToken[]>,
): void {
  useEffect(() => {
    const move = () => {
      const { selection } = currentView();
      if (selection?.type !== 'message' || element.current === null) return;
      const token = tokens.current.find(({ ids }) => ids.includes(selection.id));
      if (token) element.current.style.transform = `translate(${token.x}px, ${token.y}px)`;
    };
    return useView.subscribe(move);
  }, [element, tokens]);
}

function middle(scene: StageScene | undefined, a: NodeId, b: NodeId): Point {
  const places = (scene?.layout.places ?? []).filter(({ id }) => id === a || id === b);
  const [one = { x: 0, y: 0 }, other = one] = places;
  return { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 };
}
