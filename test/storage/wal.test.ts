import { fc, test } from '@fast-check/vitest';
import { joinPieces } from '../../src/base/large-bytes.ts';
import { describe, expect, it } from 'vitest';
import type { DiskImage } from '../../src/storage/disk.ts';
import { applyOperations, fileNames, readFile } from '../../src/storage/disk-image.ts';
import { encodeFrames, frameParts } from '../../src/storage/wal-frame.ts';
import { readWal } from '../../src/storage/wal-reader.ts';
import { createWal, purgeWal } from '../../src/storage/wal-writer.ts';
import { entry, snapshot, WrittenLog } from './a-log.ts';

const FIRST_SEGMENT = 'wal/0000000000000000-0000000000000000.wal';

/** The image with one file cut to a length, or changed byte by byte. */
function withFile(image: DiskImage, file: string, bytes: Uint8Array): DiskImage {
  return applyOperations(image, [{ type: 'replace', file, chunks: [bytes] }]);
}

function lastFile(image: DiskImage): { name: string; bytes: Uint8Array } {
  const name = fileNames(image, 'wal/').at(-1) ?? '';
  return { name, bytes: readFile(image, name) ?? new Uint8Array(0) };
}

function small(): WrittenLog {
  return new WrittenLog()
    .write({ entries: [entry(1, 1), entry(2, 1, 0)], hardState: { term: 1, vote: 2, commit: 0 } })
    .write({ entries: [], hardState: { term: 1, vote: 2, commit: 2 } })
    .write({ entries: [entry(3, 2, 13)], hardState: { term: 2, vote: 0, commit: 2 } });
}

