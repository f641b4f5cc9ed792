import { useTranslation } from 'react-i18next';
import { useAct } from '../act.ts';
import { CrossIcon } from '../icons.tsx';
import { useFramePart } from '../use-frame.ts';
import { watchesOf } from './conditions-port.ts';
import { removeWatch, useConditions } from './conditions-store.ts';

/** Watch expressions with their values at the playhead. */
export function WatchList() {
  const { t } = useTranslation('conditions');
  const act = useAct();
  const texts = useConditions((state) => state.watches);
  const shown = useFramePart(watchesOf) ?? [];
  if (texts.length === 0) return null;
  return (
    <section>
      <h3>{t('watches')}</h3>
      <ul className="conditions-list" aria-label={t('watches')}>
        {texts.map((text, i) => {
          const watch = shown.find((one) => one.text === text);
          return (
            <li key={text} className="condition">
              <span className={`watch-mark watch-mark-${i % MARKS}`} aria-hidden="true" />
              <code className="watch-text">{text}</code>
              <output className="watch-value mono">{watch?.error ?? watch?.value ?? '…'}</output>
              <span className="condition-tools">
                <button
                  type="button"
                  className="button button-quiet button-tiny"
                  aria-label={t('remove', { condition: text })}
                  title={t('remove', { condition: text })}
                  onClick={() => act((lab) => removeWatch(lab, text))}
                >
                  <CrossIcon />
                </button>
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** Forms of the marks by which a watch expression is told from the others on the diagram. */
export const MARKS = 5;
