import { unreachable } from '../../../base/assert.ts';
import type { KeyValue, ResponseIdentity, TxnOperationResult, WatchResponse } from '../../../etcd/request.ts';
import { quoteBytes } from '../../text/go-quote.ts';
import type { Printed } from '../printer.ts';
import { field, headerFields } from './field-lines.ts';
import { fieldsAdmin } from './fields-admin.ts';

/** -w fields: a line a field, `"Name" : value`. */
export function printFields(what: Printed): string {
  return lines(what)
    .map((line) => `${line}\n`)
    .join('');
}

function lines(what: Printed): readonly string[] {
  switch (what.type) {
    case 'watch':
      return [...headerFields(what.response.revision, what.identity), ...ofEvents(what.response)];
    case 'leaseTimeToLive': {
      const { result, identity } = what.answer;
      return [
        ...headerFields(result.revision, identity),
        field('ID', result.id),
        field('TTL', result.ttl),
        field('GrantedTTL', result.grantedTtl),
        ...result.keys.map((key) => field('Key', quoteBytes(key))),
      ];
    }
    case 'answer': {
      const { result, identity } = what.answer;
      switch (result.type) {
        case 'put':
        case 'range':
        case 'deleteRange':
        case 'txn':
          return [...headerFields(result.revision, identity), ...ofOperation(result)];
        case 'leaseGrant':
        case 'leaseKeepAlive':
          return [
            ...headerFields(result.revision, identity),
            field('ID', result.id),
            field('TTL', result.ttl),
          ];
        case 'leaseRevoke':
          return headerFields(result.revision, identity);
        case 'leaseLeases':
          return [...headerFields(result.revision, identity), ...result.leases.map((id) => field('ID', id))];
        default:
          return fieldsAdmin(what);
      }
    }
    default:
      return fieldsAdmin(what);
  }
}

const NOBODY: ResponseIdentity = { clusterId: 0n, memberId: 0n, raftTerm: 0 };

function ofOperation(result: TxnOperationResult): readonly string[] {
  switch (result.type) {
    case 'put':
      return result.prevKv === undefined ? [] : ofPair('Prev', result.prevKv);
    case 'range':
      return [
        ...result.kvs.flatMap((pair) => ofPair('', pair)),
        field('More', result.more),
        field('Count', result.count),
      ];
    case 'deleteRange':
      return [field('Deleted', result.deleted), ...result.prevKvs.flatMap((pair) => ofPair('Prev', pair))];
    case 'txn':
      return [
        field('Succeeded', result.succeeded),
        // The headers within have a revision and nothing else.
        ...result.responses.flatMap((each) =>
          each.type === 'empty' ? [] : [...headerFields(each.revision, NOBODY), ...ofOperation(each)],
        ),
      ];
    case 'empty':
      return [];
    default:
      return unreachable(result);
  }
}

function ofEvents({ events }: WatchResponse): readonly string[] {
  return events.flatMap(({ type, kv, prevKv }) => [
    field('Type', type),
    ...(prevKv === undefined ? [] : ofPair('Prev', prevKv)),
    ...ofPair('', kv),
  ]);
}

function ofPair(prefix: '' | 'Prev', pair: KeyValue): readonly string[] {
  return [
    field(`${prefix}Key`, quoteBytes(pair.key)),
    field(`${prefix}CreateRevision`, pair.createRevision),
    field(`${prefix}ModRevision`, pair.modRevision),
    field(`${prefix}Version`, pair.version),
    field(`${prefix}Value`, quoteBytes(pair.value)),
    field(`${prefix}Lease`, pair.lease),
  ];
}
