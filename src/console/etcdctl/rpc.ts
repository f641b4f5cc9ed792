import type { StreamAnswer, StreamKind, StreamRequest } from '../../client/effect.ts';
import type { ClientOperation, OperationResult, ResponseIdentity } from '../../etcd/request.ts';
import type { SnapshotChunk } from '../../node/io.ts';
import type { Running, Waitable } from '../kernel/process.ts';

type ResultsByType = { readonly [Result in OperationResult as Result['type']]: Result };
type OperationsByType = { readonly [Operation in ClientOperation as Operation['type']]: Operation };

export type ResultOf<Type extends OperationResult['type']> = ResultsByType[Type];
export type OperationOf<Type extends ClientOperation['type']> = OperationsByType[Type] & {
  readonly type: Type;
};

/** An answer with its whole header. */
export interface Answer<Type extends OperationResult['type'] = OperationResult['type']> {
  readonly result: ResultOf<Type>;
  readonly identity: ResponseIdentity;
}

/** A call that has not succeeded; the message is what Go prints of the error (`etcdserver: ...`, `context deadline exceeded`). */
export class RpcError extends Error {
  override name = 'RpcError';
  constructor(
    message: string,
    /** etcd's code where a member has said it; undefined: the client library gave up by itself. */
    readonly code: string | undefined,
  ) {
    super(message);
  }
}

/** A stream of whichever member is reached; it ends when that member's does. */
export interface RpcStream extends Waitable {
  readonly endpoint: string;
  send(message: StreamRequest): void;
  take(): { readonly message: StreamAnswer | SnapshotChunk; readonly identity: ResponseIdentity } | undefined;
  /** error: undefined where it was served to its end. */
  readonly end: { readonly error: RpcError | undefined } | undefined;
  close(): void;
}

/** etcdctl's connection to the cluster: clientv3's Client. */
export interface Rpc {
  /** Those that may be asked, as `--endpoints` says them. */
  readonly endpoints: readonly string[];
  /**
   * A call, made again as clientv3's interceptor does. Throws RpcError. withinMs: the context's deadline; undefined: without
   * one (context.TODO).
   */
  call<Type extends ClientOperation['type']>(
    operation: OperationOf<Type>,
    withinMs: number | undefined,
  ): Running<Answer<Type>>;
  /**
   * Waits until a member is reached, round the endpoints. undefined: not within this time. needsLeader: a member that has none
   * refuses it, and ends it (clientv3: WithRequireLeader).
   */
  openStream(
    kind: StreamKind | 'snapshot',
    withinMs: number | undefined,
    needsLeader?: boolean,
  ): Running<RpcStream | undefined>;
  /** The same with this one endpoint alone (`endpoint status`). */
  at(endpoint: string): Rpc;
  close(): void;
}
