import { describe, expect, it } from 'vitest';
import { LARGE_BYTES, joinPieces } from '../../src/base/large-bytes.ts';
import { encodeEntry } from '../../src/raft/raftpb/entry.ts';
import { crc32c } from '../../src/storage/crc32c.ts';
import type { DiskFile } from '../../src/storage/disk.ts';
import { readFile } from '../../src/storage/disk-image.ts';
import { recover } from '../../src/storage/recover.ts';
import { encodeFrames, frameParts } from '../../src/storage/wal-frame.ts';
import { entry, WrittenLog } from './a-log.ts';

const SIZES = [LARGE_BYTES - 1, LARGE_BYTES, LARGE_BYTES + 1, LARGE_BYTES + 5, 3 * LARGE_BYTES];
const HARD_STATE = { term: 1, vote: 1, commit: 0 };

function holderOf(files: readonly DiskFile[], data: Uint8Array | undefined): Uint8Array | undefined {
  return files.flatMap(({ chunks }) => chunks).find((chunk) => chunk === data);
}

describe('large entries in the write-ahead log', () => {
  it('are framed in pieces that make the same bytes, with the same sum', () => {
    for (const size of SIZES) {
      const data = encodeEntry(entry(3, 2, size));
      const cuts = [data.subarray(0, 9), data.subarray(9, 10), data.subarray(10)];
      const [whole, pieced] = [frameParts(2, [data], 77), frameParts(2, cuts, 77)];
      expect(pieced.crc).toBe(crc32c(data, 77));
      const bytes = joinPieces(encodeFrames([whole, whole]));
      expect(joinPieces(encodeFrames([pieced, whole])), `${size} bytes`).toEqual(bytes);
      expect(bytes.length % 16).toBe(0);
    }
  });

  it('are the file where they lie, and nothing is copied', () => {
    const log = new WrittenLog();
    const entries = SIZES.map((size, i) => entry(i + 1, 1, size));
    log.write({ entries, hardState: HARD_STATE });
    for (const { data } of entries) {
      const isLarge = (data?.length ?? 0) >= LARGE_BYTES;
      expect(holderOf(log.image.files, data) === data, `${data?.length} bytes`).toBe(isLarge);
    }
  });

  it('are read again as they lie on the disk, among small ones that keep nothing of the file', () => {
    const log = new WrittenLog();
    const entries = [entry(1, 1), ...SIZES.map((size, i) => entry(i + 2, 1, size)), entry(7, 1)];
    for (const each of entries) log.write({ entries: [each], hardState: HARD_STATE });
    const found = recover(log.image).entries;
    expect(found).toEqual(entries);
    for (const [i, { data }] of found.entries()) {
      if ((data?.length ?? 0) >= LARGE_BYTES) expect(data?.buffer).toBe(entries[i]?.data?.buffer);
      else expect(data?.buffer.byteLength).toBe(data?.length);
    }
  });

  it('are cut off like others when a crash has left half of one', () => {
    const log = new WrittenLog(1e9);
    log.write({ entries: [entry(1, 1)], hardState: HARD_STATE });
    log.write({ entries: [entry(2, 1, 2 * LARGE_BYTES)] });
    const file = log.image.files.at(-1)?.name ?? '';
    const bytes = readFile(log.image, file) ?? new Uint8Array(0);
    expect(log.atRisk).toBeGreaterThan(2 * LARGE_BYTES);
    const torn = bytes.slice(0, bytes.length - LARGE_BYTES);
    const recovered = recover({ files: [{ name: file, chunks: [torn] }] });
    expect(recovered.entries).toEqual([entry(1, 1)]);
    expect(recovered.tornBytes).toBe(log.atRisk - LARGE_BYTES);
  });
});
