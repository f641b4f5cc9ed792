import { readFileSync } from 'node:fs';
import { gunzipSync } from 'fflate';
import { memorySource } from '../../../src/base/byte-source.ts';
import { openDb, type Db } from '../../../src/bbolt/db.ts';
import { readBackend, type Backend } from '../../../src/datadir/backend/backend.ts';
import { valueOf } from '../../../src/datadir/backend/value.ts';

/** What real programs said of a db file (`test/real-etcd/record-backends.ts`). */
export interface RecordedBackend {
  readonly line: string;
  /** Of the etcd that was started from the file once more. */
  readonly answers: RecordedAnswers;
  /** `endpoint hashkv --rev`, of each revision from 0 to one beyond the newest: what it says, or the words it refuses with. */
  readonly hashes: readonly { readonly revision: number; readonly says: HashSays | string }[];
  /** The same hash of the newest revision while the compaction was under way. */
  readonly hashUnderWay?: HashSays;
  /** `snapshot status` of each line's tool, by line. */
  readonly status: Readonly<Record<string, SnapshotSays>>;
  /** `bbolt check`'s words. */
  readonly check: string;
}

/** As the gateway answers: 64-bit numbers and bytes are texts, what is zero is left out. */
export interface RecordedAnswers {
  readonly status: unknown;
  readonly members: unknown;
  readonly alarms: unknown;
  readonly leases: unknown;
  readonly users: unknown;
  readonly roles: unknown;
  readonly revisions: readonly { readonly revision: number; readonly kvs: readonly RecordedKey[] }[];
}

export interface RecordedKey {
  readonly key?: string;
  readonly value?: string;
  readonly create_revision?: string;
  readonly mod_revision?: string;
  readonly version?: string;
  readonly lease?: string;
}

export interface HashSays {
  readonly hash: number;
  readonly compact_revision: number;
  readonly hash_revision?: number;
}

export interface SnapshotSays {
  readonly hash: number;
  readonly revision: number;
  readonly totalKey: number;
  readonly totalSize: number;
  readonly version?: string;
}

export const LINES = ['3.4', '3.5', '3.6', '3.7'] as const;
export const STORIES = ['plain', 'compacting'] as const;

export interface Opened {
  readonly db: Db;
  readonly backend: Backend;
  readonly said: RecordedBackend;
}

export function openRecorded(name: string): Opened {
  const bytes = gunzipSync(readFileSync(new URL(`recorded/${name}.db.gz`, import.meta.url)));
  const json = gunzipSync(readFileSync(new URL(`recorded/${name}.json.gz`, import.meta.url)));
  const db = openDb(memorySource(`${name}.db`, bytes));
  const said = JSON.parse(new TextDecoder().decode(json)) as RecordedBackend;
  return { db, backend: readBackend(db, noTell), said };
}

export function noTell(): void {
  // Nobody asks how far it is.
}

/** What a reader at a revision sees, as the gateway writes it. */
export function keysAt({ db, backend }: Pick<Opened, 'db' | 'backend'>, revision: number): RecordedKey[] {
  return [...backend.times.at(revision)].map((position) => gatewayKey(db, backend, position));
}

function gatewayKey(db: Db, { times }: Backend, position: number): RecordedKey {
  const lease = times.lease(position);
  const value = valueOf(db, times, position);
  return {
    key: base64(times.key(position)),
    create_revision: String(times.createRevision(position)),
    mod_revision: String(times.main(position)),
    version: String(times.version(position)),
    ...(value.length > 0 && { value: base64(value) }),
    ...(lease !== 0n && { lease: String(lease) }),
  };
}

export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
