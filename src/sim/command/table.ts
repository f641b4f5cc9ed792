import { callCommands } from './calls.ts';
import { clientCommands } from './clients.ts';
import { clockCommands } from './clocks.ts';
import { diskCommands } from './disks.ts';
import type { CommandEntry } from './entry.ts';
import { handCommands } from './hand.ts';
import { linkCommands } from './links.ts';
import { machineCommands } from './machines.ts';
import { memberCommands } from './members.ts';
import { messageCommands } from './messages.ts';
import { raftCommands } from './raft.ts';
import { shapeCommands } from './shapes.ts';
import { streamCommands } from './streams.ts';
import { timerCommands } from './timers.ts';

/**
 * Every command there is, with all that is known about it: a new one is one entry in the file of its subject, and a label
 * in each catalogue.
 */
export const commandTable = {
  ...machineCommands,
  ...clockCommands,
  ...diskCommands,
  ...memberCommands,
  ...linkCommands,
  ...shapeCommands,
  ...messageCommands,
  ...callCommands,
  ...streamCommands,
  ...clientCommands,
  ...handCommands,
  ...raftCommands,
  ...timerCommands,
};

type Table = typeof commandTable;
export type CommandType = keyof Table;

/** What a person, a script or a client does to the world: with config and seed, all that a run needs to be repeated. */
export type Command = { [Type in CommandType]: CommandIn<Table[Type]> }[CommandType];

type CommandIn<Entry> = Entry extends CommandEntry<infer OwnCommand> ? OwnCommand : never;

/** The entry of a command, whichever it is. */
export function entryOf(type: CommandType): CommandEntry<Command> {
  return commandTable[type];
}

export function isCommandType(type: unknown): type is CommandType {
  return typeof type === 'string' && Object.hasOwn(commandTable, type);
}
