import type { LogIndex, NodeId, Revision } from '../../base/flavor.ts';
import type { AuthStore } from '../../etcd/auth/auth-store.ts';
import type { KeyRecord } from '../../etcd/mvcc/key-record.ts';
import type { KvStore } from '../../etcd/mvcc/kv-store.ts';
import type {
  AlarmType,
  ClusterMember,
  KeyValue,
  LeaseId,
  MemberId,
  Permission,
} from '../../etcd/request.ts';
import type { WatchView } from '../../etcd/watch/watcher.ts';
import type { MemberState } from '../core/member-state.ts';
import { initialMemberId } from '../core/cluster-ids.ts';
import { nodeOf, type NodeIds } from '../core/node-ids.ts';

/** What a member has beside keys, as pictures show it: made when asked for, never live state. */
export interface StoreView {
  /** Whether this member is the one that decides when leases end: the leader, once it knows them all. */
  readonly countsLeases: boolean;
  /** Ascending by id, at most as many as asked for. */
  readonly leases: readonly LeaseView[];
  readonly leaseCount: number;
  /** By stream and id, at most as many as asked for. */
  readonly watches: readonly (WatchView & { readonly listener: WatchListener })[];
  readonly watchCount: number;
  /** As the API names them; `node` is the machine. */
  readonly members: readonly (ClusterMember & { readonly node: NodeId | undefined })[];
  readonly alarms: readonly AlarmView[];
  readonly auth: AuthView;
  /** The applied index as etcd's backend has it: of the last entry that changed keys or rights (consistent_index). */
  readonly consistentIndex: LogIndex;
  readonly sizeBytes: number;
  readonly sizeInUseBytes: number;
  readonly quotaBytes: number;
  /** A compaction has records left to remove. */
  readonly isCompacting: boolean;
}

/** Whose stream it is: a client's, by its number; one of the JSON gateway; a lock's or election's inside the member. */
export type WatchListener =
  { readonly type: 'client'; readonly stream: number } | { readonly type: 'http' | 'program' | 'unknown' };

export interface LeaseView {
  readonly id: LeaseId;
  /** Seconds, as granted. */
  readonly ttl: number;
  /** Seconds left at the last checkpoint; 0: there was none. */
  readonly checkpoint: number;
  /** In ms of the run; undefined where somebody else counts. */
  readonly endsAtMs: number | undefined;
  readonly keys: readonly Uint8Array[];
}

export interface AlarmView {
  /** Undefined: of a member that no machine is. */
  readonly node: NodeId | undefined;
  readonly member: MemberId;
  readonly alarm: AlarmType;
}

export interface AuthView {
  readonly enabled: boolean;
  readonly revision: number;
  readonly users: readonly { readonly name: string; readonly roles: readonly string[] }[];
  readonly roles: readonly { readonly name: string; readonly permissions: readonly Permission[] }[];
}

export function viewStore(state: MemberState, limit: number): StoreView {
  const { kv, leases, auth } = state.etcd;
  const allLeases = leases.leases();
  const watches = state.watch.views();
  return {
    countsLeases: state.leaseClock.isPrimary,
    leases: allLeases.slice(0, limit).map(({ id, ttl, remainingTtl }) => ({
      id,
      ttl,
      checkpoint: remainingTtl,
      endsAtMs: state.leaseClock.endsAtMs(id),
      keys: leases.keys(id).slice(0, limit),
    })),
    leaseCount: allLeases.length,
    watches: watches
      .slice(0, limit)
      .map((watch) => Object.assign(watch, { listener: listenerOf(state, watch.stream) })),
    watchCount: watches.length,
    members: viewMembers(state),
    alarms: viewAlarms(state),
    auth: viewAuth(auth),
    consistentIndex: state.consistentIndex,
    sizeBytes: kv.sizeBytes,
    sizeInUseBytes: kv.sizeInUseBytes,
    quotaBytes: state.config.quotaBytes,
    isCompacting: kv.isCompacting,
  };
}

export function viewMembers(state: MemberState): StoreView['members'] {
  return state.etcd.cluster
    .members()
    .map((member) => Object.assign({ node: nodeOf(state.nodeIds, member.id) }, member));
}

export function viewAuth(auth: AuthStore): AuthView {
  return {
    enabled: auth.enabled,
    revision: auth.revision,
    users: auth.users().map(({ name, roles }) => ({ name, roles })),
    roles: auth.roles().map(({ name, permissions }) => ({ name, permissions })),
  };
}

export function viewAlarms(state: MemberState): readonly AlarmView[] {
  return state.etcd.alarms.alarms().map(({ member, alarm }) => ({
    node: nodeOf(state.nodeIds, member),
    member,
    alarm,
  }));
}

/** The changes from one main revision to another, oldest first. Records never change: they are shared, not copied. */
export function recordsOf(kv: KvStore, first: Revision, last: Revision): readonly KeyRecord[] {
  const records: KeyRecord[] = [];
  kv.visitChanges(first, (record) => {
    if (record.main > last) return false;
    records.push(record);
    return true;
  });
  return records;
}

const ALL_KEYS = Uint8Array.of(0);

/** The first keys as of a revision (0: the newest), and how many there are; nothing if it has been compacted away. */
export function rangeOf(kv: KvStore, revision: Revision, limit: number): { kvs: KeyValue[]; count: number } {
  const answer = kv.range({
    type: 'range',
    key: ALL_KEYS,
    rangeEnd: ALL_KEYS,
    revision,
    limit,
    consistency: 'serializable',
  });
  if (!answer.ok || answer.result.type !== 'range') return { kvs: [], count: 0 };
  return { kvs: [...answer.result.kvs], count: answer.result.count };
}

/** The members that this one knows by their machines, or as it begins knew. */
export function knownIds({ nodeIds, config }: MemberState): NodeIds {
  if (nodeIds.size > 0) return nodeIds;
  return new Map(config.initialMembers.map((member) => [member.node, initialMemberId(config, member)]));
}

export function listenerOf(state: MemberState, stream: number): WatchListener {
  const listener = state.streams.get(stream)?.listener;
  if (listener === undefined) return { type: 'unknown' };
  return listener.type === 'client' ? { type: 'client', stream: listener.stream } : { type: listener.type };
}
