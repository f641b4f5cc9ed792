import type { Tell } from '../../base/byte-source.ts';
import type { Revision } from '../../base/flavor.ts';
import type { DbError } from '../../bbolt/db-error.ts';
import { buckets } from '../../bbolt/bucket.ts';
import type { Db } from '../../bbolt/db.ts';
import type { ClusterMember } from '../../etcd/request.ts';
import type { ConfState } from '../../raft/entry.ts';
import { bucketEntries, type BucketName } from './buckets.ts';
import { readFields, type MetaFields } from './fields.ts';
import { KeyTimes } from './key-times.ts';
import { nameOf, type BackendProblem, type Complain } from './problem.ts';
import { readRows, type Alarm, type AuthRole, type AuthUser, type Lease } from './rows.ts';
import { tellingEntries } from './telling.ts';

export type { BackendProblem } from './problem.ts';
export type { Alarm, AuthRole, AuthUser, Lease } from './rows.ts';

/** What a `db` file says: etcd's buckets, read by their schema. 64-bit ids are bigints. */
export interface Backend {
  /**
   * By etcd's own rule (schema.go): the storage version since 3.6; '3.5' if there is a term; '3.4' otherwise. A file that a 3.5
   * has taken over and not yet applied anything to is one of 3.4's still.
   */
  readonly schema: string;
  readonly storageVersion?: string;
  /** The names of the buckets in the file, known or not. */
  readonly buckets: readonly string[];
  readonly consistentIndex: number;
  /** 0 where the file has none (3.4). */
  readonly term: number;
  readonly confState?: ConfState<bigint>;
  /** As an etcd that starts from the file would have it; 1 with no key ever written. */
  readonly revision: Revision;
  /** -1 before any compaction. One that was scheduled counts: etcd goes on with it when it starts. */
  readonly compactRevision: Revision;
  readonly scheduledCompactRevision?: Revision;
  readonly finishedCompactRevision?: Revision;
  readonly members: readonly ClusterMember[];
  readonly membersRemoved: readonly bigint[];
  readonly clusterVersion?: string;
  readonly downgrade?: { readonly enabled: boolean; readonly target: string };
  readonly leases: readonly Lease[];
  readonly alarms: readonly Alarm[];
  readonly auth: {
    readonly enabled: boolean;
    readonly revision: number;
    readonly users: readonly AuthUser[];
    readonly roles: readonly AuthRole[];
  };
  readonly keys: {
    /** Keys that a reader sees now. */
    readonly live: number;
    /** Records in the key bucket, tombstones among them. */
    readonly revisions: number;
    readonly tombstones: number;
  };
  readonly times: KeyTimes;
  readonly problems: readonly BackendProblem[];
}

/** So many problems of one kind are told; damage can make as many as there are pages. */
const TOLD_PROBLEMS = 200;

/**
 * Reads the whole file once. Damage does not end it: pages that cannot be read and entries that are not as etcd writes them
 * are among the problems, and what is left is told. Throws DbError if not even the list of buckets can be read.
 */
export function readBackend(db: Db, tell: Tell): Backend {
  const problems: BackendProblem[] = [];
  const complain = (problem: BackendProblem): void => {
    if (problems.length < TOLD_PROBLEMS) problems.push(problem);
  };
  const names = bucketNames(db, complain);
  for (const needed of ['key', 'meta'] as const) {
    if (!names.includes(needed))
      complain({ words: `no bucket "${needed}": no etcd has written this file, or not yet` });
  }
  const { meta, auth, cluster } = readFields(db, complain);
  const rows = readRows(db, complain);
  const times = readKeyTimes(db, tell, complain);
  const { storageVersion, consistentIndex = 0, term = 0, ...more } = meta;
  const { scheduledCompactRevision = -1, finishedCompactRevision = -1 } = more;
  const compactRevision = Math.max(scheduledCompactRevision, finishedCompactRevision);
  return {
    schema: schemaOf(meta),
    ...(storageVersion !== undefined && { storageVersion }),
    buckets: names,
    consistentIndex,
    term,
    ...more,
    revision: Math.max(1, times.newestMain, compactRevision),
    compactRevision,
    ...cluster,
    members: rows.members,
    membersRemoved: rows.membersRemoved,
    leases: rows.leases,
    alarms: rows.alarms,
    auth: { ...auth, users: rows.users, roles: rows.roles },
    keys: { live: times.liveAt(Infinity), revisions: times.length, tombstones: times.tombstones },
    times,
    problems,
  };
}

/** Every revision in the file; what is none, and pages that cannot be read, are complained about. */
export function readKeyTimes(db: Db, tell: Tell, complain: Complain): KeyTimes {
  const bucket: BucketName = 'key';
  const times = new KeyTimes();
  const damaged = (error: DbError): void => {
    complain({ bucket, at: error.at, words: error.reason });
  };
  for (const entry of tellingEntries(db, bucketEntries(db, bucket, damaged), tell)) times.add(entry);
  for (const { page, index, words } of times.bad) {
    complain({
      bucket,
      at: page * db.pageSize,
      words: `element ${index} of page ${page} is no revision: ${words}`,
    });
  }
  const rest = times.badCount - times.bad.length;
  if (rest > 0) complain({ bucket, words: `${rest} more elements are no revisions` });
  return times;
}

function bucketNames(db: Db, complain: Complain): string[] {
  const names: string[] = [];
  const damaged = (error: DbError): void => {
    complain({ at: error.at, words: error.reason });
  };
  for (const { name } of buckets(db, db.root, damaged)) names.push(nameOf(name));
  return names;
}

function schemaOf({ storageVersion, term }: MetaFields): string {
  if (storageVersion !== undefined) return storageVersion.split('.').slice(0, 2).join('.');
  return (term ?? 0) > 0 ? '3.5' : '3.4';
}
