import { CommandError } from '../sim/command/command.ts';
import type { LabConfig } from '../sim/world/config.ts';
import type { MemberFactory } from '../sim/in-process-host.ts';
import { NoWatcher } from '../sim/record/watcher.ts';
import { bootOf, World } from '../sim/world/world.ts';

/** Throws a CommandError if a run is to begin with a saved snapshot from which no member can start. */
export function checkSnapshot(config: LabConfig, factory: MemberFactory): void {
  if (config.snapshot === undefined) return;
  try {
    factory.boot(bootOf(World.create(config, new NoWatcher()), 1));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandError('badConfig', `bad configuration: snapshot is not what a member has saved: ${why}`);
  }
}
