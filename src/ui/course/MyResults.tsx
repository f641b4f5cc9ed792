import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NAME_MAX, type LearnerResults } from '../../lessons/course/results/results.ts';
import { formatResultsCode, formatResultsFile } from '../../lessons/course/results/results-text.ts';
import { download } from '../file/download.ts';
import { browserId } from './browser-id.ts';
import { CopyText } from './CopyText.tsx';
import { useLearnt } from './progress-store.ts';

/** One's own results as a code and as a file. Nothing of it leaves the browser by itself. */
export function MyResults() {
  const { t } = useTranslation('course');
  const { lessons, quiz } = useLearnt();
  const [name, setName] = useState('');
  const results: LearnerResults = {
    name: name.trim() === '' ? undefined : name.trim(),
    browser: browserId(),
    lessons,
    quiz,
  };
  const isEmpty = Object.keys(lessons).length === 0 && quiz.before === undefined && quiz.after === undefined;
  if (isEmpty) return <p className="muted">{t('results.nothing')}</p>;
  return (
    <>
      <p>{t('results.about')}</p>
      <label className="results-name">
        <span>{t('results.name')}</span>
        <input
          value={name}
          maxLength={NAME_MAX}
          autoComplete="name"
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <CopyText label={t('results.code')} text={formatResultsCode(results)} />
      <button
        type="button"
        className="button"
        onClick={() => download('quorumscope-results.json', formatResultsFile(results), 'application/json')}
      >
        {t('results.file')}
      </button>
    </>
  );
}
