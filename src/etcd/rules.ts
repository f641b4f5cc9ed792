import type { Revision } from '../base/flavor.ts';
import { tablesOf, type RuleBook } from '../base/rule-table.ts';

/** The rules of the replicated state machine, of the leader's lease clock and of watches. */
export interface EtcdRules {
  /** Whether a compaction keeps deletions made at its very revision, where that is what the setting asks for. */
  readonly keepsTombstones: (setting: boolean) => boolean;
  /** The revision of a store that comes from a snapshot, of the one that it names and its newest record's. */
  readonly restoredRevision: (saved: Revision, newest: Revision) => Revision;
  /** Whether installing a snapshot leaves keys of the store before it. */
  readonly leavesOldKeys: () => boolean;
  readonly savesLeases: () => boolean;
  /** Whether a new leader counts every lease from the beginning of its leadership. */
  readonly countsLeasesAnew: () => boolean;
  /** Whether a watch that begins at `startRevision` needs no history of a store at `revision`. */
  readonly needsNoHistory: (startRevision: Revision, revision: Revision) => boolean;
  /** The first revision that a watch has not been told, when a snapshot has replaced the store. */
  readonly resumesFrom: (asked: Revision, next: Revision) => Revision;
  /** The same, when it has been caught up. */
  readonly caughtUpFrom: (asked: Revision, next: Revision) => Revision;
  /** Whether a watch whose history was compacted away is cancelled and told so. */
  readonly cancelsOvertaken: () => boolean;
  /** Whether a watch may be told that it has heard everything up to `revision`. */
  readonly mayMark: (next: Revision, revision: Revision) => boolean;
  /** Whether a stream may be told so, of which `behind` watches are not caught up. */
  readonly mayMarkStream: (behind: number) => boolean;
}

const WATCH = 'etcd: API guarantees, watch APIs';

export const etcdRules: RuleBook<EtcdRules> = {
  leavesOldKeys: {
    section: 'paper 7, figure 13',
    promises: 'RestoreReplaces',
    kept: () => false,
    broken: { snapshotOnTop: () => true },
  },
  savesLeases: {
    section: 'thesis 5.1 and 6.3',
    promises: 'StateHashAgreement',
    kept: () => true,
    broken: { snapshotWithoutLeases: () => false },
  },
  restoredRevision: {
    section: 'etcd issue 17780',
    promises: 'StateHashAgreement',
    kept: (saved) => saved,
    broken: { revisionFromRecords: (_saved, newest) => newest },
  },
  countsLeasesAnew: {
    section: 'etcd: lease, lessor.Promote',
    promises: 'LeaseNotEarly',
    kept: () => true,
    broken: { noLeaseExtension: () => false },
  },
  needsNoHistory: {
    section: WATCH,
    promises: 'WatchReliable',
    kept: (startRevision, revision) => startRevision === 0 || startRevision > revision,
    broken: { watchSkipsHistory: () => true },
  },
  resumesFrom: {
    section: `${WATCH}; etcd issue 15271`,
    promises: 'WatchUnique',
    kept: Math.max,
    broken: { watchReplays: (asked) => asked },
  },
  caughtUpFrom: {
    section: `${WATCH}; etcd issue 20221`,
    promises: 'WatchFuture',
    kept: Math.max,
    broken: { futureWatchLowered: (_asked, next) => next },
  },
  cancelsOvertaken: {
    section: `${WATCH}; etcd issue 17529`,
    promises: 'WatchReliable',
    kept: () => true,
    broken: { starvedWatchSkips: () => false },
  },
  mayMark: {
    section: `${WATCH}; etcd issue 20221`,
    promises: 'WatchFuture',
    kept: (next, revision) => next <= revision + 1,
    broken: { futureWatchProgress: () => true },
  },
  mayMarkStream: {
    section: `${WATCH}; etcd issue 15220`,
    promises: 'WatchBookmark',
    kept: (behind) => behind === 0,
    broken: { progressAhead: () => true },
  },
  keepsTombstones: {
    section: `${WATCH}; etcd issues 18089 and 19179`,
    promises: 'WatchReliable',
    kept: (setting) => setting,
    broken: { compactionEatsDelete: () => false },
  },
};

export const etcdRulesWith = tablesOf(etcdRules);
