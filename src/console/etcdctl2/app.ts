import { VERSION } from '../etcdctl/version.ts';
import type { App } from '../urfave/command.ts';
import type { Run } from './command.ts';
import { auth } from './commands/auth.ts';
import { backup } from './commands/backup.ts';
import { clusterHealth } from './commands/cluster-health.ts';
import { mkdir, rmdir, setdir, updatedir } from './commands/directories.ts';
import { get, ls, mk, rm, set, update } from './commands/keys.ts';
import { member } from './commands/member.ts';
import { role } from './commands/role.ts';
import { user } from './commands/user.ts';
import { execWatch, watch } from './commands/watch.ts';
import { globalFlags } from './global-flags.ts';

/** In the order of the help. */
export const app: App<Run> = {
  name: 'etcdctl',
  usage: 'A simple command line client for etcd.',
  version: VERSION,
  flags: globalFlags,
  commands: [
    backup,
    clusterHealth,
    mk,
    mkdir,
    rm,
    rmdir,
    get,
    ls,
    set,
    setdir,
    update,
    updatedir,
    watch,
    execWatch,
    member,
    user,
    role,
    auth,
  ],
};
