import type { Heading, Lesson } from '../lesson.ts';
import { quizQuestions, rightChoice } from '../quiz/questions.ts';
import { askingSteps, type Score } from './lesson-result.ts';
import type { LearnerResults } from './results.ts';

/** What a class answered to one question. */
export interface QuestionOfClass {
  /** A lesson's id and its step's, `E1/who`; or `quiz/majority`. */
  readonly id: string;
  readonly lesson: string | undefined;
  /** Of the right choice. */
  readonly right: number;
  /** How many chose each of the choices, before the run (or before the course) .. */
  readonly before: readonly number[];
  /** .. and after it. */
  readonly after: readonly number[];
}

export function questionsOfClass(
  lessons: readonly Lesson[],
  results: readonly LearnerResults[],
): readonly QuestionOfClass[] {
  const ofLessons = lessons.flatMap((lesson) =>
    askingSteps(lesson).map(({ step, question }): QuestionOfClass => {
      const answers = results.map((each) => each.lessons[lesson.id]?.answers[step.id]);
      const count = question.choices.length;
      return {
        id: `${lesson.id}/${step.id}`,
        lesson: lesson.id,
        right: question.choices.findIndex(({ right }) => right === true),
        before: distribution(
          count,
          answers.map((answer) => answer?.predicted),
        ),
        after: distribution(
          count,
          answers.map((answer) => answer?.seen),
        ),
      };
    }),
  );
  const ofQuiz = quizQuestions.map((question): QuestionOfClass => {
    const count = question.question.choices.length;
    return {
      id: `quiz/${question.id}`,
      lesson: undefined,
      right: rightChoice(question),
      before: distribution(
        count,
        results.map(({ quiz }) => quiz.before?.[question.id]),
      ),
      after: distribution(
        count,
        results.map(({ quiz }) => quiz.after?.[question.id]),
      ),
    };
  });
  return [...ofLessons, ...ofQuiz].filter(({ before, after }) => sum(before) + sum(after) > 0);
}

/** Choices that the question has not (of another version of a lesson) count for none. */
function distribution(choices: number, chosen: readonly (number | undefined)[]): readonly number[] {
  return Array.from({ length: choices }, (_, i) => chosen.filter((choice) => choice === i).length);
}

export function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

/** A line for each learner and question: what was chosen before and after, from 1, and what is right. RFC 4180. */
export function classCsv(lessons: readonly Lesson[], results: readonly LearnerResults[]): string {
  const head = ['learner', 'lesson', 'question', 'before', 'after', 'right', 'before_right', 'after_right'];
  const rows = results.flatMap((learner) =>
    answersOf(learner, lessons).map(({ lesson, question, right, before, after }) => [
      learner.name ?? learner.browser,
      lesson,
      question,
      place(before),
      place(after),
      place(right),
      mark(before, right),
      mark(after, right),
    ]),
  );
  return [head, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

interface AnswerOfLearner {
  readonly lesson: string;
  readonly question: string;
  readonly right: number;
  readonly before: number | undefined;
  readonly after: number | undefined;
}

/** What one learner has answered, in the order of the lessons; the quiz last. */
function answersOf(
  { lessons: progress, quiz }: LearnerResults,
  lessons: readonly Lesson[],
): AnswerOfLearner[] {
  const ofLessons = lessons.flatMap((lesson) =>
    askingSteps(lesson).map(({ step, question }): AnswerOfLearner => {
      const answer = progress[lesson.id]?.answers[step.id];
      return {
        lesson: lesson.id,
        question: step.id,
        right: question.choices.findIndex((choice) => choice.right === true),
        before: answer?.predicted,
        after: answer?.seen,
      };
    }),
  );
  const ofQuiz = quizQuestions.map((question): AnswerOfLearner => ({
    lesson: 'quiz',
    question: question.id,
    right: rightChoice(question),
    before: quiz.before?.[question.id],
    after: quiz.after?.[question.id],
  }));
  return [...ofLessons, ...ofQuiz].filter(({ before, after }) => before !== undefined || after !== undefined);
}

/** People count from 1. */
function place(choice: number | undefined): number | '' {
  return choice === undefined ? '' : choice + 1;
}

function mark(choice: number | undefined, right: number): number | '' {
  return choice === undefined ? '' : Number(choice === right);
}

/**
 * A cell in quotes where it needs them. A learner's name that a spreadsheet would take for a formula begins with an apostrophe.
 */
function cell(value: string | number): string {
  const text = String(value);
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** How many of a class have begun a lesson, and seen all its screens. */
export interface LessonOfClass {
  readonly heading: Heading;
  readonly begun: number;
  readonly done: number;
  readonly goals: number;
  /** Decisions that learners took in a node's place as the engine did. */
  readonly asNode: Score;
}

export function lessonsOfClass(
  lessons: readonly Lesson[],
  results: readonly LearnerResults[],
): readonly LessonOfClass[] {
  return lessons
    .map((lesson) => {
      const all = results.flatMap((learner) => learner.lessons[lesson.id] ?? []);
      const marks = all.flatMap(({ asNode }) => Object.values(asNode));
      return {
        heading: lesson,
        begun: all.length,
        done: all.filter(({ steps }) => steps >= lesson.steps.length).length,
        goals: all.filter(({ goalReached }) => goalReached).length,
        asNode: {
          right: sum(marks.map(({ right }) => right)),
          of: sum(marks.map(({ of }) => of)),
        },
      };
    })
    .filter(({ begun }) => begun > 0);
}
