import { clientQuestions } from './clients.ts';
import { electionQuestions } from './elections.ts';
import { logQuestions } from './logs.ts';
import type { QuizAnswers, QuizQuestion } from './quiz.ts';

/**
 * The quiz, in the order in which it is asked: our own questions, in the spirit of the published Raft user study (a small state, and what
 * may come of it).
 */
export const quizQuestions: readonly QuizQuestion[] = inTurns([
  electionQuestions,
  logQuestions,
  clientQuestions,
]);

/** One of each list after the other, so that neighbours are about different things. */
function inTurns(lists: readonly (readonly QuizQuestion[])[]): QuizQuestion[] {
  const rounds = Math.max(...lists.map(({ length }) => length));
  return Array.from({ length: rounds }, (_, i) => lists.flatMap((list) => list[i] ?? [])).flat();
}

/** The number of the right choice. */
export function rightChoice({ question }: QuizQuestion): number {
  return question.choices.findIndex(({ right }) => right === true);
}

/** How many were answered rightly. */
export function rightAnswers(answers: QuizAnswers): number {
  return quizQuestions.filter((question) => answers[question.id] === rightChoice(question)).length;
}
