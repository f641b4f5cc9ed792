import * as v from 'valibot';
import type { CourseProgress } from '../progress.ts';
import type { QuizAnswers } from '../quiz/quiz.ts';

/** A lesson's steps and a question's choices are few; whatever is larger was not written by this program. */
const SMALL_MAX = 1000;
const KEYS_MAX = 500;

const count = v.pipe(v.number('a number'), v.integer('a whole number'), v.minValue(0), v.maxValue(SMALL_MAX));
/** Ids of lessons, steps and questions: they stand in texts that are split at other signs. */
const id = v.pipe(v.string('a text'), v.regex(/^[A-Za-z0-9_-]{1,40}$/, 'an id of letters, digits, - and _'));

function byId<Value>(
  value: v.GenericSchema<unknown, Value>,
): v.GenericSchema<unknown, Record<string, Value>> {
  return v.pipe(
    v.record(id, value),
    v.check((entries) => Object.keys(entries).length <= KEYS_MAX, `a list of at most ${KEYS_MAX}`),
  );
}

const answered = v.pipe(
  v.strictObject({ predicted: v.optional(count), seen: v.optional(count) }),
  v.transform(({ predicted, seen }) => ({ predicted, seen })),
);

/** What a learner has done in lessons, by their ids. */
export const courseProgress: v.GenericSchema<unknown, CourseProgress> = byId(
  v.strictObject({
    steps: count,
    answers: byId(answered),
    asNode: byId(v.strictObject({ right: count, of: count })),
    goalReached: v.boolean('true or false'),
  }),
);

/** Which choice was taken, by the ids of the quiz's questions. */
export const quizAnswers: v.GenericSchema<unknown, QuizAnswers> = byId(count);

/** The first thing that is wrong, as `lessons.E1.steps: a number`. */
export function problemOf([issue]: readonly v.BaseIssue<unknown>[]): string {
  if (issue === undefined) return 'not known';
  const at = v.getDotPath(issue);
  return at === null ? issue.message : `${at}: ${issue.message}`;
}
