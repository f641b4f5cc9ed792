import { describe, expect, test } from 'vitest';
import { chapterTexts } from '../../../src/lessons/course/chapters.ts';
import { checkLesson } from '../../../src/lessons/course/check-lesson.ts';
import type { Lesson } from '../../../src/lessons/course/lesson.ts';
import { quizQuestions, rightAnswers, rightChoice } from '../../../src/lessons/course/quiz/questions.ts';
import type { QuizQuestion } from '../../../src/lessons/course/quiz/quiz.ts';

const nothing = { en: '', zh: '' };

/** A question as a lesson of one screen, which the check of lessons can prove. */
function asLesson({ id, question, proof }: QuizQuestion): Lesson {
  return {
    id,
    chapter: 'E',
    core: false,
    level: 1,
    minutes: 1,
    title: nothing,
    question: nothing,
    runs: [{ id: 'a', title: nothing, script: proof?.script ?? '' }],
    steps: [{ id: 'q', type: 'ask', at: proof?.at ?? {}, say: nothing, question }],
    tryIt: undefined,
    sources: [],
  };
}

describe('the quiz', () => {
  const proven = quizQuestions.filter(({ proof }) => proof !== undefined);

  test.each(proven.map((question) => [question.id, question] as const))(
    '%s: the run makes the right choice true and the others false',
    async (_, question) => {
      expect(question.question.choices.filter(({ claim }) => claim === undefined)).toEqual([]);
      expect((await checkLesson(asLesson(question))).problems).toEqual([]);
    },
  );

  test('has at least sixteen questions, nearly all proven, each with its own id', () => {
    expect(quizQuestions.length).toBeGreaterThanOrEqual(16);
    expect(proven.length).toBeGreaterThanOrEqual(quizQuestions.length - 1);
    expect(new Set(quizQuestions.map(({ id }) => id)).size).toBe(quizQuestions.length);
  });

  test('has one right choice a question, and its place does not give it away', () => {
    for (const { question } of quizQuestions)
      expect(question.choices.filter(({ right }) => right === true)).toHaveLength(1);
    const places = [0, 1, 2].map((place) => quizQuestions.filter((q) => rightChoice(q) === place).length);
    for (const count of places) expect(count).toBeGreaterThanOrEqual(3);
  });

  test('every question leads to lessons of the catalogue’s chapters', () => {
    for (const { lessons } of quizQuestions)
      for (const lesson of lessons) expect(Object.keys(chapterTexts)).toContain(lesson[0]);
  });

  test('counts what is right', () => {
    const all = Object.fromEntries(quizQuestions.map((question) => [question.id, rightChoice(question)]));
    expect(rightAnswers(all)).toBe(quizQuestions.length);
    expect(rightAnswers({ ...all, majority: 0 })).toBe(quizQuestions.length - 1);
    expect(rightAnswers({})).toBe(0);
  });
});
