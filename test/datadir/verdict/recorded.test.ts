import { describe, expect, test } from 'vitest';
import { compareMembers } from '../../../src/datadir/verdict/compare.ts';
import { inspectMember } from '../../../src/datadir/verdict/inspect-member.ts';
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

function outcomes(recording: string): string[] {
  const [member] = recordedMembers(recording);
  if (member === undefined) throw new Error('no member');
  const { report } = inspectMember(filesOf(member.given), quiet);
  return report.starts.map(({ etcd, outcome, code }) => `${etcd} ${outcome}: ${code}`);
}
