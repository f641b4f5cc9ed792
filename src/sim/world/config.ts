import type { MemberAddress } from '../../node/io.ts';

/** Whose part each machine has as a run begins, where it is not just `nodes` voters and then `learners` learners. */
export interface Layout {
  readonly voters: readonly number[];
  readonly learners: readonly number[];
  /** They run and know the configuration, but are no members of it. */
  readonly spare: readonly number[];
}

/** What a run is made of, beside its actions: everything that is fixed when the world begins. Plain data. */
export interface LabConfig {
  /** Voters 1..nodes at the start. 1 to 9. */
  readonly nodes: number;
  /** Learners nodes+1..nodes+learners at the start. */
  readonly learners: number;
  /** Names the machines one by one; nodes and learners say how many voters and learners it has. */
  readonly layout?: Layout;
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
  /** Bytes of entries in unacknowledged MsgApp to one follower; 0: no limit (etcd: MaxInflightBytes). */
  readonly maxInflightBytes: number;
  /** Bytes of entries that a leader has taken and not applied, beyond which it drops proposals; 0: no limit. */
  readonly maxUncommittedBytes: number;
  /** The randomized election timeout of every member, the same after each reset; 0: drawn, as Raft wants it. */
  readonly fixedElectionTicks: number;
  /**
   * async: writes and applies go to threads of the member and raft goes on meanwhile (etcd: AsyncStorageWrites: true). sync:
   * each Ready is written, sent and applied before the next one is taken.
   */
  readonly storage: 'async' | 'sync';
  /** What happens to a member only steps its raft: its Readys are taken by hand (the command `ready`). */
  readonly readyByHand: boolean;
  /** Values that are put get a random end, another one on each member: a state machine that is no function of the log. */
  readonly randomApply: boolean;
  /** A removed member ends a second later, as etcd's process does; false: it goes on, as raft alone would. */
  readonly stopsWhenRemoved: boolean;
  /**
   * The transport tells a sender whether its snapshot arrived and that a peer cannot be reached (etcd: rafthttp); false: only
   * who acts does (the command `report`).
   */
  readonly transportReports: boolean;
  /** What single machines are given for themselves as the run begins. */
  readonly machineSettings?: readonly { readonly node: number; readonly settings: MachineSettings }[];
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
  /** The least TTL of a lease, in seconds; 0: etcd's, which is made of the election timeout. */
  readonly minLeaseTtl: number;
  /** How long a member lets a call wait for the log or a read index; 0: as etcd does, 5 s and two elections. */
  readonly callTimeoutMs: number;
  /**
   * A compaction keeps the deletions made at its very revision, so that a watch that begins there hears of them. etcd 3.4
   * forgets them (issue 19179), later ones keep them.
   */
  readonly keepsTombstones: boolean;
  /** What a killed machine loses of its disk: what was not synced (power), or only what was not written (process). */
  readonly crashLoses: 'unsynced' | 'unwritten';
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
  maxInflightBytes: 0,
  maxUncommittedBytes: 0,
  fixedElectionTicks: 0,
  storage: 'async',
  readyByHand: false,
  randomApply: false,
  stopsWhenRemoved: true,
  transportReports: true,
  clientTimeoutMs: 5000,
  brokenRules: [],
  bootstrap: 'plain',
  clusterToken: 'etcd-cluster-1',
  quotaBytes: 2 * 1024 * 1024 * 1024,
  maxTxnOps: 128,
  maxRequestBytes: 1.5 * 1024 * 1024,
  strictReconfigCheck: true,
  leaseCheckpoints: false,
  minLeaseTtl: 0,
  callTimeoutMs: 0,
  keepsTombstones: false,
  crashLoses: 'unsynced',
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
  'maxInflightBytes',
  'maxUncommittedBytes',
  'fixedElectionTicks',
  'storage',
  'randomApply',
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
