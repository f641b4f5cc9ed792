import { t } from 'i18next';
import type { LabPort } from '../../lab/lab-port.ts';
import {
  fragmentOfLesson,
  formatLessonFile,
  parseLessonFile,
} from '../../lessons/course/authored/authored-lesson.ts';
import type { AuthoredLesson } from '../../lessons/course/authored/authored-schema.ts';
import { download } from '../file/download.ts';
import { useView } from '../view-state.ts';
import { lessonOfDraft, useDraft } from './draft.ts';
import { playAuthored } from './open-authored.ts';

/** What browsers and systems allow in the name of a file. */
const UNFIT = /[\p{Cc}\\/:*?"<>|]+/gu;

/** The lesson as it would be read again. Rejects with what keeps it from being one, by the name of the field. */
async function written(lab: LabPort): Promise<AuthoredLesson> {
  const draft = useDraft.getState();
  const { branch, steps } = draft;
  const first = Math.min(...steps.map(({ event }) => event));
  // A lesson is of the branch at which its lab is saved.
  if (branch !== undefined && Number.isFinite(first)) await lab.goTo({ branch, event: first });
  const link = await lab.link();
  if ('tooLong' in link) throw new Error(t('author:runTooLong', { count: link.tooLong }));
  try {
    return parseLessonFile(formatLessonFile(lessonOfDraft(draft, link.fragment)));
  } catch (error) {
    throw new Error(t('author:wrong', { problem: error instanceof Error ? error.message : String(error) }), {
      cause: error,
    });
  }
}

export async function previewLesson(lab: LabPort): Promise<void> {
  await playAuthored(lab, await written(lab));
}

export async function saveLesson(lab: LabPort): Promise<void> {
  const lesson = await written(lab);
  const name = (lesson.title.en || lesson.title.zh).replaceAll(UNFIT, ' ').trim().slice(0, 80);
  download(`${name}.qslesson`, formatLessonFile(lesson), 'application/json');
}

export async function copyLessonLink(lab: LabPort): Promise<void> {
  const link = fragmentOfLesson(await written(lab));
  if ('tooLong' in link) throw new Error(t('author:linkTooLong', { count: link.tooLong }));
  const { origin, pathname } = location;
  await navigator.clipboard.writeText(`${origin}${pathname}#${link.fragment}`);
  useView.getState().notify('info', () => t('author:copied'));
}
