import { useCallback, useId, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Frame, MessageFrame, NodeFrame } from '../../lab/frame/frame.ts';
import type { PreviewAsk } from '../../lab/debug/preview.ts';
import type { Action } from '../../sim/hand/enabled-actions.ts';
import { handGroups, type MessageGroup, type NodeGroup } from '../../view/hand/hand-groups.ts';
import { formatNode } from '../../view/say/format.ts';
import { FORGED_MARK } from '../../view/message/message-look.ts';
import { useAct } from '../act.ts';
import { useFrame } from '../use-frame.ts';
import { currentView } from '../view-state.ts';
import { actionName, actionSentence } from './action-words.ts';
import { ForgeForm } from './ForgeForm.tsx';
import { PickButton, PickContext, type Pick, type Picking } from './PickButton.tsx';
import { PreviewPane } from './PreviewPane.tsx';
import { usePreview } from './use-preview.ts';
import './hand.css';

/** The inbox: everything that may happen next, by hand, node by node; a click makes it happen, to point at it says what it would do. */
export default function HandPanel() {
  const frame = useFrame();
  return frame === undefined ? null : <Inbox frame={frame} />;
}

function Inbox({ frame }: { frame: Frame }) {
  const { t } = useTranslation('hand');
  const act = useAct();
  const paneId = useId();
  const groups = useMemo(() => handGroups(frame.actions ?? []), [frame.actions]);
  const { list, keepFocus } = useKeptFocus();
  const { state, asked, ask } = usePreview();
  const [title, setTitle] = useState('');
  const [looksFirst, setLooksFirst] = useState(false);
  const [forging, setForging] = useState<number>();
  const show = useCallback(
    (says: string, next: PreviewAsk | undefined) => {
      setTitle(says);
      ask(next);
    },
    [ask],
  );
  const picking: Picking = {
    paneId,
    looksFirst,
    isShown: (next) => asked === next,
    show,
    keepFocus,
    do: (next) => {
      show('', undefined);
      act((lab) => (typeof next === 'string' ? lab.choose(next) : lab.act(next)));
    },
  };
  return (
    <PickContext value={picking}>
      <div className="tab-scroll hand">
        <p className="hand-stands">{t('stands')}</p>
        <div className="hand-head">
          <button
            type="button"
            className="button button-tiny"
            title={t('offDoes')}
            onClick={() => act((lab) => lab.byHand(false))}
          >
            {t('off')}
          </button>
          <PickButton pick={commandPick('alignTimers', t('align.name'), t('align.says'))} />
          <PickButton pick={commandPick('spreadTimers', t('spread.name'), t('spread.says'))} />
          <label className="hand-look" title={t('lookFirstDoes')}>
            <input
              type="checkbox"
              checked={looksFirst}
              onChange={(event) => setLooksFirst(event.currentTarget.checked)}
            />{' '}
            {t('lookFirst')}
          </label>
        </div>
        <div
          ref={list}
          className="hand-list"
          onKeyDown={moveByArrows}
          onMouseLeave={() => {
            // What has the focus is still meant.
            if (!list.current?.contains(document.activeElement)) ask(undefined);
          }}
        >
          {groups.nodes.map((group) => (
            <Node
              key={group.node}
              group={group}
              node={frame.nodes.find(({ id }) => id === group.node)}
              frame={frame}
              forging={forging}
              onForge={setForging}
              onAsk={(next) => show(t('forge.name'), next)}
            />
          ))}
          {groups.clients.length > 0 && (
            <section>
              <h3>{t('clients')}</h3>
              <div className="hand-row">
                <Buttons actions={groups.clients} />
              </div>
            </section>
          )}
        </div>
        <PreviewPane
          id={paneId}
          state={state}
          title={title}
          onDo={looksFirst && asked !== undefined ? () => picking.do(asked) : undefined}
        />
      </div>
    </PickContext>
  );
}

interface NodeProps {
  readonly group: NodeGroup;
  readonly node: NodeFrame | undefined;
  readonly frame: Frame;
  readonly forging: number | undefined;
  readonly onForge: (message: number | undefined) => void;
  readonly onAsk: (ask: PreviewAsk | undefined) => void;
}

