import type { LabPort, PositionAsk } from '../../lab/lab-port.ts';
import { nameRun } from '../run-name.ts';
import { currentView, useView, type LessonShown } from '../view-state.ts';
import { bringLooks } from './bring-looks.ts';
import { changeLesson, lessonNow } from './lesson-store.ts';
import { openLesson } from './open-lesson.ts';
import { addressOf } from './address.ts';
import { closeLesson, shownOf } from './player.ts';
import { screenAt } from './screens.ts';

/** What was looked at before is shown again: an instant, and the screen of a lesson that was open, or that none was. */
export async function revisit(lab: LabPort, at: PositionAsk, shown: LessonShown | undefined): Promise<void> {
  if (shown === undefined) {
    if (lessonNow() !== undefined) closeLesson();
    return lab.goTo(at);
  }
  const state = lessonNow();
  const screen = state?.lesson.id === shown.id ? screenAt(state.screens, shown.screen) : undefined;
  const isOpen =
    state !== undefined && [state.open?.run, state.tryRun?.run].includes(currentView().frame?.run);
  if (state === undefined || screen === undefined || !isOpen)
    return void (await openLesson(lab, shown.id, { step: shown.screen }));
  changeLesson({ at: screen, playingTo: undefined });
  const to = state.screens[screen];
  if (to !== undefined) useView.setState({ lesson: { id: shown.id, ...shownOf(to) } });
  if (to?.type === 'step') bringLooks(to.step.look ?? []);
  const { frame } = currentView();
  if (frame !== undefined) nameRun(frame.run, addressOf(shown.id, shown.screen));
  return lab.goTo(at);
}