describe('the write-ahead log on disk', () => {
  it('frames a record as etcd does: length and padding, type, crc, data', () => {
    // length 9 = 2 (type) + 2 (crc, small) + 2 (tag and length) + 3, so 7 bytes of padding, told in the top byte
    const crc = 0x05;
    const bytes = joinPieces(encodeFrames([frameParts(4, undefined, crc)]));
    expect([...bytes]).toEqual([4, 0, 0, 0, 0, 0, 0, 0x84, 0x08, 4, 0x10, 5, 0, 0, 0, 0]);
    const withData = frameParts(2, [Uint8Array.of(0x61)], 0);
    const framed = joinPieces(encodeFrames([withData]));
    expect([...framed.subarray(0, 12)]).toEqual([11, 0, 0, 0, 0, 0, 0, 0x85, 0x08, 2, 0x10, framed[11]]);
    expect(withData.crc).toBe(0xc1d04330);
    expect(framed.length % 8).toBe(0);
  });

  it('begins with a crc record of zero, the metadata and an empty snapshot', () => {
    const { operations } = createWal(Uint8Array.of(0xaa));
    expect(operations.map((operation) => operation.file)).toEqual([FIRST_SEGMENT]);
    const [operation] = operations;
    const bytes = operation?.type === 'replace' ? joinPieces(operation.chunks) : new Uint8Array(0);
    expect([...bytes.subarray(0, 16)]).toEqual([4, 0, 0, 0, 0, 0, 0, 0x84, 0x08, 4, 0x10, 0, 0, 0, 0, 0]);
    expect(bytes.length).toBe(16 + 24 + 24);
  });

  it('is read as it was written, and goes on from there', () => {
    const log = small();
    const read = readWal(log.image);
    expect(read?.position).toEqual(log.position);
    expect(read?.tornBytes).toBe(0);
    expect(read?.repairs).toEqual([]);
    expect(read?.records.map((record) => record.type)).toEqual([
      'metadata',
      'snapshot',
      'entry',
      'entry',
      'state',
      'state',
      'entry',
      'state',
    ]);
    expect(read?.records.filter((record) => record.type === 'entry').map((record) => record.entry)).toEqual([
      entry(1, 1),
      entry(2, 1, 0),
      entry(3, 2, 13),
    ]);
  });

  it('is not there on an empty disk', () => {
    expect(readWal({ files: [] })).toBeUndefined();
  });

  it('holds terms beyond what a number can', () => {
    const term = 2n ** 64n - 1n;
    const log = new WrittenLog().write({
      entries: [entry(1, term)],
      hardState: { term, vote: 1, commit: 1 },
    });
    expect(readWal(log.image)?.position.hardState?.term).toBe(term);
  });

  it('cut at any length within its last write, loses the torn record and nothing before it', () => {
    const before = small();
    const log = small().write({
      entries: [entry(4, 2, 40), entry(5, 2, 3)],
      hardState: { term: 3, vote: 3, commit: 2 },
    });
    const { name, bytes } = lastFile(log.image);
    const start = lastFile(before.image).bytes.length;
    const all = readWal(log.image)?.records ?? [];
    const ends = new Set<number>();
    for (let length = start; length <= bytes.length; length++) {
      const torn = withFile(log.image, name, bytes.slice(0, length));
      const read = readWal(torn);
      const whole = read?.position.size ?? -1;
      expect(whole).toBeLessThanOrEqual(length);
      expect(read?.records).toEqual(all.slice(0, read?.records.length));
      expect(read?.repairs.length).toBe(whole === length ? 0 : 1);
      expect(whole + (read?.tornBytes ?? 0)).toBeLessThanOrEqual(length);
      ends.add(whole);
      const repaired = applyOperations(torn, read?.repairs ?? []);
      expect(readWal(repaired)?.position).toEqual(read?.position);
      expect(readWal(repaired)?.tornBytes).toBe(0);
    }
    expect(ends.size).toBe(4);
    expect([...ends].at(-1)).toBe(bytes.length);
  });

  it('counts the bytes of a torn record', () => {
    const { name, bytes } = lastFile(small().image);
    const read = readWal(withFile(small().image, name, bytes.slice(0, -11)));
    expect(read?.tornBytes).toBeGreaterThan(0);
    expect((read?.position.size ?? 0) + (read?.tornBytes ?? 0)).toBeLessThanOrEqual(bytes.length - 11);
  });

  it('takes a sector of zeros in its last write for one that was never written', () => {
    const log = small().write({ entries: [entry(4, 2, 3000)] });
    const { name, bytes } = lastFile(log.image);
    const holes = bytes.slice().fill(0, 1024, 1536);
    const read = readWal(withFile(log.image, name, holes));
    expect(read?.position.lastIndex).toBe(3);
    expect(read?.tornBytes).toBeGreaterThan(2000);
  });

  it('accepts a segment that was made larger beforehand', () => {
    const { name, bytes } = lastFile(small().image);
    const grown = new Uint8Array(bytes.length + 640);
    grown.set(bytes);
    const read = readWal(withFile(small().image, name, grown));
    expect(read?.tornBytes).toBe(0);
    expect(read?.position.lastIndex).toBe(3);
    expect(read?.repairs).toEqual([{ type: 'replace', file: name, chunks: [bytes] }]);
  });

  it('says where a sum is wrong, and what etcd says of it', () => {
    const { name, bytes } = lastFile(small().image);
    const flipped = bytes.slice();
    const third = 8 + 8 + 24 + 24;
    flipped[third + 20] = (flipped[third + 20] ?? 0) ^ 1;
    expect(() => readWal(withFile(small().image, name, flipped))).toThrow(
      `etcdmain: walpb: crc mismatch (${name} at byte ${third}: crc mismatch`,
    );
  });

  it('refuses a hole in a segment that is not the last', () => {
    const log = new WrittenLog(200);
    for (let i = 1; i <= 20; i++) log.write({ entries: [entry(i, 1, 20)] });
    const first = readFile(log.image, FIRST_SEGMENT) ?? new Uint8Array(0);
    expect(() => readWal(withFile(log.image, FIRST_SEGMENT, first.slice(0, -5)))).toThrow(/cut short/);
  });

  it('goes on in a new segment when one is full, named after the next entry', () => {
    const log = new WrittenLog(300);
    for (let i = 1; i <= 30; i++) {
      log.write({ entries: [entry(i, 1, 20)], hardState: { term: 1, vote: 1, commit: i - 1 } });
    }
    const names = fileNames(log.image, 'wal/');
    expect(names.length).toBeGreaterThan(3);
    expect(names[0]).toBe(FIRST_SEGMENT);
    expect(names[1]).toBe('wal/0000000000000001-0000000000000005.wal');
    const read = readWal(log.image);
    expect(read?.position).toEqual(log.position);
    const indexes = read?.records.flatMap((record) => (record.type === 'entry' ? [record.entry.index] : []));
    expect(indexes).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
  });

  it('can be read from any segment on, and says when one is missing', () => {
    const log = new WrittenLog(300);
    for (let i = 1; i <= 30; i++) log.write({ entries: [entry(i, 1, 20)] });
    const whole = log.image;
    const names = fileNames(whole, 'wal/');
    log.apply(purgeWal(log.position, 17));
    const left = fileNames(log.image, 'wal/');
    expect(left.length).toBeLessThan(names.length);
    expect(left).toEqual(names.slice(-left.length));
    const read = readWal(log.image);
    expect(read?.position).toEqual(log.position);
    const first = read?.records.find((record) => record.type === 'entry');
    expect(first?.entry.index).toBeLessThanOrEqual(17);
    const gap = applyOperations(whole, [{ type: 'remove', file: names[2] ?? '' }]);
    expect(() => readWal(gap)).toThrow(/segment 2 before it is missing/);
  });

  test.prop([
    fc.array(
      fc.record({
        entries: fc.integer({ min: 0, max: 4 }),
        size: fc.integer({ min: 0, max: 90 }),
        state: fc.boolean(),
      }),
      { maxLength: 40 },
    ),
    fc.integer({ min: 100, max: 2000 }),
    fc.nat(),
  ])(
    'reads back whatever was written, however it was cut into segments and torn',
    (writes, segmentBytes, cut) => {
      const log = new WrittenLog(segmentBytes);
      let index = 0;
      for (const [i, { entries, size, state }] of writes.entries()) {
        const added = Array.from({ length: entries }, () => entry(++index, 1 + i, size));
        log.write({ entries: added, hardState: state ? { term: 1 + i, vote: 1, commit: index } : undefined });
      }
      const whole = readWal(log.image);
      expect(whole?.position).toEqual(log.position);
      const { name, bytes } = lastFile(log.image);
      const torn = readWal(
        withFile(log.image, name, bytes.slice(0, bytes.length - (cut % (log.atRisk + 1)))),
      );
      expect(torn?.records).toEqual(whole?.records.slice(0, torn?.records.length));
    },
  );

  it('marks a snapshot with its configuration', () => {
    const { index, term, confState } = snapshot(9, 4);
    const log = small().write({ snapshot: { index, term, confState }, entries: [] });
    expect(readWal(log.image)?.records.at(-1)).toEqual({
      type: 'snapshot',
      mark: { index, term, confState },
    });
    expect(log.position.lastIndex).toBe(9);
  });
});
