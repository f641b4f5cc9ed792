import { unreachable } from '../../base/assert.ts';
import type { ConcurrencyRequest, ConcurrencyResult, LeaderKey } from '../concurrency-request.ts';
import type { ResponseIdentity } from '../request.ts';
import * as tables from '../../protobuf/concurrencypb.ts';
import { bytesOf, idOf, messageOf, toInt64, wholeOf, type Message } from '../../protobuf/message.ts';
import { headerOf, messageOfKeyValue } from './result-message.ts';
import type { MessageTable } from '../../protobuf/table.ts';

type RequestType = ConcurrencyRequest['type'];

export const concurrencyTables: Readonly<
  Record<RequestType, { readonly request: MessageTable; readonly response: MessageTable }>
> = {
  lock: { request: tables.lockRequest, response: tables.lockResponse },
  unlock: { request: tables.unlockRequest, response: tables.unlockResponse },
  campaign: { request: tables.campaignRequest, response: tables.campaignResponse },
  proclaim: { request: tables.proclaimRequest, response: tables.proclaimResponse },
  leader: { request: tables.leaderRequest, response: tables.leaderResponse },
  observe: { request: tables.leaderRequest, response: tables.leaderResponse },
  resign: { request: tables.resignRequest, response: tables.resignResponse },
};

export function concurrencyRequestOfMessage(type: RequestType, message: Message): ConcurrencyRequest {
  const name = bytesOf(message, 'name');
  const leader = messageOf(message, 'leader');
  switch (type) {
    case 'lock':
      return { type, name, lease: idOf(message, 'lease') };
    case 'unlock':
      return { type, key: bytesOf(message, 'key') };
    case 'campaign':
      return { type, name, lease: idOf(message, 'lease'), value: bytesOf(message, 'value') };
    case 'proclaim':
      return { type, leader: leader && leaderOfMessage(leader), value: bytesOf(message, 'value') };
    case 'leader':
    case 'observe':
      return { type, name };
    case 'resign':
      return { type, leader: leader && leaderOfMessage(leader) };
    default:
      return unreachable(type);
  }
}

export function messageOfConcurrencyResult(result: ConcurrencyResult, identity: ResponseIdentity): Message {
  const header = headerOf(result.revision, identity);
  switch (result.type) {
    case 'lock':
      return { header, key: result.key };
    case 'campaign': {
      const { name, key, rev, lease } = result.leader;
      return { header, leader: { name, key, rev: toInt64(rev), lease } };
    }
    case 'leader':
    case 'observe':
      return { header, kv: result.kv && messageOfKeyValue(result.kv) };
    case 'unlock':
    case 'proclaim':
    case 'resign':
      return { header };
    default:
      return unreachable(result);
  }
}

function leaderOfMessage(message: Message): LeaderKey {
  return {
    name: bytesOf(message, 'name'),
    key: bytesOf(message, 'key'),
    rev: wholeOf(message, 'rev'),
    lease: idOf(message, 'lease'),
  };
}
