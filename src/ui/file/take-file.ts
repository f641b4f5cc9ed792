import type { LabPort } from '../../lab/lab-port.ts';
import { latePart } from '../late-part.ts';
import { withMessages } from '../messages/with-messages.ts';
import { isLabFile, openFile } from './open-lab.ts';

const lessons = latePart(withMessages(() => import('../author/open-authored.ts')));
const playing = latePart(() => import('../play-script-file.ts'));

/** A file that somebody dropped or chose: a saved lab or a lesson is opened; what is none is a script or a transcript, and plays. */
export async function takeFile(lab: LabPort, file: File): Promise<void> {
  if (file.name.endsWith('.qslesson')) await (await lessons.load()).openLessonFile(lab, file);
  else if (await isLabFile(file)) await openFile(lab, file);
  else await (await playing.load()).playScriptFile(lab, file);
}
