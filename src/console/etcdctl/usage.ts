import { inheritedFlags, lastOf, localFlags, nameOf, type Command, type Path } from '../cobra/command.ts';
import { flagUsages } from '../text/flag-usages.ts';
import { alignTabs } from '../text/tab-writer.ts';
import { API_VERSION, VERSION } from './version.ts';

/** What etcdctl prints as a command's help, and on standard output beside the error of a wrong flag. */
export function usageOf<Run>(path: Path<Run>): string {
  const command = lastOf(path);
  const isRoot = path.length === 1;
  const inherited = inheritedFlags(path);
  const parts = [
    // Beneath the root a command is called without the root's name.
    section('NAME', `${names(isRoot ? path : path.slice(1))} - ${command.short}`),
    section('USAGE', useLine(path)),
    isRoot && section('VERSION', VERSION),
    command.commands !== undefined && section('API VERSION', API_VERSION),
    command.commands !== undefined && `\nCOMMANDS:\n${commandLines(command, '')}`,
    command.long !== undefined && section('DESCRIPTION', command.long),
    `OPTIONS:\n${flagUsages(localFlags(command))}`,
    inherited.length > 0 && `GLOBAL OPTIONS:\n${flagUsages(inherited)}`,
  ];
  return alignTabs(`${parts.filter((part) => part !== false).join('\n')}\n`);
}

function section(title: string, text: string): string {
  return `${title}:\n${text
    .split('\n')
    .map((line) => `\t${line}\n`)
    .join('')}`;
}

function names<Run>(path: readonly Command<Run>[]): string {
  return path.map(nameOf).join(' ');
}

function useLine<Run>(path: Path<Run>): string {
  const { use, isUseWhole } = lastOf(path);
  return [...path.slice(0, -1).map(nameOf), use, ...(isUseWhole === true ? [] : ['[flags]'])].join(' ');
}

/** Every command beneath that can be run, by its whole name. */
function commandLines<Run>({ commands = [] }: Command<Run>, above: string): string {
  return commands
    .toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
    .map((command) => {
      const name = above + nameOf(command);
      const line = command.run === undefined ? '' : `\t${name}\t${command.short}\n`;
      return line + commandLines(command, `${name} `);
    })
    .join('');
}
