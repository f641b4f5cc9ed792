import type { ByteSource, Tell } from '../../base/byte-source.ts';
import { DbError } from '../../bbolt/db-error.ts';
import { RestoreError } from '../../datadir/backend/restore.ts';
import { OpeningError } from '../../datadir/exchange/opening-error.ts';
import type { FilesCalls } from './files-calls.ts';
import type { CallName, FilesReply, FilesRequest, Refusal } from './files-port.ts';
import { OpenFiles } from './open-members.ts';

/** Progress is told so often at most, in milliseconds. */
const TELL_MS = 60;

/** What a worker has beside the files: a file's bytes, its own way out, a clock. */
export interface FilesWorld {
  readonly sourceOf: (name: string, file: Blob) => ByteSource;
  readonly openDoors: () => readonly string[];
  readonly now: () => number;
}

type Does = { readonly [Name in CallName]: (given: never, tell: Tell) => ReturnType<FilesCalls[Name]> };

/** The worker's side: keeps the files that are open, and what was read of them, until it ends. */
export class FilesShell {
  readonly #reply: (reply: FilesReply) => void;
  readonly #now: () => number;
  readonly #does: Does;

  constructor(reply: (reply: FilesReply) => void, { sourceOf, openDoors, now }: FilesWorld) {
    this.#reply = reply;
    this.#now = now;
    const files = new OpenFiles(sourceOf);
    this.#does = {
      open: (given: Parameters<FilesCalls['open']>[0], tell) => files.open(given.files, tell),
      doors: openDoors,
      hashes: (given: Parameters<FilesCalls['hashes']>[0], tell) => files.hashes(given, tell),
      keys: (given: Parameters<FilesCalls['keys']>[0]) => files.keys(given),
      keyRows: (given: Parameters<FilesCalls['keyRows']>[0]) => files.keyRows(given),
      key: (given: Parameters<FilesCalls['key']>[0], tell) => files.key(given, tell),
      log: (given: Parameters<FilesCalls['log']>[0], tell) => files.log(given, tell),
      logRows: (given: Parameters<FilesCalls['logRows']>[0]) => files.logRows(given),
      space: (given: Parameters<FilesCalls['space']>[0]) => files.space(given),
      carve: (given: Parameters<FilesCalls['carve']>[0], tell) => files.carve(given, tell),
      carvedRows: (given: Parameters<FilesCalls['carvedRows']>[0]) => files.carvedRows(given),
      carved: (given: Parameters<FilesCalls['carved']>[0]) => files.carved(given),
      lab: (given: Parameters<FilesCalls['lab']>[0], tell) => files.lab(given, tell),
      restore: (given: Parameters<FilesCalls['restore']>[0], tell) => files.restore(given, tell),
    };
  }

  handle({ id, call, given }: FilesRequest): void {
    let toldAt = -Infinity;
    const tell: Tell = (done, total) => {
      const now = this.#now();
      if (now - toldAt < TELL_MS) return;
      toldAt = now;
      this.#reply({ type: 'progress', id, progress: { done, total } });
    };
    try {
      this.#reply({ type: 'answer', id, answer: this.#does[call](given as never, tell) });
    } catch (error) {
      this.#reply({ type: 'refused', id, refusal: refusalOf(error) });
    }
  }
}

/** Errors of the readers say the file, and the byte in it; those of a restore or an opening have a code. */
function refusalOf(error: unknown): Refusal {
  if (error instanceof DbError) return { file: error.file, at: error.at, reason: error.reason };
  if (error instanceof RestoreError) return { code: error.reason, reason: error.message };
  if (error instanceof OpeningError) return { code: error.problem, file: error.dir, reason: error.message };
  return { reason: error instanceof Error ? error.message : String(error) };
}
