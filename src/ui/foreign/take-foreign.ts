import type { FileToRead } from '../../foreign/foreign-reader.ts';
import { recognise } from '../../foreign/recognise.ts';
import { useView } from '../view-state.ts';
import { openHistory } from './foreign-store.ts';

/** A folder may have more files than anybody meant. */
const FILES_MAX = 2000;
/** What a file is, is said at its beginning. */
const HEAD_BYTES = 64 * 1024;

/** Opens the page for histories, and these files on it. */
export function openForeign(files?: readonly FileToRead[]): void {
  useView.setState({ door: 'foreign' });
  if (files !== undefined && files.length > 0) void openHistory(files);
}

/** Files as a field for them gives them; those of a folder have their path in it. */
export function chosenFiles(list: FileList | null): FileToRead[] {
  return [...(list ?? [])]
    .slice(0, FILES_MAX)
    .map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}

/** A file with its path in what was dropped. */
export interface DroppedFile extends FileToRead {
  readonly file: File;
}

/** What was dropped: files, and all that folders hold. Where the browser knows no entries, the files alone. */
export async function droppedFiles(
  entries: readonly (FileSystemEntry | null)[],
  files: readonly File[],
): Promise<DroppedFile[]> {
  const found: DroppedFile[] = [];
  const open = entries.filter((entry) => entry !== null);
  for (let entry = open.shift(); entry !== undefined && found.length < FILES_MAX; entry = open.shift()) {
    if (isFile(entry)) {
      const { fullPath } = entry;
      found.push({ path: fullPath.replace(/^\//, ''), file: await fileOf(entry) });
    } else if (isFolder(entry)) open.push(...(await entriesOf(entry)));
  }
  if (found.length === 0) return files.map((file) => ({ path: file.name, file }));
  return found;
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** A folder gives a hundred at a time, until it gives none. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return all;
    all.push(...some);
  }
}

/** Whether a file is a history of another program, by what stands at its beginning. */
export async function isHistory(file: File): Promise<boolean> {
  const bytes = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  // Archives may hold one; what is in them is seen when they are unpacked.
  if ((bytes[0] === 0x50 && bytes[1] === 0x4b) || (bytes[0] === 0x1f && bytes[1] === 0x8b)) return true;
  if (bytes.includes(0)) return false;
  const text = new TextDecoder().decode(bytes);
  // Pages of porcupine have their data far behind their beginning.
  if (/^\s*<(?:!doctype|html)/i.test(text))
    return recognise({ path: file.name, text: await file.text() }) === 'porcupine';
  const kind = recognise({ path: file.name, text });
  return kind !== 'lines' && kind !== 'nothing';
}
