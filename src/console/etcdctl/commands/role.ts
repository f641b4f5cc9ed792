import { encodeUtf8 } from '../../../base/utf8.ts';
import { prefixRangeEnd } from '../../../etcd/mvcc/key-range.ts';
import type { AuthRequest, Permission } from '../../../etcd/request.ts';
import type { Running } from '../../kernel/process.ts';
import type { Flag } from '../../text/flag.ts';
import { ask } from '../ask.ts';
import type { EtcdctlCommand, Invocation } from '../command.ts';
import { Exit, EXIT } from '../exit.ts';

export const role: EtcdctlCommand = {
  use: 'role <subcommand>',
  short: 'Role related commands',
  commands: [
    { use: 'add <role name>', short: 'Adds a new role', run: add },
    { use: 'delete <role name>', short: 'Deletes a role', run: remove },
    { use: 'get <role name>', short: 'Gets detailed information of a role', run: get },
    { use: 'list', short: 'Lists all roles', run: list },
    {
      use: 'grant-permission [options] <role name> <permission type> <key> [endkey]',
      short: 'Grants a key to a role',
      flags: rangeFlags('grant'),
      run: grantPermission,
    },
    {
      use: 'revoke-permission <role name> <key> [endkey]',
      short: 'Revokes a key from a role',
      flags: rangeFlags('revoke'),
      run: revokePermission,
    },
  ],
};

function rangeFlags(what: 'grant' | 'revoke'): readonly Flag[] {
  const fromKey = 'a permission of keys that are greater than or equal to the given key using byte compare';
  return [
    { name: 'prefix', kind: 'bool', default: 'false', usage: `${what} a prefix permission` },
    { name: 'from-key', kind: 'bool', default: 'false', usage: `${what} ${fromKey}` },
  ];
}

function* add(of: Invocation): Running<number> {
  const name = onlyArgument(of, 'role add command requires role name as its argument');
  return yield* carryOut(of, { type: 'authRoleAdd', name }, { role: name });
}

function* remove(of: Invocation): Running<number> {
  const name = onlyArgument(of, 'role delete command requires role name as its argument');
  return yield* carryOut(of, { type: 'authRoleDelete', role: name }, { role: name });
}

function* get(of: Invocation): Running<number> {
  const name = onlyArgument(of, 'role get command requires role name as its argument');
  return yield* carryOut(of, { type: 'authRoleGet', role: name }, { role: name });
}

function* list(of: Invocation): Running<number> {
  if (of.args.length > 0) throw new Exit(EXIT.badArgs, 'role list command requires no arguments');
  return yield* carryOut(of, { type: 'authRoleList' }, {});
}

const PERMISSIONS: Readonly<Record<string, Permission['permType']>> = {
  READ: 'READ',
  WRITE: 'WRITE',
  READWRITE: 'READWRITE',
};

function* grantPermission(of: Invocation): Running<number> {
  const [name, kind, key, end] = of.args;
  if (name === undefined || kind === undefined || key === undefined) {
    const needs = 'role name, permission type, and key [endkey] as its argument';
    throw new Exit(EXIT.badArgs, `role grant command requires ${needs}`);
  }
  const upper = kind.toUpperCase();
  const permType = Object.hasOwn(PERMISSIONS, upper) ? PERMISSIONS[upper] : undefined;
  if (permType === undefined) throw new Exit(EXIT.badArgs, `invalid permission type: ${kind}`);
  const perm = { permType, ...rangeFrom(of, key, end) };
  return yield* carryOut(of, { type: 'authRoleGrantPermission', name, perm }, { role: name });
}

function* revokePermission(of: Invocation): Running<number> {
  const [name, key, end] = of.args;
  if (name === undefined || key === undefined) {
    const needs = 'role name and key [endkey] as its argument';
    throw new Exit(EXIT.badArgs, `role revoke-permission command requires ${needs}`);
  }
  const range = rangeFrom(of, key, end);
  // What is said of it names the key as it was typed.
  const about = { role: name, key: encodeUtf8(key), rangeEnd: range.rangeEnd };
  return yield* carryOut(of, { type: 'authRoleRevokePermission', role: name, ...range }, about);
}

const ZERO = new Uint8Array([0]);

/** The interval that a permission is about. An empty key means the first there can be; a single zero as its end: no end. */
function rangeFrom(
  { flags }: Invocation,
  key: string,
  end: string | undefined,
): { readonly key: Uint8Array; readonly rangeEnd: Uint8Array } {
  const [prefix, fromKey] = [flags.bool('prefix'), flags.bool('from-key')];
  const isOne = key === '' || end === undefined;
  if (isOne && prefix && fromKey) {
    throw new Exit(EXIT.badArgs, '--from-key and --prefix flags are mutually exclusive');
  }
  if (key === '') return { key: ZERO, rangeEnd: prefix || fromKey ? ZERO : new Uint8Array() };
  const from = encodeUtf8(key);
  if (end === undefined) {
    if (prefix) return { key: from, rangeEnd: prefixRangeEnd(from) };
    return { key: from, rangeEnd: fromKey ? ZERO : new Uint8Array() };
  }
  const surplus = prefix ? '--prefix' : fromKey ? '--from-key' : undefined;
  if (surplus !== undefined) {
    throw new Exit(EXIT.badArgs, `unexpected endkey argument with ${surplus} flag`);
  }
  return { key: from, rangeEnd: encodeUtf8(end) };
}

function onlyArgument({ args }: Invocation, otherwise: string): string {
  const [name] = args;
  if (name === undefined || args.length > 1) throw new Exit(EXIT.badArgs, otherwise);
  return name;
}

/** Users and roles have no deadline in etcdctl. */
function* carryOut(
  of: Invocation,
  operation: AuthRequest,
  about: { readonly role?: string; readonly key?: Uint8Array; readonly rangeEnd?: Uint8Array },
): Running<number> {
  const rpc = yield* of.connect();
  of.print({ type: 'answer', answer: yield* ask(rpc, operation, undefined), about });
  return EXIT.success;
}
