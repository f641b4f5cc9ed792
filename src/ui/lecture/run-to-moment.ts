import type { LabPort } from '../../lab/lab-port.ts';
import type { Lesson, LessonStep } from '../../lessons/course/lesson.ts';
import { runOf } from '../../lessons/course/steps.ts';
import { openRun } from '../lesson/open-run.ts';

/**
 * The lesson's run takes the place of the lab that is open, stands where the question is asked, and plays on to where its answer is
 * seen. Resolves when it plays; rejects, and what was open stays, where the run cannot be had.
 */
export async function runToMoment(lab: LabPort, lesson: Lesson, asks: LessonStep): Promise<void> {
  const told = lesson.steps.find((step) => step.type === 'observe' && step.of === asks.id) ?? asks;
  const { events } = await openRun(lab, lesson, runOf(lesson, told));
  const from = events.get(asks.id);
  if (from !== undefined) await lab.seekEvent(from);
  const to = events.get(told.id);
  if (to !== undefined) await lab.playTo(to);
}
