import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { foreignFormats } from '../../foreign/history.ts';
import { reportError } from '../act.ts';
import { openExample, foreignExamples } from './examples.ts';
import { leaveGrammar, openHistory, useForeign } from './foreign-store.ts';
import { GrammarEditor } from './GrammarEditor.tsx';
import { chosenFiles } from './take-foreign.ts';

/** Before anything is open: where files come from, what is understood, and examples for whoever has none. */
export function ForeignDoor() {
  const { t } = useTranslation('foreign');
  const needsGrammar = useForeign(({ grammarFor }) => grammarFor !== undefined);
  const isOpen = useForeign(({ opened }) => opened !== undefined);
  const [writes, setWrites] = useState(false);
  return (
    <div className="foreign-door" tabIndex={0} role="region" aria-label={t('title')}>
      <div className="foreign-column">
        <p>{t('lead')}</p>
        <FileButtons />
        <p className="muted small">
          {t('recognised')} {t('private')}
        </p>
        {needsGrammar || writes ? (
          <>
            <GrammarEditor />
            <button
              type="button"
              className="button"
              onClick={() => {
                leaveGrammar();
                setWrites(false);
              }}
            >
              {isOpen ? t('backToOpen') : t('begin')}
            </button>
          </>
        ) : (
          <>
            <Examples />
            <dl className="foreign-formats">
              {foreignFormats.map((format) => (
                <div key={format}>
                  <dt>{t(`format.${format}`)}</dt>
                  <dd>{t(`formatSays.${format}`)}</dd>
                </div>
              ))}
            </dl>
            <button type="button" className="button" onClick={() => setWrites(true)}>
              {t('grammar.open')}
            </button>
          </>
        )}
      </div>
    </div>
  );
}

/** A button each for files and for a folder, which browsers choose in two ways. */
export function FileButtons({ small = false }: { small?: boolean }) {
  const { t } = useTranslation('foreign');
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const look = small ? 'button button-tiny' : 'button button-primary';
  return (
    <span className="foreign-files">
      <input
        ref={files}
        type="file"
        multiple
        hidden
        data-foreign="files"
        onChange={(event) => take(event.currentTarget)}
      />
      <input
        ref={(field) => {
          folder.current = field;
          if (field !== null) field.webkitdirectory = true;
        }}
        type="file"
        hidden
        data-foreign="folder"
        onChange={(event) => take(event.currentTarget)}
      />
      <button type="button" className={look} onClick={() => files.current?.click()}>
        {small ? t('another') : t('files')}
      </button>
      <button type="button" className={small ? look : 'button'} onClick={() => folder.current?.click()}>
        {t('folder')}
      </button>
    </span>
  );
}

/** What somebody chose in the browser's own dialog. */
function take(field: HTMLInputElement): void {
  const found = chosenFiles(field.files);
  // The same file may be chosen again.
  field.value = '';
  if (found.length > 0) openHistory(found).catch(reportError);
}

function Examples() {
  const { t } = useTranslation('foreign');
  return (
    <section className="foreign-examples" aria-label={t('examples')}>
      <h3>{t('examples')}</h3>
      <ul>
        {foreignExamples.map((name) => (
          <li key={name}>
            <button
              type="button"
              className="button"
              onClick={() => void openExample(name).catch(reportError)}
            >
              {t(`example.${name}`)}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
