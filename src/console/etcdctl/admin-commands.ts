import type { EtcdctlCommand } from './command.ts';
import { alarm } from './commands/alarm.ts';
import { auth } from './commands/auth.ts';
import { check } from './commands/check.ts';
import { completion } from './commands/completion.ts';
import { defrag } from './commands/defrag.ts';
import { endpoint } from './commands/endpoint.ts';
import { makeMirror } from './commands/make-mirror.ts';
import { member } from './commands/member.ts';
import { migrate } from './commands/migrate.ts';
import { moveLeader } from './commands/move-leader.ts';
import { role } from './commands/role.ts';
import { snapshot } from './commands/snapshot.ts';
import { user } from './commands/user.ts';

/** Commands about members, users and the cluster. */
export const adminCommands: readonly EtcdctlCommand[] = [
  alarm,
  defrag,
  endpoint,
  moveLeader,
  snapshot,
  member,
  auth,
  user,
  check,
  completion,
  makeMirror,
  migrate,
  role,
];
