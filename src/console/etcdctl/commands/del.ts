import type { DeleteRangeRequest } from '../../../etcd/request.ts';
import type { GivenFlags } from '../../text/flag.ts';
import type { EtcdctlCommand } from '../command.ts';
import { EXIT, Exit } from '../exit.ts';
import { keyRangeOf, refuseBoth } from './key-range.ts';

export const del: EtcdctlCommand = {
  use: 'del [options] <key> [range_end]',
  short: 'Removes the specified key or range of keys [key, range_end)',
  flags: [
    { name: 'prefix', kind: 'bool', default: 'false', usage: 'delete keys with matching prefix' },
    { name: 'prev-kv', kind: 'bool', default: 'false', usage: 'return deleted key-value pairs' },
    {
      name: 'from-key',
      kind: 'bool',
      default: 'false',
      usage: 'delete keys that are greater than or equal to the given key using byte compare',
    },
  ],
  *run(of) {
    const request = delOf(of.args, of.flags);
    const { timeoutMs } = of;
    const rpc = yield* of.connect();
    of.print({ type: 'answer', answer: yield* rpc.call(request, timeoutMs) });
    return EXIT.success;
  },
};

/** What arguments and flags ask for; also of a `del` within a txn. Throws Exit. */
export function delOf(args: readonly string[], flags: GivenFlags): DeleteRangeRequest {
  if (args.length === 0 || args.length > 2) {
    const said = 'del command needs one argument as key and an optional argument as range_end';
    throw new Exit(EXIT.badArgs, said);
  }
  refuseBoth(flags);
  return { type: 'deleteRange', ...keyRangeOf(args, flags), prevKv: flags.bool('prev-kv') };
}
