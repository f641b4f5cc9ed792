import type { LogIndex, Term } from '../base/flavor.ts';
import type { RaftId } from '../protobuf/raftpb.ts';
import type { Entry, HardState, Snapshot } from '../raft/entry.ts';
import type { DiskImage, DiskOperation } from './disk.ts';
import { readSnapshots } from './snapshot-file.ts';
import { StorageError } from './storage-error.ts';
import { WAL_FOLDER, type SnapshotName } from './wal-name.ts';
import { readWal, unrepaired } from './wal-reader.ts';
import type { SnapshotMark, WalRecord } from './wal-record.ts';
import type { WalPosition } from './wal-writer.ts';

/** What a member knows again from its disk alone. Members are there by the ids that they have on disk. */
export interface Recovered {
  readonly hardState: HardState<RaftId>;
  /** The newest that can be read and is known to be committed; undefined for none. */
  readonly snapshot: Snapshot<RaftId> | undefined;
  /** The log after the snapshot, without a gap. */
  readonly entries: readonly Entry[];
  /** Where the log is written next; undefined when there is none yet. */
  readonly position: WalPosition | undefined;
  /** Snapshots that a start could use, ascending by index. */
  readonly snapshots: readonly SnapshotName[];
  readonly tornBytes: number;
  /** To be done before anything else is written. */
  readonly repairs: readonly DiskOperation[];
}

const NOTHING: HardState<RaftId> = { term: 0, vote: 0, commit: 0 };

/** Reads an image as a starting member does (etcd: bootstrap.go). Throws StorageError where it cannot be trusted. */
export function recover(image: DiskImage): Recovered {
  const wal = readWal(image);
  if (wal === undefined) {
    const none = { hardState: NOTHING, snapshot: undefined, entries: [], position: undefined };
    return { ...none, snapshots: [], tornBytes: 0, repairs: [] };
  }
  const { records, position, tornBytes, repairs } = wal;
  const hardState = position.hardState ?? NOTHING;
  const snapshots = usableSnapshots(readSnapshots(image), records, hardState.commit);
  const snapshot = snapshots.at(-1);
  const start: SnapshotName = snapshot ?? { index: 0, term: 0 };
  if (snapshot === undefined && position.segments[0]?.sequence !== 0) {
    throw new StorageError(WAL_FOLDER, 0, 'the beginning of the log is gone, and no snapshot can be read');
  }
  const entries = replay(records, start);
  if (hardState.commit > start.index + entries.length) {
    const last = start.index + entries.length;
    const reason = `commit index ${hardState.commit} in a log that ends at ${last}`;
    const range = `[${start.index}, ${last}]`;
    throw new StorageError(
      WAL_FOLDER,
      0,
      reason,
      `state.commit ${hardState.commit} is out of range ${range}`,
    );
  }
  return { hardState, snapshot, entries, position, snapshots, tornBytes, repairs };
}

/** The snapshots that the log knows of and a commit index has reached (etcd: ValidSnapshotEntries). */
function usableSnapshots(
  snapshots: readonly Snapshot<RaftId>[],
  records: readonly WalRecord[],
  commit: LogIndex,
): Snapshot<RaftId>[] {
  const marks = records.flatMap((record) => (record.type === 'snapshot' ? [record.mark] : []));
  return snapshots.filter(
    (snapshot) =>
      snapshot.index <= commit &&
      marks.some((mark) => mark.index === snapshot.index && mark.term === snapshot.term),
  );
}

/**
 * The log after `start`. An entry replaces what was at its index and after it. The mark of `start` itself, where the log
 * up to there is not the one it was made from, replaces all of it: such a snapshot came from the leader.
 */
function replay(records: readonly WalRecord[], start: SnapshotName): Entry[] {
  let entries: Entry[] = [];
  let termAtStart: Term | undefined = start.index === 0 ? 0 : undefined;
  for (const record of records) {
    if (record.type === 'entry') {
      const { entry } = record;
      if (entry.index === 0) continue; // a damaged type made it of a hard state
      if (entry.index <= start.index) {
        entries = [];
        termAtStart = entry.index === start.index ? entry.term : undefined;
        continue;
      }
      const at = entry.index - start.index - 1;
      if (at > entries.length) {
        const reason = `entry ${entry.index} follows ${start.index + entries.length}`;
        throw new StorageError(WAL_FOLDER, 0, reason, unrepaired('wal: slice bounds out of range'));
      }
      entries.length = at;
      entries.push(entry);
    } else if (record.type === 'snapshot' && isSame(record.mark, start) && termAtStart !== start.term) {
      entries = [];
      termAtStart = start.term;
    }
  }
  return entries;
}

function isSame(mark: SnapshotMark, name: SnapshotName): boolean {
  return mark.index === name.index && mark.term === name.term;
}
