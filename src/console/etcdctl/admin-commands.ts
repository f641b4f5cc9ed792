import type { EtcdctlCommand } from './command.ts';
import { alarm } from './commands/alarm.ts';
import { auth } from './commands/auth.ts';
import { defrag } from './commands/defrag.ts';
import { endpoint } from './commands/endpoint.ts';
import { member } from './commands/member.ts';
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
  role,
];
