import type { Process, Running } from '../../kernel/process.ts';
import { open } from '../connect.ts';
import type { EtcdctlCommand, Invocation } from '../command.ts';
import { chosenEndpoints, clusterFlag } from '../endpoints.ts';
import { EXIT } from '../exit.ts';
import { Panic } from '../panic.ts';
import { RpcError, type Rpc } from '../rpc.ts';

export const defrag: EtcdctlCommand = {
  use: 'defrag',
  short: 'Defragments the storage of the etcd members with given endpoints',
  persistentFlags: [clusterFlag],
  flags: [
    {
      name: 'data-dir',
      kind: 'string',
      default: '',
      usage: 'Optional. If present, defragments a data directory not in use by etcd.',
    },
  ],
  run: defragment,
};

function* defragment(of: Invocation): Running<number> {
  const directory = of.flags.text('data-dir');
  if (directory !== '') return defragmentDirectory(of.process, directory);
  const settings = yield* of.configure();
  const rpc = yield* open(of.process, settings);
  let failures = 0;
  for (const endpoint of yield* chosenEndpoints(of, settings)) {
    failures += Number(!(yield* defragmentMember(of.process, rpc, endpoint, of.timeoutMs)));
  }
  return failures > 0 ? EXIT.error : EXIT.success;
}

/** Says how it went, and gives whether well. */
export function* defragmentMember(
  process: Process,
  rpc: Rpc,
  endpoint: string,
  withinMs: number,
): Running<boolean> {
  try {
    yield* rpc.at(endpoint).call<'defragment'>({ type: 'defragment' }, withinMs);
    process.write(1, `Finished defragmenting etcd member[${endpoint}]\n`);
    return true;
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    process.write(2, `Failed to defragment etcd member[${endpoint}] (${error.message})\n`);
    return false;
  }
}

/** A directory among the scratch files: its store has no pages that could be freed, so there is nothing to do in it. */
function defragmentDirectory({ files }: Process, directory: string): number {
  const path = `${directory.replace(/\/+$/, '')}/member/snap/db`;
  if (files.read(path) !== undefined) return EXIT.success;
  throw new Panic(`cannot open database at ${path} (open ${path}: no such file or directory)`);
}
