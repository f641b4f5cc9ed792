import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { present } from '../../base/assert.ts';
import type { QuizAnswers, QuizRound } from '../../lessons/course/quiz/quiz.ts';
import { quizQuestions } from '../../lessons/course/quiz/questions.ts';
import { useText } from '../lesson/text-of.ts';
import { answerQuiz, finishQuiz, goToQuestion, leaveQuiz } from './quiz-store.ts';

/** One question a screen; back and forth, and the end, are always in the same place. */
export function QuizAsk({ round, at, answers }: { round: QuizRound; at: number; answers: QuizAnswers }) {
  const { t } = useTranslation('course');
  const say = useText();
  const heading = useRef<HTMLHeadingElement>(null);
  const { id, question } = present(quizQuestions[at], 'the quiz is at one of its questions');
  const isLast = at === quizQuestions.length - 1;
  const unanswered = quizQuestions.filter((each) => answers[each.id] === undefined).length;
  // The next question is heard, and its choices are one Tab away.
  useEffect(() => heading.current?.focus(), []);
  return (
    <section className="course-narrow quiz-ask" aria-label={t(`quiz.${round}`)}>
      <p className="course-where">
        <span>{t(`quiz.${round}`)}</span>
        <span>{t('quiz.at', { at: at + 1, of: quizQuestions.length })}</span>
      </p>
      <progress className="course-progress" max={quizQuestions.length} value={at + 1} aria-hidden="true" />
      <h3 className="course-ask" ref={heading} tabIndex={-1}>
        {say(question.ask)}
      </h3>
      <fieldset className="course-choices">
        <legend className="visually-hidden">{t('quiz.choices')}</legend>
        {question.choices.map((choice, i) => (
          <label key={choice.text.en} data-checked={answers[id] === i ? '' : undefined}>
            <input
              type="radio"
              name={`quiz-${id}`}
              checked={answers[id] === i}
              onChange={() => answerQuiz(id, i)}
            />
            <span>{say(choice.text)}</span>
          </label>
        ))}
      </fieldset>
      <div className="course-foot">
        <button type="button" className="button" disabled={at === 0} onClick={() => goToQuestion(at - 1)}>
          {t('quiz.back')}
        </button>
        {isLast ? (
          <button type="button" className="button button-primary" onClick={finishQuiz}>
            {t('quiz.finish')}
          </button>
        ) : (
          <button type="button" className="button button-primary" onClick={() => goToQuestion(at + 1)}>
            {t(answers[id] === undefined ? 'quiz.skip' : 'quiz.next')}
          </button>
        )}
        <span className="grow" />
        <button type="button" className="button button-quiet" onClick={leaveQuiz}>
          {t('quiz.leave')}
        </button>
      </div>
      {isLast && unanswered > 0 && <p className="muted">{t('quiz.unanswered', { count: unanswered })}</p>}
    </section>
  );
}
