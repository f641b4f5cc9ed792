import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { NodeId } from '../../base/flavor.ts';
import type { Frame, MessageFrame } from '../../lab/frame/frame.ts';
import type { BusMessageType } from '../../sim/world/bus-message.ts';
import { formatNode } from '../../view/say/format.ts';
import { fateOf, isLost, type Fate } from '../../view/message/message-fate.ts';
import { travellingTypes } from '../../view/message/message-look.ts';
import { messageActions } from '../../view/stage/stage-actions.ts';
import { perform, useAct } from '../act.ts';
import { Dropdown } from '../Dropdown.tsx';
import { HealIcon, ListIcon, PlusIcon, RingIcon } from '../icons.tsx';
import { ReferenceButton } from '../reference/ReferenceButton.tsx';
import { AloneButton } from '../panel/AloneButton.tsx';
import { HEARTBEAT_TYPES, useView } from '../view-state.ts';
import { useFrame, useFramePart } from '../use-frame.ts';
import { fateWords } from './fate-words.ts';

const NODES_MAX = 9;

/** `cut`: something in the network is to be mended. `next`: the node that would be added. */
export const StageToolbar = memo(function StageToolbar({ cut, next }: { cut: boolean; next: NodeId }) {
  const { t } = useTranslation('stage');
  const act = useAct();
  const isArranged = useView(({ arrangement }) => arrangement.length > 0);
  return (
    <header className="card-head stage-head">
      <h2>{t('title')}</h2>
      <Legend />
      {cut && (
        <button
          type="button"
          className="button button-bad"
          onClick={() => act((lab) => lab.act({ type: 'heal' }))}
        >
          <HealIcon /> {t('healNetwork')}
        </button>
      )}
      {isArranged && (
        <button
          type="button"
          className="button button-quiet"
          title={t('asRing')}
          aria-label={t('asRing')}
          onClick={() => useView.setState({ arrangement: [] })}
        >
          <RingIcon />
        </button>
      )}
      <FilterMenu />
      <InFlight />
      {next <= NODES_MAX && (
        <button
          type="button"
          className="button button-quiet"
          title={t('addMachineDoes', { node: formatNode(next) })}
          aria-label={t('addMachineDoes', { node: formatNode(next) })}
          onClick={() => act((lab) => lab.act({ type: 'addMachine', node: next }))}
        >
          <PlusIcon />
        </button>
      )}
      <AloneButton view="stage" className="button button-quiet" />
    </header>
  );
});

function Legend() {
  const { t } = useTranslation('stage');
  return (
    <p className="legend">
      <span>
        <i className="legend-timer" /> {t('legend.timer')}
      </span>
      <span>
        <i className="legend-colour" /> {t('legend.colour')}
      </span>
      <span>{t('legend.hint')}</span>
    </p>
  );
}

function FilterMenu() {
  const { t } = useTranslation('stage');
  const filter = useView((state) => state.messageFilter);
  const selected = useView((state) => (state.selection?.type === 'node' ? state.selection.id : undefined));
  const setFilter = useView((state) => state.setMessageFilter);
  const heartbeats = !HEARTBEAT_TYPES.every((type) => filter.hide.includes(type));
  const only = filter.node ?? selected;
  const label =
    filter.node === undefined
      ? filter.hide.length === 0
        ? t('filter.all')
        : heartbeats || filter.hide.length > HEARTBEAT_TYPES.length
          ? t('filter.some')
          : t('filter.noHeartbeats')
      : t('filter.ofNode', { node: formatNode(filter.node) });
  const toggle = (types: readonly BusMessageType[], show: boolean) => {
    const rest = filter.hide.filter((type) => !types.includes(type));
    setFilter({ hide: show ? rest : [...rest, ...types] });
  };
  return (
    <Dropdown label={label} title={t('filter.title')}>
      <fieldset className="choices">
        <legend>{t('filter.title')}</legend>
        <label>
          <input
            type="radio"
            name="filter-node"
            checked={filter.node === undefined}
            onChange={() => setFilter({ node: undefined })}
          />
          {t('filter.all')}
        </label>
        <label data-disabled={only === undefined || undefined}>
          <input
            type="radio"
            name="filter-node"
            disabled={only === undefined}
            checked={filter.node !== undefined}
            onChange={() => setFilter({ node: only })}
          />
          {only === undefined ? t('filter.selectFirst') : t('filter.ofNode', { node: formatNode(only) })}
        </label>
        <hr />
        <label>
          <input
            type="checkbox"
            checked={heartbeats}
            onChange={(event) => toggle(HEARTBEAT_TYPES, event.target.checked)}
          />
          {t('filter.heartbeats')}
        </label>
        <hr />
        <div className="choices-types">
          {travellingTypes.map((type) => (
            <label key={type}>
              <input
                type="checkbox"
                checked={!filter.hide.includes(type)}
                onChange={(event) => toggle([type], event.target.checked)}
              />
              <code>{type}</code>
              <ReferenceButton type={type} />
            </label>
          ))}
        </div>
      </fieldset>
    </Dropdown>
  );
}

/** Every message under way as a list: the same actions as on the stage, by keyboard and without a race. */
function InFlight() {
  const { t } = useTranslation('stage');
  const count = useFramePart((frame) => frame.messages.length) ?? 0;
  return (
    <Dropdown
      className="in-flight"
      title={t('inFlight.title')}
      label={
        <>
          <ListIcon /> {t('inFlight.count', { count })}
        </>
      }
    >
      <InFlightList />
    </Dropdown>
  );
}

/** Rendered while it is open. */
function InFlightList() {
  const { t } = useTranslation('stage');
  const frame = useFrame();
  if (!frame || frame.messages.length === 0) return <p className="muted">{t('inFlight.none')}</p>;
  return (
    <ul className="message-list">
      {frame.messages
        .toSorted((a, b) => a.dueAt - b.dueAt || a.id - b.id)
        .map((message) => (
          <InFlightItem
            key={message.id}
            message={message}
            fate={fateOf(message, frame.nodes)}
            frame={frame}
          />
        ))}
    </ul>
  );
}

function InFlightItem({ message, fate, frame }: { message: MessageFrame; fate: Fate; frame: Frame }) {
  const { t } = useTranslation('stage');
  const act = useAct();
  const select = useView((state) => state.select);
  const names = { a: formatNode(message.from), b: formatNode(message.to) };
  return (
    <li data-fate={isLost(fate) ? 'doomed' : fate}>
      <button
        type="button"
        className="message-list-name"
        onClick={() => select({ type: 'message', id: message.id })}
      >
        <code>{message.type}</code> {names.a} → {names.b} <small>{fateWords(message, fate, frame)}</small>
      </button>
      <span className="message-list-actions">
        {messageActions(message).map((action) => (
          <button
            key={action.id}
            type="button"
            className="button button-tiny"
            title={t(`action.${action.id}.does`, names)}
            onClick={() => act((lab) => perform(lab, action, () => undefined))}
          >
            {t(`action.${action.id}.name`, names)}
          </button>
        ))}
      </span>
    </li>
  );
}
