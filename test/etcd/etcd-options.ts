import type { EtcdOptions } from '../../src/etcd/etcd-state.ts';

/** As a member with etcd's defaults has them, but for cheap password hashes. */
export const defaultOptions: EtcdOptions = {
  clusterId: 0xcdf818194e3a8c32n,
  memberId: 0x8e9e05c52164694dn,
  quotaBytes: 0,
  maxTxnOps: 128,
  minLeaseTtl: 2,
  bcryptCost: 4,
  leaseCheckpoints: false,
};
