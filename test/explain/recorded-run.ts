import { drawInt, makeDice } from '../../src/base/random.ts';
import { calmCommands } from '../../src/swarm/calm.ts';
import { drawAction } from './draw-action.ts';
import { Run } from '../../src/lab/play/run.ts';
import { LongWork } from '../../src/lab/play/long-work.ts';
import { Member } from '../../src/node/member.ts';
import { CommandError } from '../../src/sim/command/command.ts';
import type { FaultName } from '../../src/sim/command/faults.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import type { WorldEvent } from '../../src/sim/record/world-event.ts';
import type { LabConfig } from '../../src/sim/world/config.ts';
import { parseConfig } from '../../src/sim/world/parse-config.ts';

export interface RecordedRun {
  readonly run: Run;
  /** Every event as it happened, the first at place 0. */
  readonly heard: readonly WorldEvent[];
}

/** Work that is never cut short. */
export const work = new LongWork('runFor', {
  clock: () => 0,
  letOthersIn: () => Promise.resolve(),
  now: () => 0,
});

/** A run of the lab with random clients and random trouble, and all that happened in it. The same arguments give the same run. `begin`: what is done before all else. */
export async function randomRun(
  config: Partial<LabConfig>,
  faults: readonly FaultName[],
  events: number,
  begin?: (run: Run) => Promise<void>,
): Promise<RecordedRun> {
  const run = await Run.begin(parseConfig(config), new InProcessHost(Member), Member);
  const heard: WorldEvent[] = [];
  run.listen((event) => void heard.push(event));
  await begin?.(run);
  const dice = makeDice(config.seed ?? 1, 'random past');
  const { world } = run.live;
  while (world.events < events) {
    const before = world.events;
    await run.goOnTo(Math.min(events, before + drawInt(dice, 1, 60)), work);
    const isStill = world.events === before;
    for (const command of isStill ? calmCommands(world) : drawAction(dice, world, faults)) {
      if (world.events >= events) break;
      try {
        await run.act(command, () => undefined);
      } catch (error) {
        // What cannot be done now is not done.
        if (!(error instanceof CommandError)) throw error;
      }
    }
  }
  return { run, heard };
}
