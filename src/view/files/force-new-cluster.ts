import type { MemberReport } from '../../datadir/verdict/report.ts';

/** What `etcd --force-new-cluster` does to a member's log when it starts (etcdserver: createConfChangeEnts). */
export interface ForcedCluster {
  /** Entries behind the commit index: they are left out, though their records stay in the file. */
  readonly dropped: { readonly from: number; readonly to: number } | undefined;
  /** Entries it appends, one for each other member, in the order of their ids, at the old term. */
  readonly appended: readonly {
    readonly index: number;
    readonly term: number;
    readonly id: string;
    readonly name: string;
  }[];
}

/** Undefined where the log does not say enough. */
export function forcedCluster({
  commit,
  lastIndex,
  term,
  memberId,
  members,
}: Pick<MemberReport, 'commit' | 'lastIndex' | 'term' | 'memberId' | 'members'>): ForcedCluster | undefined {
  if (commit === undefined || lastIndex === undefined || term === undefined || memberId === undefined)
    return undefined;
  // Ids are numbers of 64 bits in as many digits each: their order is that of their text.
  const others = members.filter(({ id }) => id !== memberId).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return {
    dropped: lastIndex > commit ? { from: commit + 1, to: lastIndex } : undefined,
    appended: others.map(({ id, name = '' }, i) => ({ index: commit + 1 + i, term, id, name })),
  };
}
