import { useTranslation } from 'react-i18next';
import type { NodeId } from '../../base/flavor.ts';
import { currentLeader } from '../../explain/situation.ts';
import type { Frame, MessageFrame, Selection } from '../../lab/frame/frame.ts';
import type { Box } from '../../view/stage/box.ts';
import { formatNode } from '../../view/say/format.ts';
import {
  linkActions,
  messageActions,
  nodeActions,
  type StageAction,
} from '../../view/stage/stage-actions.ts';
import { useFrame } from '../use-frame.ts';
import { useView } from '../view-state.ts';
import { askWhy, subjectOf } from '../why/asked.ts';
import { ActionMenu } from './ActionMenu.tsx';
import { askStage } from './stage-asks.ts';
import { MessageStack, type MenuToken } from './MessageStack.tsx';
import type { StageTarget } from './stage-target.ts';

/** A menu that is open: of what, and where in the window (pixels). */
export interface OpenMenu {
  readonly target:
    Extract<StageTarget, { type: 'node' | 'link' }> | { readonly type: 'token'; readonly token: MenuToken };
  readonly x: number;
  readonly y: number;
}

/** Which way of a link one asks about: a way that is cut; else from the leader. */
function askedWay({ links, nodes }: Frame, { a, b }: { readonly a: NodeId; readonly b: NodeId }) {
  const isCut = (from: NodeId, to: NodeId): boolean =>
    links.some((link) => link.from === from && link.to === to && link.cut);
  const leader = currentLeader(nodes)?.id;
  const isBack = !isCut(a, b) && (isCut(b, a) || leader === b);
  return isBack ? { from: b, to: a } : { from: a, to: b };
}

/** The menu of a node, a message or a link, kept true while time runs. */
export function StageMenu({
  menu,
  keepFree,
  onShow,
  onDo,
  onClose,
}: {
  menu: OpenMenu;
  /** The nodes, in pixels of the window. */
  keepFree: () => readonly Box[];
  /** Opens another menu in its place. */
  onShow: (menu: OpenMenu) => void;
  onDo: (action: StageAction) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation(['stage', 'common']);
  const frame = useFrame();
  if (!frame) return null;
  const { target, x, y } = menu;
  const common = { x, y, keepFree, onDo, onClose };
  const whyOf = (selection: Selection) => () => {
    useView.getState().select(selection);
    askWhy(subjectOf(selection));
    onClose();
  };
  if (target.type === 'node') {
    const name = formatNode(target.id);
    return (
      <ActionMenu
        {...common}
        title={t('nodeName', { id: target.id })}
        actions={nodeActions(frame, target.id)}
        onWhy={whyOf({ type: 'node', id: target.id })}
        onValues={() => {
          onClose();
          useView.setState({ values: { node: target.id, index: undefined, x, y } });
        }}
        onBe={() => {
          onClose();
          const tab = 'asNode';
          useView.setState({ asNode: target.id, panelTab: tab, phoneTab: tab, alone: undefined });
        }}
        onMove={() => {
          onClose();
          askStage({ type: 'move', node: target.id });
        }}
        names={{ a: name, b: '' }}
      />
    );
  }
  if (target.type === 'link') {
    const names = { a: formatNode(target.a), b: formatNode(target.b) };
    return (
      <ActionMenu
        {...common}
        title={t('linkName', names)}
        actions={linkActions(frame, target.a, target.b)}
        onWhy={() => {
          useView.getState().select(undefined);
          askWhy({ type: 'link', ...askedWay(frame, target) });
          onClose();
        }}
        names={names}
      />
    );
  }
  if (target.token.ids.length > 1) {
    const choose = (message: MessageFrame) => {
      const { id, type } = message;
      useView.getState().select({ type: 'message', id });
      onShow({ target: { type: 'token', token: { ...target.token, id, type, ids: [id] } }, x, y });
    };
    return <MessageStack {...common} frame={frame} token={target.token} onChoose={choose} />;
  }
  const message = frame.messages.find((each) => each.id === target.token.id);
  const names = { a: formatNode(target.token.from), b: formatNode(target.token.to) };
  return (
    <ActionMenu
      {...common}
      title={target.token.type}
      note={message ? `${names.a} → ${names.b}` : t('arrived')}
      actions={message ? messageActions(message) : []}
      onWhy={whyOf({ type: 'message', id: target.token.id })}
      names={names}
    />
  );
}
