import { useTranslation } from 'react-i18next';
import type { QuizAnswers, QuizQuestion } from '../../lessons/course/quiz/quiz.ts';
import { quizQuestions, rightAnswers, rightChoice } from '../../lessons/course/quiz/questions.ts';
import { useText } from '../lesson/text-of.ts';
import { LessonLinks } from './LessonLinks.tsx';
import { noteQuiz } from './progress-store.ts';
import { beginQuiz } from './quiz-store.ts';

/** Both times beside each other, and now each answer is explained. */
export function QuizCompared({ before, after }: { before: QuizAnswers | undefined; after: QuizAnswers }) {
  const { t } = useTranslation('course');
  const total = quizQuestions.length;
  return (
    <section className="quiz-compared" aria-label={t('quiz.results')}>
      <div className="quiz-bars">
        {before && <Bar label={t('quiz.before')} right={rightAnswers(before)} of={total} />}
        <Bar label={t('quiz.after')} right={rightAnswers(after)} of={total} />
      </div>
      {before === undefined && <p className="muted">{t('quiz.noBefore')}</p>}
      <ol className="quiz-answers">
        {quizQuestions.map((question) => (
          <li key={question.id}>
            <Answer question={question} before={before?.[question.id]} after={after[question.id]} />
          </li>
        ))}
      </ol>
      <div className="course-foot">
        <button type="button" className="button" onClick={() => beginQuiz('after')}>
          {t('quiz.again')}
        </button>
        <button
          type="button"
          className="button"
          onClick={() => {
            noteQuiz('before', undefined);
            noteQuiz('after', undefined);
          }}
        >
          {t('quiz.forgetBoth')}
        </button>
      </div>
    </section>
  );
}

function Bar({ label, right, of }: { label: string; right: number; of: number }) {
  const { t } = useTranslation('course');
  return (
    <div className="quiz-bar">
      <span>{label}</span>
      <span className="quiz-bar-track" aria-hidden="true">
        <span style={{ inlineSize: `${(100 * right) / of}%` }} />
      </span>
      <b>{t('ofAll', { right, of })}</b>
    </div>
  );
}

function Answer({
  question,
  before,
  after,
}: {
  question: QuizQuestion;
  before: number | undefined;
  after: number | undefined;
}) {
  const { t } = useTranslation('course');
  const say = useText();
  const right = rightChoice(question);
  return (
    <article className="quiz-answer">
      <h3 className="quiz-asked">{say(question.question.ask)}</h3>
      <ul className="quiz-choices">
        {question.question.choices.map((choice, i) => (
          <li key={choice.text.en} data-right={i === right ? '' : undefined}>
            <p>
              <span className="quiz-mark" aria-hidden="true">
                {i === right ? '✓' : '·'}
              </span>
              {i === right && <span className="visually-hidden">{t('quiz.isRight')}</span>}
              <b>{say(choice.text)}</b>
              {i === before && <span className="quiz-chosen">{t('quiz.choseBefore')}</span>}
              {i === after && <span className="quiz-chosen">{t('quiz.choseAfter')}</span>}
            </p>
            {(i === right || i === before || i === after) && (
              <p className="quiz-because">{say(choice.because)}</p>
            )}
          </li>
        ))}
      </ul>
      <LessonLinks ids={question.lessons} />
    </article>
  );
}
