import { encodeBase64 } from '../../../etcd/rpc/base64.ts';
import { headerOf, messageOfResult, resultTables } from '../../../etcd/rpc/result-message.ts';
import { messageOfWatchResponse } from '../../../etcd/rpc/watch-message.ts';
import { responseHeader } from '../../../protobuf/etcdserverpb/header.ts';
import { watchResponse } from '../../../protobuf/etcdserverpb/watch.ts';
import type { Message } from '../../../protobuf/message.ts';
import { fieldNamed } from '../../../protobuf/table.ts';
import type { ResponseIdentity, WatchResponse } from '../../../etcd/request.ts';
import type { Printed } from '../printer.ts';
import type { Answer } from '../rpc.ts';
import { fieldsOfMessage, goJsonOfMessage } from './go-json.ts';
import { jsonAdmin } from './json-admin.ts';

/** -w json: Go's own JSON of the structures of etcd's client library, a line an answer. */
export function printJson(what: Printed): string {
  return `${text(what)}\n`;
}

function text(what: Printed): string {
  switch (what.type) {
    case 'watch':
      return ofWatch(what.response, what.identity, what.isMadeUp);
    case 'leaseTimeToLive': {
      const { id, ttl, grantedTtl, keys } = what.answer.result;
      const list = keys.length === 0 ? 'null' : `[${keys.map((key) => `"${encodeBase64(key)}"`).join(',')}]`;
      return withHeader(what.answer, [
        `"id":${id}`,
        `"ttl":${ttl}`,
        `"granted-ttl":${grantedTtl}`,
        `"keys":${list}`,
      ]);
    }
    case 'answer': {
      const { result, identity } = what.answer;
      switch (result.type) {
        case 'leaseGrant':
          return withHeader(what.answer, [`"ID":${result.id}`, `"TTL":${result.ttl}`, '"Error":""']);
        case 'leaseKeepAlive':
          return withHeader(what.answer, [`"ID":${result.id}`, `"TTL":${result.ttl}`]);
        case 'leaseLeases':
          return withHeader(what.answer, [
            `"leases":[${result.leases.map((id) => `{"id":${id}}`).join(',')}]`,
          ]);
        case 'put':
        case 'range':
        case 'deleteRange':
        case 'txn':
        case 'leaseRevoke':
          return goJsonOfMessage(resultTables[result.type], messageOfResult(result, identity));
        default:
          return jsonAdmin(what);
      }
    }
    default:
      return jsonAdmin(what);
  }
}

/** The client library's own types for leases take in the header: its fields stand beside theirs. */
function withHeader({ result, identity }: Answer, parts: readonly string[]): string {
  const header = fieldsOfMessage(responseHeader, headerOf(result.revision, identity));
  return `{${[...header, ...parts].join(',')}}`;
}

/** The client library's WatchResponse, whose fields have the names that they have in Go. */
function ofWatch(response: WatchResponse, identity: ResponseIdentity, isMadeUp: boolean): string {
  const message = messageOfWatchResponse(response, identity);
  const header = goJsonOfMessage(responseHeader, headerOf(response.revision, identity));
  const { fieldType } = fieldNamed(watchResponse, 'events');
  const events = (message['events'] as readonly Message[]).map((event) =>
    fieldType.type === 'message' ? goJsonOfMessage(fieldType.table(), event) : '',
  );
  const list = isMadeUp ? 'null' : `[${events.join(',')}]`;
  return (
    `{"Header":${header},"Events":${list},"CompactRevision":${response.compactRevision},` +
    `"Canceled":${response.canceled},"Created":${response.created}}`
  );
}
