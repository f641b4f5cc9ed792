import type { Invocation, EtcdctlCommand } from '../command.ts';
import { Exit, EXIT } from '../exit.ts';

export const migrate: EtcdctlCommand = {
  use: 'migrate',
  short: 'Migrates keys in a v2 store to a mvcc store',
  flags: [
    { name: 'data-dir', kind: 'string', default: '', usage: 'Path to the data directory' },
    { name: 'wal-dir', kind: 'string', default: '', usage: 'Path to the WAL directory' },
    {
      name: 'transformer',
      kind: 'string',
      default: '',
      usage: 'Path to the user-provided transformer program',
    },
    { name: 'no-ttl', kind: 'bool', default: 'false', usage: 'Do not convert TTL keys' },
  ],
  run,
};

/**
 * It works on the data directory of a member that is down. Those of the lab's machines are their disks, which no console reaches;
 * among the scratch files there are only those that `snapshot restore` made, and their v2 store is empty.
 */
function run({ process, flags }: Invocation): number {
  const transformer = flags.text('transformer');
  if (transformer !== '') {
    throw new Exit(EXIT.error, `exec: "${transformer}": executable file not found in $PATH`);
  }
  process.write(1, 'using default transformer\n');
  const directory = flags.text('data-dir').replace(/\/+$/, '');
  const path = `${directory === '' ? '' : `${directory}/`}member/snap`;
  const isThere = process.files.names().some((name) => name.startsWith(`${path}/`));
  throw new Exit(
    EXIT.error,
    isThere ? `${path} has no v2 keys to migrate` : `open ${path}: no such file or directory`,
  );
}
