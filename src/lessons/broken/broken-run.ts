import type { Command } from '../../sim/command/command.ts';
import type { LabConfig } from '../../sim/world/config.ts';
import type { SwitchName } from '../../node/rules.ts';

/** A schedule that shows what a rule is for. */
export type BrokenRun = ScriptedRun | TimedRun;

/** Commands at times of a run that goes on by itself. */
export interface TimedRun {
  readonly config: Partial<LabConfig>;
  readonly steps: readonly { readonly atMs: number; readonly command: Command }[];
  readonly endMs: number;
  readonly isLeftAlone?: true;
}

/** The lines of a lab script after its `cluster` line. */
export interface ScriptedRun {
  /** Options of the `cluster` line. */
  readonly cluster: string;
  readonly lines: string;
  /** In the end nothing happens to the cluster for long: what should come of itself has come. */
  readonly isLeftAlone?: true;
  /** A switch without which the schedule cannot be: it is on in both runs, and breaks nothing by itself there. */
  readonly beside?: SwitchName;
}

/** The schedules of a chapter of switches. */
export type BrokenRuns = Readonly<Partial<Record<SwitchName, BrokenRun>>>;
