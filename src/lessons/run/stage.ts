import type { Command } from '../../sim/command/command.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import type { LabConfig } from '../../sim/world/config.ts';
import type { World } from '../../sim/world/world.ts';

/** Where a script plays: a cluster of its own (in-process-stage.ts), or the run of a lab, with its history and pictures. */
export interface ScriptStage {
  /** A new run; whatever was there is gone. `listen` is told of every event from now on. Throws a CommandError. */
  begin(config: Partial<LabConfig>, listen: (event: WorldEvent) => void): Promise<void>;
  /** Does a command, and what follows from it at once. Rejects with a CommandError, and nothing has changed. */
  act(command: Command): Promise<void>;
  /** The world of the run as it is now. */
  readonly world: World;
}
