import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { internalRaftRequest } from '../../../src/protobuf/etcdserverpb/raft-internal.ts';
import * as raftpb from '../../../src/protobuf/raftpb.ts';
import * as walpb from '../../../src/protobuf/walpb.ts';
import { encode } from '../../../src/protobuf/wire-write.ts';
import { encodeFrames, frameParts, type FrameParts } from '../../../src/storage/wal-frame.ts';
import { formatSegmentName } from '../../../src/storage/wal-name.ts';
import { walRecordNumber } from '../../../src/storage/wal-record.ts';

/** etcd: wal.SegmentSizeBytes. */
const SEGMENT_BYTES = 64_000_000;
const MEMBER = 0x8e9e05c52164694dn;
const metadata = encode(walpb.metadata, { nodeId: MEMBER, clusterId: 0xcdf818194e3a8c32n });

/**
 * A data directory with a log of so many puts, each followed by its hard state, as a member writes them whose clients wait for each other:
 * keys of 24 bytes, values of 100, segments of 64 MB. Answers its size in bytes.
 */
export function writeLog(dir: string, entries: number): number {
  mkdirSync(join(dir, 'member', 'wal'), { recursive: true });
  mkdirSync(join(dir, 'member', 'snap'), { recursive: true });
  let file = -1;
  let sequence = 0;
  let inSegment = 0;
  let size = 0;
  let sum = 0;
  let frames: FrameParts[] = [];
  const value = new Uint8Array(100).map((_, i) => 0x20 + (i % 90));
  begin(0);
  for (let index = 1; index <= entries; index++) {
    if (inSegment > SEGMENT_BYTES) begin(index);
    const key = Buffer.from(`/registry/bench/${String(index).padStart(8, '0')}`);
    const data = encode(internalRaftRequest, {
      put: { key, value },
      header: { ID: 0x694d_0000_0000_0000n + BigInt(index) },
    });
    push(walRecordNumber.entry, encode(raftpb.entry, { type: 'EntryNormal', term: 2, index, data }));
    push(walRecordNumber.state, encode(raftpb.hardState, { term: 2, vote: MEMBER, commit: index }));
    if (frames.length >= 2000) flush();
  }
  flush();
  closeSync(file);
  return size;

  function begin(firstIndex: number): void {
    flush();
    if (file >= 0) closeSync(file);
    file = openSync(join(dir, 'member', formatSegmentName({ sequence, firstIndex })), 'w');
    inSegment = 0;
    sequence++;
    frames.push(frameParts(walRecordNumber.crc, undefined, sum));
    push(walRecordNumber.metadata, metadata);
    if (sequence === 1)
      push(walRecordNumber.snapshot, encode(walpb.snapshot, { index: 0, term: 0, confState: undefined }));
  }

  function push(type: number, data: Uint8Array): void {
    const frame = frameParts(type, [data], sum);
    sum = frame.crc;
    frames.push(frame);
    inSegment += data.length + 24;
  }

  function flush(): void {
    if (frames.length === 0) return;
    for (const bytes of encodeFrames(frames)) size += writeSync(file, bytes);
    frames = [];
  }
}
