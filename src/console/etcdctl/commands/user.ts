import type { AuthRequest } from '../../../etcd/request.ts';
import type { Running } from '../../kernel/process.ts';
import { ask } from '../ask.ts';
import type { EtcdctlCommand, Invocation } from '../command.ts';
import { Exit, EXIT } from '../exit.ts';
import type { AnswerContext } from '../printer.ts';
import { askPassword, readLine } from '../settings.ts';

export const user: EtcdctlCommand = {
  use: 'user <subcommand>',
  short: 'User related commands',
  commands: [
    {
      use: 'add <user name or user:password> [options]',
      short: 'Adds a new user',
      flags: [
        {
          name: 'interactive',
          kind: 'bool',
          default: 'true',
          usage: 'Read password from stdin instead of interactive terminal',
        },
        {
          name: 'new-user-password',
          kind: 'string',
          default: '',
          usage: 'Supply password from the command line flag',
        },
        {
          name: 'no-password',
          kind: 'bool',
          default: 'false',
          usage: 'Create a user without password (CN based auth only)',
        },
      ],
      run: add,
    },
    { use: 'delete <user name>', short: 'Deletes a user', run: remove },
    {
      use: 'get <user name> [options]',
      short: 'Gets detailed information of a user',
      flags: [
        {
          name: 'detail',
          kind: 'bool',
          default: 'false',
          usage: 'Show permissions of roles granted to the user',
        },
      ],
      run: get,
    },
    { use: 'list', short: 'Lists all users', run: list },
    {
      use: 'passwd <user name> [options]',
      short: 'Changes password of user',
      flags: [
        {
          name: 'interactive',
          kind: 'bool',
          default: 'true',
          usage: 'If true, read password from stdin instead of interactive terminal',
        },
      ],
      run: changePassword,
    },
    { use: 'grant-role <user name> <role name>', short: 'Grants a role to a user', run: grantRole },
    { use: 'revoke-role <user name> <role name>', short: 'Revokes a role from a user', run: revokeRole },
  ],
};

function* add(of: Invocation): Running<number> {
  const argument = onlyArgument(of, 'user add command requires user name as its argument');
  const { name, password } = yield* newUser(of, argument);
  const noPassword = of.flags.bool('no-password');
  return yield* carryOut(of, { type: 'authUserAdd', name, password, noPassword }, { user: name });
}

function* newUser(of: Invocation, argument: string): Running<{ name: string; password: string }> {
  const { flags } = of;
  if (flags.bool('no-password')) return { name: argument, password: '' };
  const given = flags.text('new-user-password');
  if (given !== '') return { name: argument, password: given };
  const colon = argument.indexOf(':');
  if (colon < 0) return { name: argument, password: yield* readPassword(of, argument) };
  if (colon === 0) throw new Exit(EXIT.badArgs, 'empty user name is not allowed');
  return { name: argument.slice(0, colon), password: argument.slice(colon + 1) };
}

function* changePassword(of: Invocation): Running<number> {
  const name = onlyArgument(of, 'user passwd command requires user name as its argument');
  const password = yield* readPassword(of, name);
  return yield* carryOut(of, { type: 'authUserChangePassword', name, password }, { user: name });
}

function* remove(of: Invocation): Running<number> {
  const name = onlyArgument(of, 'user delete command requires user name as its argument');
  return yield* carryOut(of, { type: 'authUserDelete', name }, { user: name });
}

function* get(of: Invocation): Running<number> {
  const name = onlyArgument(of, 'user get command requires user name as its argument');
  const rpc = yield* of.connect();
  const answer = yield* ask<'authUserGet'>(rpc, { type: 'authUserGet', name }, undefined);
  if (!of.flags.bool('detail')) {
    of.print({ type: 'answer', answer, about: { user: name } });
    return EXIT.success;
  }
  of.process.write(1, `User: ${name}\n`);
  for (const role of answer.result.roles) {
    of.process.write(1, '\n');
    const detail = yield* ask<'authRoleGet'>(rpc, { type: 'authRoleGet', role }, undefined);
    of.print({ type: 'answer', answer: detail, about: { role } });
  }
  return EXIT.success;
}

function* list(of: Invocation): Running<number> {
  if (of.args.length > 0) throw new Exit(EXIT.badArgs, 'user list command requires no arguments');
  return yield* carryOut(of, { type: 'authUserList' }, {});
}

function* grantRole(of: Invocation): Running<number> {
  const [name, role] = twoArguments(
    of,
    'user grant command requires user name and role name as its argument',
  );
  const about = { user: name, role };
  return yield* carryOut(of, { type: 'authUserGrantRole', user: name, role }, about);
}

function* revokeRole(of: Invocation): Running<number> {
  const [name, role] = twoArguments(of, 'user revoke-role requires user name and role name as its argument');
  const about = { user: name, role };
  return yield* carryOut(of, { type: 'authUserRevokeRole', name, role }, about);
}

/** Typed unseen and twice; with --interactive=false the first word of standard input's next line. */
function* readPassword({ process, flags }: Invocation, name: string): Running<string> {
  if (!flags.bool('interactive')) return /^\s*(\S*)/.exec(yield* readLine(process))?.[1] ?? '';
  const password = yield* askPassword(process, `Password of ${name}: `);
  if (password === '') throw new Exit(EXIT.badArgs, 'empty password');
  const again = yield* askPassword(process, `Type password of ${name} again for confirmation: `);
  if (password !== again) throw new Exit(EXIT.badArgs, 'given passwords are different');
  return password;
}

function onlyArgument({ args }: Invocation, otherwise: string): string {
  const [name] = args;
  if (name === undefined || args.length > 1) throw new Exit(EXIT.badArgs, otherwise);
  return name;
}

function twoArguments({ args }: Invocation, otherwise: string): readonly [string, string] {
  const [first, second] = args;
  if (first === undefined || second === undefined || args.length > 2) {
    throw new Exit(EXIT.badArgs, otherwise);
  }
  return [first, second];
}

/** Users and roles have no deadline in etcdctl. */
function* carryOut(of: Invocation, operation: AuthRequest, about: AnswerContext): Running<number> {
  const rpc = yield* of.connect();
  of.print({ type: 'answer', answer: yield* ask(rpc, operation, undefined), about });
  return EXIT.success;
}
