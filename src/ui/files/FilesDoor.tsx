import { useTranslation } from 'react-i18next';
import { reportError } from '../act.ts';
import { filesExamples, openExample } from './examples.ts';
import { FileButtons } from './FileButtons.tsx';
import { SaveOurs } from './SaveOurs.tsx';
import { Sealed } from './Sealed.tsx';

const taken = ['directory', 'several', 'wal', 'snap', 'db', 'backup'] as const;

/** Before anything is open: what can be dropped, the promise, and examples for whoever has no broken cluster at hand. */
export function FilesDoor() {
  const { t } = useTranslation('files');
  return (
    <div className="files-door" tabIndex={0} role="region" aria-label={t('title')}>
      <div className="files-column">
        <p>{t('lead')}</p>
        <div className="files-target">
          <p>{t('drop')}</p>
          <span className="files-row">
            <FileButtons />
          </span>
          <p className="muted small">{t('private')}</p>
        </div>
        <Sealed />
        <section aria-label={t('examples')}>
          <h3>{t('examples')}</h3>
          <ul className="files-examples">
            {filesExamples.map((name) => (
              <li key={name}>
                <button
                  type="button"
                  className="button"
                  data-example={name}
                  onClick={() => void openExample(name).catch(reportError)}
                >
                  {t(`example.${name}`)}
                </button>
                <span className="muted small">{t(`exampleSays.${name}`)}</span>
              </li>
            ))}
          </ul>
        </section>
        <section aria-label={t('taken')}>
          <h3>{t('taken')}</h3>
          <dl className="files-facts">
            {taken.map((kind) => (
              <div key={kind}>
                <dt>{t(`take.${kind}`)}</dt>
                <dd>{t(`takeSays.${kind}`)}</dd>
              </div>
            ))}
          </dl>
        </section>
        <SaveOurs />
        <p className="muted small">{t('copyFirst')}</p>
      </div>
    </div>
  );
}
