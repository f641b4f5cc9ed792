import { expect, it } from 'vitest';
import { memorySource } from '../../../src/base/byte-source.ts';
import { logStory } from '../../../src/datadir/wal/log-story.ts';
import { readWal } from '../../../src/datadir/wal/read-wal.ts';
import { internalRaftRequest } from '../../../src/protobuf/etcdserverpb/raft-internal.ts';
import * as raftpb from '../../../src/protobuf/raftpb.ts';
import { encode } from '../../../src/protobuf/wire-write.ts';
import {
  entryRecord,
  metadataRecord,
  naiveSegment,
  segmentName,
  sumRecord,
  type NaiveEntry,
} from './naive-log.ts';
import { workloadFiles } from './workloads.ts';

it('a log of 3.6 tells terms, the leader, members, compactions, leases, alarms, versions and authentication', () => {
  const story = logStory(readWal(workloadFiles('3.6', '.wal')));
  const member = 0x886b03c4ae679a15n;
  expect(story.terms).toEqual([
    { term: 1, first: 1, last: 1 },
    { term: 2, first: 2, last: 53, leader: { memberId: member, by: 'alone' } },
  ]);
  expect(story.membership.map(({ index, type, isForced }) => [index, type, isForced])).toEqual([
    [1, 'ConfChangeAddNode', false],
    [36, 'ConfChangeUpdateNode', false],
    [52, 'ConfChangeAddLearnerNode', false],
  ]);
  expect(story.membership[0]).toMatchObject({
    name: 'm',
    memberId: member,
    peerUrls: ['http://127.0.0.1:24800'],
  });
  expect(story.compactions).toEqual([{ index: 14, term: 2, revision: 5n }]);
  expect(story.leases.map(({ index, type, ttl }) => [index, type, ttl])).toEqual([
    [7, 'grant', 600n],
    [9, 'grant', 700n],
    [10, 'revoke', undefined],
  ]);
  expect(story.leases[0]?.id).toBe(story.leases[2]?.id);
  expect(story.versions).toEqual([{ index: 4, term: 2, version: '3.6.0' }]);
  expect(story.auth.map(({ index, enabled }) => [index, enabled])).toEqual([
    [25, true],
    [29, false],
  ]);
  expect(story.kinds).toMatchObject({ put: 21, empty: 1, confChange: 3, txn: 1 });
  expect(story.unknown).toEqual([]);
  expect(story.forced).toEqual([]);
});

const [a, b, c] = [0x1111n, 0x2222n, 0x3333n];

function change(type: raftpb.ConfChange['type'], nodeId: bigint, id = 0n): Pick<NaiveEntry, 'type' | 'data'> {
  const data = encode(raftpb.confChange, { id, type, nodeId, context: undefined });
  return { type: 'EntryConfChange', data };
}

function request(message: object): Pick<NaiveEntry, 'data'> {
  return { data: encode(internalRaftRequest, message as never) };
}

it('three members: a term led by the one that set the version, one by the one voted for; then a start with force-new-cluster', () => {
  const entries: NaiveEntry[] = [
    { term: 1, index: 1, ...change('ConfChangeAddNode', a) },
    { term: 1, index: 2, ...change('ConfChangeAddNode', b) },
    { term: 1, index: 3, ...change('ConfChangeAddNode', c) },
    { term: 2, index: 4 },
    {
      term: 2,
      index: 5,
      ...request({ header: { ID: (b << 48n) + 7n }, cluster_version_set: { ver: '3.6.0' } }),
    },
    { term: 2, index: 6, ...change('ConfChangeRemoveNode', c, 77n) },
    { term: 4, index: 7 },
    // What follows was never committed, and is replaced by a start that makes a cluster of a alone.
    { term: 4, index: 8, ...request({ header: { ID: 1n }, compaction: { revision: 3n } }) },
    { term: 4, index: 8, ...change('ConfChangeRemoveNode', b) },
    { term: 5, index: 9 },
  ];
  const { bytes } = naiveSegment([sumRecord, metadataRecord(a, 9n), ...entries.map(entryRecord)]);
  const story = logStory(readWal([memorySource(segmentName(0, 0), bytes)]), new Map([[4, b]]));
  expect(story.terms.map(({ term, leader }) => [term, leader?.memberId, leader?.by])).toEqual([
    [1, undefined, undefined],
    [2, b, 'proposed'],
    [4, b, 'voted'],
    [5, a, 'alone'],
  ]);
  expect(story.forced).toEqual([{ index: 8, removed: [b] }]);
  expect(story.compactions).toEqual([]);
  expect(story.gaps).toEqual([]);
});
