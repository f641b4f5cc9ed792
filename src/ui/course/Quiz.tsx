import { useTranslation } from 'react-i18next';
import { quizQuestions } from '../../lessons/course/quiz/questions.ts';
import { noteQuiz, useLearnt } from './progress-store.ts';
import { beginQuiz, useTaking } from './quiz-store.ts';
import { QuizAsk } from './QuizAsk.tsx';
import { QuizCompared } from './QuizCompared.tsx';

/** The same questions before the course and after it. Right and wrong is told after the second time alone. */
export function Quiz() {
  const taking = useTaking((state) => state.taking);
  const { before, after } = useLearnt((learnt) => learnt.quiz);
  if (taking) return <QuizAsk key={taking.at} round={taking.round} at={taking.at} answers={taking.answers} />;
  if (after) return <QuizCompared before={before} after={after} />;
  return <QuizDoor hasBefore={before !== undefined} />;
}

function QuizDoor({ hasBefore }: { hasBefore: boolean }) {
  const { t } = useTranslation('course');
  return (
    <section className="course-narrow" aria-label={t('page.quiz')}>
      <p className="course-lead">{t('quiz.lead', { count: quizQuestions.length })}</p>
      <p>{t(hasBefore ? 'quiz.kept' : 'quiz.why')}</p>
      <div className="course-go">
        {!hasBefore && (
          <button type="button" className="button button-primary" onClick={() => beginQuiz('before')}>
            {t('quiz.before')}
          </button>
        )}
        <button
          type="button"
          className={hasBefore ? 'button button-primary' : 'button'}
          onClick={() => beginQuiz('after')}
        >
          {t('quiz.after')}
        </button>
        {hasBefore && (
          <button type="button" className="button" onClick={() => noteQuiz('before', undefined)}>
            {t('quiz.forget')}
          </button>
        )}
      </div>
    </section>
  );
}
