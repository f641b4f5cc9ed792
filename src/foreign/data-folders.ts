import type { DiskFile } from '../storage/disk.ts';
import { readSnapshots } from '../storage/snapshot-file.ts';
import { StorageError } from '../storage/storage-error.ts';
import { readWal } from '../storage/wal-reader.ts';
import type { HistoryBuilder } from './history-builder.ts';
import type { BinaryFile } from './source.ts';

const INSIDE = /^(?:(.*)\/)?(?:member\/)?((?:wal|snap)\/[^/]+)$/;

/** Whether a file lies in a member's data folder, beside operations or alone. */
export function isOfDataFolder(path: string): boolean {
  return INSIDE.test(path);
}

/**
 * What members' disks say of the history beside them: how far their logs reach, what they knew to be committed, and whether
 * the files are whole. The store itself (`snap/db`) is not read.
 */
export function addDataFolders(builder: HistoryBuilder, files: readonly BinaryFile[]): void {
  const folders = new Map<string, DiskFile[]>();
  for (const { path, bytes } of files) {
    const [, folder = '', name = ''] = INSIDE.exec(path) ?? [];
    const server = folder.replace(/\/?member$/, '') || '.';
    const isStore = name === 'snap/db';
    if (isStore) builder.note({ code: 'notRead', values: { file: path } });
    else folders.set(server, [...(folders.get(server) ?? []), { name, chunks: [withoutZeros(bytes)] }]);
  }
  for (const [server, inside] of folders) {
    const image = { files: inside.toSorted((a, b) => (a.name < b.name ? -1 : 1)) };
    try {
      addWal(builder, server, image);
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      builder.note({
        code: 'walBroken',
        values: { server, file: error.file, offset: error.offset, reason: error.reason },
      });
    }
    const snapshots = readSnapshots(image);
    const newest = snapshots.at(-1);
    if (newest !== undefined)
      builder.note({
        code: 'snapshots',
        values: { server, count: snapshots.length, index: newest.index, term: String(newest.term) },
      });
  }
}

function addWal(
  builder: HistoryBuilder,
  server: string,
  image: { readonly files: readonly DiskFile[] },
): void {
  const wal = readWal(image);
  if (wal === undefined) return;
  const { records, position, tornBytes } = wal;
  const entries = records.flatMap((record) => (record.type === 'entry' ? [record.entry] : []));
  const { term = 0, commit = 0 } = position.hardState ?? {};
  builder.note({
    code: 'wal',
    values: {
      server,
      segments: position.segments.length,
      first: entries[0]?.index ?? 0,
      last: position.lastIndex,
      term: String(term),
      commit,
    },
  });
  if (tornBytes > 0) builder.note({ code: 'walTorn', values: { server, bytes: tornBytes } });
}

/** etcd makes its segments 64 MB long before it writes them: what was never written is zeros. */
function withoutZeros(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  return bytes.subarray(0, Math.min(bytes.length, Math.ceil(end / 8) * 8 + 8));
}
