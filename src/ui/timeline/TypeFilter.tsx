import { useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { BusMessageType } from '../../sim/bus-message.ts';
import { travellingTypes } from '../../view/message-look.ts';
import { useView } from '../store.ts';

/** Which types of messages the diagram draws. */
export function TypeFilter() {
  const { t } = useTranslation('timeline');
  const hide = useView((state) => state.timelineHide);
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const id = useId();
  const toggle = (type: BusMessageType) =>
    useView
      .getState()
      .setTimelineHide(hide.includes(type) ? hide.filter((other) => other !== type) : [...hide, type]);
  const place = () => {
    const from = button.current?.getBoundingClientRect();
    if (!from || !menu.current) return;
    menu.current.style.right = `${Math.max(8, innerWidth - from.right)}px`;
    menu.current.style.bottom = `${innerHeight - from.top + 6}px`;
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        className="data-tool"
        popoverTarget={id}
        title={t('typesHint')}
        onClick={place}
      >
        {t('types')}
        {hide.length > 0 && <span className="time-count">−{hide.length}</span>}
      </button>
      <div ref={menu} id={id} popover="auto" className="time-types" role="group" aria-label={t('typesHint')}>
        {travellingTypes.map((type) => (
          <label key={type}>
            <input type="checkbox" checked={!hide.includes(type)} onChange={() => toggle(type)} />
            {type}
          </label>
        ))}
      </div>
    </>
  );
}
