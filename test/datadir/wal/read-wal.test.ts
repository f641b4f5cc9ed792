import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { memorySource, type ByteSource } from '../../../src/base/byte-source.ts';
import { readWal, type WalEntry } from '../../../src/datadir/wal/read-wal.ts';
import {
  entryRecord,
  metadataRecord,
  naiveSegment,
  segmentName,
  snapshotRecord,
  stateRecord,
  sumRecord,
  type NaiveEntry,
  type NaiveRecord,
} from './naive-log.ts';

const member = 0x8e9e05c52164694dn;
const cluster = 0xcdf818194e3a8c32n;

/** A source that gives no more than it is asked for, as a file does. */
function fileSource(name: string, bytes: Uint8Array): ByteSource {
  return { name, size: bytes.length, read: (at, length) => bytes.slice(at, at + length) };
}

const anEntry = fc.record({
  term: fc.integer({ min: 1, max: 5 }),
  step: fc.integer({ min: -3, max: 1 }),
  data: fc.option(fc.uint8Array({ maxLength: 300 }), { nil: undefined }),
  cut: fc.boolean(),
});

it('what a naive writer has written is read: every record, its place, the sum over all files, what counts in the end', () => {
  fc.assert(
    fc.property(fc.array(anEntry, { maxLength: 40 }), fc.integer({ min: 0, max: 2000 }), (drawn, zeros) => {
      const sources: ByteSource[] = [];
      const expected: { index: number; term: number; data: Uint8Array; segment: number; offset: number }[] =
        [];
      const counting = new Map<number, number>();
      let records: NaiveRecord[] = [sumRecord, metadataRecord(member, cluster), snapshotRecord(0, 0)];
      let inSegment: { entry: NaiveEntry; at: number }[] = [];
      let sum = 0;
      let last = 0;
      const close = (padding: number): void => {
        const segment = naiveSegment(records, sum);
        const bytes = new Uint8Array(segment.bytes.length + padding);
        bytes.set(segment.bytes);
        for (const { entry, at } of inSegment) {
          const { index, term, data = new Uint8Array(0) } = entry;
          const offset = segment.offsets[at] ?? -1;
          expected.push({ index, term, data, segment: sources.length, offset });
        }
        sources.push(fileSource(segmentName(sources.length, sources.length === 0 ? 0 : last + 1), bytes));
        sum = segment.sum;
        inSegment = [];
      };
      let number = 0;
      for (const { term, step, data, cut } of drawn) {
        const index = Math.max(1, last + step);
        for (const at of counting.keys()) if (at >= index) counting.delete(at);
        counting.set(index, number++);
        last = index;
        const entry = data === undefined ? { term, index } : { term, index, data };
        inSegment.push({ entry, at: records.length });
        records.push(entryRecord(entry), stateRecord(term, member, index - 1));
        if (!cut) continue;
        close(0);
        records = [sumRecord, metadataRecord(member, cluster), stateRecord(term, member, index - 1)];
      }
      close(zeros - (zeros % 8));

      const met: Omit<WalEntry, 'type'>[] = [];
      const wal = readWal(sources, { entry: (entry) => met.push({ ...entry, data: entry.data.slice() }) });
      expect(wal.end).toEqual({ kind: 'whole' });
      expect(wal.problems).toEqual([]);
      expect(wal.metadata).toEqual({ memberId: member, clusterId: cluster });
      const places = met.map(({ place: { segment, offset }, index, term, data }) => ({
        index,
        term,
        data,
        segment,
        offset,
      }));
      expect(places).toEqual(expected);
      expect(wal.log.records).toBe(expected.length);
      for (let index = 0; index <= last + 3; index++)
        expect(wal.log.recordAt(index)).toBe(counting.get(index));
      expect(wal.log.lastIndex).toBe(last);
      expect(wal.log.overwrittenCount).toBe(expected.length - counting.size);
    }),
    { seed: 14, numRuns: 200 },
  );
});

it('a window that ends within a record is followed by one that has all of it', () => {
  const large = new Uint8Array(1_500_000).fill(7);
  const entries = [1, 2, 3, 4].map((index) =>
    entryRecord({ term: 1, index, data: large.subarray(index * 100_000) }),
  );
  const { bytes } = naiveSegment([sumRecord, metadataRecord(member, cluster), ...entries]);
  const told: number[] = [];
  const sizes: number[] = [];
  const wal = readWal(
    [fileSource(segmentName(0, 0), bytes)],
    { entry: ({ data }) => sizes.push(data.length) },
    (done) => told.push(done),
  );
  expect(wal.end.kind).toBe('whole');
  expect(sizes).toEqual([1_400_000, 1_300_000, 1_200_000, 1_100_000]);
  expect(told.at(-1)).toBe(bytes.length);
  expect(told.length).toBeGreaterThan(3);
});

it('files that are not of the log are named, and one that is missing in between', () => {
  const { bytes, sum } = naiveSegment([sumRecord, metadataRecord(member, cluster)]);
  const third = naiveSegment([{ ...sumRecord, crc: (sum + 1) >>> 0 }, metadataRecord(member, cluster)], sum);
  const wal = readWal([
    memorySource('0.tmp', new Uint8Array(64)),
    memorySource(segmentName(2, 5), third.bytes),
    memorySource(segmentName(0, 0), bytes),
    memorySource(`${segmentName(1, 3)}.broken`, bytes),
  ]);
  expect(wal.ignored).toEqual(['0.tmp', `${segmentName(1, 3)}.broken`]);
  expect(wal.missing).toEqual([1]);
  expect(wal.end).toEqual({
    kind: 'damaged',
    place: { segment: 1, offset: 0 },
    error: 'walpb: crc mismatch',
  });
});
