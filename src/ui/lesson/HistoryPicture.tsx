import './history.css';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { historyOf } from '../../lessons/course/histories.ts';
import { historyScene, type HistoryBar } from '../../view/lesson/history-scene.ts';

interface HistoryPictureProps {
  readonly script: string;
  readonly name: string;
  /** Whether it may be told how the history can be explained, or that it cannot. */
  readonly told: boolean;
}

/** What clients saw, a call a row: as bars over time, with the points at which the calls may have taken effect once that is told. */
export function HistoryPicture({ script, name, told }: HistoryPictureProps) {
  const { t } = useTranslation('course');
  const scene = useMemo(() => {
    const calls = historyOf(script, name);
    return calls && historyScene(calls);
  }, [script, name]);
  if (scene === undefined) return null;
  return (
    <figure className="history" aria-label={t('history.title', { name })}>
      <ul>
        {scene.bars.map((bar) => (
          <li key={bar.id} className={told && bar.impossible ? 'history-row impossible' : 'history-row'}>
            <span className="history-label">{bar.label}</span>
            <Bar bar={bar} told={told} />
            <span className="visually-hidden">{barWords(bar, told, t)}</span>
          </li>
        ))}
      </ul>
      {told && (
        <figcaption>{t(scene.verdict === 'ok' ? 'history.explained' : 'history.unexplained')}</figcaption>
      )}
    </figure>
  );
}

const percent = (share: number): string => `${share * 100}%`;

function Bar({ bar, told }: { readonly bar: HistoryBar; readonly told: boolean }) {
  const { from, to, open, point, impossible } = bar;
  return (
    <span className="history-track" aria-hidden="true">
      <span
        className={open ? 'history-bar open' : 'history-bar'}
        style={{ left: percent(from), width: percent(to - from) }}
      />
      {told && !impossible && point !== undefined && (
        <span className="history-point" style={{ left: percent(point) }} />
      )}
      {told && impossible && (
        <span className="history-cross" style={{ left: percent((from + to) / 2) }}>
          ✗
        </span>
      )}
    </span>
  );
}

function barWords(
  { open, impossible }: HistoryBar,
  told: boolean,
  t: (key: 'history.open' | 'history.impossible') => string,
): string {
  return [
    ...(open ? [t('history.open')] : []),
    ...(told && impossible ? [t('history.impossible')] : []),
  ].join(', ');
}