function Node({ group, node, frame, forging, onForge, onAsk }: NodeProps) {
  const { t } = useTranslation('hand');
  const { timers, work, process, messages } = group;
  return (
    <section aria-label={formatNode(group.node)}>
      <div className="hand-row hand-node">
        <button
          type="button"
          className="hand-name"
          onClick={() => currentView().select({ type: 'node', id: group.node })}
        >
          {formatNode(group.node)}
        </button>
        <Timer node={node} tickMs={frame.config.tickMs} />
        <Buttons actions={timers} />
        <Buttons actions={process} />
      </div>
      {work.length > 0 && (
        <div className="hand-row">
          <small className="muted hand-work">{node === undefined ? '' : workLeft(t, node)}</small>
          <Buttons actions={work} />
        </div>
      )}
      {messages.length > 0 && (
        <ul className="hand-messages">
          {messages.map((each) => (
            <Message
              key={each.message}
              group={each}
              message={frame.messages.find(({ id }) => id === each.message)}
              isForged={forging === each.message}
              onForge={onForge}
              onAsk={onAsk}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

/** How long it is until its election timer makes it do something. */
function Timer({ node, tickMs }: { node: NodeFrame | undefined; tickMs: number }) {
  const { t } = useTranslation('hand');
  if (node === undefined) return null;
  const { status, view } = node;
  if (status !== 'up' || view === undefined) return <small className="muted">{t(`status.${status}`)}</small>;
  const { state, electionElapsed, electionTimeout, randomizedElectionTimeout } = view;
  const leads = state === 'StateLeader';
  const count = Math.max(1, (leads ? electionTimeout : randomizedElectionTimeout) - electionElapsed);
  return (
    <small className="muted" title={t(leads ? 'quorumDoes' : 'timerDoes')}>
      {t(leads ? 'quorumIn' : 'timerIn', { count, ms: count * tickMs })}
    </small>
  );
}

function workLeft(
  t: ReturnType<typeof useTranslation<'hand'>>['t'],
  { diskQueue, applyQueue }: NodeFrame,
): string {
  const [write] = diskQueue;
  const [apply] = applyQueue;
  return [
    write === undefined
      ? ''
      : t('write', { count: write.entries, bytes: write.bytes, more: diskQueue.length }),
    diskQueue.some(({ sync }) => sync) ? t('waits') : '',
    apply === undefined ? '' : t('apply', { first: apply.first, last: apply.last }),
  ]
    .filter((text) => text !== '')
    .join(' · ');
}

function Message({
  group,
  message,
  isForged,
  onForge,
  onAsk,
}: {
  group: MessageGroup;
  message: MessageFrame | undefined;
  isForged: boolean;
  onForge: (message: number | undefined) => void;
  onAsk: (ask: PreviewAsk | undefined) => void;
}) {
  const { t } = useTranslation('hand');
  const id = group.message;
  const lost = group.actions.every(({ type }) => type !== 'deliver');
  const held = message?.fate === 'held';
  return (
    <li className="hand-row" data-lost={lost || undefined} data-held={held || undefined}>
      <button
        type="button"
        className="hand-name"
        title={`#${id}`}
        onClick={() => currentView().select({ type: 'message', id })}
      >
        <code>
          {message?.forged === true && <span aria-label={t('forged')}>{FORGED_MARK}</span>}
          {message?.type}
        </code>
        {message?.reject === true && <span aria-label={t('rejects')}> −</span>}{' '}
        <small>
          {formatNode(group.from)} → {formatNode(group.to)}
          {message !== undefined && message.entries > 0 && ` · ${t('entries', { count: message.entries })}`}
          {held && ` · ${t('held')}`}
        </small>
      </button>
      <span className="hand-actions">
        <Buttons actions={group.actions} />
        {message !== undefined && message.fate !== 'doomed' && (
          <>
            <PickButton
              pick={{
                id: `${held ? 'release' : 'hold'}:${id}`,
                type: held ? 'release' : 'hold',
                ask: { type: held ? 'release' : 'hold', message: id },
                name: t(held ? 'release.name' : 'hold.name'),
                says: t(held ? 'release.says' : 'hold.says', { type: message.type, id }),
              }}
            />
            <button
              type="button"
              className="button button-tiny"
              aria-expanded={isForged}
              title={t('forge.says')}
              aria-label={t('forge.label', { type: message.type, id })}
              data-forge={id}
              onClick={() => onForge(isForged ? undefined : id)}
            >
              {t('forge.name')}
            </button>
          </>
        )}
      </span>
      {isForged && (
        <ForgeForm
          message={id}
          onAsk={onAsk}
          onDone={() => {
            onForge(undefined);
            onAsk(undefined);
          }}
        />
      )}
    </li>
  );
}

function Buttons({ actions }: { actions: readonly Action[] }) {
  if (actions.length === 0) return null;
  return (
    <span className="hand-actions">
      {actions.map((action) => (
        <PickButton key={action.id} pick={pickOf(action)} />
      ))}
    </span>
  );
}

function pickOf({ id, type, label }: Action): Pick {
  return { id, type, ask: id, name: actionName(label), says: actionSentence(label) };
}

function commandPick(type: 'alignTimers' | 'spreadTimers', name: string, says: string): Pick {
  return { id: type, type, ask: COMMANDS[type], name, says };
}

/** The same objects each time: what is asked is told by them. */
const COMMANDS = {
  alignTimers: { type: 'alignTimers' },
  spreadTimers: { type: 'spreadTimers' },
} as const;

/** Up and down go from row to row, to the button that stands at the same place in it. */
function moveByArrows(event: KeyboardEvent<HTMLDivElement>): void {
  if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
  const own = event.target instanceof HTMLElement ? event.target.closest('.hand-row') : null;
  if (own === null || !(event.target instanceof HTMLButtonElement)) return;
  const rows = [...event.currentTarget.querySelectorAll('.hand-row')];
  const next = rows[rows.indexOf(own) + (event.key === 'ArrowDown' ? 1 : -1)];
  const buttons = [...(next?.querySelectorAll('button') ?? [])];
  const place = [...own.querySelectorAll('button')].indexOf(event.target);
  const target = buttons[Math.min(place, buttons.length - 1)];
  if (target === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  target.focus();
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
