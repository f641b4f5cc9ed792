import { root } from '../etcdctl/root.ts';
import { app } from '../etcdctl2/app.ts';
import type { Command as OldCommand, Flag as OldFlag } from '../urfave/command.ts';
import type { Flag } from '../text/flag.ts';
import type { Command } from './command-tree.ts';
import type { ConsoleCompletion } from './complete.ts';

/** The old etcdctl's tables in the form of the new one's. */
const old: Command = {
  use: app.name,
  short: app.usage,
  persistentFlags: app.flags.map(flagOf),
  commands: app.commands.map(commandOf),
};

function commandOf({ name, usage, flags = [], commands }: OldCommand<unknown>): Command {
  const own = { use: name, short: usage, flags: flags.map(flagOf) };
  return commands === undefined ? own : { ...own, commands: commands.map(commandOf) };
}

function flagOf({ names: [name, shorthand], kind, usage, default: value = '' }: OldFlag): Flag {
  return { name, kind, usage, default: value, ...(shorthand?.length === 1 ? { shorthand } : {}) };
}

/** Tools whose commands are a tree, by name and version of etcd's API (`2`, `3`). */
export const commandTrees: Readonly<Record<string, (api: string) => Command>> = {
  etcdctl: (api) => (api === '2' ? old : root),
};

/** The words of tools that have few: by the words before them. */
const words: Readonly<Record<string, readonly string[]>> = {
  goreman: ['check', 'help', 'run', 'start', 'version'],
  'goreman run': ['list', 'restart', 'start', 'status', 'stop', 'restart-all', 'start-all', 'stop-all'],
  benchmark: [
    'lease-keepalive',
    'mvcc',
    'put',
    'range',
    'stm',
    'txn-put',
    'watch',
    'watch-get',
    'watch-latency',
  ],
};

export function plainWords(before: readonly string[]): readonly ConsoleCompletion[] {
  const key = before.join(' ');
  const found = Object.hasOwn(words, key) ? words[key] : undefined;
  return (found ?? []).map((text) => ({ text, kind: 'command', help: '' }));
}
