import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../src/raft/entry.ts';
import { joinPieces } from '../../src/base/large-bytes.ts';
import { EMPTY_DISK } from '../../src/storage/disk.ts';
import { applyOperations, fileNames, readFile } from '../../src/storage/disk-image.ts';
import { recover } from '../../src/storage/recover.ts';
import {
  decodeSnapshotFile,
  purgeSnapshots,
  pieced,
  snapshotFileOperation,
} from '../../src/storage/snapshot-file.ts';
import { StorageError } from '../../src/storage/storage-error.ts';
import { formatSnapshotName } from '../../src/storage/wal-name.ts';
import { purgeWal } from '../../src/storage/wal-writer.ts';
import { entry, snapshot, WrittenLog } from './a-log.ts';

function entries(from: number, to: number, term: number) {
  return Array.from({ length: to - from + 1 }, (_, i) => entry(from + i, term));
}

/** Writes a snapshot's file and its mark, as a member does. */
function save(log: WrittenLog, made: Snapshot, more: Partial<Parameters<WrittenLog['write']>[0]> = {}): void {
  log.image = applyOperations(log.image, [snapshotFileOperation(pieced(made))]);
  const { index, term, confState } = made;
  log.write({ snapshot: { index, term, confState }, entries: [], ...more });
}

function breakFile(log: WrittenLog, name: string): void {
  const bytes = (readFile(log.image, name) ?? new Uint8Array(0)).slice();
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 0x40;
  log.image = applyOperations(log.image, [{ type: 'replace', file: name, chunks: [bytes] }]);
}

describe('a snapshot file', () => {
  it('is named after term and index, and read as it was written', () => {
    const operation = snapshotFileOperation(pieced(snapshot(258, 3)));
    expect(operation.file).toBe('snap/0000000000000003-0000000000000102.snap');
    const bytes = joinPieces(operation.chunks);
    expect(decodeSnapshotFile(operation.file, bytes)).toEqual(snapshot(258, 3));
  });

  it('is refused with any bit flipped', () => {
    const operation = snapshotFileOperation(pieced(snapshot(5, 2)));
    const bytes = joinPieces(operation.chunks);
    for (let at = 0; at < bytes.length; at++) {
      for (let bit = 0; bit < 8; bit++) {
        const flipped = bytes.slice();
        flipped[at] = (flipped[at] ?? 0) ^ (1 << bit);
        expect(() => decodeSnapshotFile('f', flipped), `byte ${at}, bit ${bit}`).toThrow(StorageError);
      }
    }
  });

  it('is named by terms of 64 bits, too', () => {
    expect(formatSnapshotName({ term: 2n ** 64n - 1n, index: 1 })).toBe(
      'snap/ffffffffffffffff-0000000000000001.snap',
    );
  });

  it('goes when two newer ones are there', () => {
    const names = [5, 9, 12].map((index) => ({ index, term: 1 }));
    const { kept, operations } = purgeSnapshots(names);
    expect(kept.map((name) => name.index)).toEqual([9, 12]);
    expect(operations).toEqual([{ type: 'remove', file: formatSnapshotName({ index: 5, term: 1 }) }]);
  });
});

