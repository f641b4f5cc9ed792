import { errorText, grpcCode } from '../error.ts';
import type { EtcdErrorCode } from '../request.ts';

export const EMPTY_RANGE = 'mvcc: watcher range is empty';
export const DUPLICATE_ID = 'mvcc: duplicate watch ID provided on the WatchStream';

/** Why a range may not be watched, in the words of a gRPC error, as etcd puts it into the reason. */
export function refusalReason(code: EtcdErrorCode): string {
  return `rpc error: code = ${grpcCode(code)} desc = ${errorText(code)}`;
}
