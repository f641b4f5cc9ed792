import { copyInProcess } from '../../history/replay.ts';
import type { ModelAction } from '../../model/action.ts';
import type { ModelSetup } from '../../model/setup.ts';
import { CommandError, type Command } from '../../sim/command/command.ts';
import type { Violation } from '../../sim/record/watcher.ts';
import type { Run } from '../play/run.ts';
import { readyInstant, setupOf } from './instant.ts';
import { playSchedule, type PlayedStep } from './schedule-run.ts';

/** A schedule that has become a branch of the lab. Plain data. */
export interface OpenedSchedule {
  readonly branch: number;
  /** The playhead stands right after this event, before the first step. */
  readonly event: number;
  readonly steps: readonly PlayedStep[];
  /** What the lab's own checks have found in it, in order. */
  readonly violations: readonly Violation[];
}

/** The instant at the playhead as the beginning of a search. The run stays as it is. */
export async function searchSetup(run: Run): Promise<ModelSetup> {
  const { cluster } = await readyInstant(run);
  return setupOf(cluster);
}

/**
 * The schedule as a branch that grows out of the instant at the playhead: first it is played on a copy, so that one which does not fit this run changes
 * nothing; then its commands are done by hand in a branch of their own. The playhead stands at the beginning of it.
 */
export async function openSchedule(
  run: Run,
  actions: readonly ModelAction[],
  act: (command: Command) => Promise<void>,
): Promise<OpenedSchedule> {
  if (actions.length === 0)
    throw new CommandError('badArgument', 'the schedule has no steps: what it is for holds here already');
  const { cluster: before, commands: first } = await readyInstant(run);
  const played = await playSchedule(before, setupOf(before), actions);
  run.stand(copyInProcess({ world: run.cluster.world, members: run.cluster.members() }, run.factory));
  for (const command of [...first, ...played.first]) await act(command);
  const event = run.cluster.world.events;
  for (const { commands } of played.steps) for (const command of commands) await act(command);
  const branch = run.branches.current.id;
  await run.seekEvent(event);
  return { branch, event, steps: played.steps, violations: played.violations };
}
