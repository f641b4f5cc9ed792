import { expect, test } from 'vitest';
import { EntryLog } from '../../../src/datadir/wal/entry-log.ts';
import type { LogStory } from '../../../src/datadir/wal/log-story.ts';
import { indexOfRow, logStrip, rowOfIndex } from '../../../src/view/files/log-strip.ts';

const nothing: LogStory = {
  terms: [],
  membership: [],
  compactions: [],
  leases: [],
  alarms: [],
  versions: [],
  auth: [],
  downgrades: [],
  forced: [],
  kinds: {},
  unknown: [],
  gaps: [],
};

/** Entries of these indexes, of one term. */
function logOf(...indexes: readonly number[]): EntryLog {
  const log = new EntryLog();
  for (const index of indexes) log.push(index, 1, 0, 0, 0, 0);
  return log;
}

test('rows of a log with a gap are numbered through, and an index leads to its row', () => {
  const log = logOf(5, 6, 7, 20, 21);
  const story = { ...nothing, gaps: [{ first: 8, last: 19 }] };
  const strip = logStrip(log, story, { commit: 20, snapshots: [] });
  expect([strip.firstIndex, strip.lastIndex, strip.count]).toEqual([5, 21, 5]);
  expect([0, 1, 2, 3, 4, 5].map((row) => indexOfRow(log, row))).toEqual([5, 6, 7, 20, 21, undefined]);
  expect([5, 7, 20, 21].map((index) => rowOfIndex(strip, index))).toEqual([0, 2, 3, 4]);
  // What is missing leads to what comes next.
  expect(rowOfIndex(strip, 12)).toBe(3);
});

test('marks stand in the order of their indexes, entries that were replaced among them', () => {
  const log = logOf(1, 2, 3, 2);
  const story: LogStory = {
    ...nothing,
    compactions: [{ index: 2, term: 1, revision: 7n }],
    membership: [
      {
        index: 1,
        term: 1,
        type: 'ConfChangeAddNode',
        memberId: 0x8e9e05c52164694dn,
        isPromotion: false,
        isForced: false,
      },
    ],
  };
  const { marks } = logStrip(log, story, { commit: 1, snapshots: [{ index: 2, term: 1 }] });
  expect(marks.map(({ kind, from, to, text }) => `${kind} ${from} ${to} ${text}`.trim())).toEqual([
    'membership 1 1 ConfChangeAddNode 8e9e05c52164694d',
    'snapshot 2 2',
    'compaction 2 2 7',
    'replaced 2 3',
  ]);
});
