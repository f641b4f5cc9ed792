import { bytesOfWord } from '../../text/go-string.ts';
import { NO_BYTES } from '../../../client/operations.ts';
import type { PutRequest } from '../../../etcd/request.ts';
import type { Running } from '../../kernel/process.ts';
import type { GivenFlags } from '../../text/flag.ts';
import { parseInteger } from '../../text/go-numbers.ts';
import type { EtcdctlCommand } from '../command.ts';
import { EXIT, Exit } from '../exit.ts';
import { Stdin } from '../stdin.ts';

const NEEDS = 'put command needs 1 argument and input from stdin or 2 arguments';

export const put: EtcdctlCommand = {
  use: 'put [options] <key> <value> (<value> can also be given from stdin)',
  short: 'Puts the given key into the store',
  long: `Puts the given key into the store.

When <value> begins with '-', <value> is interpreted as a flag.
Insert '--' for workaround:

$ put <key> -- <value>
$ put -- <key> <value>

If <value> isn't given as a command line argument and '--ignore-value' is not specified,
this command tries to read the value from standard input.

If <lease> isn't given as a command line argument and '--ignore-lease' is not specified,
this command tries to read the value from standard input.

For example,
$ cat file | put <key>
will store the content of the file to <key>.`,
  flags: [
    {
      name: 'lease',
      kind: 'string',
      default: '0',
      usage: 'lease ID (in hexadecimal) to attach to the key',
    },
    {
      name: 'prev-kv',
      kind: 'bool',
      default: 'false',
      usage: 'return the previous key-value pair before modification',
    },
    {
      name: 'ignore-value',
      kind: 'bool',
      default: 'false',
      usage: 'updates the key using its current value',
    },
    {
      name: 'ignore-lease',
      kind: 'bool',
      default: 'false',
      usage: 'updates the key using its current lease',
    },
  ],
  *run(of) {
    const request = yield* putOf(of.args, of.flags, new Stdin(of.process));
    const { timeoutMs } = of;
    const rpc = yield* of.connect();
    of.print({ type: 'answer', answer: yield* rpc.call(request, timeoutMs) });
    return EXIT.success;
  },
};

/** What arguments and flags ask for; also of a `put` within a txn. A value that is not given is what is left of the input. Throws Exit. */
export function* putOf(args: readonly string[], flags: GivenFlags, stdin: Stdin): Running<PutRequest> {
  const [key, word] = args;
  if (key === undefined) throw new Exit(EXIT.badArgs, NEEDS);
  const keepsValue = flags.bool('ignore-value');
  if (keepsValue && word !== undefined) {
    throw new Exit(EXIT.badArgs, "put command needs only 1 argument when 'ignore-value' is set");
  }
  const value = keepsValue ? NO_BYTES : word === undefined ? yield* stdin.rest() : bytesOfWord(word);
  if (!keepsValue && word === undefined && value.length === 0) throw new Exit(EXIT.badArgs, NEEDS);
  return {
    type: 'put',
    key: bytesOfWord(key),
    value,
    lease: leaseOf(flags.text('lease')),
    prevKv: flags.bool('prev-kv'),
    ignoreValue: keepsValue,
    ignoreLease: flags.bool('ignore-lease'),
  };
}

function leaseOf(hex: string): bigint {
  try {
    return parseInteger(hex, { func: 'ParseInt', base: 16 });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Exit(EXIT.badArgs, `bad lease ID (${why}), expecting ID in Hex`);
  }
}
