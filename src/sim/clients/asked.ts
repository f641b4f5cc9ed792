import type { Command } from '../command/command.ts';
import { CommandError } from '../command/command.ts';
import type { World } from '../world/world.ts';
import { clientDelay, pushClientEvent } from './client-hearing.ts';

/**
 * Checks that a console has asked for what is to be done in its name. It has asked while it was stepped, and what it asks for is the
 * next that happens; a run that is repeated does the recorded command at the same place.
 */
export function checkAsked(world: World, { by }: Command): void {
  if (by === undefined || world.asked[0]?.client === by) return;
  throw new CommandError('badArgument', `by is ${by}, but console ${by} has asked for nothing`);
}

/** The first that was asked for is done, or could not be: its console hears of it. */
export function tellAsked(world: World, error: CommandError | undefined): void {
  const asked = world.asked.shift();
  const run = asked === undefined ? undefined : world.clients.get(asked.client);
  if (asked === undefined || run === undefined || run.life !== asked.life) return;
  const told = error === undefined ? undefined : { code: error.code, message: error.message };
  pushClientEvent(world, run, clientDelay(world), { type: 'acted', act: asked.act, error: told });
}
