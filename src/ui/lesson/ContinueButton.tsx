import { useTranslation } from 'react-i18next';
import { catalogue } from '../../lessons/course/catalogue.ts';
import { reportError } from '../act.ts';
import { openCourse } from '../course/open-course.ts';
import { useLearnt, type Learnt } from '../course/progress-store.ts';
import { useLab } from '../lab-context.tsx';
import { useView } from '../view-state.ts';
import { lessonOpener } from './lesson-part.ts';

/** The way to the course: back into the lesson that was left in the middle, or to all of them. */
export default function ContinueButton() {
  const { t } = useTranslation('controls');
  const lab = useLab();
  const left = leftIn(useLearnt());
  const isOpen = useView((state) => state.lesson !== undefined);
  const continues = isOpen ? undefined : left;
  const go = (): void => {
    if (continues === undefined) return openCourse();
    lessonOpener
      .load()
      .then(({ openLesson }) => openLesson(lab, continues.id, { step: continues.step }))
      .catch(reportError);
  };
  return (
    <button
      type="button"
      className="button button-round learn-button"
      aria-label={continues && t('learnOn', { id: continues.id })}
      onClick={go}
    >
      {continues === undefined ? (
        t('learn')
      ) : (
        <>
          <span data-long>{t('learnMore')}</span> {continues.id}
        </>
      )}
    </button>
  );
}

/** The lesson that was worked at last, if its goal is still open, and the number of the step that was seen last. */
function leftIn({ last, lessons }: Learnt): { readonly id: string; readonly step: number } | undefined {
  const progress = last === undefined ? undefined : lessons[last];
  if (last === undefined || progress === undefined || progress.goalReached || progress.steps === 0)
    return undefined;
  return catalogue.some(({ id }) => id === last) ? { id: last, step: progress.steps } : undefined;
}
