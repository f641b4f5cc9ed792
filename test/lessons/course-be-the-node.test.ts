import { expect, test } from 'vitest';
import { present } from '../../src/base/assert.ts';
import { Lab } from '../../src/lab/lab.ts';
import { catalogue, loadLesson } from '../../src/lessons/course/catalogue.ts';
import type { Lesson, LessonStep } from '../../src/lessons/course/lesson.ts';
import { instantsOf, runOf } from '../../src/lessons/course/steps.ts';
import { Member } from '../../src/node/member.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';

type AsNode = Extract<LessonStep, { readonly type: 'beTheNode' }>;

/** What somebody who stands in for the node is asked, as `asked: answer`; undefined: the stretch does not end. */
async function askedIn(lesson: Lesson, step: AsNode): Promise<readonly string[] | undefined> {
  const run = present(
    lesson.runs.find(({ id }) => id === runOf(lesson, step)),
    'its run',
  );
  if (!('script' in run)) return undefined;
  const steps = lesson.steps.filter((each) => runOf(lesson, each) === run.id);
  const before = steps.slice(0, steps.indexOf(step) + 1);
  const lab = new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => 0 });
  const { positions } = await lab.playLesson(run.script, [...instantsOf(before), step.until]);
  const [from, to] = positions.slice(-2);
  if (from === undefined || to === undefined) return undefined;
  const decisions = await lab.decisions({ node: step.node, from: from.event + 1, to: to.event });
  return decisions.map(({ asked, answers, right }) => `${asked.type}: ${answers[right]?.code}`);
}

const lessons = await Promise.all(
  catalogue.map(async ({ id }) => present(await loadLesson(id), `lesson ${id} is there`)),
);
const rows = lessons.flatMap((lesson) =>
  lesson.steps.flatMap((step) =>
    step.type === 'beTheNode' ? [{ id: `${lesson.id} ${step.id}`, lesson, step }] : [],
  ),
);

test.each(rows)('$id: whoever is the node has something to decide', async ({ lesson, step }) => {
  const asked = await askedIn(lesson, step);
  expect(asked).toBeDefined();
  expect(asked).not.toEqual([]);
});
