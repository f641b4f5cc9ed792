import type { ClientOperation } from '../../etcd/request.ts';
import type { Running } from '../kernel/process.ts';
import type { Invocation } from './command.ts';
import { Exit, EXIT } from './exit.ts';
import { RpcError, type Answer, type OperationOf, type Rpc } from './rpc.ts';

/** A call whose failure ends etcdctl with the error's own words. withinMs: its deadline; undefined: it has none. */
export function* ask<Type extends ClientOperation['type']>(
  rpc: Rpc,
  operation: OperationOf<Type>,
  withinMs: number | undefined,
): Running<Answer<Type>> {
  try {
    return yield* rpc.call<Type>(operation, withinMs);
  } catch (error) {
    if (error instanceof RpcError) throw new Exit(EXIT.error, error.message);
    throw error;
  }
}

/** What is left of a command's time, which has begun before it connects (etcdctl: commandCtx). */
export function startTimeout({ process, timeoutMs }: Invocation): () => number {
  const end = process.nowMs + timeoutMs;
  return () => end - process.nowMs;
}
