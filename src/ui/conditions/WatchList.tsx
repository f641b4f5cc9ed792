import { useTranslation } from 'react-i18next';
import { microsToMs } from '../../base/flavor.ts';
import { useAct } from '../act.ts';
import { CrossIcon } from '../icons.tsx';
import { useFramePart } from '../use-frame.ts';
import { useView } from '../view-state.ts';
import type { WatchFrame } from '../../lab/debug/watches.ts';
import { watchesOf } from './of-frame.ts';
import { removeWatch } from './conditions-store.ts';
import { watchShape } from './watch-shape.ts';
import './watch-ticks.css';

/** Watch expressions with their values at the playhead. */
export function WatchList() {
  const { t } = useTranslation('conditions');
  const texts = useView((state) => state.watches);
  const shown = useFramePart(watchesOf) ?? [];
  if (texts.length === 0) return null;
  return (
    <section>
      <h3>{t('watches')}</h3>
      <ul className="conditions-list" aria-label={t('watches')}>
        {texts.map((text, i) => (
          <Line key={text} text={text} number={i} watch={shown.find((one) => one.text === text)} />
        ))}
      </ul>
    </section>
  );
}

function Line({ text, number, watch }: { text: string; number: number; watch: WatchFrame | undefined }) {
  const { t } = useTranslation('conditions');
  const act = useAct();
  const at = useFramePart((frame) => frame.at) ?? 0;
  const changes = watch?.changes ?? [];
  const ways = [
    { id: 'previousChange', sign: '◂', to: changes.findLast((change) => change < at) },
    { id: 'nextChange', sign: '▸', to: changes.find((change) => change > at) },
  ] as const;
  return (
    <li className="condition">
      <svg className="watch-mark" viewBox="0 0 12 12" aria-hidden="true">
        <path className={`watch-tick-${number % 3}`} d={watchShape(number, 6, 6)} />
      </svg>
      <code className="watch-text">{text}</code>
      <output className="watch-value mono">{watch?.value ?? '…'}</output>
      <span className="condition-tools">
        {ways.map(({ id, sign, to }) => (
          <button
            key={id}
            type="button"
            className="button button-quiet button-tiny"
            aria-label={t(id, { condition: text })}
            title={t(id, { condition: text })}
            aria-disabled={to === undefined}
            onClick={() => to !== undefined && act((lab) => lab.seek(microsToMs(to)))}
          >
            {sign}
          </button>
        ))}
        <button
          type="button"
          className="button button-quiet button-tiny"
          aria-label={t('remove', { condition: text })}
          title={t('remove', { condition: text })}
          onClick={() => removeWatch(text)}
        >
          <CrossIcon />
        </button>
      </span>
    </li>
  );
}
