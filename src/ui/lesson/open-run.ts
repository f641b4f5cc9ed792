import { present } from '../../base/assert.ts';
import type { LabPort } from '../../lab/lab-port.ts';
import { bareFrameRequest } from '../../lab/play/opening.ts';
import type { Lesson, LessonRun, LessonStep } from '../../lessons/course/lesson.ts';
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
  const { run, branch, positions } = await lab.playLesson(script, instantsOf(steps));
  const events = new Map<string, number>();
  steps.forEach((step, i) => {
    const position = positions[i];
    if (position !== undefined) events.set(step.id, position.event);
  });
  return { id, run, branch, events };
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
  for (const { id: step, at = {} } of steps) {
    before = at.event ?? (at.when === undefined ? before : await firstAfter(lab, at.when, before));
    events.set(step, before);
  }
  const { branch } = await lab.picture(bareFrameRequest);
  if (steps[0]) await lab.goTo({ branch, event: present(events.get(steps[0].id), 'it was put there') });
  return { id, run, branch, events };
}

async function firstAfter(lab: LabPort, condition: string, event: number): Promise<number> {
  const { hits } = await lab.holds(condition);
  return hits.find((hit) => hit.event >= event)?.event ?? event;
}
