import type { Running } from '../../kernel/process.ts';
import { ask, startTimeout } from '../ask.ts';
import type { EtcdctlCommand, Invocation } from '../command.ts';
import { Exit, EXIT } from '../exit.ts';
import { RpcError, type Rpc } from '../rpc.ts';

export const auth: EtcdctlCommand = {
  use: 'auth <enable or disable>',
  short: 'Enable or disable authentication',
  commands: [
    { use: 'enable', short: 'Enables authentication', run: enable },
    { use: 'disable', short: 'Disables authentication', run: disable },
  ],
};

/** Where the root user has no root role yet, the role is made and granted first. */
function* enable(of: Invocation): Running<number> {
  if (of.args.length > 0) throw new Exit(EXIT.badArgs, 'auth enable command does not accept any arguments');
  const leftMs = startTimeout(of);
  const rpc = yield* of.connect();
  while (!(yield* isEnabled(rpc, leftMs()))) {
    yield* ask<'authRoleAdd'>(rpc, { type: 'authRoleAdd', name: 'root' }, leftMs());
    const grant = { type: 'authUserGrantRole', user: 'root', role: 'root' } as const;
    yield* ask<'authUserGrantRole'>(rpc, grant, leftMs());
  }
  of.process.write(1, 'Authentication Enabled\n');
  return EXIT.success;
}

/** false: the root role is missing. */
function* isEnabled(rpc: Rpc, withinMs: number): Running<boolean> {
  try {
    yield* rpc.call<'authEnable'>({ type: 'authEnable' }, withinMs);
    return true;
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    if (error.code === 'rootRoleNotExist') return false;
    throw new Exit(EXIT.error, error.message);
  }
}

function* disable(of: Invocation): Running<number> {
  if (of.args.length > 0) {
    throw new Exit(EXIT.badArgs, 'auth disable command does not accept any arguments');
  }
  const leftMs = startTimeout(of);
  yield* ask<'authDisable'>(yield* of.connect(), { type: 'authDisable' }, leftMs());
  of.process.write(1, 'Authentication Disabled\n');
  return EXIT.success;
}
