import { describe, expect, it } from 'vitest';
import { checkDb } from '../../../src/bbolt/check.ts';
import { nameOf } from '../../../src/datadir/backend/problem.ts';
import { spaceOf } from '../../../src/datadir/backend/space.ts';
import { bucketHash, hashRulesOf } from '../../../src/datadir/backend/bucket-hash.ts';
import { bucketEntries } from '../../../src/datadir/backend/buckets.ts';
import { snapshotStatus } from '../../../src/datadir/backend/snapshot-status.ts';
import { base64, keysAt, LINES, noTell, openRecorded, STORIES } from './recorded-backend.ts';

const NAMES = LINES.flatMap((line) => STORIES.map((story) => `${line}-${story}`));

/** etcd's words for what has no hash. */
const REFUSALS = {
  compacted: 'mvcc: required revision has been compacted',
  futureRevision: 'mvcc: required revision is a future revision',
};

describe.each(NAMES)("a real etcd's db, %s", (name) => {
  const opened = openRecorded(name);
  const { db, backend, said } = opened;

  it('is read without a complaint, by the schema of its release', () => {
    expect(backend.problems).toEqual([]);
    // Etcds from 3.6 on note their storage version a while after they have started: until then nothing tells them from 3.5.
    const isNoted = said.line === '3.4' || backend.storageVersion !== undefined;
    expect(backend.schema).toBe(isNoted ? said.line : '3.5');
  });

  it('shows at every revision the keys that etcd showed', () => {
    expect(said.answers.revisions.length).toBeGreaterThan(1);
    for (const { revision, kvs } of said.answers.revisions) {
      expect(keysAt(opened, revision), `at revision ${revision}`).toEqual(kvs);
    }
  });

  it('has the hash that etcd told of every revision, and is refused where etcd refused', () => {
    const rules = hashRulesOf(said.line);
    for (const { revision, says } of said.hashes) {
      const ours = bucketHash(bucketEntries(db, 'key'), backend.times, backend, revision, rules);
      if (typeof ours === 'string') {
        expect(REFUSALS[ours], `of revision ${revision}`).toBe(says);
        continue;
      }
      const { hash, hashRevision, compactRevision } = ours;
      const told = { hash, compact_revision: compactRevision };
      const line = ['3.6', '3.7'].includes(said.line) ? { ...told, hash_revision: hashRevision } : told;
      expect(line, `of revision ${revision}`).toEqual(says);
    }
  });

  it("has the hash, revision and sizes that each release's snapshot status told", () => {
    const { totalKey, ...status } = snapshotStatus(db, backend, noTell);
    for (const [line, says] of Object.entries(said.status)) {
      const isOld = line === '3.4' || line === '3.5';
      const { version, ...old } = status;
      const ours = { ...old, totalKey: isOld ? totalKey.before36 : totalKey.from36 };
      expect(isOld ? ours : { ...ours, version }, `by ${line}`).toEqual(says);
    }
  });

  it('has the leases, alarms, users and members that etcd told', () => {
    const { answers } = said;
    const leases = backend.leases.map(({ id }) => String(BigInt.asIntN(64, id)));
    expect(leases.sort()).toEqual(
      listOf(answers.leases, 'leases')
        .map((lease) => fieldOf(lease, 'ID'))
        .sort(),
    );
    const alarms = backend.alarms.map(({ member, kind }) => `${member} ${kind}`);
    expect(alarms).toEqual(
      listOf(answers.alarms, 'alarms').map(
        (alarm) => `${fieldOf(alarm, 'memberID')} ${fieldOf(alarm, 'alarm')}`,
      ),
    );
    expect(backend.auth.users.map((user) => user.name)).toEqual(listOf(answers.users, 'users'));
    expect(backend.auth.roles.map((role) => role.name)).toEqual(listOf(answers.roles, 'roles'));
    expect(backend.members.map(({ id, peerUrls }) => ({ ID: String(id), peerURLs: peerUrls }))).toEqual(
      listOf(answers.members, 'members').map((member) => ({
        ID: fieldOf(member, 'ID'),
        peerURLs: (member as { peerURLs: string[] }).peerURLs,
      })),
    );
  });
});

describe('a db of an etcd that was killed while it compacted', () => {
  it.each(LINES)('has the hash that etcd told meanwhile, %s', (line) => {
    const { db, backend, said } = openRecorded(`${line}-compacting`);
    const { scheduledCompactRevision, finishedCompactRevision = -1 } = backend;
    expect(finishedCompactRevision).toBeLessThan(scheduledCompactRevision ?? -1);
    const ours = bucketHash(bucketEntries(db, 'key'), backend.times, backend, 0, hashRulesOf(line));
    expect(ours).toMatchObject({
      hash: said.hashUnderWay?.hash,
      compactRevision: said.hashUnderWay?.compact_revision,
    });
  });
});

describe('the space of a db', () => {
  it.each(NAMES)('is told page by page and bucket by bucket, %s', (name) => {
    const { db, backend } = openRecorded(name);
    const space = spaceOf(db, backend.times, checkDb(db, noTell));
    expect(space.inUseBytes + space.freeBytes).toBe(space.pageBytes);
    expect(space.buckets.map((bucket) => nameOf(bucket.name))).toEqual(backend.buckets);
    const key = space.buckets.find((bucket) => nameOf(bucket.name) === 'key');
    const { live, old, tombstones } = space.keys;
    expect(key?.keys).toBe(backend.keys.revisions);
    // Beside its elements a page has a header.
    const elements = live.bytes + old.bytes + tombstones.bytes;
    const isInline = key?.pageBytes === 0;
    expect(isInline ? space.filledBytes : key?.filledBytes).toBeGreaterThanOrEqual(elements);
    expect(space.fragmentation).toBeGreaterThan(0);
    expect(space.afterDefrag).toBeLessThanOrEqual(space.pageBytes);
  });
});

describe('a db of four kinds of things', () => {
  it('tells leases with their time, roles with what they may', () => {
    const { backend } = openRecorded('3.7-plain');
    expect(backend.leases).toEqual([
      { id: 7000n, ttl: 3600 },
      { id: (1n << 64n) - 5n, ttl: 9000 },
    ]);
    const [pods] = backend.auth.roles;
    expect(pods?.permissions.map(({ kind, key, rangeEnd }) => [kind, base64(key), base64(rangeEnd)])).toEqual(
      [
        [
          'READWRITE',
          Buffer.from('/registry/pods/').toString('base64'),
          Buffer.from('/registry/pods0').toString('base64'),
        ],
      ],
    );
    expect(backend.auth).toMatchObject({ enabled: false, revision: 6 });
    expect(backend.auth.users).toEqual([
      { name: 'root', roles: ['root'], hasPassword: true, noPassword: false },
    ]);
  });
});

function listOf(answer: unknown, name: string): unknown[] {
  return ((answer as Record<string, unknown>)[name] ?? []) as unknown[];
}

function fieldOf(answer: unknown, name: string): string {
  return String((answer as Record<string, unknown>)[name]);
}
