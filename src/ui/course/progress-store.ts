import { t } from 'i18next';
import * as v from 'valibot';
import { create } from 'zustand';
import {
  NOT_BEGUN,
  type Answered,
  type CourseProgress,
  type LessonProgress,
} from '../../lessons/course/progress.ts';
import type { QuizAnswers, QuizResults, QuizRound } from '../../lessons/course/quiz/quiz.ts';
import { courseProgress, problemOf, quizAnswers } from '../../lessons/course/results/progress-schema.ts';
import { readPreference, writePreference } from '../preferences.ts';
import { useView } from '../view-state.ts';

const KEY = 'quorumscope.course';
/** Where what could not be read is kept: nobody's work is thrown away. */
const ASIDE_KEY = 'quorumscope.course.unreadable';

/** What a learner has done in the course, as this browser keeps it. */
export interface Learnt {
  readonly lessons: CourseProgress;
  /** The lesson that was worked at last. */
  readonly last: string | undefined;
  readonly quiz: QuizResults;
}

const NOTHING: Learnt = { lessons: {}, last: undefined, quiz: { before: undefined, after: undefined } };

const stored = v.strictObject({
  version: v.literal(1),
  lessons: courseProgress,
  last: v.optional(v.string()),
  before: v.optional(quizAnswers),
  after: v.optional(quizAnswers),
});

/** For components. Written by the functions below alone. */
export const useLearnt = create<Learnt>()(() => read());

// Another tab of this browser has gone on with the course.
if (typeof addEventListener === 'function')
  addEventListener('storage', ({ key }) => {
    if (key === KEY || key === null) useLearnt.setState(read(), true);
  });

/**
 * What was answered at a step that asks. A prediction may be changed until something was seen; after that it stays, as does what was
 * seen first: whoever knows the answer predicts nothing.
 */
export function noteAnswer(lesson: string, stepId: string, answer: Partial<Answered>): void {
  change(lesson, (before) => {
    const { predicted, seen } = before.answers[stepId] ?? { predicted: undefined, seen: undefined };
    const next: Answered = {
      predicted: seen === undefined ? (answer.predicted ?? predicted) : predicted,
      seen: seen ?? answer.seen,
    };
    return { ...before, answers: { ...before.answers, [stepId]: next } };
  });
}

/** So many of its steps have been seen, from its first on. */
export function noteStep(lesson: string, steps: number): void {
  change(lesson, (before) => ({ ...before, steps: Math.max(before.steps, steps) }));
}

export function noteGoal(lesson: string): void {
  change(lesson, (before) => ({ ...before, goalReached: true }));
}

/** The first round counts, as with answers. */
export function noteAsNode(
  lesson: string,
  stepId: string,
  marks: { readonly right: number; readonly of: number },
): void {
  change(lesson, (before) => ({ ...before, asNode: { [stepId]: marks, ...before.asNode } }));
}

/** A lesson is begun anew: its answers are asked for once more, and count. */
export function forgetLesson(lesson: string): void {
  write((before) => {
    const { [lesson]: _, ...others } = before.lessons;
    return { ...before, lessons: others };
  });
}

export function progressOf(lesson: string): LessonProgress {
  return useLearnt.getState().lessons[lesson] ?? NOT_BEGUN;
}

export function noteQuiz(round: QuizRound, answers: QuizAnswers | undefined): void {
  write((before) => ({ ...before, quiz: { ...before.quiz, [round]: answers } }));
}

function change(lesson: string, next: (before: LessonProgress) => LessonProgress): void {
  write((before) => ({
    ...before,
    last: lesson,
    lessons: { ...before.lessons, [lesson]: next(before.lessons[lesson] ?? NOT_BEGUN) },
  }));
}

function write(next: (before: Learnt) => Learnt): void {
  const learnt = next(useLearnt.getState());
  useLearnt.setState(learnt, true);
  const { lessons, last, quiz } = learnt;
  // What is undefined is left out.
  writePreference(KEY, JSON.stringify({ version: 1, lessons, last, ...quiz }));
}

/** What this browser keeps. What cannot be read is set aside under another name, and said. */
function read(): Learnt {
  const text = readPreference(KEY);
  if (text === undefined) return NOTHING;
  const learnt = learntIn(text);
  if ('lessons' in learnt) return learnt;
  writePreference(ASIDE_KEY, text);
  writePreference(KEY, JSON.stringify({ version: 1, lessons: {} }));
  useView
    .getState()
    .notify('error', () => t('course:progressUnreadable', { problem: learnt.problem, key: ASIDE_KEY }));
  return NOTHING;
}

function learntIn(text: string): Learnt | { readonly problem: string } {
  let plain: unknown;
  try {
    plain = JSON.parse(text);
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
  const result = v.safeParse(stored, plain, { abortEarly: true });
  if (!result.success) return { problem: problemOf(result.issues) };
  const { lessons, last, before, after } = result.output;
  return { lessons, last, quiz: { before, after } };
}
