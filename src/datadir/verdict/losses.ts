import { agreeAt } from './compare-logs.ts';
import type { Comparable } from './find-difference.ts';
import { lineOf, type Inspected } from './inspect-member.ts';
import type { Loss } from './report.ts';
import { counted } from './words.ts';

/** What the members together say is committed. */
export interface Standing {
  /** Voting members of the cluster, and how many of them make a majority. */
  readonly voters: number;
  readonly majority: number;
  /** The highest index that some commit index, some db, or a majority of the logs has: what clients may have been told. */
  readonly committed: number;
  /** The highest index that any log has. */
  readonly last: number;
  /** The highest revision of any store. */
  readonly revision: number;
  /** The highest index that any db has applied. */
  readonly applied: number;
}

export function standingOf(together: readonly Comparable[]): Standing {
  const members = together.filter(({ inspected }) => inspected.report.kind === 'data directory');
  const reports = members.map(({ inspected }) => inspected.report);
  const voters = Math.max(
    members.length,
    ...reports.map((report) => report.members.filter(({ learner }) => !learner).length),
  );
  const majority = Math.floor(voters / 2) + 1;
  const applied = Math.max(0, ...reports.map(({ consistentIndex = 0 }) => consistentIndex));
  const known = Math.max(applied, ...reports.map(({ commit = 0 }) => commit));
  return {
    voters,
    majority,
    committed: Math.max(known, heldByMajority(members, majority)),
    last: Math.max(0, ...reports.map(({ lastIndex = 0 }) => lastIndex)),
    revision: Math.max(0, ...together.map(({ inspected }) => inspected.report.revision ?? 0)),
    applied,
  };
}

/** The highest index that so many of these logs have alike; 0 for none. */
function heldByMajority(members: readonly Comparable[], majority: number): number {
  const logs = members.flatMap(({ log }) => log ?? []);
  const ends = [...new Set(logs.map(({ log }) => log.lastIndex))].sort((a, b) => b - a);
  for (const index of ends) {
    const isHeld = logs.some((one) => logs.filter((other) => agreeAt(one, other, index)).length >= majority);
    if (isHeld) return index;
  }
  return 0;
}

/** How far a start from this member, or a restore of its db, gets. */
export function reachOf({ report, backend }: Inspected): number {
  const own = report.starts.find(({ etcd }) => etcd === lineOf(report.version));
  if (own !== undefined && (own.outcome === 'starts' || own.outcome === 'mends'))
    return report.lastIndex ?? 0;
  return backend?.consistentIndex ?? 0;
}

export function lossOf(inspected: Inspected, { committed, last, revision, applied }: Standing): Loss {
  const { report } = inspected;
  const { dir } = report;
  if (report.kind === 'backup') {
    const revisions = Math.max(0, revision - (report.revision ?? 0));
    const words =
      revisions === 0
        ? 'no revision that the others have is lost.'
        : `${counted(revisions, 'revision is', 'revisions are')} lost: those after ${report.revision ?? 0}.`;
    return { dir, committedEntries: 0, openEntries: 0, revisions, words };
  }
  const reach = reachOf(inspected);
  const committedEntries = Math.max(0, committed - reach);
  const openEntries = Math.max(0, last - Math.max(reach, committed));
  const revisions = reach >= applied ? 0 : Math.max(0, revision - (report.revision ?? 0));
  const parts = [
    committedEntries === 0
      ? 'nothing that is known to be committed is lost'
      : `${counted(committedEntries, 'entry that was', 'entries that were')} acknowledged ${committedEntries === 1 ? 'is' : 'are'} lost (${reach + 1} to ${committed}${revisions > 0 ? `, up to ${counted(revisions, 'revision', 'revisions')}` : ''})`,
    ...(openEntries === 0
      ? []
      : [
          `so ${openEntries === 1 ? 'is' : 'are'} ${counted(openEntries, 'entry', 'entries')} that nobody can know to be committed`,
        ]),
  ];
  return { dir, committedEntries, openEntries, revisions, words: `${parts.join('; ')}.` };
}
