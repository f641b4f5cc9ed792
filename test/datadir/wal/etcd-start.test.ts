import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { memorySource, type ByteSource } from '../../../src/base/byte-source.ts';
import { etcdLines, type EtcdLine } from '../../../src/datadir/wal/etcd-line.ts';
import { etcdWalStart, type WalStart } from '../../../src/datadir/wal/etcd-start.ts';
import { readWal } from '../../../src/datadir/wal/read-wal.ts';
import {
  entryRecord,
  metadataRecord,
  naiveSegment,
  segmentName,
  snapshotRecord,
  stateRecord,
  sumRecord,
  type NaiveRecord,
} from './naive-log.ts';

const head: readonly NaiveRecord[] = [sumRecord, metadataRecord(0xan, 0xbn)];

function segment(records: readonly NaiveRecord[], sequence = 0, firstIndex = 0, sum = 0): ByteSource {
  return memorySource(segmentName(sequence, firstIndex), naiveSegment([...head, ...records], sum).bytes);
}

function start(sources: readonly ByteSource[], line: EtcdLine = '3.6', index = 0): WalStart {
  const snapshots = index === 0 ? [] : [{ term: 1, index }];
  return etcdWalStart(sources, readWal(sources), snapshots, line);
}

it('an entry that does not follow, in the words of each line', () => {
  const sources = [segment([entryRecord({ term: 1, index: 1 }), entryRecord({ term: 2, index: 4 })])];
  expect(start(sources, '3.4').words).toBe(
    'etcdserver: read wal error (wal: slice bounds out of range) and cannot be repaired',
  );
  expect(start(sources, '3.5').words).toBe(
    'failed to read WAL, cannot be repaired (wal: slice bounds out of range)',
  );
  expect(start(sources, '3.7')).toMatchObject({
    outcome: 'refuses',
    step: 'read',
    entries: 1,
    error:
      'wal: slice bounds out of range, snapshot[Index: 0, Term: 0], current entry[Index: 4, Term: 2], len(ents): 1',
  });
});

it('a snapshot that a leader sent stands for what is missing before it', () => {
  const records = [
    entryRecord({ term: 1, index: 1 }),
    snapshotRecord(1, 9),
    stateRecord(1, 0xan, 9),
    entryRecord({ term: 1, index: 10 }),
  ];
  const sources = [segment(records)];
  expect(start(sources, '3.6', 9)).toMatchObject({
    outcome: 'starts',
    from: { index: 9 },
    entries: 1,
    lastIndex: 10,
  });
  // Without its file there is nothing to stand for it.
  expect(start(sources)).toMatchObject({ outcome: 'refuses', step: 'read' });
  expect(readWal(sources).log.ranges).toEqual([
    { first: 1, last: 1 },
    { first: 10, last: 10 },
  ]);
});

it('a commit index beyond the end is raft’s to refuse: a log without its end may look whole', () => {
  const sources = [segment([entryRecord({ term: 3, index: 1 }), stateRecord(3, 0xan, 7)])];
  expect(start(sources)).toMatchObject({
    outcome: 'refuses',
    step: 'raft',
    panics: true,
    words: 'panic: a state.commit 7 is out of range [0, 1]',
  });
});

it('files whose beginning is gone need a snapshot, and one that is missing in between is seen after the first', () => {
  const late = [segment([], 1, 10)];
  expect(start(late).error).toBe(
    "openAtIndex failed: [openAtIndex] selectWALFiles failed: wal: file not found which matches the snapshot index '0'",
  );
  expect(start(late, '3.4').words).toBe('etcdserver: open wal error: wal: file not found');
  const marked = naiveSegment([...head, snapshotRecord(1, 12), stateRecord(1, 0xan, 12)]);
  const sources = [memorySource(segmentName(1, 10), marked.bytes), segment([], 4, 40, marked.sum)];
  expect(start(sources, '3.6', 12).error).toBe(
    'openAtIndex failed: [openAtIndex] selectWALFiles failed: wal: file sequence numbers (starting from 0) do not increase continuously',
  );
  expect(readWal(sources).missing).toEqual([2, 3]);
});

it('what lies behind a length of zero is told: a start would overwrite it', () => {
  const records = [...head, ...[1, 2, 3].map((index) => entryRecord({ term: 1, index }))];
  const { bytes, offsets } = naiveSegment(records);
  bytes.fill(0, offsets[3], (offsets[3] ?? 0) + 8);
  const wal = readWal([memorySource(segmentName(0, 0), bytes)]);
  expect(wal.end).toEqual({ kind: 'whole' });
  expect(wal.log.lastIndex).toBe(1);
  expect(wal.segments[0]?.zeroFrom).toBe(offsets[3]);
  expect(wal.behind).toEqual({ segment: 0, offset: (offsets[3] ?? 0) + 8 });
});

it('any bytes are read to an end, by each line’s rules, in no more memory than they are', () => {
  const frame = fc.uint8Array({ maxLength: 60 });
  const lengths = fc.oneof(fc.bigInt({ min: 0n, max: 80n }), fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }));
  fc.assert(
    fc.property(fc.array(fc.tuple(lengths, frame), { maxLength: 8 }), fc.array(fc.nat(3)), (parts, cuts) => {
      const bytes: number[] = [];
      for (const [length, record] of parts) {
        for (let i = 0n; i < 8n; i++) bytes.push(Number((length >> (8n * i)) & 0xffn));
        bytes.push(...record);
      }
      const sources = [0, ...cuts]
        .slice(0, 3)
        .map((_, i) => memorySource(segmentName(i, i), Uint8Array.from(bytes)));
      for (const line of etcdLines) {
        const wal = readWal(sources, {}, undefined, { line });
        const verdict = etcdWalStart(sources, wal, [], line);
        if (verdict.outcome === 'refuses') expect(verdict.words).not.toBe('');
      }
    }),
    { seed: 21, numRuns: 300 },
  );
});
