import type { KeyValue, OperationResult, TxnOperationResult } from '../../etcd/request.ts';

/** Every key that an answer names, in order, those of a transaction's parts included. */
export function keysOfResult(result: OperationResult | TxnOperationResult): readonly KeyValue[] {
  switch (result.type) {
    case 'range':
      return result.kvs;
    case 'put':
      return result.prevKv === undefined ? [] : [result.prevKv];
    case 'deleteRange':
      return result.prevKvs;
    case 'txn':
      return result.responses.flatMap(keysOfResult);
    default:
      return [];
  }
}
