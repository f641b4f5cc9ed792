import type { Running } from '../../kernel/process.ts';
import { askPassword } from '../../etcdctl/settings.ts';
import type { Flag } from '../../urfave/command.ts';
import { addUser, changeUser, getUser, listUsers, removeUser } from '../auth-api.ts';
import type { Client } from '../client.ts';
import type { Etcdctl2Command, Invocation } from '../command.ts';
import { EXIT, plainFailure } from '../exit.ts';
import { deadline, nameAndPassword, openForAuth } from '../open.ts';
import { expectNoWords, onlyWord, plainly } from './plain.ts';

const NEW_PASSWORD = 'New password: ';
const ROLES_FLAG: Flag = {
  names: ['roles'],
  kind: 'stringSlice',
  usage: 'List of roles to grant or revoke',
};

const add: Etcdctl2Command = {
  name: 'add',
  usage: 'add a new user for the etcd cluster',
  argsUsage: '<user>',
  *run(of) {
    const { client, name: given } = yield* openForUser(of);
    const until = deadline(of);
    const { name, password } = yield* nameAndPassword(of.process, given, NEW_PASSWORD);
    yield* plainly(addUser(client, name, password, until));
    of.process.write(1, `User ${name} created\n`);
    return EXIT.success;
  },
};

const get: Etcdctl2Command = {
  name: 'get',
  usage: 'get details for a user',
  argsUsage: '<user>',
  *run(of) {
    const { client, name } = yield* openForUser(of);
    const user = yield* plainly(getUser(client, name, deadline(of)));
    // etcd's client reads the roles twice: first as names, which they are not, and so as many empty ones stand in front.
    const roles = [...user.roles.map(() => ''), ...user.roles];
    of.process.write(1, `User: ${user.name}\nRoles: ${roles.join(' ')}\n`);
    return EXIT.success;
  },
};

const list: Etcdctl2Command = {
  name: 'list',
  usage: 'list all current users',
  argsUsage: '<user>',
  *run(of) {
    expectNoWords(of);
    const client = yield* openForAuth(of);
    const users = yield* plainly(listUsers(client, deadline(of)));
    of.process.write(1, users.map((user) => `${user}\n`).join(''));
    return EXIT.success;
  },
};

const remove: Etcdctl2Command = {
  name: 'remove',
  usage: 'remove a user for the etcd cluster',
  argsUsage: '<user>',
  *run(of) {
    const { client, name } = yield* openForUser(of);
    yield* plainly(removeUser(client, name, deadline(of)));
    of.process.write(1, `User ${name} removed\n`);
    return EXIT.success;
  },
};

const passwd: Etcdctl2Command = {
  name: 'passwd',
  usage: 'change password for a user',
  argsUsage: '<user>',
  *run(of) {
    const { client, name } = yield* openForUser(of);
    const until = deadline(of);
    const password = yield* askPassword(of.process, NEW_PASSWORD);
    yield* plainly(changeUser(client, name, { password }, until));
    of.process.write(1, 'Password updated\n');
    return EXIT.success;
  },
};

export const user: Etcdctl2Command = {
  name: 'user',
  usage: 'user add, grant and revoke subcommands',
  commands: [add, get, list, remove, changing('grant', 'grant roles to an etcd user'), revoking(), passwd],
};

function revoking(): Etcdctl2Command {
  return changing('revoke', 'revoke roles for an etcd user');
}

function changing(type: 'grant' | 'revoke', usage: string): Etcdctl2Command {
  return {
    name: type,
    usage,
    argsUsage: '<user>',
    flags: [ROLES_FLAG],
    *run(of) {
      const roles = of.flags.list('roles');
      if (roles.length === 0) throw plainFailure('No roles specified; please use `--roles`');
      const { client, name } = yield* openForUser(of);
      const change = type === 'grant' ? { grant: roles } : { revoke: roles };
      yield* plainly(changeUser(client, name, change, deadline(of)));
      of.process.write(1, `User ${name} updated\n`);
      return EXIT.success;
    },
  };
}

function* openForUser(of: Invocation): Running<{ readonly client: Client; readonly name: string }> {
  const name = onlyWord(of, 'Please provide a username');
  return { client: yield* openForAuth(of), name };
}
