import { describe, expect, test } from 'vitest';
import { catalogue, loadLesson } from '../../src/lessons/course/catalogue.ts';
import { checkLesson } from '../../src/lessons/course/check-lesson.ts';
import { assert, present } from '../../src/base/assert.ts';
import type { Lesson, LessonStep } from '../../src/lessons/course/lesson.ts';
import { MessageTypesSeen, typesLookedAt } from '../../src/lessons/course/messages/message-types-seen.ts';
import { seenIn } from '../../src/lessons/course/messages/seen-in.ts';
import { e1Lesson } from '../../src/lessons/course/e/e1.ts';

describe('lessons', () => {
  test.each(catalogue.map(({ id }) => id))(
    '%s runs to its expectations, and every screen comes',
    async (id) => {
      const lesson = present(await loadLesson(id), `lesson ${id} is there`);
      const seen = new MessageTypesSeen();
      const { problems, positions } = await checkLesson(lesson, (_, event, world) => seen.take(event, world));
      expect(problems).toEqual([]);
      expect([...positions.keys()]).toEqual(lesson.steps.map((step) => step.id));
      const index = { runs: seen.types.join(' '), shows: typesLookedAt(lesson).join(' ') };
      expect(seenIn[id], 'to be written anew: npm run -s lessons -- --message-types').toEqual(index);
    },
  );
});

function otherwise(change: Partial<Lesson>): Lesson {
  return { ...e1Lesson, ...change };
}

/** Every choice of a prediction claims the same. */
function claimTermZero(step: LessonStep): LessonStep {
  if (step.type !== 'predict') return step;
  const { question } = step;
  const choices = question.choices.map(({ text, because, right }) =>
    right === true
      ? { text, because, right, claim: 'node(1).term == 0' }
      : { text, because, claim: 'node(1).term == 0' },
  );
  return { ...step, question: { ...question, choices } };
}

describe('what is wrong with a lesson is said', () => {
  const [run] = e1Lesson.runs;
  assert('script' in run, 'E1 is a script');

  test('an instant that never comes', async () => {
    const never = otherwise({
      steps: [{ id: 'n', type: 'tell', at: { when: 'node(2).role == leader' }, say: { en: 'x', zh: 'x' } }],
    });
    expect((await checkLesson(never)).problems).toEqual(['step n: its instant never comes in run a']);
  });

  test('a line that does not hold', async () => {
    const broken = otherwise({
      runs: [{ ...run, script: run.script.replace('expect 1 role=L term=1', 'expect 1 role=L term=2') }],
    });
    const [problem] = (await checkLesson(broken)).problems;
    expect(problem).toMatch(/^run a, line 6 .*expected .*term=2/);
  });

  test('a wrong choice whose claim is true, and a right one whose claim is not', async () => {
    const steps = e1Lesson.steps.map(claimTermZero);
    expect((await checkLesson(otherwise({ steps }))).problems).toEqual([
      expect.stringMatching(/^step won: .* is not true of the right choice/),
    ]);
  });
});
