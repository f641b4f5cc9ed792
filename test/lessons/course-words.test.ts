import { describe, expect, test } from 'vitest';
import { present } from '../../src/base/assert.ts';
import { catalogue, loadLesson } from '../../src/lessons/course/catalogue.ts';
import { questionOf } from '../../src/lessons/course/steps.ts';
import type { Lesson, LessonStep } from '../../src/lessons/course/lesson.ts';
import { runOf } from '../../src/lessons/course/steps.ts';
import type { Text } from '../../src/lessons/course/text.ts';

/** A screen that is longer than this is two. */
const SAY_MAX = 420;
const CHINESE = /\p{Script=Han}/u;

describe.each(catalogue.map(({ id }) => id))('%s', (id) => {
  test('asks before it shows, explains every choice, ends in play, in both languages', async () => {
    const lesson = present(await loadLesson(id), `lesson ${id} is there`);
    const problems: string[] = [];
    const say = (problem: string): void => void problems.push(problem);
    structure(lesson, say);
    for (const text of textsOf(lesson)) words(text, say);
    expect(problems).toEqual([]);
  });
});

function structure(lesson: Lesson, say: (problem: string) => void): void {
  const { steps, runs, tryIt, sources } = lesson;
  const ids = steps.map(({ id }) => id);
  if (new Set(ids).size !== ids.length) say('two steps have one id');
  if (!steps.some(({ type }) => type === 'predict' || type === 'ask')) say('nothing is asked');
  if (tryIt === undefined || tryIt.hints.length === 0) say('no task of its own, or no hint');
  if (sources.length === 0) say('no source');
  const used = new Set(steps.map((step) => runOf(lesson, step)));
  for (const step of steps) {
    if (step.type === 'sideBySide') for (const run of step.runs) used.add(run);
    if ((step.look?.length ?? 0) > 3) say(`${step.id}: more than three things to look at`);
    if (step.run !== undefined && !runs.some((run) => run.id === step.run))
      say(`${step.id}: no run ${step.run}`);
    asked(lesson, step, say);
  }
  for (const run of runs) if (!used.has(run.id)) say(`run ${run.id} is never shown`);
  for (const { id, type } of steps)
    if (type === 'predict' && !steps.some((step) => step.type === 'observe' && step.of === id))
      say(`${id}: predicted, and never looked back on`);
}

function asked(lesson: Lesson, step: LessonStep, say: (problem: string) => void): void {
  const { steps } = lesson;
  if (step.type === 'observe') {
    const at = steps.findIndex(({ id }) => id === step.of);
    if (at < 0 || at >= steps.indexOf(step)) say(`${step.id}: it looks back on nothing before it`);
  }
  const question = questionOf(lesson, step);
  if (question === undefined) return;
  const { choices } = question;
  if (choices.length < 2 || choices.length > 5) say(`${step.id}: ${choices.length} choices`);
  if (choices.filter(({ right }) => right === true).length !== 1) say(`${step.id}: not one right choice`);
}

function textsOf({ title, question, steps, runs, tryIt, sources }: Lesson): Text[] {
  const ofSteps = steps.flatMap((step) => [
    step.say,
    ...('question' in step
      ? [step.question.ask, ...step.question.choices.flatMap(({ text, because }) => [text, because])]
      : []),
    ...('ask' in step ? [step.ask] : []),
  ]);
  return [
    title,
    question,
    ...runs.map((run) => run.title),
    ...ofSteps,
    ...(tryIt === undefined ? [] : [tryIt.say, ...tryIt.hints]),
    ...sources.map(({ text }) => text),
  ];
}

function words({ en, zh }: Text, say: (problem: string) => void): void {
  if (en.trim() === '' || zh.trim() === '') say(`empty: ${en}${zh}`);
  if (CHINESE.test(en)) say(`Chinese in English: ${en}`);
  if (en.length > SAY_MAX) say(`${en.length} characters are two screens: ${en}`);
  if (/[<>]\w+[^>]*>|\*\*/.test(en + zh)) say(`markup: ${en}`);
  // Names of the protocol alone are the same in both.
  if (!CHINESE.test(zh) && /[a-z]{3,} [a-z]{3,} [a-z]{3,}/i.test(en) && en === zh)
    say(`not translated: ${en}`);
}
