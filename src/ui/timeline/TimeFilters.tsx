import { useTranslation } from 'react-i18next';
import type { BusMessageType } from '../../sim/world/bus-message.ts';
import { travellingTypes } from '../../view/message/message-look.ts';
import { useFramePart } from '../use-frame.ts';
import { ReferenceButton } from '../reference/ReferenceButton.tsx';
import { useView } from '../view-state.ts';
import { withToggled } from './toggled.ts';

/** Which lanes and terms the diagram is about, and which types of messages it leaves out. */
export default function TimeFilters() {
  const { t } = useTranslation('diagram');
  const hide = useView((state) => state.timelineHide);
  const chosen = useView((state) => state.timelineNodes);
  const nodes = useFramePart((frame) => frame.nodes) ?? [];
  const toggle = (type: BusMessageType) => useView.getState().setTimelineHide(withToggled(hide, type));
  return (
    <>
      <fieldset className="choices">
        <legend>{t('nodes')}</legend>
        <div className="time-choices">
          {nodes.map(({ id }) => (
            <label key={id}>
              <input
                type="checkbox"
                checked={chosen.includes(id)}
                onChange={() => useView.setState({ timelineNodes: withToggled(chosen, id) })}
              />
              n{id}
            </label>
          ))}
        </div>
      </fieldset>
      <Terms />
      <fieldset className="choices">
        <legend>{t('types')}</legend>
        <div className="choices-types">
          {travellingTypes.map((type) => (
            <label key={type}>
              <input type="checkbox" checked={!hide.includes(type)} onChange={() => toggle(type)} />
              <code>{type}</code>
              <ReferenceButton type={type} />
            </label>
          ))}
        </div>
      </fieldset>
    </>
  );
}

function Terms() {
  const { t } = useTranslation('diagram');
  const terms = useView((state) => state.timelineTerms);
  const newest =
    useFramePart(({ nodes }) => Math.max(0, ...nodes.map(({ view }) => Number(view?.hardState.term ?? 0)))) ??
    0;
  const set = (end: 'first' | 'last', value: number) => {
    const { first = 0, last = newest } = terms ?? {};
    const next = { first, last, [end]: value };
    // One end takes the other along.
    if (next.first > next.last) next[end === 'first' ? 'last' : 'first'] = value;
    useView.setState({ timelineTerms: Number.isSafeInteger(value) && value >= 0 ? next : undefined });
  };
  return (
    <fieldset className="choices">
      <legend>{t('terms')}</legend>
      <div className="time-choices">
        {(['first', 'last'] as const).map((end) => (
          <label key={end}>
            {t(end)}{' '}
            <input
              type="number"
              min={0}
              value={terms === undefined ? '' : Number(terms[end])}
              placeholder={end === 'first' ? '0' : String(newest)}
              onChange={(event) => set(end, event.target.valueAsNumber)}
            />
          </label>
        ))}
      </div>
    </fieldset>
  );
}
