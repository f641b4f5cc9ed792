import type { NodeId } from '../../base/flavor.ts';
import type { ConfState } from '../entry.ts';

/**
 * Who counts for what (etcd: tracker.Config). Every list ascending and without repetition.
 * Invariants: joint exactly while `outgoing` is not empty; `learners` meets neither half; `learnersNext` lies within
 * `outgoing` and apart from `learners`; not joint: `learnersNext` is empty and `autoLeave` false.
 */
export interface TrackerConfig {
  /** The voters; in a joint configuration those of the half being moved to. */
  readonly incoming: readonly NodeId[];
  /** The half being left; empty unless joint. */
  readonly outgoing: readonly NodeId[];
  readonly learners: readonly NodeId[];
  /** Voters of the outgoing half that become learners on leaving it: they cannot be both at once. */
  readonly learnersNext: readonly NodeId[];
  /** The leader proposes to leave the joint configuration by itself once it is applied. */
  readonly autoLeave: boolean;
}

export const emptyTrackerConfig: TrackerConfig = {
  incoming: [],
  outgoing: [],
  learners: [],
  learnersNext: [],
  autoLeave: false,
};

/** The configuration as it is stored and sent. */
export function toConfState(config: TrackerConfig): ConfState {
  return {
    voters: config.incoming,
    votersOutgoing: config.outgoing,
    learners: config.learners,
    learnersNext: config.learnersNext,
    autoLeave: config.autoLeave,
  };
}
