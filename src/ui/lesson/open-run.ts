import { present } from '../../base/assert.ts';
import type { LabPort } from '../../lab/lab-port.ts';
import { bareFrameRequest } from '../../lab/play/opening.ts';
import type { Instant, Lesson, LessonRun, LessonStep } from '../../lessons/course/lesson.ts';
import { instantsOf, runOf } from '../../lessons/course/steps.ts';
import type { OpenRun } from './lesson-store.ts';

/**
 * A run of the lesson takes the place of the one that is open, at the first instant of its steps. It is computed anew: equal scripts
 * give equal runs. Rejects, and what was open stays, where it cannot be had.
 */
export async function openRun(lab: LabPort, lesson: Lesson, id: string): Promise<OpenRun> {
  const run = present(
    lesson.runs.find((each) => each.id === id),
    `lesson ${lesson.id} has a run ${id}`,
  );
  const steps = lesson.steps.filter((step) => runOf(lesson, step) === id);
  return 'script' in run ? playScript(lab, run, steps) : openSaved(lab, run, steps);
}

async function playScript(
  lab: LabPort,
  { id, script }: Extract<LessonRun, { readonly script: string }>,
  steps: readonly LessonStep[],
): Promise<OpenRun> {
  const { run, branch, positions, last } = await lab.playLesson(script, instantsOf(steps));
  const events = new Map<string, number>();
  const ends = new Map<string, number>();
  steps.forEach((step, i) => {
    const position = positions[i];
    if (position !== undefined) events.set(step.id, position.event);
    if (position?.end !== undefined) ends.set(step.id, position.end);
  });
  return { id, run, branch, events, ends, last };
}

/** A run that somebody has made by hand. Its instants are events, or where conditions begin to hold, one after the other. */
async function openSaved(
  lab: LabPort,
  { id, lab: fragment }: Extract<LessonRun, { readonly lab: string }>,
  steps: readonly LessonStep[],
): Promise<OpenRun> {
  const { run } = await lab.openLink(fragment);
  const events = new Map<string, number>();
  let before = 0;
  const ends = new Map<string, number>();
  const find = ({ event, when }: Instant): Promise<number> =>
    when === undefined ? Promise.resolve(event ?? before) : firstAfter(lab, when, before);
  for (const step of steps) {
    before = await find(step.at ?? {});
    events.set(step.id, before);
    if (step.type === 'beTheNode') ends.set(step.id, await find(step.until));
  }
  const { branch } = await lab.picture(bareFrameRequest);
  if (steps[0]) await lab.goTo({ branch, event: present(events.get(steps[0].id), 'it was put there') });
  const last = (await lab.branches()).find((each) => each.id === branch)?.events ?? before;
  return { id, run, branch, events, ends, last };
}

async function firstAfter(lab: LabPort, condition: string, event: number): Promise<number> {
  const { hits } = await lab.holds(condition);
  return hits.find((hit) => hit.event >= event)?.event ?? event;
}
