import { unreachable } from '../../../base/assert.ts';
import { decodeUtf8, encodeUtf8 } from '../../../base/utf8.ts';
import type { KeyValue, TxnOperationResult, WatchResponse } from '../../../etcd/request.ts';
import { joinBytes } from '../bytes.ts';
import type { Printed, PrintSettings } from '../printer.ts';
import type { ResultOf } from '../rpc.ts';
import { simpleAdmin } from './simple-admin.ts';

/** Text and the bytes of keys and values, to be written one behind the other. */
export type Pieces = readonly (string | Uint8Array)[];

/** -w simple: what people read, and scripts cut apart. */
export function printSimple(what: Printed, settings: PrintSettings): Uint8Array {
  return joinBytes(
    pieces(what, settings).map((piece) => (typeof piece === 'string' ? encodeUtf8(piece) : piece)),
  );
}

function pieces(what: Printed, settings: PrintSettings): Pieces {
  switch (what.type) {
    case 'watch':
      return ofWatch(what.response, settings);
    case 'leaseTimeToLive':
      return [ofTimeToLive(what.answer.result, what.keys)];
    case 'answer': {
      const { result } = what.answer;
      switch (result.type) {
        case 'put':
        case 'range':
        case 'deleteRange':
        case 'txn':
          return ofOperation(result, settings);
        case 'leaseGrant':
          return [`lease ${leaseHex(result.id)} granted with TTL(${result.ttl}s)\n`];
        case 'leaseRevoke':
          return [`lease ${leaseHex(what.about?.id ?? 0n)} revoked\n`];
        case 'leaseKeepAlive':
          return [`lease ${leaseHex(result.id)} keepalived with TTL(${result.ttl})\n`];
        case 'leaseLeases':
          return [
            `found ${result.leases.length} leases\n`,
            ...result.leases.map((id) => `${leaseHex(id)}\n`),
          ];
        default:
          return simpleAdmin(what);
      }
    }
    default:
      return simpleAdmin(what);
  }
}

function ofOperation(result: TxnOperationResult, settings: PrintSettings): Pieces {
  switch (result.type) {
    case 'put':
      return ['OK\n', ...(result.prevKv === undefined ? [] : ofPair(result.prevKv, settings))];
    case 'range':
      return result.kvs.flatMap((pair) => ofPair(pair, settings));
    case 'deleteRange':
      return [`${result.deleted}\n`, ...result.prevKvs.flatMap((pair) => ofPair(pair, settings))];
    case 'txn':
      return [
        result.succeeded ? 'SUCCESS\n' : 'FAILURE\n',
        ...result.responses.flatMap((each) => ['\n', ...ofOperation(each, settings)]),
      ];
    case 'empty':
      return [];
    default:
      return unreachable(result);
  }
}

function ofWatch({ events }: WatchResponse, settings: PrintSettings): Pieces {
  return events.flatMap(({ type, kv, prevKv }) => [
    `${type}\n`,
    ...(prevKv === undefined ? [] : ofPair(prevKv, settings)),
    ...ofPair(kv, settings),
  ]);
}

function ofPair({ key, value }: KeyValue, { hex, valueOnly }: PrintSettings): Pieces {
  const shown = (bytes: Uint8Array) => (hex ? escaped(bytes) : bytes);
  return [...(valueOnly ? [] : [shown(key), '\n']), shown(value), '\n'];
}

function escaped(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
}

function ofTimeToLive(result: ResultOf<'leaseTimeToLive'>, withKeys: boolean): string {
  const { id, ttl, grantedTtl, keys } = result;
  if (grantedTtl === 0 && ttl === -1) return `lease ${leaseHex(id)} already expired\n`;
  const attached = withKeys ? `, attached keys([${keys.map(decodeUtf8).join(' ')}])` : '';
  return `lease ${leaseHex(id)} granted with TTL(${grantedTtl}s), remaining(${ttl}s)${attached}\n`;
}

/** As Go's %016x prints an int64: a negative one with its sign. */
export function leaseHex(id: bigint): string {
  const digits = (id < 0n ? -id : id).toString(16);
  return id < 0n ? `-${digits.padStart(15, '0')}` : digits.padStart(16, '0');
}
