import { useLayoutEffect, useMemo, useRef, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Frame, MessageFrame } from '../../lab/frame/frame.ts';
import type { Action } from '../../sim/hand/enabled-actions.ts';
import { handGroups, type MessageGroup } from '../../view/hand/hand-groups.ts';
import { formatNode } from '../../view/say/format.ts';
import { useAct } from '../act.ts';
import { useFrame } from '../use-frame.ts';
import { actionName, actionSentence } from './action-words.ts';
import { currentView } from '../view-state.ts';
import './hand.css';

/** What may happen next, by hand: a click makes it happen. */
export default function HandPanel() {
  const frame = useFrame();
  return frame === undefined ? null : <Next frame={frame} />;
}

function Next({ frame }: { frame: Frame }) {
  const { t } = useTranslation('hand');
  const act = useAct();
  const { actions } = frame;
  const groups = useMemo(() => handGroups(actions ?? []), [actions]);
  const { list, keepFocus } = useKeptFocus();
  const choose = (action: Action) => (event: MouseEvent<HTMLButtonElement>) => {
    keepFocus(event.currentTarget);
    act((lab) => lab.choose(action.id));
  };
  return (
    <div className="tab-scroll hand" ref={list}>
      <div className="hand-head">
        <p>{t('stands')}</p>
        <button
          type="button"
          className="button"
          title={t('offDoes')}
          onClick={() => act((lab) => lab.byHand(false))}
        >
          {t('off')}
        </button>
      </div>
      <h3>{t('messages')}</h3>
      {groups.messages.length === 0 && <p className="muted">{t('noMessages')}</p>}
      <ul className="hand-messages">
        {groups.messages.map((group) => (
          <Message
            key={group.message}
            group={group}
            message={frame.messages.find(({ id }) => id === group.message)}
            choose={choose}
          />
        ))}
      </ul>
      <h3>{t('nodes')}</h3>
      <ul className="hand-nodes">
        {groups.nodes.map(({ node, actions: own }) => (
          <li key={node}>
            <button
              type="button"
              className="hand-name"
              onClick={() => currentView().select({ type: 'node', id: node })}
            >
              {formatNode(node)}
            </button>
            <Buttons actions={own} choose={choose} />
          </li>
        ))}
      </ul>
      {groups.clients.length > 0 && (
        <>
          <h3>{t('clients')}</h3>
          <Buttons actions={groups.clients} choose={choose} />
        </>
      )}
    </div>
  );
}

type Choose = (action: Action) => (event: MouseEvent<HTMLButtonElement>) => void;

function Message({
  group,
  message,
  choose,
}: {
  group: MessageGroup;
  message: MessageFrame | undefined;
  choose: Choose;
}) {
  const { t } = useTranslation('hand');
  return (
    <li data-lost={group.actions.every(({ type }) => type !== 'deliver') || undefined}>
      <button
        type="button"
        className="hand-name"
        title={`#${group.message}`}
        onClick={() => currentView().select({ type: 'message', id: group.message })}
      >
        <code>{message?.type}</code>
        {message?.reject === true && <span aria-label={t('rejects')}> −</span>}{' '}
        <small>
          {formatNode(group.from)} → {formatNode(group.to)}
          {message !== undefined && message.entries > 0 && ` · ${t('entries', { count: message.entries })}`}
        </small>
      </button>
      <Buttons actions={group.actions} choose={choose} />
    </li>
  );
}

function Buttons({ actions, choose }: { actions: readonly Action[]; choose: Choose }) {
  return (
    <span className="hand-actions">
      {actions.map((action) => {
        const says = actionSentence(action.label);
        return (
          <button
            key={action.id}
            type="button"
            className="button button-tiny"
            data-action={action.id}
            data-type={action.type}
            title={says}
            aria-label={says}
            onClick={choose(action)}
          >
            {actionName(action.label)}
          </button>
        );
      })}
    </span>
  );
}

/** What was pressed may be gone when it has happened: then the focus goes to what stands in its place. */
function useKeptFocus() {
  const list = useRef<HTMLDivElement>(null);
  const pressed = useRef<number | undefined>(undefined);
  useLayoutEffect(() => {
    const at = pressed.current;
    if (at === undefined || (document.activeElement !== null && document.activeElement !== document.body))
      return;
    const buttons = buttonsOf(list.current);
    buttons[Math.min(at, buttons.length - 1)]?.focus({ preventScroll: true });
    pressed.current = undefined;
  });
  const keepFocus = (button: HTMLButtonElement) => {
    pressed.current = buttonsOf(list.current).indexOf(button);
  };
  return { list, keepFocus };
}

function buttonsOf(list: HTMLElement | null): HTMLButtonElement[] {
  return [...(list?.querySelectorAll<HTMLButtonElement>('[data-action]') ?? [])];
}
