import { useTranslation } from 'react-i18next';
import type { BadVote } from '../../lessons/course/results/vote-code.ts';
import { CopyText } from '../course/CopyText.tsx';
import type { LectureQuestion } from './Lecture.tsx';
import { setPasted, useLecture, type Round } from './lecture-store.ts';

/** Votes that come as codes: where the audience gets them, and where they are pasted. */
export function PastedVotes({
  question: { lesson, step },
  round,
  codes,
  bad,
}: {
  question: LectureQuestion;
  round: Round;
  codes: number;
  bad: readonly BadVote[];
}) {
  const { t } = useTranslation('lecture');
  const pasted = useLecture((state) => state.rounds[round].pasted);
  const { origin, pathname } = location;
  return (
    <details className="lecture-codes">
      <summary>{t('byCode')}</summary>
      <CopyText label={t('address')} text={`${origin}${pathname}?vote=${lesson.id}.${step.id}`} large />
      <label className="results-paste">
        <span>{t('paste')}</span>
        <textarea
          rows={4}
          className="mono"
          spellCheck={false}
          value={pasted}
          onChange={(event) => setPasted(round, event.target.value)}
        />
      </label>
      <p role="status">{t('codes', { count: codes })}</p>
      {bad.length > 0 && (
        <ul className="form-error">
          {bad.map(({ line, problem }) => (
            <li key={`${line} ${problem}`}>{t(`bad.${problem}`, { line })}</li>
          ))}
        </ul>
      )}
    </details>
  );
}
