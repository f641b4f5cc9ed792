import type { Child, Input, Process, Running } from '../kernel/process.ts';
import { any } from '../kernel/process.ts';

/** Nothing comes, as from /dev/null. */
const NOTHING: Input = {
  isReady: true,
  isOver: true,
  isTerminal: false,
  take: () => undefined,
  putBack: () => undefined,
};

const signalNames = {
  SIGINT: 'interrupt',
  SIGTERM: 'terminated',
  SIGKILL: 'killed',
  SIGPIPE: 'broken pipe',
} as const;

/** Runs another program to its end; what Go's exec says when it went wrong, undefined: all went well. */
export function* runChild(
  process: Process,
  words: readonly string[],
  env: ReadonlyMap<string, string>,
): Running<string | undefined> {
  const name = words[0] ?? '';
  const child = process.spawn(words, { env, stdin: NOTHING });
  if (child === undefined) {
    return name.includes('/')
      ? `fork/exec ${name}: no such file or directory`
      : `exec: ${JSON.stringify(name)}: executable file not found in $PATH`;
  }
  try {
    while (child.exitCode === undefined) yield* any(child);
    return endOf(child);
  } finally {
    if (child.exitCode === undefined) child.kill('SIGKILL');
  }
}

function endOf({ exitCode, signal }: Child): string | undefined {
  if (signal !== undefined) return `signal: ${signalNames[signal]}`;
  return exitCode === 0 ? undefined : `exit status ${exitCode}`;
}
