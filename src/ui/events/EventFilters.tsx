import { memo, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NodeId } from '../../base/flavor.ts';
import type { EventFilter } from '../../lab/debug/event-rows.ts';
import type { BusMessageType } from '../../sim/world/bus-message.ts';
import { formatNode } from '../../view/say/format.ts';
import { travellingTypes } from '../../view/message/message-look.ts';
import { ExpressionField } from '../conditions/ExpressionField.tsx';
import { readTyped } from '../conditions/typed.ts';
import { useKnown } from '../conditions/use-known.ts';
import { ReferenceButton } from '../reference/ReferenceButton.tsx';
import { useFramePart } from '../use-frame.ts';
import { narrow, useEventFilter } from './events-store.ts';

type Kind = NonNullable<EventFilter['types']>[number];
const inputs = ['tick', 'writeDone', 'applyDone', 'request', 'command', 'death', 'client'] as const;
const kinds: readonly Kind[] = [...travellingTypes, ...inputs];

/** What the list is narrowed to, but for its text. */
export const EventFilters = memo(function EventFilters({ id }: { id: string }) {
  const { t } = useTranslation(['events', 'inspector']);
  const { filter, isOpen } = useEventFilter();
  const nodes = useFramePart((frame) => frame.nodes) ?? [];
  const [type] = filter.types ?? [];
  const messageType = travellingTypes.find((each): each is BusMessageType => each === type);
  return (
    <div className="events-filters" id={id} data-open={isOpen || undefined}>
      <select
        aria-label={t('node')}
        value={filter.node ?? ''}
        onChange={(event) => narrow({ node: nodeOf(event.target.value) })}
      >
        <option value="">{t('anyNode')}</option>
        {nodes.map(({ id: node }) => (
          <option key={node} value={node}>
            {formatNode(node)}
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
      <Condition />
    </div>
  );
});

/** Checked as it is typed; the list is narrowed by it on Enter and when it is left, if it is a condition, or nothing. */
function Condition() {
  const { t } = useTranslation('events');
  const narrowed = useEventFilter(({ filter }) => filter.condition ?? '');
  const [text, setText] = useState(narrowed);
  const typed = useMemo(() => readTyped(text), [text]);
  const known = useKnown();
  const isApplied = text.trim() === narrowed;
  const apply = () => {
    if (typed.type === 'nothing' || (typed.type === 'right' && typed.isCondition))
      narrow({ condition: text.trim() });
  };
  return (
    <div className="events-condition" onBlur={apply}>
      <ExpressionField
        label={t('condition')}
        placeholder="commit(2) >= 5"
        text={text}
        typed={typed}
        known={known}
        says={{
          nothing: t('says.nothing'),
          condition: t(isApplied ? 'says.applied' : 'says.condition'),
          value: t('says.value'),
        }}
        onText={setText}
        onEnter={apply}
      />
    </div>
  );
}

function nodeOf(value: string): NodeId | undefined {
  return value === '' ? undefined : Number(value);
}
