import { expect, test } from 'vitest';
import { damagedDbs, damagedLogs, damagedSnaps } from './damage-rounds.ts';
import { recordedMembers, recordingNames } from './recorded-members.ts';

test.each(recordingNames())(
  '%s: its log, db and snapshots damaged at many places',
  { timeout: 120_000 },
  (recording) => {
    const given = recordedMembers(recording)[0]?.given ?? [];
    expect(damagedLogs(given, 13).wrong).toEqual([]);
    expect(damagedDbs(given, 1, 499).wrong).toEqual([]);
    expect(damagedSnaps(given, 17).wrong).toEqual([]);
  },
);
