import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { GivenFile } from '../../datadir/verdict/member-files.ts';
import { UsageError } from '../sim/usage-error.ts';
import { openFile, type FileSource } from './file-source.ts';

/** So deep a data directory never is; a loop of links ends here. */
const DEPTH_MAX = 12;

export interface OpenFiles {
  readonly files: readonly (GivenFile & { readonly source: FileSource })[];
  close(): void;
}

/** Opens every file in the directories that were named, and the files that were. Nothing is written, nothing is locked. */
export function openGiven(paths: readonly string[]): OpenFiles {
  const files: OpenFiles['files'][number][] = [];
  for (const path of paths) {
    const trimmed = path.length > 1 ? path.replace(/\/+$/, '') : path;
    take(trimmed, 0);
  }
  return { files, close: () => files.forEach(({ source }) => source.close()) };

  function take(path: string, depth: number): void {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) {
      if (depth === 0) throw new UsageError(`${path} is not there`);
      return; // a link that leads nowhere
    }
    if (found.isDirectory()) {
      if (depth > DEPTH_MAX) throw new UsageError(`${path}: more than ${DEPTH_MAX} folders deep`);
      for (const name of readdirSync(path).sort()) take(join(path, name), depth + 1);
    } else if (found.isFile()) {
      files.push({ path, source: openFile(path) });
    }
  }
}
