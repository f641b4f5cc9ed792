import type { FileAt } from '../../host/files/files-port.ts';

export { openFiles } from './files-store.ts';

/** bbolt's magic number, 0xED0CDAED, as it lies in the file, and where: behind the head of the first page. */
const MAGIC = [0xed, 0xda, 0x0c, 0xed];
const MAGIC_AT = 16;

const named = /^[0-9a-f]{16}-[0-9a-f]{16}\.(?:wal(?:\.broken)?|snap(?:\.broken)?)$/;
/** What etcd's robustness tests leave beside data directories: then they are a history first. */
const ofHistories = /(?:^|\/)(?:operations|watch)\.json$/;

/** Whether these are files of an etcd's data directory, by their names or by what a `db` begins with. */
export async function areEtcdFiles(files: readonly FileAt[]): Promise<boolean> {
  if (files.some(({ path }) => ofHistories.test(path))) return false;
  if (files.some(({ path }) => named.test(path.slice(path.lastIndexOf('/') + 1)))) return true;
  for (const { path, file } of files) {
    const isOne = files.length === 1 || path === 'db' || path.endsWith('/db') || path.endsWith('.db');
    if (isOne && (await isBolt(file))) return true;
  }
  return false;
}

async function isBolt(file: Blob): Promise<boolean> {
  const bytes = new Uint8Array(await file.slice(MAGIC_AT, MAGIC_AT + MAGIC.length).arrayBuffer());
  return MAGIC.every((byte, i) => bytes[i] === byte);
}
