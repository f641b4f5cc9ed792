import type { FaultName } from '../sim/command/faults.ts';
import type { LabConfig } from '../sim/world/config.ts';

/** What somebody asks of a random run. The same options give the same run. */
export interface SwarmOptions {
  readonly seed: number;
  /** Machines, voters and learners together. */
  readonly nodes: number;
  /** The safety phase ends at the first action after so many events. */
  readonly events: number;
  /** Those that may come; which of them do in this run, and how often, the seed draws. */
  readonly faults: readonly FaultName[];
  /** Rules that are broken, by name. */
  readonly rules: readonly string[];
  /** The only property that ends the safety phase; absent: any does. */
  readonly property?: string | undefined;
  /** Undefined: the seed draws it. */
  readonly storage?: LabConfig['storage'] | undefined;
}
