import type { LabPort } from '../../lab/lab-port.ts';
import type { Lesson } from '../../lessons/course/lesson.ts';
import { runOf } from '../../lessons/course/steps.ts';
import { nameRun } from '../run-name.ts';
import { isStill } from '../use-frame.ts';
import { useView, type LessonShown } from '../view-state.ts';
import { addressOf } from './address.ts';
import { bringLooks, isInView } from './bring-looks.ts';
import { changeLesson, lessonNow, useLesson, type LessonState, type OpenRun } from './lesson-store.ts';
import { openRun } from './open-run.ts';
import { noteGoal, noteStep } from '../course/progress-store.ts';
import type { Screen } from './screens.ts';
import { noteArrival, run, working } from './working.ts';

/** How the run comes to the instant of a screen: it plays on to it, so that what changes is seen, or stands there at once. */
type Way = 'play' | 'jump';

/** To the next screen; pressed while the run plays on to the one that is shown, at once to the instant of that. */
export function next(): void {
  const state = lessonNow();
  if (state === undefined) return;
  if (isOnTheWay(state)) return run(toScreen(state.at, 'jump'));
  const at = Math.min(state.at + 1, state.screens.length - 1);
  if (at !== state.at) run(toScreen(at, isStill() ? 'jump' : 'play'));
}

/** The run plays on to the instant of the screen, or is about to. */
function isOnTheWay({ playingTo, works }: LessonState): boolean {
  const { frame } = useView.getState();
  if (playingTo === undefined || frame === undefined || frame.events >= playingTo) return false;
  return frame.playing || works > 0;
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
  const { tryRun, lesson } = state;
  noteArrival();
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
  // Somebody has gone on to another screen meanwhile, or to another lesson.
  const now = lessonNow();
  if (now?.at !== at || now.lesson !== before.lesson) return;
  const event = open.events.get(screen.id);
  nameRun(open.run, addressOf(before.lesson.id, screen.id));
  if (event === undefined) return;
  await goTo(before.lab, open, event, way);
}

async function goTo(lab: LabPort, { run: number, branch }: OpenRun, event: number, way: Way): Promise<void> {
  const { frame } = useView.getState();
  const canPlay = frame?.run === number && frame.branch === branch && frame.events < event;
  const plays = way === 'play' && canPlay;
  changeLesson({ playingTo: plays ? event : undefined });
  await working(() => (plays ? lab.playTo(event, 'meaning') : lab.goTo({ branch, event })));
}

/** The run that is being opened. */
let opening: { readonly lesson: Lesson; readonly id: string; readonly opened: Promise<OpenRun> } | undefined;

/** The run of this name, in the lab: it is there, on its way, or is opened. */
function runFor({ lab, lesson, open }: LessonState, id: string): Promise<OpenRun> {
  if (opening?.lesson === lesson && opening.id === id) return opening.opened;
  const isThere = open?.id === id && useView.getState().frame?.run === open.run;
  if (isThere) return Promise.resolve(open);
  const opened = openAnew(lab, lesson, id);
  opening = { lesson, id, opened };
  return opened;
}

async function openAnew(lab: LabPort, lesson: Lesson, id: string): Promise<OpenRun> {
  try {
    const opened = await working(() => openRun(lab, lesson, id));
    if (lessonNow()?.lesson === lesson) changeLesson({ open: opened });
    return opened;
  } finally {
    if (opening?.lesson === lesson && opening.id === id) opening = undefined;
  }
}
