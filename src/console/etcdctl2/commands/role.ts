import type { Running } from '../../kernel/process.ts';
import { canonicalPath } from '../../text/go-url.ts';
import type { FlagValues } from '../../urfave/parse-flags.ts';
import { addRole, changeRole, getRole, listRoles, removeRole, type Access, type Role } from '../auth-api.ts';
import { ClientError } from '../client-error.ts';
import type { Client } from '../client.ts';
import type { Etcdctl2Command, Invocation } from '../command.ts';
import { EXIT, plainFailure } from '../exit.ts';
import { deadline, openForAuth } from '../open.ts';
import { expectNoWords, onlyWord, plainly } from './plain.ts';

const add: Etcdctl2Command = {
  name: 'add',
  usage: 'add a new role for the etcd cluster',
  argsUsage: '<role> ',
  *run(of) {
    const { client, name } = yield* openForRole(of);
    const until = deadline(of);
    if (yield* isThere(client, name, until)) throw plainFailure(`Role ${name} already exists`);
    yield* plainly(addRole(client, name, until));
    of.process.write(1, `Role ${name} created\n`);
    return EXIT.success;
  },
};

const get: Etcdctl2Command = {
  name: 'get',
  usage: 'get details for a role',
  argsUsage: '<role>',
  *run(of) {
    const { client, name } = yield* openForRole(of);
    const role = yield* plainly(getRole(client, name, deadline(of)));
    of.process.write(
      1,
      `Role: ${role.name}\nKV Read:\n${pathLines(role.read)}KV Write:\n${pathLines(role.write)}`,
    );
    return EXIT.success;
  },
};

const list: Etcdctl2Command = {
  name: 'list',
  usage: 'list all roles',
  argsUsage: ' ',
  *run(of) {
    expectNoWords(of);
    const client = yield* openForAuth(of);
    const roles = yield* plainly(listRoles(client, deadline(of)));
    of.process.write(1, roles.map((role) => `${role}\n`).join(''));
    return EXIT.success;
  },
};

const remove: Etcdctl2Command = {
  name: 'remove',
  usage: 'remove a role from the etcd cluster',
  argsUsage: '<role>',
  *run(of) {
    const { client, name } = yield* openForRole(of);
    yield* plainly(removeRole(client, name, deadline(of)));
    of.process.write(1, `Role ${name} removed\n`);
    return EXIT.success;
  },
};

export const role: Etcdctl2Command = {
  name: 'role',
  usage: 'role add, grant and revoke subcommands',
  commands: [
    add,
    get,
    list,
    remove,
    changing('grant', 'grant path matches to an etcd role', 'granted', [
      'Grant read-only access',
      'Grant write-only access',
      'Grant read-write access',
    ]),
    changing('revoke', 'revoke path matches for an etcd role', 'revoked', [
      'Revoke read access',
      'Revoke write access',
      'Revoke read-write access',
    ]),
  ],
};

function changing(
  type: 'grant' | 'revoke',
  usage: string,
  done: string,
  [read, write, both]: readonly [string, string, string],
): Etcdctl2Command {
  return {
    name: type,
    usage,
    argsUsage: '<role>',
    flags: [
      { names: ['path'], kind: 'string', usage: `Path ${done} for the role to access` },
      { names: ['read'], kind: 'bool', usage: read },
      { names: ['write'], kind: 'bool', usage: write },
      { names: ['readwrite', 'rw'], kind: 'bool', usage: both },
    ],
    *run(of) {
      const path = pathOf(of.flags);
      const access = accessOf(of.flags);
      const { client, name } = yield* openForRole(of);
      const until = deadline(of);
      const before = yield* plainly(getRole(client, name, until));
      const after = yield* plainly(changeRole(client, name, { type, path, access }, until));
      const unchanged = isSame(before, after) ? `Role unchanged; already ${done}` : '';
      of.process.write(1, `${unchanged}Role ${name} updated\n`);
      return EXIT.success;
    },
  };
}

function pathLines(paths: readonly string[] = []): string {
  return paths.map((path) => `\t${path}\n`).join('');
}

function pathOf(flags: FlagValues): string {
  const path = flags.text('path');
  if (path === '') throw plainFailure('No path specified; please use `--path`');
  const canonical = canonicalPath(path);
  if (canonical !== path) throw plainFailure(`Not canonical path; please use \`--path=${canonical}\``);
  return path;
}

function accessOf(flags: FlagValues): Access {
  const given = (['read', 'write', 'readwrite'] as const).filter((name) => flags.bool(name));
  const [access] = given;
  if (access === undefined || given.length > 1) {
    throw plainFailure('Please specify exactly one of --read, --write or --readwrite');
  }
  return access;
}

function isSame(a: Role, b: Role): boolean {
  return isSameList(a.read, b.read) && isSameList(a.write, b.write);
}

function isSameList(a: Role['read'], b: Role['read']): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.length === b.length && a.every((path, i) => path === b[i]);
}

/** Whatever else goes wrong is told by the call after this one. */
function* isThere(client: Client, name: string, until: number): Running<boolean> {
  try {
    yield* getRole(client, name, until);
    return true;
  } catch (error) {
    if (error instanceof ClientError) return false;
    throw error;
  }
}

function* openForRole(of: Invocation): Running<{ readonly client: Client; readonly name: string }> {
  const name = onlyWord(of, 'Please provide a role name');
  return { client: yield* openForAuth(of), name };
}
