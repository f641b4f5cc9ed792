import type { LabPort } from '../../lab/lab-port.ts';
import { latePart } from '../late-part.ts';
import { isLabFile, openFile } from './open-lab.ts';

const playing = latePart(() => import('../play-script-file.ts'));

/** A file that somebody dropped or chose: a saved lab is opened; what is none is a script or a transcript, and plays. */
export async function takeFile(lab: LabPort, file: File): Promise<void> {
  if (await isLabFile(file)) await openFile(lab, file);
  else await (await playing.load()).playScriptFile(lab, file);
}
