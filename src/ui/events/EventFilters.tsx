import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NodeId } from '../../base/flavor.ts';
import type { EventFilter } from '../../lab/debug/event-rows.ts';
import type { BusMessageType } from '../../sim/world/bus-message.ts';
import { formatNode } from '../../view/say/format.ts';
import { travellingTypes } from '../../view/message/message-look.ts';
import { ReferenceButton } from '../reference/ReferenceButton.tsx';
import { useFramePart } from '../use-frame.ts';
import { narrow, useEventFilter } from './events-store.ts';

type Kind = NonNullable<EventFilter['types']>[number];
const inputs = ['tick', 'writeDone', 'applyDone', 'request', 'command', 'death', 'client'] as const;
const kinds: readonly Kind[] = [...travellingTypes, ...inputs];

/** What the list is narrowed to. */
export function EventFilters() {
  const { t } = useTranslation(['events', 'inspector']);
  const filter = useEventFilter((state) => state.filter);
  const nodes = useFramePart((frame) => frame.nodes) ?? [];
  const [condition, setCondition] = useState(filter.condition ?? '');
  const [type] = filter.types ?? [];
  const messageType = travellingTypes.find((each): each is BusMessageType => each === type);
  return (
    <form
      className="events-filters"
      role="search"
      aria-label={t('search')}
      onSubmit={(event) => {
        event.preventDefault();
        narrow({ condition: condition.trim() });
      }}
    >
      <input
        type="search"
        value={filter.text ?? ''}
        placeholder={t('text')}
        aria-label={t('text')}
        onChange={(event) => narrow({ text: event.target.value })}
      />
      <select
        aria-label={t('node')}
        value={filter.node ?? ''}
        onChange={(event) => narrow({ node: nodeOf(event.target.value) })}
      >
        <option value="">{t('anyNode')}</option>
        {nodes.map(({ id }) => (
          <option key={id} value={id}>
            {formatNode(id)}
          </option>
        ))}
      </select>
      <select
        aria-label={t('type')}
        value={type ?? ''}
        onChange={({ target: { value } }) => narrow({ types: kinds.filter((each) => each === value) })}
      >
        <option value="">{t('anyType')}</option>
        {travellingTypes.map((each) => (
          <option key={each}>{each}</option>
        ))}
        {inputs.map((each) => (
          <option key={each} value={each}>
            {t(`inspector:message.causes.${each}`)}
          </option>
        ))}
      </select>
      {messageType && <ReferenceButton type={messageType} />}
      <label>
        <input
          type="checkbox"
          checked={filter.rejected ?? false}
          onChange={(event) => narrow({ rejected: event.target.checked })}
        />{' '}
        {t('rejected')}
      </label>
      <input
        className="mono"
        value={condition}
        placeholder={t('condition')}
        aria-label={t('condition')}
        onChange={(event) => setCondition(event.target.value)}
        onBlur={() => narrow({ condition: condition.trim() })}
      />
    </form>
  );
}

function nodeOf(value: string): NodeId | undefined {
  return value === '' ? undefined : Number(value);
}
