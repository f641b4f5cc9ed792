import { unreachable } from '../../../base/assert.ts';
import type { TxnOperation } from '../../../etcd/request.ts';
import { choose, findCommand } from '../../cobra/choose.ts';
import { withRun, type Command } from '../../cobra/command.ts';
import { defaultHelp, defaultUsage } from '../../cobra/default-usage.ts';
import type { Process, Running, Waitable } from '../../kernel/process.ts';
import { quoteRaw } from '../../text/go-quote.ts';
import type { FlagValues } from '../../text/parse-flags.ts';
import { EXIT, Exit } from '../exit.ts';
import type { Stdin } from '../stdin.ts';
import { argify } from './argify.ts';
import { del, delOf } from './del.ts';
import { get, getOf } from './get.ts';
import { put, putOf } from './put.ts';

type Make = (given: FlagValues, stdin: Stdin, process: Process) => Running<TxnOperation> | TxnOperation;

/** What a line of a txn may be: three commands as etcdctl has them, under a command without a name. */
const requests: Command<Make> = {
  use: '',
  short: '',
  commands: [
    withRun<unknown, Make>(put, (given, stdin) => putOf(given.args, given, stdin)),
    withRun<unknown, Make>(get, (given) => getOf(given.args, given)),
    withRun<unknown, Make>(del, (given) => delOf(given.args, given)),
    {
      use: 'help [command]',
      short: 'Help about any command',
      run: (given, _stdin, process) => help(given.args, process),
    },
  ],
};

/** One request of a txn. Throws Exit and Panic. */
export function* parseRequest(line: string, process: Process, stdin: Stdin): Running<TxnOperation> {
  const words = argify(line);
  if (words.length < 2) throw new Exit(EXIT.invalidInput, `invalid txn compare request: ${line}`);
  const chosen = choose(requests, words);
  switch (chosen.type) {
    case 'wrong':
      process.write(2, `${defaultUsage(chosen.path)}\n`);
      throw new Exit(EXIT.invalidInput, `invalid txn request: ${line}`);
    case 'unknown':
      throw new Exit(EXIT.invalidInput, `invalid txn request: ${line}`);
    case 'help':
      process.write(1, defaultHelp(chosen.path));
      // etcdctl waits for the request that this line does not make.
      return yield* forever();
    case 'run': {
      const made = chosen.run(chosen.given, stdin, process);
      return Symbol.iterator in made ? yield* made : made;
    }
    default:
      return unreachable(chosen);
  }
}

function* help(topics: readonly string[], process: Process): Running<never> {
  const found = findCommand(requests, topics);
  if ('unknown' in found) {
    process.write(2, `Unknown help topic [${topics.map(quoteRaw).join(' ')}]\n${defaultUsage([requests])}`);
  } else process.write(1, defaultHelp(found.path));
  return yield* forever();
}

function* forever(): Running<never> {
  const never: Waitable = { isReady: false };
  for (;;) yield [never];
}
