import { useState, type DragEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { unreachable } from '../../base/assert.ts';
import { classCsv } from '../../lessons/course/results/class-results.ts';
import type { BadLine } from '../../lessons/course/results/many-results.ts';
import { reportError } from '../act.ts';
import { download } from '../file/download.ts';
import { addFilesToClass, addToClass, forgetClass, useClass } from './class-store.ts';
import { ClassTables } from './ClassTables.tsx';
import { useLessons } from './lessons-here.ts';

/** What comes of it is in the store; why a file cannot be read is said. */
function addFiles(files: readonly File[]): void {
  addFilesToClass(files).catch(reportError);
}

/** The teacher's view: many codes and files, summed up. */
export function ClassResults() {
  const { t } = useTranslation('course');
  const { results, bad } = useClass();
  const lessons = [...useLessons().values()];
  const [pasted, setPasted] = useState('');
  const [isOver, setIsOver] = useState(false);
  const drop = (event: DragEvent) => {
    // The lab behind takes files as labs: these are none.
    event.preventDefault();
    event.stopPropagation();
    setIsOver(false);
    addFiles([...event.dataTransfer.files]);
  };
  return (
    <div
      className="class-results"
      data-over={isOver ? '' : undefined}
      onDragOver={(event) => {
        event.preventDefault();
        event.stopPropagation();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
    >
      <p>{t('results.classAbout')}</p>
      <label className="results-paste">
        <span>{t('results.paste')}</span>
        <textarea
          rows={4}
          className="mono"
          spellCheck={false}
          value={pasted}
          onChange={(event) => setPasted(event.target.value)}
        />
      </label>
      <div className="course-foot">
        <button
          type="button"
          className="button button-primary"
          disabled={pasted.trim() === ''}
          onClick={() => {
            addToClass(pasted, t('results.pasted'));
            setPasted('');
          }}
        >
          {t('results.add')}
        </button>
        <label className="button results-files">
          {t('results.files')}
          <input
            type="file"
            multiple
            className="visually-hidden"
            onChange={(event) => {
              addFiles([...(event.target.files ?? [])]);
              event.target.value = '';
            }}
          />
        </label>
        {results.length > 0 && (
          <>
            <button
              type="button"
              className="button"
              onClick={() =>
                download('quorumscope-class.csv', `\uFEFF${classCsv(lessons, results)}`, 'text/csv')
              }
            >
              {t('results.csv')}
            </button>
            <button type="button" className="button" onClick={forgetClass}>
              {t('results.forget')}
            </button>
          </>
        )}
      </div>
      <p role="status">{results.length > 0 && t('results.learners', { count: results.length })}</p>
      {bad.length > 0 && <BadLines bad={bad} />}
      {results.length > 0 && <ClassTables lessons={lessons} results={results} />}
    </div>
  );
}

function BadLines({ bad }: { bad: readonly BadLine[] }) {
  const { t } = useTranslation('course');
  return (
    <div className="form-error" role="alert">
      <p>{t('results.bad', { count: bad.length })}</p>
      <ul>
        {bad.map(({ line, source, problem }) => (
          <li key={`${source} ${line ?? ''}`}>
            {line === undefined ? source : t('results.line', { source, line })}
            {': '}
            <Problem problem={problem} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Problem({ problem }: Pick<BadLine, 'problem'>) {
  const { t } = useTranslation('course');
  switch (problem.type) {
    case 'otherVersion':
      return t('results.problem.otherVersion', { version: problem.version });
    case 'unreadable':
      return t('results.problem.unreadable', { problem: problem.problem });
    case 'noCode':
    case 'damaged':
      return t(`results.problem.${problem.type}`);
    default:
      return unreachable(problem);
  }
}
