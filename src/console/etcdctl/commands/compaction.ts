import { parseInteger } from '../../text/go-numbers.ts';
import type { EtcdctlCommand } from '../command.ts';
import { EXIT, Exit } from '../exit.ts';

export const compaction: EtcdctlCommand = {
  use: 'compaction [options] <revision>',
  short: 'Compacts the event history in etcd',
  flags: [
    {
      name: 'physical',
      kind: 'bool',
      default: 'false',
      usage: "'true' to wait for compaction to physically remove all old revisions",
    },
  ],
  *run(of) {
    const [word, ...more] = of.args;
    if (word === undefined || more.length > 0) {
      throw new Exit(EXIT.badArgs, 'compaction command needs 1 argument');
    }
    const revision = revisionOf(word);
    const rpc = yield* of.connect();
    const physical = of.flags.bool('physical');
    yield* rpc.call({ type: 'compact', revision: Number(revision), physical }, of.timeoutMs);
    of.process.write(1, `compacted revision ${revision}\n`);
    return EXIT.success;
  },
};

function revisionOf(word: string): bigint {
  try {
    return parseInteger(word, { func: 'ParseInt', base: 10 });
  } catch (error) {
    throw new Exit(EXIT.error, error instanceof Error ? error.message : String(error));
  }
}
