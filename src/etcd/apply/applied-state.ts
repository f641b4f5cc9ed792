import type { AuthStore } from '../auth/auth-store.ts';
import type { AlarmStore } from '../cluster/alarm-store.ts';
import type { ClusterStore } from '../cluster/cluster-store.ts';
import type { LeaseStore } from '../lease/lease-store.ts';
import type { KvStore } from '../mvcc/kv-store.ts';
import type { MemberId } from '../request.ts';
import type { KeyStore } from '../key-server/key-store.ts';
import type { V2Store } from '../v2/store.ts';

export interface EtcdOptions {
  readonly clusterId: bigint;
  readonly memberId: MemberId;
  /** Size of the store from which on nothing more is put; 0: etcd's 2 GiB, below 0: no limit. */
  readonly quotaBytes: number;
  readonly maxTxnOps: number;
  /** Seconds. */
  readonly minLeaseTtl: number;
  /** Work of one password hash, 4 to 31. */
  readonly bcryptCost: number;
  /** Whether the leader writes into the log how long leases still have. */
  readonly leaseCheckpoints: boolean;
  /** A compaction keeps deletions made at its very revision; absent: it does not, as in etcd 3.4. */
  readonly keepsTombstones?: boolean;
}

/** All that the log decides. */
export interface AppliedState {
  readonly options: EtcdOptions;
  readonly kv: KvStore;
  readonly leases: LeaseStore;
  readonly auth: AuthStore;
  readonly alarms: AlarmStore;
  readonly cluster: ClusterStore;
  readonly v2: V2Store;
  readonly keys: KeyStore;
}
