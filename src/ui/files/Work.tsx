import { useTranslation } from 'react-i18next';
import { secondsLeft } from '../../view/files/time-left.ts';
import { formatBytes } from '../../view/say/format.ts';
import { problemWords } from './files-words.ts';
import { useFiles, type FilesWork } from './files-store.ts';

/** How far long work is, with a way to stop it; and what went wrong last. */
export function Work() {
  const { t } = useTranslation('files');
  const work = useFiles((state) => state.work);
  const problem = useFiles((state) => state.problem);
  const isOpen = useFiles((state) => state.opened !== undefined);
  return (
    <>
      {work !== undefined && <Going work={work} />}
      {problem !== undefined && (
        <p className="files-problem" role="alert">
          {problemWords(problem)} {isOpen && t('keeps')}{' '}
          <button
            type="button"
            className="button button-tiny"
            onClick={() => useFiles.setState({ problem: undefined })}
          >
            {t('understood')}
          </button>
        </p>
      )}
    </>
  );
}

function Going({ work }: { work: FilesWork }) {
  const { t } = useTranslation('files');
  const { what, progress, elapsed, stop } = work;
  const left = progress && secondsLeft(progress, elapsed);
  return (
    <div className="files-work">
      <span role="status">{t(`work.${what}`)}</span>
      <progress
        aria-label={t(`work.${what}`)}
        max={progress?.total || 1}
        {...(progress === undefined ? {} : { value: progress.done })}
      />
      {progress !== undefined && (
        <span className="number">
          {t('bytesOf', { done: formatBytes(progress.done), total: formatBytes(progress.total) })}
        </span>
      )}
      {left !== undefined && <span className="number">{t('secondsLeft', { count: left })}</span>}
      <button type="button" className="button button-tiny" onClick={stop}>
        {t('stop')}
      </button>
    </div>
  );
}
