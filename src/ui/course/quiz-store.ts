import { create } from 'zustand';
import type { QuizAnswers, QuizRound } from '../../lessons/course/quiz/quiz.ts';
import { quizQuestions } from '../../lessons/course/quiz/questions.ts';
import { noteQuiz } from './progress-store.ts';

/** The quiz that is being taken; its page may be left and come back to. */
interface Taking {
  readonly round: QuizRound;
  /** Of the question that is shown. */
  readonly at: number;
  readonly answers: QuizAnswers;
}

/** Undefined: none is being taken. */
export const useTaking = create<{ readonly taking: Taking | undefined }>(() => ({ taking: undefined }));

export function beginQuiz(round: QuizRound): void {
  useTaking.setState({ taking: { round, at: 0, answers: {} } });
}

export function leaveQuiz(): void {
  useTaking.setState({ taking: undefined });
}

export function answerQuiz(id: string, choice: number): void {
  change((taking) => ({ ...taking, answers: { ...taking.answers, [id]: choice } }));
}

export function goToQuestion(at: number): void {
  change((taking) => ({ ...taking, at: Math.max(0, Math.min(quizQuestions.length - 1, at)) }));
}

/** What was answered is kept; what was not counts as not known. */
export function finishQuiz(): void {
  const { taking } = useTaking.getState();
  if (taking) noteQuiz(taking.round, taking.answers);
  leaveQuiz();
}

function change(next: (taking: Taking) => Taking): void {
  useTaking.setState(({ taking }) => ({ taking: taking && next(taking) }));
}
