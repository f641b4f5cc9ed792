import type { Lesson, LessonStep, Question } from '../lesson.ts';
import { NOT_BEGUN, type LessonProgress } from '../progress.ts';

export interface Score {
  readonly right: number;
  readonly of: number;
}

/** How far a learner has come in a lesson. */
export interface LessonResult {
  /** Screens that were seen, of all. */
  readonly steps: Score;
  /** Predictions that were right, of those that were made. */
  readonly predicted: Score;
  /** What was seen (or answered at once), of those that were answered. */
  readonly seen: Score;
  /** Undefined: the lesson ends without a task. */
  readonly goalReached: boolean | undefined;
  /** Every screen was seen. */
  readonly isDone: boolean;
}

export function lessonResult(lesson: Lesson, progress: LessonProgress = NOT_BEGUN): LessonResult {
  const { steps, tryIt } = lesson;
  const seenSteps = Math.min(progress.steps, steps.length);
  const asked = askingSteps(lesson).map(({ step, question }) => ({
    right: question.choices.findIndex(({ right }) => right === true),
    answer: progress.answers[step.id],
  }));
  const score = (of: 'predicted' | 'seen'): Score => {
    const answered = asked.filter(({ answer }) => answer?.[of] !== undefined);
    return {
      right: answered.filter(({ answer, right }) => answer?.[of] === right).length,
      of: answered.length,
    };
  };
  return {
    steps: { right: seenSteps, of: steps.length },
    predicted: score('predicted'),
    seen: score('seen'),
    goalReached: tryIt === undefined ? undefined : progress.goalReached,
    isDone: seenSteps === steps.length,
  };
}

export interface AskingStep {
  readonly step: Extract<LessonStep, { readonly type: 'predict' | 'ask' }>;
  readonly question: Question;
}

/** The questions of a lesson, in order. */
export function askingSteps({ steps }: Lesson): readonly AskingStep[] {
  return steps.flatMap((step) =>
    step.type === 'predict' || step.type === 'ask' ? [{ step, question: step.question }] : [],
  );
}
