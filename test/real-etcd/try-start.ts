import { execFileSync } from 'node:child_process';
import type { Binaries } from './binaries.ts';
import { drawCluster, hasExited, logOf, ready, startMember, stopAll } from './real-cluster.ts';

/** What a real etcd did with a directory. */
export interface Tried {
  readonly outcome: 'ready' | 'exited' | 'silent';
  /** Its last lines, those that say why first. */
  readonly lines: readonly string[];
}

/** Copies a data directory, zeros as holes (a log's tail is 64 MB of them). */
export function copyDir(from: string, to: string): void {
  execFileSync('cp', ['-r', '--sparse=always', from, to]);
}

/** Starts etcd from the directory `<folder>/m0`, alone, as whoever has lost the other members' addresses would. */
export async function tryStart(
  binaries: Binaries,
  folder: string,
  flags: Readonly<Record<string, string>> = {},
): Promise<Tried> {
  const cluster = await drawCluster(binaries, folder, 1, flags);
  const [member] = cluster.members;
  if (member === undefined) throw new Error('no member');
  try {
    startMember(cluster, member);
    const state = await ready(member, 8000);
    const outcome = state === 'silent' && hasExited(member) ? 'exited' : state;
    return { outcome, lines: telling(logOf(member)) };
  } finally {
    await stopAll(cluster, 'SIGKILL');
  }
}

/** Lines of a log that say why it ended: fatal ones and panics, or the last ones. */
function telling(log: string): string[] {
  const lines = log.split('\n').filter((line) => line !== '');
  const strong = lines.filter((line) =>
    /"level":"(?:fatal|panic|error)"| [CF] \||^panic:|unexpected fault|repaired/.test(line),
  );
  return strong.length > 0 ? strong : lines.slice(-3);
}
