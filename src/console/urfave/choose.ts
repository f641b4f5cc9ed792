import { HELP, HELP_FLAG, VERSION_FLAG, type App, type Command, type Flag } from './command.ts';
import { commandHelp, groupHelp, innerGroup, rootGroup, type Group } from './help.ts';
import { FlagError, FlagValues, TwoFormsError } from './parse-flags.ts';
import { reorder } from './reorder.ts';

/** What a line asks for. */
export type Chosen<Run> =
  | { readonly type: 'run'; readonly run: Run; readonly globals: FlagValues; readonly flags: FlagValues }
  | { readonly type: 'version' }
  /** Shown as it is. */
  | { readonly type: 'help'; readonly text: string }
  /** `stdout`: what is wrong, and help. */
  | { readonly type: 'wrong'; readonly stdout: string; readonly message: string }
  | { readonly type: 'unknown'; readonly name: string };

/** What a line asks for, as urfave/cli finds it: flags of the program, a command, flags of the command. */
export function choose<Run>(app: App<Run>, words: readonly string[]): Chosen<Run> {
  const flags = [...app.flags, HELP_FLAG, VERSION_FLAG];
  const group = rootGroup(app, flags);
  const globals = readFlags(words, flags, (problem, isTwoForms) =>
    // Of two forms of a flag only the message stands above the help.
    isTwoForms
      ? `${problem}\n${groupHelp(group, true)}`
      : `Incorrect Usage. ${problem}\n\n${groupHelp(group, true)}`,
  );
  if ('type' in globals) return globals;
  if (globals.bool('help')) return { type: 'help', text: groupHelp(group, true) };
  if (globals.bool('version')) return { type: 'version' };
  // Without a command the program shows what `help` shows.
  return inGroup({ group, commands: app.commands, isRoot: true }, app, globals.args, globals);
}

interface Level<Run> {
  readonly group: Group;
  readonly commands: readonly Command<Run>[];
  readonly isRoot: boolean;
}

function inGroup<Run>(
  level: Level<Run>,
  app: App<Run>,
  words: readonly string[],
  globals: FlagValues,
): Chosen<Run> {
  const [name, ...rest] = words;
  if (name === undefined) return { type: 'help', text: groupHelp(level.group, level.isRoot) };
  if (isHelp(name)) return helpCommand(level, rest);
  const command = level.commands.find((each) => each.name === name);
  if (command === undefined) return helpFor(level, name);
  if (command.run !== undefined) return ofCommand(level, command, command.run, rest, globals);
  const group = innerGroup(app, command);
  const given = readFlags(rest, [HELP_FLAG], (problem, isTwoForms) =>
    isTwoForms
      ? `${problem}\n\n${groupHelp(group, false)}`
      : `Incorrect Usage. ${problem}\n\n${groupHelp(group, false)}`,
  );
  if ('type' in given) return given;
  if (given.bool('help')) return { type: 'help', text: groupHelp(group, false) };
  return inGroup({ group, commands: command.commands ?? [], isRoot: false }, app, given.args, globals);
}

function ofCommand<Run>(
  { group }: Level<Run>,
  command: Command<Run>,
  run: Run,
  words: readonly string[],
  globals: FlagValues,
): Chosen<Run> {
  const own: readonly Flag[] = [...(command.flags ?? []), HELP_FLAG];
  const help = commandHelp(`${group.name} ${command.name}`, command);
  const flags = readFlags(reorder(words, own), own, (problem) => `Incorrect Usage: ${problem}\n\n${help}`);
  if ('type' in flags) return flags;
  return flags.bool('help') ? { type: 'help', text: help } : { type: 'run', run, globals, flags };
}

/** `help`, and `help COMMAND`. */
function helpCommand<Run>(level: Level<Run>, words: readonly string[]): Chosen<Run> {
  const help = helpOfHelp(level);
  const given = readFlags(
    reorder(words, [HELP_FLAG]),
    [HELP_FLAG],
    (problem) => `Incorrect Usage: ${problem}\n\n${help}`,
  );
  if ('type' in given) return given;
  if (given.bool('help')) return { type: 'help', text: help };
  const [name] = given.args;
  return name === undefined ? { type: 'help', text: groupHelp(level.group, true) } : helpFor(level, name);
}

function helpFor<Run>(level: Level<Run>, name: string): Chosen<Run> {
  if (name === '') return { type: 'help', text: groupHelp(level.group, false) };
  if (isHelp(name)) return { type: 'help', text: helpOfHelp(level) };
  const command = level.commands.find((each) => each.name === name);
  if (command === undefined) return { type: 'unknown', name };
  return { type: 'help', text: commandHelp(`${level.group.name} ${name}`, command) };
}

/** The library has not told its own command what it is called at the root. */
function helpOfHelp<Run>({ group, isRoot }: Level<Run>): string {
  return commandHelp(isRoot ? '' : `${group.name} ${HELP.names[0]}`, HELP);
}

function isHelp(name: string): boolean {
  return HELP.names.some((each) => each === name);
}

function readFlags(
  words: readonly string[],
  flags: readonly Flag[],
  show: (problem: string, isTwoForms: boolean) => string,
): FlagValues | { readonly type: 'wrong'; readonly stdout: string; readonly message: string } {
  try {
    const values = new FlagValues(words, flags);
    values.checkForms();
    return values;
  } catch (error) {
    if (!(error instanceof FlagError)) throw error;
    const { message } = error;
    return { type: 'wrong', stdout: show(message, error instanceof TwoFormsError), message };
  }
}
