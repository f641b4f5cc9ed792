import { brief } from '../../base/brief.ts';
import type { World } from '../world/world.ts';
import { CommandError, type Command } from './command.ts';
import { parsed } from './parsed.ts';
import { commandTable, entryOf, isCommandType } from './table.ts';

/**
 * Whatever is handed in as the command that it is: plain data of the form that its entry's schema says, bytes and ids as
 * they are kept. Otherwise a CommandError `badArgument` that says which field, what is wrong with it and what is allowed.
 */
export function parseCommand(asked: unknown): Command {
  const type = typeof asked === 'object' && asked !== null && 'type' in asked ? asked.type : undefined;
  if (isCommandType(type)) return parsed(type, entryOf(type).schema, asked);
  throw new CommandError(
    'badArgument',
    `there is no command ${brief(type ?? asked)}; commands are ${Object.keys(commandTable).join(', ')}`,
  );
}

/** The command as it is kept. Throws a CommandError if it is none, or cannot be done now. Changes nothing. */
export function checkCommand(world: World, asked: unknown): Command {
  const command = parseCommand(asked);
  entryOf(command.type).check(world, command);
  return command;
}
