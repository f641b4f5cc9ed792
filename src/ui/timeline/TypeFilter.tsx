import { useTranslation } from 'react-i18next';
import type { BusMessageType } from '../../sim/world/bus-message.ts';
import { travellingTypes } from '../../view/message/message-look.ts';
import { Dropdown } from '../Dropdown.tsx';
import { useView } from '../view-state.ts';

/** Which types of messages the diagram draws. */
export function TypeFilter() {
  const { t } = useTranslation('timeline');
  const hide = useView((state) => state.timelineHide);
  const toggle = (type: BusMessageType) =>
    useView
      .getState()
      .setTimelineHide(hide.includes(type) ? hide.filter((other) => other !== type) : [...hide, type]);
  return (
    <Dropdown
      title={t('typesHint')}
      buttonClassName="data-tool"
      label={
        <>
          {t('types')}
          {hide.length > 0 && <span className="time-count">−{hide.length}</span>}
        </>
      }
    >
      <fieldset className="choices">
        <legend>{t('typesHint')}</legend>
        <div className="choices-types">
          {travellingTypes.map((type) => (
            <label key={type}>
              <input type="checkbox" checked={!hide.includes(type)} onChange={() => toggle(type)} />
              <code>{type}</code>
            </label>
          ))}
        </div>
      </fieldset>
    </Dropdown>
  );
}
