import type { MemberAddress } from '../../node/io.ts';

/** What a run is made of, beside its actions: everything that is fixed when the world begins. Plain data. */
export interface LabConfig {
  /** Voters 1..nodes at the start. 1 to 9. */
  readonly nodes: number;
  /** Learners nodes+1..nodes+learners at the start. */
  readonly learners: number;
  readonly seed: number;
  readonly preVote: boolean;
  readonly checkQuorum: boolean;
  readonly readOnly: 'safe' | 'leaseBased';
  readonly stepDownOnRemoval: boolean;
  readonly electionTicks: number;
  readonly heartbeatTicks: number;
  readonly tickMs: number;
  /** One way, least time a message takes. */
  readonly latencyMs: number;
  /** Added to it: uniform in [0, jitterMs]. Messages on one link keep their order all the same. */
  readonly jitterMs: number;
  /** Probability that a message is lost, 0 to 1. */
  readonly loss: number;
  /** Probability that a message is delivered twice, 0 to 1. */
  readonly duplicate: number;
  /** Probability that a message takes up to twice as long while later ones overtake it, 0 to 1. */
  readonly reorder: number;
  readonly fsyncMs: number;
  readonly applyMs: number;
  readonly snapshotCount: number;
  readonly snapshotCatchUpEntries: number;
  readonly maxSizePerMsg: number;
  readonly maxInflightMsgs: number;
  /** How long a client waits before it gives up, in virtual time. */
  readonly clientTimeoutMs: number;
  readonly brokenRules: readonly string[];
  /**
   * plain: the configuration stands before the first entry, the log begins with the first leader's. etcd: as etcd
   * bootstraps; the log begins with a change of members for each, then come members' attributes and the cluster's version,
   * calls wait for a leader as etcd's do, and reads fail when the leader changes.
   */
  readonly bootstrap: 'plain' | 'etcd';
  /** Names and URLs of machines 1, 2, ..; absent: the ones of node/address.ts. */
  readonly members?: readonly MemberAddress[];
  /** etcd --initial-cluster-token: cluster and member ids are made of it. */
  readonly clusterToken: string;
  /** etcd --quota-backend-bytes. */
  readonly quotaBytes: number;
  /** etcd --max-txn-ops. */
  readonly maxTxnOps: number;
  /** etcd --max-request-bytes. */
  readonly maxRequestBytes: number;
  /** etcd --strict-reconfig-check: members are added and removed only while enough are started and connected. */
  readonly strictReconfigCheck: boolean;
  /** etcd --experimental-enable-lease-checkpoint. */
  readonly leaseCheckpoints: boolean;
  /** How long an authentication token lives that nobody uses. */
  readonly authTokenTtlMs: number;
  /** A watch that wants to be told of progress is told after so much quiet. */
  readonly watchProgressMs: number;
  /** etcd --experimental-corrupt-check-time: how often the leader compares the stores; 0: never. */
  readonly corruptCheckMs: number;
  /** What every member's store begins with: the bytes of a saved snapshot (etcdctl snapshot restore). Needs bootstrap etcd. */
  readonly snapshot?: Uint8Array;
}

export const defaultLabConfig: LabConfig = {
  nodes: 5,
  learners: 0,
  seed: 42,
  preVote: true,
  checkQuorum: true,
  readOnly: 'safe',
  stepDownOnRemoval: false,
  electionTicks: 10,
  heartbeatTicks: 1,
  tickMs: 100,
  latencyMs: 10,
  jitterMs: 4,
  loss: 0,
  duplicate: 0,
  reorder: 0,
  fsyncMs: 4,
  applyMs: 1,
  snapshotCount: 100,
  snapshotCatchUpEntries: 20,
  maxSizePerMsg: 1024 * 1024,
  maxInflightMsgs: 256,
  clientTimeoutMs: 5000,
  brokenRules: [],
  bootstrap: 'plain',
  clusterToken: 'etcd-cluster-1',
  quotaBytes: 2 * 1024 * 1024 * 1024,
  maxTxnOps: 128,
  maxRequestBytes: 1.5 * 1024 * 1024,
  strictReconfigCheck: true,
  leaseCheckpoints: false,
  authTokenTtlMs: 300_000,
  watchProgressMs: 600_000,
  corruptCheckMs: 0,
};

/** What each member may be given for itself: etcd's flags of one process. They are read when it starts. */
export const machineFields = [
  'preVote',
  'checkQuorum',
  'readOnly',
  'stepDownOnRemoval',
  'electionTicks',
  'heartbeatTicks',
  'snapshotCount',
  'snapshotCatchUpEntries',
  'maxSizePerMsg',
  'maxInflightMsgs',
  'quotaBytes',
  'maxTxnOps',
  'maxRequestBytes',
  'strictReconfigCheck',
  'leaseCheckpoints',
  'corruptCheckMs',
  'brokenRules',
] as const satisfies readonly (keyof LabConfig)[];

/** Settings of one member; absent fields are as the run has them. */
export type MachineSettings = Partial<Pick<LabConfig, (typeof machineFields)[number]>>;
