import { useTranslation } from 'react-i18next';
import type { Lesson, Question } from '../../lessons/course/lesson.ts';
import { quizQuestions } from '../../lessons/course/quiz/questions.ts';
import {
  lessonsOfClass,
  questionsOfClass,
  sum,
  type QuestionOfClass,
} from '../../lessons/course/results/class-results.ts';
import { askingSteps } from '../../lessons/course/results/lesson-result.ts';
import type { LearnerResults } from '../../lessons/course/results/results.ts';
import { choiceLetter } from '../../lessons/course/results/vote-code.ts';
import { useText } from '../lesson/text-of.ts';

interface Props {
  readonly lessons: readonly Lesson[];
  readonly results: readonly LearnerResults[];
}

/** By lesson: who has come how far; by question: who chose what, before and after. */
export function ClassTables({ lessons, results }: Props) {
  return (
    <>
      <LessonTable lessons={lessons} results={results} />
      <QuestionTable lessons={lessons} results={results} />
    </>
  );
}

function LessonTable({ lessons, results }: Props) {
  const { t } = useTranslation('course');
  const say = useText();
  const rows = lessonsOfClass(lessons, results);
  if (rows.length === 0) return null;
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={t('results.byLesson')}>
      <table className="table">
        <caption>{t('results.byLesson')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('results.lesson')}</th>
            <th scope="col">{t('results.begun')}</th>
            <th scope="col">{t('results.done')}</th>
            <th scope="col">{t('results.goals')}</th>
            <th scope="col">{t('results.asNode')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ heading, begun, done, goals, asNode }) => (
            <tr key={heading.id}>
              <th scope="row">{`${heading.id} ${say(heading.title)}`}</th>
              <td>{begun}</td>
              <td>{done}</td>
              <td>{goals}</td>
              <td>{asNode.of === 0 ? '–' : t('ofAll', { right: asNode.right, of: asNode.of })}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function QuestionTable({ lessons, results }: Props) {
  const { t } = useTranslation('course');
  const say = useText();
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={t('results.byQuestion')}>
      <table className="table class-questions">
        <caption>{t('results.byQuestion')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('results.question')}</th>
            <th scope="col">{t('results.predicted')}</th>
            <th scope="col">{t('results.seen')}</th>
          </tr>
        </thead>
        <tbody>
          {questionsOfClass(lessons, results).map((row) => {
            const question = questionOf(row, lessons);
            return (
              <tr key={row.id}>
                <th scope="row">
                  <code>{row.id}</code> {question && say(question.ask)}
                </th>
                <td>
                  <Distribution counts={row.before} right={row.right} question={question} />
                </td>
                <td>
                  <Distribution counts={row.after} right={row.right} question={question} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function questionOf({ id, lesson }: QuestionOfClass, lessons: readonly Lesson[]): Question | undefined {
  const name = id.slice(id.indexOf('/') + 1);
  if (lesson === undefined) return quizQuestions.find((each) => each.id === name)?.question;
  const whole = lessons.find((each) => each.id === lesson);
  return whole && askingSteps(whole).find(({ step }) => step.id === name)?.question;
}

/** A bar for each choice: its letter, how many, and a sign at the right one. */
function Distribution({
  counts,
  right,
  question,
}: {
  counts: readonly number[];
  right: number;
  question: Question | undefined;
}) {
  const { t } = useTranslation('course');
  const say = useText();
  const all = sum(counts);
  if (all === 0) return <span className="muted">–</span>;
  return (
    <ul className="distribution">
      {counts.map((count, i) => {
        const choice = question?.choices[i];
        return (
          <li
            key={choiceLetter(i)}
            data-right={i === right ? '' : undefined}
            title={choice && say(choice.text)}
          >
            <span>{choiceLetter(i)}</span>
            <span className="distribution-bar" aria-hidden="true">
              <span style={{ inlineSize: `${(100 * count) / all}%` }} />
            </span>
            <span className="number">{count}</span>
            {i === right && <span>{t('results.right')}</span>}
          </li>
        );
      })}
    </ul>
  );
}
