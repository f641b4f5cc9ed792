import { describe, expect, test } from 'vitest';
import { present } from '../../../src/base/assert.ts';
import { compileCondition, isCompiled } from '../../../src/expression/compile.ts';
import { loadLesson } from '../../../src/lessons/course/catalogue.ts';
import { claims } from '../../../src/lessons/course/claims/claims.ts';
import type { Lesson } from '../../../src/lessons/course/lesson.ts';
import { performRun } from '../../../src/lessons/course/perform-run.ts';
import { instantsOf, runOf } from '../../../src/lessons/course/steps.ts';
import { knownLessons } from '../../../src/lessons/known-lessons.ts';
import { InProcessStage } from '../../../src/lessons/run/in-process-stage.ts';

const shown = claims.flatMap(({ id, shown: places }) => places.map((place) => ({ ...place, id })));

describe('the introduction’s claims', () => {
  test('are all there, each with a place that shows it', () => {
    expect(claims.length).toBeGreaterThanOrEqual(19);
    expect(new Set(claims.map(({ id }) => id)).size).toBe(claims.length);
    for (const { shown: places } of claims) expect(places.length).toBeGreaterThan(0);
  });

  test.each(shown)('$id is seen in $lesson at $step', async ({ lesson: id, step, holds }) => {
    const lesson = present(await loadLesson(id), `lesson ${id} is there`);
    expect(lesson.steps.map((each) => each.id)).toContain(step);
    if (holds !== undefined) expect(await holdsAt(lesson, step, holds), holds).toBe(true);
  });
});

/** Whether a condition holds at the instant of a step; undefined: the step's instant does not come. */
async function holdsAt(lesson: Lesson, stepId: string, text: string): Promise<boolean | undefined> {
  const condition = compileCondition(text);
  if (!isCompiled(condition)) throw new Error(`${text}: ${condition.message}`);
  const step = present(
    lesson.steps.find(({ id }) => id === stepId),
    'the step is there',
  );
  const run = lesson.runs.find(({ id }) => id === runOf(lesson, step));
  if (run === undefined || !('script' in run)) return undefined;
  const steps = lesson.steps.filter((each) => runOf(lesson, each) === run.id);
  let found: boolean | undefined;
  await performRun(run.script, instantsOf(steps), new InProcessStage(), knownLessons, {
    onInstant: (i, world) => {
      if (steps[i] !== step) return;
      found = condition.evaluate({ event: world.last, world }, condition.newMemory()) === true;
    },
  });
  return found;
}
