import type { RangeRequest, SortOrder, SortTarget } from '../../../etcd/request.ts';
import type { GivenFlags } from '../../text/flag.ts';
import { quote } from '../../text/go-quote.ts';
import type { EtcdctlCommand } from '../command.ts';
import { EXIT, Exit } from '../exit.ts';
import { keyRangeOf, refuseBoth } from './key-range.ts';

const targets: Readonly<Record<string, SortTarget>> = {
  CREATE: 'CREATE',
  KEY: 'KEY',
  MODIFY: 'MOD',
  VALUE: 'VALUE',
  VERSION: 'VERSION',
  '': 'KEY',
};
const orders: Readonly<Record<string, SortOrder>> = { ASCEND: 'ASCEND', DESCEND: 'DESCEND', '': 'NONE' };

export const get: EtcdctlCommand = {
  use: 'get [options] <key> [range_end]',
  short: 'Gets the key or a range of keys',
  flags: [
    { name: 'consistency', kind: 'string', default: 'l', usage: 'Linearizable(l) or Serializable(s)' },
    {
      name: 'order',
      kind: 'string',
      default: '',
      usage: 'Order of results; ASCEND or DESCEND (ASCEND by default)',
    },
    {
      name: 'sort-by',
      kind: 'string',
      default: '',
      usage: 'Sort target; CREATE, KEY, MODIFY, VALUE, or VERSION',
    },
    { name: 'limit', kind: 'int64', default: '0', usage: 'Maximum number of results' },
    { name: 'prefix', kind: 'bool', default: 'false', usage: 'Get keys with matching prefix' },
    {
      name: 'from-key',
      kind: 'bool',
      default: 'false',
      usage: 'Get keys that are greater than or equal to the given key using byte compare',
    },
    { name: 'rev', kind: 'int64', default: '0', usage: 'Specify the kv revision' },
    { name: 'keys-only', kind: 'bool', default: 'false', usage: 'Get only the keys' },
    {
      name: 'print-value-only',
      kind: 'bool',
      default: 'false',
      usage: 'Only write values when using the "simple" output format',
    },
  ],
  *run(of) {
    const request = getOf(of.args, of.flags);
    const { timeoutMs } = of;
    const rpc = yield* of.connect();
    const answer = yield* rpc.call(request, timeoutMs);
    if (of.flags.bool('print-value-only')) {
      if (of.format !== 'simple') {
        throw new Exit(EXIT.badArgs, 'print-value-only is only for `--write-out=simple`');
      }
      of.choosePrinter({ valueOnly: true });
    }
    of.print({ type: 'answer', answer });
    return EXIT.success;
  },
};

/** What arguments and flags ask for; also of a `get` within a txn. Throws Exit. */
export function getOf(args: readonly string[], flags: GivenFlags): RangeRequest {
  if (args.length === 0) {
    const said = 'get command needs one argument as key and an optional argument as range_end';
    throw new Exit(EXIT.badArgs, said);
  }
  refuseBoth(flags);
  const consistency = flags.text('consistency');
  if (consistency !== 's' && consistency !== 'l') {
    throw new Exit(EXIT.badFeature, `unknown consistency flag ${quote(consistency)}`);
  }
  const range = keyRangeOf(args, flags);
  const rev = flags.whole('rev');
  const sortOrder = chosen(flags.text('order'), orders, 'bad sort order');
  const sortTarget = chosen(flags.text('sort-by'), targets, 'bad sort target');
  return {
    type: 'range',
    ...range,
    limit: Number(flags.whole('limit')),
    revision: rev > 0n ? Number(rev) : 0,
    // Keys come in this order anyway.
    sortOrder: sortTarget === 'KEY' && sortOrder === 'ASCEND' ? 'NONE' : sortOrder,
    sortTarget,
    keysOnly: flags.bool('keys-only'),
    consistency: consistency === 's' ? 'serializable' : 'linearizable',
  };
}

function chosen<T>(word: string, table: Readonly<Record<string, T>>, complaint: string): T {
  const name = word.toUpperCase();
  const value = Object.hasOwn(table, name) ? table[name] : undefined;
  if (value === undefined) throw new Exit(EXIT.badFeature, `${complaint} ${word}`);
  return value;
}
