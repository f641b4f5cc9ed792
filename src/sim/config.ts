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
  /** Added to it: uniform in [0, jitterMs]. Above 0 messages may overtake each other. */
  readonly jitterMs: number;
  /** Probability that a message is lost, 0 to 1. */
  readonly loss: number;
  /** Probability that a message is delivered twice, 0 to 1. */
  readonly duplicate: number;
  readonly fsyncMs: number;
  readonly applyMs: number;
  readonly snapshotCount: number;
  readonly snapshotCatchUpEntries: number;
  readonly maxSizePerMsg: number;
  readonly maxInflightMsgs: number;
  /** How long a client waits before it gives up, in virtual time. */
  readonly clientTimeoutMs: number;
  readonly brokenRules: readonly string[];
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
  fsyncMs: 4,
  applyMs: 1,
  snapshotCount: 100,
  snapshotCatchUpEntries: 20,
  maxSizePerMsg: 1024 * 1024,
  maxInflightMsgs: 256,
  clientTimeoutMs: 5000,
  brokenRules: [],
};
