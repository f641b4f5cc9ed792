import { t } from 'i18next';
import { brief } from '../../base/brief.ts';
import type { LabPort } from '../../lab/lab-port.ts';
import {
  AuthoredError,
  fragmentOfLesson,
  lessonOf,
  lessonOfFragment,
  parseLessonFile,
} from '../../lessons/course/authored/authored-lesson.ts';
import type { AuthoredLesson } from '../../lessons/course/authored/authored-schema.ts';
import { openAuthored } from '../lesson/open-lesson.ts';
import { useView } from '../view-state.ts';

const FILE_BYTES_MAX = 4_000_000;

/** A lesson's file. What is wrong with it is said with the field's name, and what was open stays. */
export async function openLessonFile(lab: LabPort, file: File): Promise<void> {
  const name = brief(file.name);
  if (file.size > FILE_BYTES_MAX) {
    notify(t('author:tooLarge', { file: name }));
    return;
  }
  const text = await file.text();
  await open(
    lab,
    () => parseLessonFile(text),
    (problem) => t('author:badFile', { file: name, problem }),
  );
}

/** What a link says; resolves with the number of the run, undefined where it cannot be had. */
export async function openLessonLink(lab: LabPort, fragment: string): Promise<number | undefined> {
  return open(
    lab,
    () => lessonOfFragment(fragment),
    (problem) => t('author:badLink', { problem }),
  );
}

export async function playAuthored(lab: LabPort, lesson: AuthoredLesson): Promise<number | undefined> {
  const link = fragmentOfLesson(lesson);
  return openAuthored(lab, lessonOf(lesson), 'fragment' in link ? link.fragment : undefined);
}

async function open(
  lab: LabPort,
  read: () => AuthoredLesson,
  say: (problem: string) => string,
): Promise<number | undefined> {
  let lesson: AuthoredLesson;
  try {
    lesson = read();
  } catch (error) {
    if (!(error instanceof AuthoredError)) throw error;
    const { message } = error;
    notify(say(message), () => say(message));
    return undefined;
  }
  return playAuthored(lab, lesson);
}

function notify(text: string, words: () => string = () => text): void {
  useView.getState().notify('error', words);
}
