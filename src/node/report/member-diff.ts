import type { MemberView } from './view.ts';

/** A field of a member's state as text, before and after an input. */
export interface FieldChange {
  readonly field: string;
  readonly before: string;
  readonly after: string;
}

/** What an input is judged by: the fields in the order they are shown. Others follow from these or are too long. */
const FIELDS = [
  'state',
  'term',
  'vote',
  'lead',
  'leadTransferee',
  'commit',
  'applied',
  'first',
  'last',
  'stable',
  'snapshotIndex',
  'pendingSnapshotIndex',
  'electionElapsed',
  'randomizedElectionTimeout',
  'heartbeatElapsed',
  'pendingConfIndex',
  'pendingProposals',
  'appendQueue',
  'applyQueue',
  'revision',
  'compactRevision',
  'keyCount',
] as const satisfies readonly (keyof MemberView)[];

/** A member that has just begun: what it begins with, where before there was none. */
export function memberStart(after: MemberView): readonly FieldChange[] {
  const known = ['state', 'term', 'vote', 'commit', 'applied', 'last'] as const;
  return known.map((field) => ({ field, before: '', after: String(after[field]) }));
}

/** The fields that differ, among them what is on the disk, a leader's Match and Next and a candidate's votes. */
export function memberDiff(before: MemberView, after: MemberView): readonly FieldChange[] {
  const changes: FieldChange[] = FIELDS.filter((field) => before[field] !== after[field]).map((field) => ({
    field,
    before: String(before[field]),
    after: String(after[field]),
  }));
  for (const field of ['term', 'vote', 'commit'] as const)
    if (before.hardState[field] !== after.hardState[field])
      changes.push({
        field: `hardState ${field}`,
        before: String(before.hardState[field]),
        after: String(after.hardState[field]),
      });
  if (before.confState !== after.confState)
    for (const field of ['voters', 'votersOutgoing', 'learners', 'learnersNext'] as const) {
      const [old, now] = [before.confState[field].join(' '), after.confState[field].join(' ')];
      if (old !== now) changes.push({ field: `confState ${field}`, before: old, after: now });
    }
  for (const progress of after.progress) {
    const old = before.progress.find((each) => each.id === progress.id);
    if (!old) continue;
    for (const field of ['state', 'match', 'next', 'paused', 'recentActive', 'inflight'] as const)
      if (old[field] !== progress[field])
        changes.push({
          field: `progress n${progress.id} ${field}`,
          before: String(old[field]),
          after: String(progress[field]),
        });
  }
  for (const { id, vote } of after.votes) {
    const old = before.votes.find((each) => each.id === id)?.vote ?? 'missing';
    if (old !== vote) changes.push({ field: `votes n${id}`, before: old, after: vote });
  }
  if (before.pendingReads.length !== after.pendingReads.length)
    changes.push({
      field: 'pendingReads',
      before: String(before.pendingReads.length),
      after: String(after.pendingReads.length),
    });
  return changes;
}
