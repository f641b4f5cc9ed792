import { any } from '../../kernel/process.ts';
import type { Etcdctl2Command } from '../command.ts';
import { EXIT } from '../exit.ts';

const SEVERAL = '--data-dir and --backup-dir name directories of the machine where a member runs';

export const backup: Etcdctl2Command = {
  name: 'backup',
  usage: 'backup an etcd directory',
  argsUsage: ' ',
  flags: [
    { names: ['data-dir'], kind: 'string', usage: 'Path to the etcd data dir' },
    { names: ['wal-dir'], kind: 'string', usage: 'Path to the etcd wal dir' },
    { names: ['backup-dir'], kind: 'string', usage: 'Path to the backup dir' },
    { names: ['backup-wal-dir'], kind: 'string', usage: 'Path to the backup wal dir' },
    { names: ['with-v3'], kind: 'bool', usage: 'Backup v3 backend data' },
  ],
  *run({ process }) {
    yield* any({ isReady: true });
    process.write(
      2,
      `etcdctl backup: ${SEVERAL}; a console runs beside the cluster and sees none of them. Download the member's disk instead.\n`,
    );
    return EXIT.badArgs;
  },
};
