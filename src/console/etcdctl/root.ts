import { adminCommands } from './admin-commands.ts';
import type { EtcdctlCommand } from './command.ts';
import { compaction } from './commands/compaction.ts';
import { del } from './commands/del.ts';
import { get } from './commands/get.ts';
import { helpCommand } from './commands/help.ts';
import { elect } from './commands/elect.ts';
import { lease } from './commands/lease.ts';
import { lock } from './commands/lock.ts';
import { put } from './commands/put.ts';
import { txn } from './commands/txn.ts';
import { watch } from './commands/watch.ts';
import { version } from './commands/version.ts';
import { globalFlags } from './global-flags.ts';
import { nameOf } from '../cobra/command.ts';

/** etcdctl's own order, in which it makes suggestions. */
const ORDER = [
  'get',
  'put',
  'del',
  'txn',
  'compaction',
  'alarm',
  'defrag',
  'endpoint',
  'move-leader',
  'watch',
  'version',
  'lease',
  'member',
  'snapshot',
  'make-mirror',
  'migrate',
  'lock',
  'elect',
  'auth',
  'user',
  'role',
  'check',
  'completion',
  'help',
];

/** All of etcdctl. */
export const root: EtcdctlCommand = {
  use: 'etcdctl',
  short: 'A simple command line client for etcd3.',
  persistentFlags: globalFlags,
  commands: [
    get,
    put,
    del,
    txn,
    compaction,
    watch,
    version,
    lease,
    lock,
    elect,
    ...adminCommands,
    helpCommand(() => root),
  ].toSorted((a, b) => ORDER.indexOf(nameOf(a)) - ORDER.indexOf(nameOf(b))),
};
