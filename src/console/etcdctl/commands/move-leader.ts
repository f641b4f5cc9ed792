import type { Running } from '../../kernel/process.ts';
import { parseInteger } from '../../text/go-numbers.ts';
import { ask, startTimeout } from '../ask.ts';
import { open } from '../connect.ts';
import type { EtcdctlCommand, Invocation } from '../command.ts';
import { Exit, EXIT } from '../exit.ts';

export const moveLeader: EtcdctlCommand = {
  use: 'move-leader <transferee-member-id>',
  short: 'Transfers leadership to another etcd cluster member.',
  run,
};

/** Goes round the endpoints until one says that it leads, and asks that one. */
function* run(of: Invocation): Running<number> {
  const to = targetFrom(of);
  const settings = yield* of.configure();
  const { endpoints } = yield* open(of.process, settings);
  const leftMs = startTimeout(of);
  for (const endpoint of endpoints) {
    const rpc = yield* open(of.process, { ...settings, endpoints: [endpoint] });
    const { result, identity } = yield* ask<'status'>(rpc, { type: 'status' }, leftMs());
    if (identity.memberId !== result.leader) continue;
    const answer = yield* ask<'moveLeader'>(rpc, { type: 'moveLeader', target: to }, leftMs());
    of.print({ type: 'moveLeader', from: result.leader, to, answer });
    return EXIT.success;
  }
  throw new Exit(EXIT.badArgs, `no leader endpoint given at [${endpoints.join(' ')}]`);
}

function targetFrom({ args }: Invocation): bigint {
  const [text] = args;
  if (text === undefined || args.length > 1) {
    throw new Exit(EXIT.badArgs, 'move-leader command needs 1 argument');
  }
  try {
    return parseInteger(text, { func: 'ParseUint', base: 16 });
  } catch (error) {
    throw new Exit(EXIT.badArgs, error instanceof Error ? error.message : String(error));
  }
}
