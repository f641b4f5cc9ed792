import type { BucketToWrite } from '../../bbolt/write.ts';
import { compareKeys } from '../../etcd/mvcc/key-range.ts';
import { decodeAuth, messageOfRole, messageOfUser } from '../../etcd/auth/auth-codec.ts';
import { sortedRoles, sortedUsers } from '../../etcd/auth/auth-state.ts';
import { encodeUtf8 } from '../../base/utf8.ts';
import { decodeCluster } from '../../etcd/cluster/cluster-codec.ts';
import { encodeStoredMember } from '../../etcd/cluster/member-change.ts';
import { formatMemberId } from '../../etcd/cluster/member-id.ts';
import type { EtcdState } from '../../etcd/etcd-state.ts';
import { ByteSink, keyValueSize, writeKeyValue, writeRevisionKey } from '../../etcd/mvcc/stored-form.ts';
import * as authpb from '../../protobuf/authpb.ts';
import { alarmMember, alarmType } from '../../protobuf/etcdserverpb/maintenance.ts';
import { lease as leaseTable } from '../../protobuf/leasepb.ts';
import { encode } from '../../protobuf/wire-write.ts';
import type { RaftId } from '../../protobuf/raftpb.ts';
import type { ConfState } from '../../raft/entry.ts';
import { FIELD, type BucketName } from '../backend/buckets.ts';
import { isSince, type EtcdVersion } from './version.ts';

export type BucketEntry = readonly [key: Uint8Array, value: Uint8Array];

/** How far the store has applied the log. */
export interface AppliedMark {
  readonly index: number;
  readonly term: number | bigint;
  readonly confState: ConfState<RaftId>;
}

const NOTHING = new Uint8Array(0);

/** The state as the buckets of etcd's `db` (etcd: server/storage/schema; before 3.5 each package its own). */
export function bucketsOf(
  etcd: EtcdState,
  mark: AppliedMark,
  version: EtcdVersion,
): readonly BucketToWrite[] {
  const auth = decodeAuth(etcd.auth.save());
  const { members, removed } = decodeCluster(etcd.cluster.save());
  const clusterVersion = etcd.cluster.version;
  const keepsVersion = isSince(version, '3.5') && clusterVersion !== undefined;
  const buckets: Readonly<Record<BucketName, Iterable<BucketEntry>>> = {
    key: keyEntries(etcd),
    meta: metaEntries(etcd, mark, version),
    lease: etcd.leases
      .leases()
      .map(({ id, ttl, remainingTtl }): BucketEntry => [
        eightBytes(id),
        encode(leaseTable, { ID: id, TTL: BigInt(ttl), RemainingTTL: BigInt(remainingTtl) }),
      ]),
    alarm: etcd.alarms
      .alarms()
      .map(({ member, alarm }): BucketEntry => [
        encode(alarmMember, { memberID: member, alarm: alarmType.numbers.get(alarm) ?? 0 }),
        NOTHING,
      ]),
    auth: [
      [encodeUtf8(FIELD.authEnabled), Uint8Array.of(Number(auth.enabled))],
      [encodeUtf8(FIELD.authRevision), eightBytes(auth.revision)],
    ],
    authUsers: sortedUsers(auth).map((user): BucketEntry => [
      encodeUtf8(user.name),
      encode(authpb.user, messageOfUser(user)),
    ]),
    authRoles: sortedRoles(auth).map((role): BucketEntry => [
      encodeUtf8(role.name),
      encode(authpb.role, messageOfRole(role)),
    ]),
    members: [...members.values()].map((member): BucketEntry => [
      encodeUtf8(formatMemberId(member.id)),
      encodeStoredMember(member),
    ]),
    members_removed: [...removed].map((id): BucketEntry => [
      encodeUtf8(formatMemberId(id)),
      encodeUtf8('removed'),
    ]),
    cluster: keepsVersion ? [[encodeUtf8(FIELD.clusterVersion), encodeUtf8(clusterVersion)]] : [],
  };
  return Object.entries(buckets).map(([name, entries]) => {
    const inOrder = name === 'key' ? entries : sorted(entries);
    return { name, entries: () => inOrder };
  });
}

/** In order of revision, which is the order of the keys. */
export function keyEntries(etcd: EtcdState): BucketEntry[] {
  const entries: BucketEntry[] = [];
  etcd.kv.visitChanges(0, (record) => {
    const key = new ByteSink(18);
    writeRevisionKey(key, record);
    const value = new ByteSink(keyValueSize(record));
    writeKeyValue(value, record);
    entries.push([key.written(), value.written()]);
  });
  return entries;
}

function metaEntries({ kv }: EtcdState, mark: AppliedMark, version: EtcdVersion): BucketEntry[] {
  const entries: BucketEntry[] = [[encodeUtf8(FIELD.consistentIndex), eightBytes(mark.index)]];
  if (kv.lastCompaction >= 0) {
    for (const name of [FIELD.scheduledCompact, FIELD.finishedCompact]) {
      entries.push([encodeUtf8(name), revisionBytes(kv.lastCompaction)]);
    }
  }
  if (isSince(version, '3.5')) {
    entries.push(
      [encodeUtf8(FIELD.term), eightBytes(mark.term)],
      [encodeUtf8(FIELD.confState), confStateJson(mark.confState)],
    );
  }
  if (isSince(version, '3.6')) entries.push([encodeUtf8(FIELD.storageVersion), encodeUtf8(`${version}.0`)]);
  return entries;
}

/** As Go writes the struct raftpb.ConfState: what is empty is null, or left out where its tag says so. */
function confStateJson({
  voters,
  learners,
  votersOutgoing,
  learnersNext,
  autoLeave,
}: ConfState<RaftId>): Uint8Array {
  const fields: string[] = [];
  const list = (name: string, ids: readonly RaftId[]): void => {
    if (ids.length > 0) fields.push(`"${name}":[${ids.join(',')}]`);
  };
  list('voters', voters);
  list('learners', learners);
  list('voters_outgoing', votersOutgoing);
  list('learners_next', learnersNext);
  fields.push(`"auto_leave":${autoLeave}`);
  return encodeUtf8(`{${fields.join(',')}}`);
}

/** A main revision as etcd keeps it beside the keys: its bytes, '_', a sub revision of 0. */
function revisionBytes(main: number): Uint8Array {
  const bytes = new Uint8Array(17);
  bytes.set(eightBytes(main));
  bytes[8] = 0x5f;
  return bytes;
}

/** The highest byte first. */
function eightBytes(value: number | bigint): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt.asUintN(64, BigInt(value)));
  return bytes;
}

function sorted(entries: Iterable<BucketEntry>): readonly BucketEntry[] {
  return [...entries].sort(([a], [b]) => compareKeys(a, b));
}
