import { doMoves } from '../../lab/do-moves.ts';
import type { LabPort } from '../../lab/lab-port.ts';
import { bareFrameRequest } from '../../lab/play/opening.ts';
import { runOf } from '../../lessons/course/steps.ts';
import { reportError } from '../act.ts';
import { nameRun } from '../run-name.ts';
import { isStill } from '../use-frame.ts';
import { useView, type LessonShown } from '../view-state.ts';
import { bringLooks, isInView } from './bring-looks.ts';
import { changeLesson, lessonNow, useLesson, type LessonState, type OpenRun } from './lesson-store.ts';
import { openRun } from './open-run.ts';
import { noteGoal, noteStep } from '../course/progress-store.ts';
import type { Screen } from './screens.ts';
import { standingOf } from './standing.ts';

/** How the run comes to the instant of a screen: it plays on to it, so that what changes is seen, or stands there at once. */
type Way = 'play' | 'jump';

/** The address of a screen, beside the page's own. */
export function addressOf(lesson: string, screen: string): string {
  return `?lesson=${encodeURIComponent(lesson)}&step=${encodeURIComponent(screen)}`;
}

/** To the next screen; pressed while the run plays on to the one that is shown, at once to the instant of that. */
export function next(): void {
  const state = lessonNow();
  if (state === undefined) return;
  if (standingOf(state, useView.getState().frame) === 'onTheWay') return run(toScreen(state.at, 'jump'));
  const at = Math.min(state.at + 1, state.screens.length - 1);
  if (at !== state.at) run(toScreen(at, isStill() ? 'jump' : 'play'));
}

export function back(): void {
  const state = lessonNow();
  if (state !== undefined && state.at > 0) run(toScreen(state.at - 1, 'jump'));
}

export function jumpTo(at: number): void {
  run(toScreen(at, 'jump'));
}

/** From free play to the instant of the screen. What was played stays, as a branch or a kept lab. */
export function backToLesson(): void {
  const state = lessonNow();
  if (state !== undefined) run(toScreen(state.at, 'jump'));
}

/** Time goes by itself, also in a script's world, in which nothing would happen without it. */
export function letTimeGo(): void {
  const state = lessonNow();
  const { frame } = useView.getState();
  if (state === undefined || frame === undefined) return;
  const { lab } = state;
  const go = async (): Promise<void> => {
    if (frame.byHand) await lab.act({ type: 'byHand', on: false, takesReadys: true });
    await lab.play('meaning');
  };
  run(go());
}

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

export function closeLesson(): void {
  const lab = lessonNow()?.lab;
  useLesson.setState({ state: undefined });
  useView.setState({ lesson: undefined });
  if (lab !== undefined) run(lab.setGoal(undefined));
}

/** With each frame: has what was waited for come? */
export function frameCame(): void {
  const state = lessonNow();
  const { frame } = useView.getState();
  if (state === undefined || frame === undefined) return;
  const { playingTo, tryRun, lesson } = state;
  if (playingTo !== undefined && (frame.events >= playingTo || !frame.playing) && !state.isWorking)
    changeLesson({ playingTo: undefined });
  const reached = frame.goal?.reached;
  if (
    tryRun !== undefined &&
    reached !== undefined &&
    tryRun.reached === undefined &&
    frame.run === tryRun.run
  ) {
    changeLesson({ tryRun: { ...tryRun, reached } });
    if (!tryRun.isShown) noteGoal(lesson.id);
  }
}

/** What the page has to know of a screen. */
export function shownOf(screen: Screen): Omit<LessonShown, 'id'> {
  const isStep = screen.type === 'step';
  const withView = screen.type === 'tryIt' || (isStep && isInView(screen.step.look ?? []));
  return { screen: screen.id, withView, hidesFuture: isStep };
}

/** Shows a screen, and brings the lab to its instant. */
export async function toScreen(at: number, way: Way): Promise<void> {
  const before = lessonNow();
  const screen = before?.screens[at];
  if (before === undefined || screen === undefined) return;
  changeLesson({ at, playingTo: undefined });
  useView.setState({ lesson: { id: before.lesson.id, ...shownOf(screen) } });
  noteStep(before.lesson.id, Math.min(at + 1, before.lesson.steps.length));
  if (screen.type !== 'step') return;
  bringLooks(screen.step.look ?? []);
  const open = await runFor(before, runOf(before.lesson, screen.step));
  // Somebody has gone on to another screen meanwhile.
  if (lessonNow()?.at !== at) return;
  const event = open.events.get(screen.id);
  nameRun(open.run, addressOf(before.lesson.id, screen.id));
  if (event === undefined) return;
  await goTo(before.lab, open, event, way);
}

async function goTo(lab: LabPort, { run: number, branch }: OpenRun, event: number, way: Way): Promise<void> {
  const { frame } = useView.getState();
  const canPlay = frame?.run === number && frame.branch === branch && frame.events < event;
  if (way === 'jump' || !canPlay) return lab.goTo({ branch, event });
  changeLesson({ playingTo: event, isWorking: true });
  try {
    await lab.playTo(event, 'meaning');
  } finally {
    changeLesson({ isWorking: false });
  }
}

/** The run of this name, in the lab: it is there, or is opened. */
async function runFor({ lab, lesson, open }: LessonState, id: string): Promise<OpenRun> {
  const isThere = open?.id === id && useView.getState().frame?.run === open.run;
  if (isThere) return open;
  changeLesson({ isWorking: true });
  try {
    const opened = await openRun(lab, lesson, id);
    changeLesson({ open: opened });
    return opened;
  } finally {
    changeLesson({ isWorking: false });
  }
}

async function prepareTry(): Promise<void> {
  const { lab, lesson, tryRun: before } = lessonNow() ?? {};
  if (lab === undefined || lesson?.tryIt === undefined) return;
  const { config, prepare = [], goal } = lesson.tryIt;
  changeLesson({ isWorking: true });
  try {
    await lab.reset(config);
    await doMoves(lab, prepare);
    await lab.setGoal(goal);
    const { run: number, branch, events: event } = await lab.picture(bareFrameRequest);
    nameRun(number, addressOf(lesson.id, 'tryIt'));
    const hints = before?.hints ?? 0;
    changeLesson({ tryRun: { run: number, branch, event, hints, isShown: false, reached: undefined } });
  } finally {
    changeLesson({ isWorking: false });
  }
}

async function doSolution(): Promise<void> {
  await prepareTry();
  const { lab, lesson, tryRun } = lessonNow() ?? {};
  if (lab === undefined || tryRun === undefined || lesson?.tryIt === undefined) return;
  const { branch, event } = tryRun;
  changeLesson({ tryRun: { ...tryRun, isShown: true }, isWorking: true });
  try {
    await doMoves(lab, lesson.tryIt.solution);
    // Done as fast as it goes, it is in the record now: there it can be looked at.
    const { liveEvents: last } = await lab.picture(bareFrameRequest);
    await lab.goTo({ branch, event });
    if (isStill()) await lab.goTo({ branch, event: last });
    else await lab.playTo(last, 'meaning');
  } finally {
    changeLesson({ isWorking: false });
  }
}

function run(work: Promise<unknown>): void {
  work.catch(reportError);
}
