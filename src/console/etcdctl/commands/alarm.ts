import type { AlarmMember } from '../../../etcd/request.ts';
import type { Running } from '../../kernel/process.ts';
import { ask, startTimeout } from '../ask.ts';
import type { EtcdctlCommand, Invocation } from '../command.ts';
import { Exit, EXIT } from '../exit.ts';
import { RpcError, type Answer, type Rpc } from '../rpc.ts';

export const alarm: EtcdctlCommand = {
  use: 'alarm <subcommand>',
  short: 'Alarm related commands',
  commands: [
    { use: 'disarm', short: 'Disarms all alarms', run: disarm },
    { use: 'list', short: 'Lists all alarms', run: list },
  ],
};

function* list(of: Invocation): Running<number> {
  if (of.args.length > 0) throw new Exit(EXIT.badArgs, 'alarm list command accepts no arguments');
  const leftMs = startTimeout(of);
  const rpc = yield* of.connect();
  of.print({ type: 'answer', answer: yield* alarms(rpc, leftMs()) });
  return EXIT.success;
}

/** Every alarm that there is, one after the other; what cannot be cleared is left out of the answer (clientv3: AlarmDisarm). */
function* disarm(of: Invocation): Running<number> {
  if (of.args.length > 0) throw new Exit(EXIT.badArgs, 'alarm disarm command accepts no arguments');
  const leftMs = startTimeout(of);
  const rpc = yield* of.connect();
  const found = yield* alarms(rpc, leftMs());
  const cleared: AlarmMember[] = [];
  for (const { member, alarm: kind } of found.result.alarms) {
    try {
      const operation = { type: 'alarm', action: 'DEACTIVATE', member, alarm: kind } as const;
      cleared.push(...(yield* rpc.call<'alarm'>(operation, leftMs())).result.alarms);
    } catch (error) {
      if (!(error instanceof RpcError)) throw error;
    }
  }
  of.print({ type: 'answer', answer: { ...found, result: { ...found.result, alarms: cleared } } });
  return EXIT.success;
}

function alarms(rpc: Rpc, withinMs: number): Running<Answer<'alarm'>> {
  return ask<'alarm'>(rpc, { type: 'alarm', action: 'GET', member: 0n, alarm: 'NONE' }, withinMs);
}
