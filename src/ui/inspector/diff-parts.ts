import type { FieldChange } from '../../node/report/member-diff.ts';

/** The parts of a member in which its fields are shown, as etcd's types divide them. */
export const diffParts = [
  'softState',
  'hardState',
  'votes',
  'log',
  'disk',
  'progress',
  'config',
  'store',
  'queues',
  'clock',
] as const;
export type DiffPart = (typeof diffParts)[number];

const partOfField: Readonly<Record<string, DiffPart>> = {
  status: 'softState',
  state: 'softState',
  lead: 'softState',
  leadTransferee: 'softState',
  term: 'hardState',
  vote: 'hardState',
  commit: 'hardState',
  votes: 'votes',
  first: 'log',
  last: 'log',
  applied: 'log',
  pendingSnapshotIndex: 'log',
  stable: 'disk',
  snapshotIndex: 'disk',
  hardState: 'disk',
  progress: 'progress',
  confState: 'config',
  pendingConfIndex: 'config',
  revision: 'store',
  compactRevision: 'store',
  keyCount: 'store',
  electionElapsed: 'clock',
  randomizedElectionTimeout: 'clock',
  heartbeatElapsed: 'clock',
};

/** The changes part by part; a part in which nothing has changed is not there. */
export function byPart(
  changes: readonly FieldChange[],
): readonly { readonly part: DiffPart; readonly changes: readonly FieldChange[] }[] {
  return diffParts.flatMap((part) => {
    const own = changes.filter((change) => partOf(change) === part);
    return own.length === 0 ? [] : [{ part, changes: own }];
  });
}

function partOf({ field }: FieldChange): DiffPart {
  return partOfField[field.split(' ')[0] ?? ''] ?? 'queues';
}
