import type { Tell } from '../../base/byte-source.ts';
import { decodeUtf8 } from '../../base/utf8.ts';
import { openDb, type Db } from '../../bbolt/db.ts';
import type { MemberId } from '../../etcd/request.ts';
import type { RaftId } from '../../protobuf/raftpb.ts';
import type { Entry, EntryType, HardState } from '../../raft/entry.ts';
import { decodeSnapshotFile } from '../../storage/snapshot-file.ts';
import { StorageError } from '../../storage/storage-error.ts';
import { readBackend, type Backend } from '../backend/backend.ts';
import type { MemberFiles } from '../verdict/member-files.ts';
import { readWal, type WalEntry } from '../wal/read-wal.ts';
import { OpeningError } from './opening-error.ts';

/** A data directory, as far as a lab begins from it. */
export interface OpenedDir {
  readonly dir: string;
  readonly memberId: MemberId;
  readonly clusterId: bigint;
  /** The log goes on from here; 0: it is there from its first entry on. */
  readonly after: number;
  /** Those that count in the end, without a gap from `after` on. */
  readonly entries: readonly Entry[];
  readonly hardState: HardState<RaftId>;
  readonly store: OpenedStore | undefined;
  /** The newest tree of the v2 API that is not beyond the store. */
  readonly v2: { readonly index: number; readonly text: string } | undefined;
}

export interface OpenedStore {
  readonly db: Db;
  readonly backend: Backend;
}

const entryTypes: readonly EntryType[] = ['EntryNormal', 'EntryConfChange', 'EntryConfChangeV2'];

/** Throws OpeningError where no lab can begin from it, and says why; and what the source throws. */
export function openDir(files: MemberFiles, tell: Tell): OpenedDir {
  const { dir, wal } = files;
  if (wal.length === 0) {
    throw new OpeningError(
      'noLog',
      dir,
      `${dir} has no log (member/wal): restore it as a data directory first`,
    );
  }
  const log = new LogSoFar(dir);
  const summary = readWal(
    wal,
    { entry: (entry) => log.take(entry), snapshot: (_, mark) => log.mark(Number(mark.index)) },
    tell,
  );
  const { end, metadata, hardState, missing } = summary;
  if (end.kind === 'damaged' || missing.length > 0) {
    const why = end.kind === 'damaged' ? end.error : `segment ${missing[0]} is missing`;
    throw new OpeningError('damaged', dir, `the log of ${dir} cannot be read to its end: ${why}`);
  }
  if (metadata === undefined || metadata.memberId === 0n) {
    throw new OpeningError('damaged', dir, `the log of ${dir} does not say whose it is`);
  }
  const store = storeIn(files, tell);
  return {
    dir,
    memberId: metadata.memberId,
    clusterId: metadata.clusterId,
    after: log.after ?? 0,
    entries: log.entries,
    hardState: {
      term: hardState?.term ?? 0,
      vote: raftIdOf(hardState?.vote ?? 0n),
      commit: Number(hardState?.commit ?? 0),
    },
    store,
    v2: store === undefined ? undefined : newestTree(files, store.backend.consistentIndex),
  };
}

export function lastIndexOf({ after, entries }: OpenedDir): number {
  return after + entries.length;
}

/** What it knows to be committed: what its store has applied is. */
export function commitOf({ hardState, store }: OpenedDir): number {
  return Math.max(hardState.commit, store?.backend.consistentIndex ?? 0);
}

/** Whether all that the member has applied is in its log: from the change on that adds its first member. */
export function isFromBeginning({ after, entries }: OpenedDir): boolean {
  return after === 0 && entries[0]?.type === 'EntryConfChange';
}

/** Undefined where the log does not have it. */
export function entryAt({ after, entries }: OpenedDir, index: number): Entry | undefined {
  return entries[index - after - 1];
}

function raftIdOf(id: bigint): RaftId {
  return id <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(id) : id;
}

function storeIn({ dir, db: source }: MemberFiles, tell: Tell): OpenedStore | undefined {
  if (source === undefined) return undefined;
  const db = openDb(source);
  const backend = readBackend(db, tell);
  const [problem] = backend.problems;
  if (problem !== undefined) {
    throw new OpeningError('damaged', dir, `the db of ${dir} is not whole: ${problem.words}`);
  }
  return { db, backend };
}

/** Of 3.4 and 3.5; later ones have nothing in it but the cluster. */
function newestTree({ snaps }: MemberFiles, upTo: number): OpenedDir['v2'] {
  for (const source of snaps.toReversed()) {
    try {
      const { index, data } = decodeSnapshotFile(source.name, source.read(0, source.size));
      if (index <= upTo && data !== undefined && data.length > 0) return { index, text: decodeUtf8(data) };
    } catch (error) {
      // As etcd does: a broken one is passed over for the one before.
      if (!(error instanceof StorageError)) throw error;
    }
  }
  return undefined;
}

/** The entries that count: one replaces what was at its index and after it. */
class LogSoFar {
  after: number | undefined;
  entries: Entry[] = [];
  readonly #dir: string;

  constructor(dir: string) {
    this.#dir = dir;
  }

  /** A snapshot that came from a leader: the log goes on after it. */
  mark(index: number): void {
    if (index <= (this.after ?? 0) + this.entries.length && index > 0) return;
    this.after = index;
    this.entries = [];
  }

  take({ index, term, type, data }: WalEntry): void {
    const after = (this.after ??= index - 1);
    const isGap = index > after + this.entries.length + 1;
    if (isGap || index <= after) {
      this.after = index - 1;
      this.entries = [];
    }
    const entryType = entryTypes[type];
    if (entryType === undefined) {
      throw new OpeningError(
        'damaged',
        this.#dir,
        `entry ${index} of ${this.#dir} is of type ${type}, which no etcd has`,
      );
    }
    this.entries.length = index - (this.after ?? 0) - 1;
    this.entries.push({ index, term, type: entryType, data: data.length === 0 ? undefined : data.slice() });
  }
}
