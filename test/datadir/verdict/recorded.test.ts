import { describe, expect, test } from 'vitest';
import { compareMembers } from '../../../src/datadir/verdict/compare.ts';
import { valueOf } from '../../../src/datadir/backend/value.ts';
import { inspectMember } from '../../../src/datadir/verdict/inspect-member.ts';
import { entriesOfRevisions } from '../../../src/datadir/verdict/revision-entries.ts';
import { compareAnswers, compareTools } from '../../real-etcd/compare-reports.ts';
import { filesOf, recordedMembers, recordingNames } from './recorded-members.ts';

const quiet = (): void => undefined;

describe('members of real etcds say what those etcds said', () => {
  test.each(recordingNames())('%s', (recording) => {
    const members = recordedMembers(recording);
    expect(members.length).toBeGreaterThan(0);
    for (const { given, answers, tools } of members) {
      const inspected = inspectMember(filesOf(given), quiet);
      expect([...compareTools(inspected, tools), ...compareAnswers(inspected, answers)]).toEqual([]);
      const own = inspected.report.starts.find(({ etcd }) => etcd === answers.line);
      expect(own?.outcome).toBe('starts');
    }
  });
});

test('three members of one cluster are alike, and each may go on', () => {
  const members = recordedMembers('etcd-3.6-4.zip').map(({ given }) => inspectMember(filesOf(given), quiet));
  const { differences, findings, losses, advice } = compareMembers(members, quiet);
  expect(members).toHaveLength(3);
  expect(differences).toEqual([]);
  expect(findings).toEqual([]);
  expect(losses.map(({ committedEntries }) => committedEntries)).toEqual([0, 0, 0]);
  expect(advice.map(({ code }) => code)).toEqual(['start the majority']);
});

test('a start of another line is told by the words it ends with', () => {
  // As the etcds themselves did, tried one after the other on copies of these directories.
  expect(outcomes('etcd-3.4-1.zip')).toEqual([
    '3.4 starts: starts',
    '3.5 starts: starts',
    '3.6 refuses: v2 entries',
    '3.7 refuses: v2 entries',
  ]);
  expect(outcomes('etcd-3.6-3.zip')).toEqual([
    '3.4 refuses: newer cluster',
    '3.5 refuses: newer cluster',
    '3.6 starts: starts',
    '3.7 starts: starts',
  ]);
  expect(outcomes('etcd-3.7-3.zip')).toEqual([
    '3.4 refuses: newer cluster',
    '3.5 refuses: newer cluster',
    '3.6 refuses: newer schema',
    '3.7 starts: starts',
  ]);
});

test('every revision of a real log has its entry, in their order, and a put its value', () => {
  for (const recording of recordingNames()) {
    const [member] = recordedMembers(recording);
    const { log, backend, db } = inspectMember(filesOf(member?.given ?? []), quiet);
    if (log === undefined || backend === undefined || db === undefined) throw new Error(recording);
    const { times, compactRevision, consistentIndex } = backend;
    const found = entriesOfRevisions(times, log.requests, consistentIndex, { compacted: compactRevision });
    expect(found.length, recording).toBeGreaterThan(20);
    found.forEach((index, position) => {
      const what = `${recording}, revision ${times.main(position)}.${times.sub(position)}`;
      expect(index, what).toBeGreaterThan(position === 0 ? 0 : (found[position - 1] ?? 0) - 1);
      const operation = log.requests.operationAt(index);
      if (operation?.type !== 'put') return;
      expect(valueOf(db, times, position), what).toEqual(operation.value);
    });
  }
});

function outcomes(recording: string): string[] {
  const [member] = recordedMembers(recording);
  if (member === undefined) throw new Error('no member');
  const { report } = inspectMember(filesOf(member.given), quiet);
  return report.starts.map(({ etcd, outcome, code }) => `${etcd} ${outcome}: ${code}`);
}
