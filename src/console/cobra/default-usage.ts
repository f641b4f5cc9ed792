import { pflagUsages } from '../text/pflag-usages.ts';
import { inheritedFlags, lastOf, localFlags, nameOf, pathName, type Command, type Path } from './command.ts';

/** What cobra prints as a usage where a tool has no form of its own. It ends with a line end. */
export function defaultUsage<Run>(path: Path<Run>): string {
  const command = lastOf(path);
  const name = pathName(path);
  const inherited = inheritedFlags(path);
  const lines = ['Usage:'];
  if (command.run !== undefined) lines.push(`  ${useLine(path)}`);
  if (command.commands !== undefined) {
    lines.push(`  ${name} [command]`, '', 'Available Commands:', ...commandLines(command));
  }
  lines.push('', 'Flags:', pflagUsages(localFlags(command)).trimEnd());
  if (inherited.length > 0) lines.push('', 'Global Flags:', pflagUsages(inherited).trimEnd());
  if (command.commands !== undefined) {
    lines.push('', `Use "${name} [command] --help" for more information about a command.`);
  }
  return `${lines.join('\n')}\n`;
}

/** .. and as a help: what the command is for, and its usage. */
export function defaultHelp<Run>(path: Path<Run>): string {
  const { long, short } = lastOf(path);
  const about = (long ?? short).trimEnd();
  return (about === '' ? '' : `${about}\n\n`) + defaultUsage(path);
}

function useLine<Run>(path: Path<Run>): string {
  const { use, isUseWhole } = lastOf(path);
  const flags = isUseWhole === true || use.includes('[flags]') ? '' : ' [flags]';
  return `${[...path.slice(0, -1).map(nameOf), use].join(' ')}${flags}`;
}

/** Names of one width, eleven at least. */
function commandLines<Run>({ commands = [] }: Command<Run>): string[] {
  const width = Math.max(11, ...commands.map((command) => nameOf(command).length));
  return commands
    .toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
    .map((command) => `  ${nameOf(command).padEnd(width)} ${command.short}`);
}
