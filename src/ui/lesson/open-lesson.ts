import { t } from 'i18next';
import { brief } from '../../base/brief.ts';
import type { LabPort } from '../../lab/lab-port.ts';
import { catalogue, loadLesson } from '../../lessons/course/catalogue.ts';
import type { Lesson } from '../../lessons/course/lesson.ts';
import { useView } from '../view-state.ts';
import { keepOwn } from './address.ts';
import { lessonNow, useLesson } from './lesson-store.ts';
import { frameCame, toScreen } from './player.ts';
import { screenAt, screensOf } from './screens.ts';

export interface OpenLessonOptions {
  /** The id of a step, or `tryIt` or `end`; or its number from 1. Left out: the first. */
  readonly step?: string | number | undefined;
  /** One of its runs: opens at the first step in it. */
  readonly run?: string | undefined;
}

/** Lessons that somebody has made and that were opened here: the browser's history comes back to them. */
const authored = new Map<string, Lesson>();

let isListening = false;

/**
 * Opens a lesson beside the stage; its run takes the place of the lab that is open, which is kept as labs are. Rejects, and what was
 * open stays, where there is no such lesson. Resolves with the number of its run (`Frame.run`), if its screen has one.
 */
export async function openLesson(
  lab: LabPort,
  id: string,
  options: OpenLessonOptions = {},
): Promise<number | undefined> {
  const lesson = authored.get(id) ?? (await loadLesson(id));
  if (lesson === undefined)
    throw new Error(t('lesson:unknown', { id: brief(id), ids: catalogue.map((each) => each.id).join(', ') }));
  const screens = screensOf(lesson);
  const { step, run } = options;
  const named =
    typeof step === 'string' ? screenAt(screens, step) : screens[(step ?? 1) - 1] && (step ?? 1) - 1;
  if (named === undefined)
    throw new Error(
      t('lesson:unknownStep', { step: brief(step ?? 1), steps: screens.map((each) => each.id).join(', ') }),
    );
  const inRun = run === undefined ? -1 : lesson.steps.findIndex((each) => each.run === run);
  const at = step === undefined ? Math.max(0, inRun) : named;
  listen();
  useView.setState({
    alone: undefined,
    selection: undefined,
    logWindow: 'tail',
    timelineNodes: [],
    timelineTerms: undefined,
    timelineBrush: undefined,
    timelineCone: undefined,
    // Whoever opens a lesson has left the tour.
    tour: false,
  });
  useView.getState().setTimelineWindow({ follow: true, zoom: 1 });
  useView.getState().setMessageFilter({ node: undefined, hide: [] });
  useLesson.setState({
    state: {
      lab,
      lesson,
      screens,
      at,
      open: undefined,
      tryRun: undefined,
      works: 0,
      playingTo: undefined,
    },
  });
  await toScreen(at, 'jump');
  return lessonNow()?.open?.run;
}

/** Opens a lesson that is in no catalogue; `fragment`: its link, where it is short enough for one. */
export async function openAuthored(
  lab: LabPort,
  lesson: Lesson,
  fragment: string | undefined,
): Promise<number | undefined> {
  authored.set(lesson.id, lesson);
  keepOwn(lesson.id, fragment);
  return openLesson(lab, lesson.id);
}

function listen(): void {
  if (isListening) return;
  isListening = true;
  useView.subscribe((state, before) => {
    if (state.frame !== before.frame) frameCame();
  });
}
