import { errorText, grpcCode } from '../../etcd/error.ts';
import type { EtcdErrorCode } from '../../etcd/request.ts';
import { RpcError } from './rpc.ts';

/** The context's deadline has passed. */
export function deadlineExceeded(): RpcError {
  return new RpcError('context deadline exceeded', undefined);
}

/** The connection broke while a call waited for its answer. */
export function connectionLost(): RpcError {
  return new RpcError('rpc error: code = Unavailable desc = transport is closing', undefined);
}

/** What a member has said: clientv3 knows the errors of etcd's own API by their words, others stay gRPC's. */
export function memberError(code: EtcdErrorCode): RpcError {
  const text = errorText(code);
  const isKnown = text.startsWith('etcdserver: ');
  return new RpcError(isKnown ? text : `rpc error: code = ${grpcCode(code)} desc = ${text}`, code);
}
