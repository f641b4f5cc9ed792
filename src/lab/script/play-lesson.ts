import { InstantError } from '../../lessons/course/instant-finder.ts';
import type { SoughtInstant } from '../../lessons/course/instant-finder.ts';
import { performRun } from '../../lessons/course/perform-run.ts';
import { knownLessons } from '../../lessons/known-lessons.ts';
import { CommandError } from '../../sim/command/command.ts';
import type { PlayedLesson } from '../lab-port.ts';
import { RunStage, type RunStageParts } from './run-stage.ts';

/** A script becomes the run, and its instants are found on the way. The playhead stands at the first of them. */
export async function playLesson(
  script: string,
  instants: readonly SoughtInstant[],
  parts: RunStageParts,
): Promise<Omit<PlayedLesson, 'run'>> {
  const stage = new RunStage(parts);
  try {
    const { positions, failure } = await performRun(script, instants, stage, knownLessons);
    const { run } = stage;
    if (run === undefined)
      throw new CommandError('badArgument', `the script begins no run: ${failure?.got ?? ''}`);
    const last = run.history.events.last;
    await run.seekEvent(positions[0]?.event ?? last);
    return { branch: run.branches.current.id, positions, last, failure };
  } catch (error) {
    if (error instanceof InstantError) throw new CommandError('badArgument', error.message);
    throw error;
  } finally {
    stage.end();
  }
}
