/** How members of a run are set, all alike but for what single machines are given for themselves. Plain data. */
export interface MemberSettings {
  /** Of the whole run; a member's own stream of dice is made from (seed, 'node', id, incarnation). */
  readonly seed: number;
  readonly preVote: boolean;
  readonly checkQuorum: boolean;
  readonly readOnly: 'safe' | 'leaseBased';
  readonly stepDownOnRemoval: boolean;
  readonly electionTicks: number;
  readonly heartbeatTicks: number;
  readonly tickMs: number;
  /** A snapshot is taken when more entries than this have been applied since the last (etcd --snapshot-count). */
  readonly snapshotCount: number;
  /** Entries kept behind a snapshot for slow followers (etcd: SnapshotCatchUpEntries). */
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
   * each Ready is written, sent and applied before the next one is taken, as etcd's raft.go does.
   */
  readonly storage: 'async' | 'sync';
  /** What happens to a member only steps its raft: its Readys are taken by hand, one at a time (the input `ready`). */
  readonly readyByHand: boolean;
  /** Values that are put get a random end, another one on each member: a state machine that is no function of the log. */
  readonly randomApply: boolean;
  /** A removed member ends a second later, as etcd's process does; false: it goes on, as raft alone would. */
  readonly stopsWhenRemoved: boolean;
  /** Rules replaced by their broken form, by the names of their switches (src/node/rules.ts). */
  readonly brokenRules: readonly string[];
  /**
   * plain: the configuration stands before the first entry, the log begins with the first leader's. etcd: as etcd
   * bootstraps; the log begins with a change of members for each, then come members' attributes and the cluster's version,
   * calls wait for a leader as etcd's do, and reads fail when the leader changes.
   */
  readonly bootstrap: 'plain' | 'etcd';
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
  /** The least TTL of a lease, in seconds; 0: etcd's, which is made of the election timeout: half as long again. */
  readonly minLeaseTtl: number;
  /** How long a member lets a call wait for the log or a read index; 0: as etcd does, 5 s and two elections. */
  readonly callTimeoutMs: number;
  /**
   * A compaction keeps the deletions made at its very revision, so that a watch that begins there hears of them. etcd 3.4
   * forgets them (issue 19179), later ones keep them, as members do here unless they are told to forget.
   */
  readonly keepsTombstones: boolean;
  /** How long an authentication token lives that nobody uses. */
  readonly authTokenTtlMs: number;
  /** A watch that wants to be told of progress is told after so much quiet. */
  readonly watchProgressMs: number;
  /** etcd --experimental-corrupt-check-time: how often the leader compares the stores; 0: never. */
  readonly corruptCheckMs: number;
  /** etcd --enable-v2: whether the old API is served over HTTP. Its store is there all the same. */
  readonly enableV2: boolean;
  /** etcd --auto-compaction-mode: how the leader chooses the revision up to which it compacts by itself. */
  readonly autoCompactionMode: 'periodic' | 'revision';
  /** etcd --auto-compaction-retention: how much of the history stays: periodic: so many ms; revision: so many revisions; 0: all. */
  readonly autoCompactionRetention: number;
  /** Each member also serves the keys of etcd's raftexample, at a port of its own. */
  readonly keyServer: boolean;
  /** What every member's store begins with: the bytes of a saved snapshot (etcdctl snapshot restore). Needs bootstrap etcd. */
  readonly snapshot?: Uint8Array;
}

const names: Readonly<Record<keyof MemberSettings, true>> = {
  seed: true,
  preVote: true,
  checkQuorum: true,
  readOnly: true,
  stepDownOnRemoval: true,
  electionTicks: true,
  heartbeatTicks: true,
  tickMs: true,
  snapshotCount: true,
  snapshotCatchUpEntries: true,
  maxSizePerMsg: true,
  maxInflightMsgs: true,
  maxInflightBytes: true,
  maxUncommittedBytes: true,
  fixedElectionTicks: true,
  storage: true,
  readyByHand: true,
  randomApply: true,
  stopsWhenRemoved: true,
  brokenRules: true,
  bootstrap: true,
  clusterToken: true,
  quotaBytes: true,
  maxTxnOps: true,
  maxRequestBytes: true,
  strictReconfigCheck: true,
  leaseCheckpoints: true,
  minLeaseTtl: true,
  callTimeoutMs: true,
  keepsTombstones: true,
  authTokenTtlMs: true,
  watchProgressMs: true,
  corruptCheckMs: true,
  enableV2: true,
  autoCompactionMode: true,
  autoCompactionRetention: true,
  keyServer: true,
  snapshot: true,
};

/** The settings of members among other settings; those that are absent stay so. */
export function settingsOf(config: MemberSettings): MemberSettings {
  return Object.fromEntries(
    Object.entries(config).filter(([name]) => name in names),
  ) as unknown as MemberSettings;
}