describe('recovery from a disk', () => {
  it('of an empty disk knows nothing', () => {
    expect(recover(EMPTY_DISK)).toMatchObject({ position: undefined, entries: [], snapshot: undefined });
  });

  it('brings back entries and hard state, the newer entry in the place of the older', () => {
    const log = new WrittenLog()
      .write({ entries: entries(1, 5, 1), hardState: { term: 1, vote: 1, commit: 2 } })
      .write({ entries: entries(4, 4, 2), hardState: { term: 2, vote: 3, commit: 3 } });
    const recovered = recover(log.image);
    expect(recovered.entries.map((one) => one.term)).toEqual([1, 1, 1, 2]);
    expect(recovered.hardState).toEqual({ term: 2, vote: 3, commit: 3 });
    expect(recovered.snapshot).toBeUndefined();
    expect(recovered.position).toEqual(log.position);
  });

  it('begins at the newest snapshot and keeps the log after it', () => {
    const log = new WrittenLog().write({
      entries: entries(1, 9, 1),
      hardState: { term: 1, vote: 1, commit: 7 },
    });
    save(log, snapshot(3, 1));
    save(log, snapshot(6, 1));
    const recovered = recover(log.image);
    expect(recovered.snapshot).toEqual(snapshot(6, 1));
    expect(recovered.entries.map((one) => one.index)).toEqual([7, 8, 9]);
    expect(recovered.snapshots.map((one) => one.index)).toEqual([3, 6]);
  });

  it('falls back to the snapshot before when the newest is broken', () => {
    const log = new WrittenLog().write({
      entries: entries(1, 9, 1),
      hardState: { term: 1, vote: 1, commit: 7 },
    });
    save(log, snapshot(3, 1));
    save(log, snapshot(6, 1));
    breakFile(log, formatSnapshotName(snapshot(6, 1)));
    const recovered = recover(log.image);
    expect(recovered.snapshot?.index).toBe(3);
    expect(recovered.entries.map((one) => one.index)).toEqual([4, 5, 6, 7, 8, 9]);
    expect(recovered.snapshots.map((one) => one.index)).toEqual([3]);
  });

  it('does not count a snapshot whose mark or commit index did not reach the disk', () => {
    const log = new WrittenLog().write({
      entries: entries(1, 4, 1),
      hardState: { term: 1, vote: 1, commit: 2 },
    });
    log.image = applyOperations(log.image, [snapshotFileOperation(pieced(snapshot(2, 1)))]);
    expect(recover(log.image).snapshot).toBeUndefined();
    save(log, snapshot(50, 3)); // as if cut off before the hard state of the same write
    expect(recover(log.image).snapshot).toBeUndefined();
    expect(recover(log.image).entries.map((one) => one.index)).toEqual([1, 2, 3, 4]);
  });

  it("drops a log that a leader's snapshot has replaced, and keeps one that it fits", () => {
    const stale = new WrittenLog().write({
      entries: entries(1, 9, 1),
      hardState: { term: 1, vote: 1, commit: 2 },
    });
    save(stale, snapshot(6, 4), { hardState: { term: 4, vote: 0, commit: 6 } });
    expect(recover(stale.image).entries).toEqual([]);
    stale.write({ entries: entries(7, 8, 4) });
    expect(recover(stale.image).entries.map((one) => one.term)).toEqual([4, 4]);

    const beyond = new WrittenLog().write({
      entries: entries(1, 4, 1),
      hardState: { term: 1, vote: 1, commit: 2 },
    });
    save(beyond, snapshot(40, 4), {
      entries: entries(41, 42, 4),
      hardState: { term: 4, vote: 0, commit: 41 },
    });
    const recovered = recover(beyond.image);
    expect(recovered.snapshot?.index).toBe(40);
    expect(recovered.entries.map((one) => one.index)).toEqual([41, 42]);
  });

  it('after a write of snapshot, entries and state cut anywhere is at one side of it or the other', () => {
    const log = new WrittenLog().write({
      entries: entries(1, 4, 1),
      hardState: { term: 1, vote: 1, commit: 2 },
    });
    save(log, snapshot(40, 4), { entries: entries(41, 42, 4), hardState: { term: 4, vote: 0, commit: 41 } });
    const name = fileNames(log.image, 'wal/')[0] ?? '';
    const bytes = readFile(log.image, name) ?? new Uint8Array(0);
    const seen = new Set<string>();
    for (let lost = 0; lost <= log.atRisk; lost++) {
      const torn = applyOperations(log.image, [
        { type: 'replace', file: name, chunks: [bytes.slice(0, bytes.length - lost)] },
      ]);
      const { snapshot: start, entries: left, hardState } = recover(torn);
      seen.add(`${start?.index ?? 0}+${left.length} commit ${hardState.commit}`);
    }
    expect([...seen]).toEqual([
      '40+2 commit 41',
      '40+2 commit 40',
      '40+1 commit 40',
      '40+0 commit 40',
      '0+4 commit 2',
    ]);
  });

  it('needs only what a purge has left, and one snapshot may be broken even then', () => {
    const log = new WrittenLog(400);
    for (let i = 1; i <= 60; i++) {
      log.write({ entries: entries(i, i, 1), hardState: { term: 1, vote: 1, commit: i } });
      if (i % 20 === 0) save(log, snapshot(i, 1));
    }
    const { operations } = purgeSnapshots(recover(log.image).snapshots);
    log.image = applyOperations(log.image, operations);
    const before = fileNames(log.image, 'wal/').length;
    log.apply(purgeWal(log.position, 40));
    expect(fileNames(log.image, 'wal/').length).toBeLessThan(before);
    expect(recover(log.image).snapshot?.index).toBe(60);
    breakFile(log, formatSnapshotName(snapshot(60, 1)));
    expect(recover(log.image).snapshot?.index).toBe(40);
    expect(recover(log.image).entries.map((one) => one.index)).toEqual(
      entries(41, 60, 1).map((one) => one.index),
    );
    breakFile(log, formatSnapshotName(snapshot(40, 1)));
    expect(() => recover(log.image)).toThrow(/the beginning of the log is gone/);
  });

  it('refuses a hard state that commits what the log does not have', () => {
    const log = new WrittenLog().write({
      entries: entries(1, 2, 1),
      hardState: { term: 1, vote: 1, commit: 5 },
    });
    expect(() => recover(log.image)).toThrow(/commit index 5 in a log that ends at 2/);
  });
});
