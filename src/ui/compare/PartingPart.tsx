import { useTranslation } from 'react-i18next';
import { microsToMs } from '../../base/flavor.ts';
import type { ComparedInstant, Comparison } from '../../lab/look/comparison.ts';
import type { Parting } from '../../view/compare/compare-scene.ts';
import { formatSeconds } from '../../view/say/format.ts';
import { useAct } from '../act.ts';
import { captionTime, captionWords } from '../stage/caption-words.ts';
import { SideSign } from './SidePicker.tsx';

/** Up to where the two are one run, and how each of them went on: a click goes to that event. */
export function PartingPart({
  comparison,
  parting,
  onGone,
}: {
  comparison: Comparison;
  parting: Parting;
  /** The page shows the event now. */
  onGone: () => void;
}) {
  const { t } = useTranslation('compare');
  const { common } = comparison;
  return (
    <section className="compare-parting">
      <p>
        <strong>{t(`parting.${parting}`, { event: common.event, at: formatSeconds(common.at) })}</strong>
      </p>
      <div className="compare-firsts">
        {(['a', 'b'] as const).map((name) => (
          <First key={name} name={name} instant={comparison[name]} onGone={onGone} />
        ))}
      </div>
    </section>
  );
}

function First({ name, instant, onGone }: { name: 'a' | 'b'; instant: ComparedInstant; onGone: () => void }) {
  const { t } = useTranslation('compare');
  const act = useAct();
  const { position, firstOwn, nodes, violations } = instant;
  const { branch, event, at } = position;
  const side = t(`side.${name}`);
  const go = (to: { event: number; atMs?: number }) => {
    onGone();
    act((lab) => lab.goTo({ branch, ...to }));
  };
  return (
    <div className="compare-first">
      {firstOwn && (
        <>
          <h3>
            <SideSign name={name} /> {t(`first.${name}`)}
          </h3>
          <button
            type="button"
            className="link-button"
            title={t('goFirst', { event: firstOwn.event })}
            onClick={() => go({ event: firstOwn.event })}
          >
            <span className="compare-time">{captionTime(firstOwn)}</span>{' '}
            {captionWords({ caption: firstOwn, events: event, nodes })}
          </button>
        </>
      )}
      {violations.length > 0 && (
        <p className="form-error">
          {t('broken', {
            side,
            properties: [...new Set(violations.map(({ property }) => property))].join(', '),
          })}
        </p>
      )}
      <button
        type="button"
        className="button button-tiny"
        onClick={() => go({ event, atMs: microsToMs(at) })}
      >
        {t('go', { side })}
      </button>
    </div>
  );
}
