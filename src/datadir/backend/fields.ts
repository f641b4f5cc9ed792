import * as v from 'valibot';
import type { Revision } from '../../base/flavor.ts';
import { decodeUtf8 } from '../../base/utf8.ts';
import type { DbEntry } from '../../bbolt/bucket.ts';
import type { Db } from '../../bbolt/db.ts';
import { parseJson } from '../../foreign/json-values.ts';
import type { ConfState } from '../../raft/entry.ts';
import { bucketEntries, FIELD, type BucketName } from './buckets.ts';
import { nameOf, reasonOf, type Complain } from './problem.ts';
import { RevisionKey } from './stored-record.ts';

/** The meta bucket. */
export interface MetaFields {
  readonly consistentIndex?: number;
  readonly term?: number;
  readonly confState?: ConfState<bigint>;
  readonly storageVersion?: string;
  readonly scheduledCompactRevision?: Revision;
  readonly finishedCompactRevision?: Revision;
}

export interface ClusterFields {
  readonly clusterVersion?: string;
  readonly downgrade?: { readonly enabled: boolean; readonly target: string };
}

export interface AuthFields {
  readonly enabled: boolean;
  readonly revision: number;
}

/** What stands under one key each: the meta, auth and cluster buckets. What cannot be read is complained about, and as if it were not there. */
export function readFields(
  db: Db,
  complain: Complain,
): { readonly meta: MetaFields; readonly auth: AuthFields; readonly cluster: ClusterFields } {
  const meta = fieldsOf(db, 'meta', complain);
  const auth = fieldsOf(db, 'auth', complain);
  const cluster = fieldsOf(db, 'cluster', complain);
  return {
    meta: defined({
      consistentIndex: meta(FIELD.consistentIndex, number64),
      term: meta(FIELD.term, number64),
      confState: meta(FIELD.confState, readConfState),
      storageVersion: meta(FIELD.storageVersion, version),
      scheduledCompactRevision: meta(FIELD.scheduledCompact, mainRevision),
      finishedCompactRevision: meta(FIELD.finishedCompact, mainRevision),
    }),
    auth: {
      enabled: auth(FIELD.authEnabled, (value) => value.length === 1 && value[0] === 1) ?? false,
      revision: auth(FIELD.authRevision, number64) ?? 0,
    },
    cluster: defined({
      clusterVersion: cluster(FIELD.clusterVersion, version),
      downgrade: cluster(FIELD.downgrade, readDowngrade),
    }),
  };
}

/** The fields that are there: `undefined` is no value of an optional one. */
function defined<T extends object>(fields: { [Name in keyof T]: T[Name] | undefined }): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}

type ReadField = <T>(name: string, read: (value: Uint8Array) => T) => T | undefined;

function fieldsOf(db: Db, bucket: BucketName, complain: Complain): ReadField {
  const found = new Map<string, DbEntry>();
  const damaged = ({ at, reason }: { at: number; reason: string }): void => {
    complain({ bucket, at, words: reason });
  };
  for (const entry of bucketEntries(db, bucket, damaged)) found.set(nameOf(entry.key), entry);
  return (name, read) => {
    const entry = found.get(name);
    if (entry === undefined) return undefined;
    try {
      return read(entry.value);
    } catch (error) {
      const words = `element ${entry.index} of page ${entry.page}, "${name}": ${reasonOf(error)}`;
      complain({ bucket, at: entry.page * db.pageSize, words });
      return undefined;
    }
  };
}

/** A value that a field cannot have. */
class FieldError extends Error {
  override name = 'FieldError';
}

/** Eight bytes, the highest first. */
export function number64(value: Uint8Array): number {
  const wide = id64(value);
  if (wide > BigInt(Number.MAX_SAFE_INTEGER))
    throw new FieldError(`${wide} is beyond 2^53, which no etcd has reached`);
  return Number(wide);
}

/** Eight bytes, the highest first, unsigned. */
export function id64(value: Uint8Array): bigint {
  if (value.length !== 8) throw new FieldError(`eight bytes are expected, ${value.length} stand there`);
  return new DataView(value.buffer, value.byteOffset, 8).getBigUint64(0);
}

function mainRevision(value: Uint8Array): Revision {
  const revision = new RevisionKey();
  const problem = revision.read(value);
  if (problem !== undefined) throw new FieldError(problem);
  return revision.main;
}

function version(value: Uint8Array): string {
  const text = decodeUtf8(value);
  if (!/^\d{1,4}\.\d{1,4}(\.\d{1,6})?([-+][\w.+-]{1,64})?$/u.test(text)) throw new FieldError('no version');
  return text;
}

/** A 64-bit number in JSON: long ones come as their digits (`parseJson`). */
const wideNumber = v.pipe(
  v.union([v.pipe(v.number(), v.safeInteger(), v.minValue(0)), v.pipe(v.string(), v.regex(/^\d{1,20}$/u))]),
  v.transform((value: number | string) => BigInt(value)),
);
/** Go writes an empty list as null, or leaves it out. */
const wideList = v.nullish(v.array(wideNumber), []);

const confStateJson = v.object({
  voters: wideList,
  learners: wideList,
  voters_outgoing: wideList,
  learners_next: wideList,
  auto_leave: v.nullish(v.boolean()),
});

function readConfState(value: Uint8Array): ConfState<bigint> {
  const json = v.parse(confStateJson, jsonOf(value));
  return {
    voters: json.voters,
    learners: json.learners,
    votersOutgoing: json.voters_outgoing,
    learnersNext: json.learners_next,
    autoLeave: json.auto_leave ?? false,
  };
}

const downgradeJson = v.object({ 'target-version': v.nullish(v.string()), enabled: v.nullish(v.boolean()) });

function readDowngrade(value: Uint8Array): { enabled: boolean; target: string } {
  const json = v.parse(downgradeJson, jsonOf(value));
  return { enabled: json.enabled ?? false, target: json['target-version'] ?? '' };
}

function jsonOf(value: Uint8Array): unknown {
  const text = decodeUtf8(value);
  return parseJson('JSON', text, 0, text.length);
}
