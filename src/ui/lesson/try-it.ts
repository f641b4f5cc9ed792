import { doMoves } from '../../lab/do-moves.ts';
import { bareFrameRequest } from '../../lab/play/opening.ts';
import { nameRun } from '../run-name.ts';
import { isStill } from '../use-frame.ts';
import { addressOf } from './address.ts';
import { changeLesson, lessonNow } from './lesson-store.ts';
import { run, working } from './working.ts';

/** The cluster of the task, as it is to be found: paused, so that the task can be read. Again: the same once more. */
export function beginTry(): void {
  run(prepareTry());
}

export function showHint(): void {
  const tryRun = lessonNow()?.tryRun;
  if (tryRun !== undefined) changeLesson({ tryRun: { ...tryRun, hints: tryRun.hints + 1 } });
}

/** Does what reaches the goal, from the beginning of the task. */
export function showWay(): void {
  run(doSolution());
}

async function prepareTry(): Promise<void> {
  const { lab, lesson, tryRun: before } = lessonNow() ?? {};
  if (lab === undefined || lesson?.tryIt === undefined) return;
  const { config, prepare = [], goal } = lesson.tryIt;
  await working(async () => {
    await lab.reset(config);
    await doMoves(lab, prepare);
    await lab.setGoal(goal);
    const { run: number, branch, events: event } = await lab.picture(bareFrameRequest);
    nameRun(number, addressOf(lesson.id, 'tryIt'));
    const hints = before?.hints ?? 0;
    changeLesson({ tryRun: { run: number, branch, event, hints, isShown: false, reached: undefined } });
  });
}

async function doSolution(): Promise<void> {
  await prepareTry();
  const { lab, lesson, tryRun } = lessonNow() ?? {};
  if (lab === undefined || tryRun === undefined || lesson?.tryIt === undefined) return;
  const { solution } = lesson.tryIt;
  const { branch, event } = tryRun;
  changeLesson({ tryRun: { ...tryRun, isShown: true } });
  await working(async () => {
    await doMoves(lab, solution);
    // Done as fast as it goes, it is in the record now: there it can be looked at.
    const { liveEvents: last } = await lab.picture(bareFrameRequest);
    await lab.goTo({ branch, event });
    if (isStill()) await lab.goTo({ branch, event: last });
    else await lab.playTo(last, 'meaning');
  });
}
