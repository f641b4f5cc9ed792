import type { NodeId } from '../../base/flavor.ts';
import { checkAsked, tellAsked } from '../clients/asked.ts';
import type { OpenEvent } from '../record/world-event.ts';
import { openEvent } from '../settle.ts';
import type { World } from '../world/world.ts';
import type { Command } from './command.ts';
import type { Effect } from './entry.ts';
import { entryOf } from './table.ts';

/** A command that has been done, as far as the world does it. The event is still open: whoever runs the host closes it. */
export interface Performed extends Effect {
  readonly event: OpenEvent;
}

/**
 * Does a command to the world, now. Throws a CommandError, and has changed nothing, if it cannot be done. Its form is not
 * looked at again: what comes from outside goes through `parseCommand` first.
 */
export function perform(world: World, command: Command): Performed {
  const { type } = command;
  const entry = entryOf(type);
  checkAsked(world, command);
  entry.check(world, command);
  const event = openEvent(world, 'command', nodeOf(command));
  event.command = command;
  const effect = entry.perform(world, command, event);
  if (command.by !== undefined) tellAsked(world, undefined);
  return effect === undefined ? { event } : { ...effect, event };
}

function nodeOf(command: Command): NodeId {
  if ('node' in command) return command.node;
  return command.type === 'transferLeader' ? command.to : 0;
}
