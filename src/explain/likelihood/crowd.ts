import type { RecordedCommand } from '../../history/command-list.ts';
import type { LabConfig } from '../../sim/world/config.ts';
import type { Micros } from '../../base/flavor.ts';
import type { ContinuationPlan } from './chance.ts';
import type { Chance } from './likelihood.ts';

/** A stretch of a run from its beginning, as plain data: whoever gets it computes it again. */
export interface RunToThere {
  readonly config: LabConfig;
  readonly commands: readonly RecordedCommand[];
  /** Its last event and the fingerprint after it. */
  readonly end: { readonly event: number; readonly at: Micros; readonly hash: string };
}

/** What a crowd works on. `condition` is an expression that has been checked. */
export interface CrowdJob {
  readonly run: RunToThere;
  readonly condition: string;
  readonly plan: ContinuationPlan;
}

/** Workers that make continuations side by side. */
export interface Crowd {
  readonly size: number;
  /** The chance at an event. Rejects when all workers have failed, with the reason of the last. */
  ask(event: number): Promise<Chance>;
  /** How many continuations have ended so far. */
  readonly done: number;
  /** Kept after a beat of real time, so that whoever waits can look round. */
  beat(): Promise<void>;
  /** Ends the workers. */
  end(): void;
}

/** Undefined: there are no workers here, and the continuations are made by whoever asks. */
export type OpenCrowd = (job: CrowdJob) => Crowd;
