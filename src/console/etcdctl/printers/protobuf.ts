import { responseHeader } from '../../../protobuf/etcdserverpb/header.ts';
import { watchResponse } from '../../../protobuf/etcdserverpb/watch.ts';
import { encode } from '../../../protobuf/wire-write.ts';
import { headerOf, messageOfResult, resultTables } from '../../../etcd/rpc/result-message.ts';
import { messageOfWatchResponse } from '../../../etcd/rpc/watch-message.ts';
import { nilPointer } from '../panic.ts';
import type { Printed } from '../printer.ts';
import { protobufAdmin } from './protobuf-admin.ts';

/**
 * -w protobuf: the answer as it came. Of answers about leases only the header: etcdctl's own types for them take in the
 * header with its Marshal, and have none for the rest.
 */
export function printProtobuf(what: Printed): Uint8Array {
  switch (what.type) {
    case 'watch': {
      const { response, identity } = what;
      // The client library keeps its number, and why a watch was cancelled, to itself.
      const message = messageOfWatchResponse({ ...response, watchId: 0n, cancelReason: '' }, identity);
      return encode(watchResponse, message);
    }
    case 'leaseTimeToLive':
      return encode(responseHeader, headerOf(what.answer.result.revision, what.answer.identity));
    case 'answer': {
      const { result, identity } = what.answer;
      switch (result.type) {
        case 'leaseGrant':
        case 'leaseKeepAlive':
        case 'leaseLeases':
          return encode(responseHeader, headerOf(result.revision, identity));
        case 'memberPromote':
          throw nilPointer();
        default:
          return encode(resultTables[result.type], messageOfResult(result, identity));
      }
    }
    default:
      return protobufAdmin(what);
  }
}
