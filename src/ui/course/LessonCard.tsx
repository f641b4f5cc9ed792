import { useTranslation } from 'react-i18next';
import type { Heading } from '../../lessons/course/lesson.ts';
import type { LessonResult, Score } from '../../lessons/course/results/lesson-result.ts';
import { useText } from '../lesson/text-of.ts';
import { useGoToLesson } from './go-to-lesson.ts';

/** A lesson in the list: one button, which opens it. `result`: undefined until the lesson has been loaded. */
export function LessonCard({
  heading,
  result,
  hasBegun,
}: {
  heading: Heading;
  result: LessonResult | undefined;
  hasBegun: boolean;
}) {
  const { t } = useTranslation('course');
  const say = useText();
  const goToLesson = useGoToLesson();
  const { id, core, level, minutes, title, question } = heading;
  return (
    <button
      type="button"
      className="course-card"
      data-done={result?.isDone === true ? '' : undefined}
      onClick={() => goToLesson(id)}
    >
      <span className="course-card-head">
        <span className="course-id">{id}</span>
        <b>{say(title)}</b>
        {core && <span className="course-core">{t('core')}</span>}
      </span>
      <span className="course-question">{say(question)}</span>
      <span className="course-facts">
        <span>{t('minutes', { count: minutes })}</span>
        <span title={t(`levels.level${level}`)}>{t('levelOf', { level })}</span>
        {result && hasBegun && <Done result={result} />}
      </span>
      {result && hasBegun && (
        <span className="course-bar" aria-hidden="true">
          <span style={{ inlineSize: `${(100 * result.steps.right) / Math.max(1, result.steps.of)}%` }} />
        </span>
      )}
    </button>
  );
}

function Done({ result }: { result: LessonResult }) {
  const { t } = useTranslation('course');
  const { steps, predicted, goalReached, isDone } = result;
  return (
    <>
      <span className={isDone ? 'course-good' : undefined}>
        {isDone ? t('done') : t('screens', scoreOf(steps))}
      </span>
      {predicted.of > 0 && <span>{t('predictions', scoreOf(predicted))}</span>}
      {goalReached === true && <span className="course-good">{t('goalReached')}</span>}
    </>
  );
}

/** As a sentence has it. */
function scoreOf({ right, of }: Score): { right: number; of: number } {
  return { right, of };
}
