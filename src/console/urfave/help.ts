import { quote } from '../text/go-quote.ts';
import { HELP, HELP_FLAG, type App, type Command, type Flag } from './command.ts';

/** How far columns are apart. */
const GAP = 2;

/** A program, or a group of commands as a program of its own. */
export interface Group {
  /** `etcdctl`, `etcdctl member`. */
  readonly name: string;
  readonly usage: string;
  readonly version: string;
  readonly flags: readonly Flag[];
  readonly commands: readonly Pick<Command<unknown>, 'name' | 'usage'>[];
}

/** `isWhole`: as `help` shows it. Otherwise as a group shows itself. */
export function groupHelp(group: Group, isWhole: boolean): string {
  const { name, usage, version, flags, commands } = group;
  const line = isWhole
    ? `${name} [global options] command [command options] [arguments...]`
    : `${name} command [command options] [arguments...]`;
  const commandRows = columns(commands.map((each) => [each.name, each.usage]));
  const flagRows = columns(flags.map(flagRow));
  return [
    `NAME:\n   ${name} - ${usage}\n`,
    `USAGE:\n   ${line}\n`,
    ...(isWhole ? [`VERSION:\n   ${version}\n`] : []),
    `COMMANDS:\n${commandRows}`,
    isWhole ? `GLOBAL OPTIONS:\n${flagRows}` : `OPTIONS:\n${flagRows}   \n`,
  ].join('\n');
}

/** `path`: of the groups above it, and its own name. */
export function commandHelp(
  path: string,
  { usage, argsUsage = '[arguments...]', description, flags = [] }: Omit<Command<unknown>, 'name'>,
): string {
  const options = flags.length > 0 ? ' [command options]' : '';
  return [
    `NAME:\n   ${path} - ${usage}\n`,
    `USAGE:\n   ${path}${options} ${argsUsage}\n`,
    ...(description === undefined ? [] : [`DESCRIPTION:\n   ${description}\n`]),
    ...(flags.length === 0 ? [] : [`OPTIONS:\n${columns(flags.map(flagRow))}   \n`]),
  ].join('\n');
}

/** The root of a program; `help` stands among its commands. */
export function rootGroup<Run>(app: App<Run>, flags: readonly Flag[]): Group {
  const help = { name: HELP.names.join(', '), usage: HELP.usage };
  return { ...app, flags, commands: [...app.commands, help] };
}

export function innerGroup<Run>(app: App<Run>, { name, usage, commands = [] }: Command<Run>): Group {
  return { name: `${app.name} ${name}`, usage, version: app.version, flags: [HELP_FLAG], commands };
}

function flagRow({ names, kind, usage, default: text }: Flag): readonly [string, string] {
  const [, named] = /`([^`]*)`/.exec(usage) ?? [];
  const value = kind === 'bool' ? '' : ` ${named ?? 'value'}`;
  const shown = names.map((name) => `${name.length === 1 ? '-' : '--'}${name}${value}`).join(', ');
  const said = named === undefined ? usage : usage.replace(`\`${named}\``, named);
  return [shown, said + defaultText(kind, text)];
}

function defaultText(kind: Flag['kind'], text: string | undefined): string {
  if (kind === 'int') return ` (default: ${text ?? '0'})`;
  if (text === undefined) return '';
  return ` (default: ${kind === 'string' ? quote(text) : text})`;
}

function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([first]) => first.length)) + GAP;
  return rows.map(([first, second]) => `   ${first.padEnd(width)}${second}\n`).join('');
}
