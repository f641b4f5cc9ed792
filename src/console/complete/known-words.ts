import { root } from '../etcdctl/root.ts';
import type { Command } from './command-tree.ts';
import type { ConsoleCompletion } from './complete.ts';

/** Tools whose commands are a tree, by name and version of etcd's API (`2`, `3`). */
export const commandTrees: Readonly<Record<string, (api: string) => Command>> = {
  etcdctl: () => root,
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
