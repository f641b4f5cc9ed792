import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { questionOf } from '../../lessons/course/steps.ts';
import type { Lesson, LessonStep, Question } from '../../lessons/course/lesson.ts';
import type { Answered } from '../../lessons/course/progress.ts';
import { noteAnswer, useLearnt } from '../course/progress-store.ts';
import { openLecture } from '../lecture/open-lecture.ts';
import { Compared } from './Compared.tsx';
import { useText } from './text-of.ts';

const NOTHING: Answered = { predicted: undefined, seen: undefined };

/** The step that a step's answers are kept under: a prediction and what was seen of it are one question. */
export function questionStepOf(step: LessonStep): string {
  return step.type === 'observe' ? step.of : step.id;
}

export function useAnswered(lesson: string, stepId: string): Answered {
  return useLearnt(({ lessons }) => lessons[lesson]?.answers[stepId]) ?? NOTHING;
}

/** The question of a step, if it has one. */
export function QuestionPart({ lesson, step }: { readonly lesson: Lesson; readonly step: LessonStep }) {
  const question = questionOf(lesson, step);
  if (question === undefined) return null;
  const key = questionStepOf(step);
  return (
    <section className="lesson-question">
      {step.type === 'predict' ? (
        <Prediction lesson={lesson.id} stepId={key} question={question} />
      ) : (
        <Observation key={step.id} lesson={lesson.id} step={step} question={question} />
      )}
      <ClassButton lesson={lesson.id} step={key} />
    </section>
  );
}

interface Asked {
  readonly lesson: string;
  readonly question: Question;
}

/** What is chosen is kept at once, and may be changed until something was seen. Nothing is revealed. */
function Prediction({ lesson, stepId, question }: Asked & { readonly stepId: string }) {
  const { t } = useTranslation('lesson');
  const text = useText();
  const { predicted, seen } = useAnswered(lesson, stepId);
  const isOver = seen !== undefined;
  const note = isOver ? t('predict.over') : predicted === undefined ? t('predict.before') : t('predict.kept');
  return (
    <>
      <Choices
        legend={text(question.ask)}
        question={question}
        chosen={predicted}
        disabled={isOver}
        onChoose={(choice) => noteAnswer(lesson, stepId, { predicted: choice })}
      />
      <p className="lesson-note" role="status">
        {note}
      </p>
    </>
  );
}

/** Asked once what happened has been seen; then the answer is given, and every choice explained. */
function Observation({ lesson, step, question }: Asked & { readonly step: LessonStep }) {
  const { t } = useTranslation('lesson');
  const text = useText();
  const stepId = questionStepOf(step);
  const answered = useAnswered(lesson, stepId);
  const [chosen, choose] = useState<number>();
  const ask = text(step.type === 'observe' ? step.ask : question.ask);
  const isObserved = step.type === 'observe';
  if (answered.seen !== undefined)
    return <Compared ask={ask} question={question} answered={answered} isObserved={isObserved} />;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen !== undefined) noteAnswer(lesson, stepId, { seen: chosen });
      }}
    >
      <Choices legend={ask} question={question} chosen={chosen} disabled={false} onChoose={choose} />
      <button type="submit" className="button" disabled={chosen === undefined}>
        {isObserved ? t('answer') : t('answerAsk')}
      </button>
    </form>
  );
}

function Choices({
  legend,
  question,
  chosen,
  disabled,
  onChoose,
}: {
  readonly legend: string;
  readonly question: Question;
  readonly chosen: number | undefined;
  readonly disabled: boolean;
  readonly onChoose: (choice: number) => void;
}) {
  const text = useText();
  const name = useId();
  return (
    <fieldset className="lesson-choices" data-own-arrows disabled={disabled}>
      <legend>{legend}</legend>
      {question.choices.map((choice, i) => (
        <label key={choice.text.en}>
          <input type="radio" name={name} value={i} checked={chosen === i} onChange={() => onChoose(i)} />
          <span>{text(choice.text)}</span>
        </label>
      ))}
    </fieldset>
  );
}

function ClassButton({ lesson, step }: { readonly lesson: string; readonly step: string }) {
  const { t } = useTranslation('lesson');
  return (
    <button
      type="button"
      className="link-button lesson-class"
      title={t('askClassHint')}
      onClick={() => openLecture(lesson, step)}
    >
      {t('askClass')}
    </button>
  );
}
