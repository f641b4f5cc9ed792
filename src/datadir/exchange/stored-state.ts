import { AlarmStore } from '../../etcd/cluster/alarm-store.ts';
import { ClusterStore } from '../../etcd/cluster/cluster-store.ts';
import { decodeMemberChange } from '../../etcd/cluster/member-change.ts';
import { AuthStore } from '../../etcd/auth/auth-store.ts';
import { encodeAuth, roleOfMessage, userOfMessage } from '../../etcd/auth/auth-codec.ts';
import { decodeCommand } from '../../etcd/command.ts';
import type { ClusterMember } from '../../etcd/request.ts';
import { EtcdState, type EtcdOptions } from '../../etcd/etcd-state.ts';
import { LeaseStore } from '../../etcd/lease/lease-store.ts';
import { KvStore } from '../../etcd/mvcc/kv-store.ts';
import { writeChange } from '../../etcd/v2/cluster-writes.ts';
import { V2Store } from '../../etcd/v2/store.ts';
import { memberOfWire } from '../../node/core/id-map.ts';
import * as authpb from '../../protobuf/authpb.ts';
import { decode } from '../../protobuf/wire-read.ts';
import type { Entry } from '../../raft/entry.ts';
import { decodeWireChange } from '../../raft/raftpb/conf-change.ts';
import type { Backend } from '../backend/backend.ts';
import { bucketEntries } from '../backend/buckets.ts';
import type { OpenedDir, OpenedStore } from './opened-dir.ts';

/** What a member's database holds, as a member here has it; the v2 tree from its snapshot and the log after that. */
export function stateOfStore(
  opened: OpenedDir,
  { db, backend }: OpenedStore,
  options: EtcdOptions,
): EtcdState {
  const kv = KvStore.ofBucket(bucketEntries(db, 'key'), {
    finished: backend.finishedCompactRevision ?? -1,
    scheduled: backend.scheduledCompactRevision ?? -1,
    keepsTombstones: options.keepsTombstones === true,
  });
  const users = Array.from(bucketEntries(db, 'authUsers'), ({ value }) =>
    userOfMessage(decode(authpb.user, value)),
  );
  const roles = Array.from(bucketEntries(db, 'authRoles'), ({ value }) =>
    roleOfMessage(decode(authpb.role, value)),
  );
  const auth = encodeAuth({
    enabled: backend.auth.enabled,
    revision: Math.max(1, backend.auth.revision),
    users: new Map(users.map((user) => [user.name, user])),
    roles: new Map(roles.map((role) => [role.name, role])),
  });
  const alarms = AlarmStore.create();
  for (const { member, kind } of backend.alarms) {
    if (kind === 'NOSPACE' || kind === 'CORRUPT') {
      alarms.apply({ type: 'alarm', action: 'ACTIVATE', member, alarm: kind });
    }
  }
  const leases = backend.leases.map(({ id, ttl, remaining = 0 }) => ({
    id: BigInt.asIntN(64, id),
    ttl,
    remainingTtl: remaining,
  }));
  const v2 = treeOf(opened, backend);
  const parts = {
    kv,
    leases: LeaseStore.of(leases, options.minLeaseTtl),
    auth: AuthStore.restore(auth, options),
    alarms,
    cluster: ClusterStore.of(
      backend.members,
      backend.membersRemoved,
      backend.clusterVersion ?? versionIn(v2),
    ),
  };
  return EtcdState.of(parts, v2, options);
}

/** The tree at the index of the store; undefined where no snapshot has one, or the log between is not there. */
function treeOf({ v2, after, entries }: OpenedDir, backend: Backend): V2Store | undefined {
  if (v2 === undefined || v2.index < after) return undefined;
  const store = V2Store.restore(v2.text);
  for (const entry of entries) {
    if (entry.index > v2.index && entry.index <= backend.consistentIndex) goOn(store, entry, backend.members);
  }
  return store;
}

/** What the entry has written into the tree. `members`: as they are in the end. */
function goOn(store: V2Store, { type, data }: Entry, members: readonly ClusterMember[]): void {
  if (type === 'EntryNormal') {
    const op = data === undefined ? undefined : decodeCommand(data).op;
    if (op?.type === 'v2') store.apply(op, 0n);
    return;
  }
  const change = decodeWireChange(type, data);
  if (change.version !== 1) return;
  const id = memberOfWire(change.nodeId);
  const asked = decodeMemberChange(change.type, id, change.context);
  const after = members.find((member) => member.id === id);
  writeChange(store, asked, asked.type === 'add' ? asked.member : after);
}

function versionIn(v2: V2Store | undefined): string | undefined {
  const found = v2?.get('/0/version', false, 0n);
  return found?.ok === true ? found.event?.node.value : undefined;
}
