import { expect, it } from 'vitest';
import { memorySource } from '../../../src/base/byte-source.ts';
import { decodeEntry, entryText, peekRequest } from '../../../src/datadir/wal/decode-entry.ts';
import { LogEntries } from '../../../src/datadir/wal/log-entries.ts';
import { readWal } from '../../../src/datadir/wal/read-wal.ts';
import * as raftpb from '../../../src/protobuf/raftpb.ts';
import { encode } from '../../../src/protobuf/wire-write.ts';
import { entryRecord, metadataRecord, naiveSegment, segmentName, sumRecord } from './naive-log.ts';
import { dumpedTexts, workloadFiles, type Workload } from './workloads.ts';

function showAll(): undefined {
  return undefined;
}

function entriesOf(of: Workload): { entries: LogEntries; last: number } {
  const wal = readWal(workloadFiles(of, '.wal'), {}, undefined, { line: of });
  return { entries: new LogEntries(wal), last: wal.log.lastIndex };
}

it('every entry of a 3.4 has the text that etcd-dump-logs prints', () => {
  const { entries, last } = entriesOf('3.4');
  const theirs = dumpedTexts('3.4');
  const ours = new Map<number, string>();
  for (let index = 2; index <= last; index++) {
    const entry = entries.at(index);
    ours.set(index, entry === undefined ? 'none' : entryText(entry.content, showAll));
  }
  expect(ours).toEqual(theirs);
  expect(ours.size).toBe(73);
});

it('of a 3.6 also what the tool of 3.4 cannot read: members, the version, hashes of passwords', () => {
  const { entries, last } = entriesOf('3.6');
  const theirs = dumpedTexts('3.6');
  const more: string[] = [];
  for (let index = 2; index <= last; index++) {
    const entry = entries.at(index);
    const text = entry === undefined ? 'none' : entryText(entry.content, showAll);
    if (text !== theirs.get(index)) more.push(entry?.text ?? '');
  }
  expect(more.map((text) => text.replace(/ID:\d+/g, 'ID:…'))).toEqual([
    'header:<ID:… > cluster_member_attr_set:<member_ID:… member_attributes:<name:"m" client_urls:"http://127.0.0.1:24790" > >',
    'header:<ID:… > cluster_version_set:<ver:"3.6.0" >',
    'header:<ID:… > auth_user_add:<name:"root" options:<> hashedPassword:<80 bytes> >',
    'header:<ID:… > auth_user_add:<name:"u" options:<> hashedPassword:<80 bytes> >',
    'header:<ID:… > auth_user_change_password:<name:"u" hashedPassword:<80 bytes> >',
  ]);
});

it('3.7 writes what 3.6 writes, and no entry of any is unknown', () => {
  const kinds = (['3.4', '3.6', '3.7'] as const).map((of) => {
    const { entries, last } = entriesOf(of);
    return Array.from({ length: last }, (_, i) => {
      const content = entries.at(i + 1)?.content;
      if (content?.kind !== 'request') return content?.kind;
      expect(peekRequest(entries.at(i + 1)?.data ?? new Uint8Array(0))).toBe(content.name);
      return content.name;
    });
  });
  expect(kinds[2]).toEqual(kinds[1]);
  expect(kinds.flat()).not.toContain('unknown');
  expect(new Set(kinds.flat()).size).toBe(28);
});

it('a change of several members, bytes that are nothing, and a type that nobody knows', () => {
  const changes = [
    { type: 'ConfChangeAddNode', nodeId: 0x8e9e05c52164694dn },
    { type: 'ConfChangeRemoveNode', nodeId: 3 },
  ] as const;
  const change = encode(raftpb.confChangeV2, {
    transition: 'ConfChangeTransitionAuto',
    changes,
    context: undefined,
  });
  expect(entryText(decodeEntry(2, change))).toBe(
    'transition=ConfChangeTransitionAuto changes=[ConfChangeAddNode 8e9e05c52164694d, ConfChangeRemoveNode 3]',
  );
  expect(decodeEntry(0, Uint8Array.of(0xff, 0xff)).kind).toBe('unknown');
  expect(entryText(decodeEntry(7, change))).toBe('???');
});

it('a file that is no longer what it was is told, with its name and the byte', () => {
  const records = [
    sumRecord,
    metadataRecord(1n, 2n),
    entryRecord({ term: 1, index: 1, data: Uint8Array.of(1, 2) }),
  ];
  const { bytes, offsets } = naiveSegment(records);
  const wal = readWal([memorySource(segmentName(0, 0), bytes)]);
  bytes.fill(0, offsets[2]);
  expect(() => new LogEntries(wal).at(1)).toThrow(
    `${segmentName(0, 0)} at byte ${offsets[2]}: the entry 1 that was read here is gone`,
  );
});
