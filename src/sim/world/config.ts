import type { MemberAddress } from '../../node/io.ts';
import type { MemberSettings } from '../../node/settings.ts';
import type { BegunFrom } from './begun-from.ts';
import type { DrawnNode } from './drawing.ts';

/** Whose part each machine has as a run begins, where it is not just `nodes` voters and then `learners` learners. */
export interface Layout {
  readonly voters: readonly number[];
  readonly learners: readonly number[];
  /** They run and know the configuration, but are no members of it. */
  readonly spare: readonly number[];
}

/** What a run is made of, beside its actions: everything that is fixed when the world begins. Plain data. */
export interface LabConfig extends MemberSettings {
  /** Voters 1..nodes at the start. 1 to 9. */
  readonly nodes: number;
  /** Learners nodes+1..nodes+learners at the start. */
  readonly learners: number;
  /** Names the machines one by one; nodes and learners say how many voters and learners it has. */
  readonly layout?: Layout;
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
  /**
   * The transport tells a sender whether its snapshot arrived and that a peer cannot be reached (etcd: rafthttp); false: only
   * who acts does (the command `report`).
   */
  readonly transportReports: boolean;
  /** What single machines are given for themselves as the run begins. */
  readonly machineSettings?: readonly { readonly node: number; readonly settings: MachineSettings }[];
  /** Logs drawn by hand, from which nodes begin; a node that is not drawn begins with an empty disk. */
  readonly drawing?: readonly DrawnNode[];
  /** The cluster began elsewhere, as data directories of real etcd have it. Needs bootstrap etcd. */
  readonly begunFrom?: BegunFrom;
  /** How long a client waits before it gives up, in virtual time. */
  readonly clientTimeoutMs: number;
  /** Names and URLs of machines 1, 2, ..; absent: the ones of node/address.ts. */
  readonly members?: readonly MemberAddress[];
  /**
   * What a killed machine loses of its disk: what was not synced (power), only what was not written (process), or some of what
   * was not synced, as the dice say (power, while the disk was writing).
   */
  readonly crashLoses: CrashLoss;
}

export type CrashLoss = 'unsynced' | 'unwritten' | 'torn';

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
  keepsTombstones: true,
  crashLoses: 'unsynced',
  authTokenTtlMs: 300_000,
  watchProgressMs: 600_000,
  corruptCheckMs: 0,
  enableV2: true,
  autoCompactionMode: 'periodic',
  autoCompactionRetention: 0,
  keyServer: false,
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
  'enableV2',
  'autoCompactionMode',
  'autoCompactionRetention',
  'brokenRules',
] as const satisfies readonly (keyof LabConfig)[];

/** Settings of one member; absent fields are as the run has them. */
export type MachineSettings = Partial<Pick<LabConfig, (typeof machineFields)[number]>>;
