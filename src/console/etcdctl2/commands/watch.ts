import { any, Killed, type Process, type Running, type Waitable } from '../../kernel/process.ts';
import type { Flag } from '../../urfave/command.ts';
import type { Etcdctl2Command } from '../command.ts';
import { EXIT, Exit, failure } from '../exit.ts';
import { Watcher, type KeyAnswer } from '../keys-api.ts';
import { open } from '../open.ts';
import { answered, keyOf, show } from './keys.ts';

const AFTER_INDEX_FLAG: Flag = { names: ['after-index'], kind: 'int', usage: 'watch after the given index' };

export const watch: Etcdctl2Command = {
  name: 'watch',
  usage: 'watch a key for changes',
  argsUsage: '<key>',
  flags: [
    { names: ['forever', 'f'], kind: 'bool', usage: 'forever watch a key until CTRL+C' },
    AFTER_INDEX_FLAG,
    { names: ['recursive', 'r'], kind: 'bool', usage: 'returns all values for key and child keys' },
  ],
  *run(of) {
    const client = yield* open(of);
    const { flags, process } = of;
    const isRecursive = flags.bool('recursive');
    const after = BigInt.asUintN(64, flags.whole('after-index'));
    const watcher = new Watcher(client, keyOf(of), after, isRecursive);
    return yield* untilInterrupted(process, function* () {
      for (;;) {
        const answer = yield* answered(watcher.next());
        if (answer.node.isDir) continue;
        if (isRecursive) process.write(1, `[${answer.action}] ${answer.node.key}\n`);
        show(of, answer);
        if (!flags.bool('forever')) return EXIT.success;
      }
    });
  },
};

export const execWatch: Etcdctl2Command = {
  name: 'exec-watch',
  usage: 'watch a key for changes and exec an executable',
  argsUsage: '<key> <command> [args...]',
  flags: [
    AFTER_INDEX_FLAG,
    { names: ['recursive', 'r'], kind: 'bool', usage: 'watch all values for key and child keys' },
  ],
  *run(of) {
    const client = yield* open(of);
    const { flags, process } = of;
    const { key, words } = keyAndCommand(flags.args);
    const after = BigInt.asUintN(64, flags.whole('after-index'));
    const watcher = new Watcher(client, key, after, flags.bool('recursive'));
    return yield* untilInterrupted(process, function* () {
      for (;;) {
        const answer = yield* answered(watcher.next());
        if (answer.node.isDir) process.write(2, `Ignored dir ${answer.node.key} change\n`);
        else execute(process, words, answer);
      }
    });
  },
};

/** Behind the first word `--` stands between the two; without it the last word is the key. */
function keyAndCommand(args: readonly string[]): { readonly key: string; readonly words: readonly string[] } {
  if (args.length < 2) {
    throw failure(EXIT.badArgs, new Error('key and command to exec required'));
  }
  const isSeparated = args.lastIndexOf('--') > 0;
  if (isSeparated) return { key: args[0] ?? '', words: args.slice(2) };
  return { key: args.at(-1) ?? '', words: args.slice(0, -1) };
}

/** It is not waited for: the next change has its own, side by side with this one. */
function execute(process: Process, words: readonly string[], { action, node }: KeyAnswer): void {
  const env = new Map([
    ['ETCD_WATCH_ACTION', action],
    ['ETCD_WATCH_MODIFIED_INDEX', String(node.modifiedIndex)],
    ['ETCD_WATCH_KEY', node.key],
    ['ETCD_WATCH_VALUE', node.value],
  ]);
  const name = words[0] ?? '';
  if (process.spawn(words, { env, stdin: NOTHING }) !== undefined) return;
  throw new Exit(
    EXIT.badArgs,
    name.includes('/')
      ? `fork/exec ${name}: no such file or directory`
      : `exec: "${name}": executable file not found in $PATH`,
  );
}

/** Nothing comes, as from /dev/null. */
const NOTHING = {
  isReady: true,
  isOver: true,
  isTerminal: false,
  take: () => undefined,
  putBack: () => undefined,
};

/** Runs it; SIGINT ends it and all is well. */
export function* untilInterrupted(process: Process, body: () => Running<number>): Running<number> {
  const { signals } = process;
  signals.catch();
  const running = body();
  try {
    for (let step = running.next(); ; step = running.next()) {
      if (step.done === true) return step.value;
      const waits: readonly Waitable[] = step.value;
      do {
        yield* any(signals, ...waits);
        const signal = signals.take();
        if (signal === 'SIGINT') return EXIT.success;
        if (signal !== undefined) throw new Killed(signal);
      } while (!waits.some(({ isReady }) => isReady));
    }
  } finally {
    running.return(EXIT.success);
    signals.release();
  }
}
