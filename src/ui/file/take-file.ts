import type { LabPort } from '../../lab/lab-port.ts';
import { latePart } from '../late-part.ts';
import { withMessages } from '../messages/with-messages.ts';
import { useView } from '../view-state.ts';
import { isLabFile, openFile } from './open-lab.ts';

const lessons = latePart(withMessages(() => import('../author/open-authored.ts')));
const playing = latePart(() => import('../play-script-file.ts'));

const etcdFiles = latePart(withMessages(() => import('../files/take-files.ts')));
const foreign = latePart(withMessages(() => import('../foreign/take-foreign.ts')));

/** What somebody dropped on the page: data directories of an etcd, or files of them; else a folder, or several files, is a history of another program. */
export async function takeDropped(
  lab: LabPort,
  entries: readonly (FileSystemEntry | null)[],
  files: readonly File[],
): Promise<void> {
  const { droppedFiles, openForeign } = await foreign.load();
  const found = await droppedFiles(entries, files);
  const [only] = found;
  if (only === undefined) return;
  const { areEtcdFiles, openFiles } = await etcdFiles.load();
  if (useView.getState().door === 'files' || (await areEtcdFiles(found))) {
    await openFiles(found);
    return;
  }
  const isOne = found.length === 1 && !only.path.includes('/') && useView.getState().door !== 'foreign';
  if (isOne) await takeFile(lab, only.file);
  else openForeign(found);
}

/** A file that somebody dropped or chose: a saved lab or a lesson is opened; what is none is a script or a transcript, and plays. */
export async function takeFile(lab: LabPort, file: File): Promise<void> {
  if (file.name.endsWith('.qslesson')) await (await lessons.load()).openLessonFile(lab, file);
  else if (await isLabFile(file)) await openFile(lab, file);
  else if (await (await etcdFiles.load()).areEtcdFiles([{ path: file.name, file }]))
    await (await etcdFiles.load()).openFiles([{ path: file.name, file }]);
  else if (await (await foreign.load()).isHistory(file))
    (await foreign.load()).openForeign([{ path: file.name, file }]);
  else await (await playing.load()).playScriptFile(lab, file);
}
