import type { ResponseIdentity, WatchEvent, WatchRequest, WatchResponse } from '../request.ts';
import {
  bytesOf,
  flagOf,
  idOf,
  listOf,
  messageOf,
  toInt64,
  wholeOf,
  type Message,
} from '../../protobuf/message.ts';
import { numberIn } from './request-message.ts';
import { headerOf, messageOfKeyValue } from './result-message.ts';
import { filterType } from '../../protobuf/etcdserverpb/watch.ts';
import { eventType } from '../../protobuf/mvccpb.ts';

/** Undefined for a union nobody has filled, which the server passes over. Filters that nobody knows filter nothing. */
export function watchRequestOfMessage(message: Message): WatchRequest | undefined {
  const create = messageOf(message, 'create_request');
  if (create !== undefined) {
    return {
      type: 'create',
      key: bytesOf(create, 'key'),
      rangeEnd: bytesOf(create, 'range_end'),
      startRevision: wholeOf(create, 'start_revision'),
      progressNotify: flagOf(create, 'progress_notify'),
      filters: filtersOf(create),
      prevKv: flagOf(create, 'prev_kv'),
      watchId: idOf(create, 'watch_id'),
      fragment: flagOf(create, 'fragment'),
    };
  }
  const cancel = messageOf(message, 'cancel_request');
  if (cancel !== undefined) return { type: 'cancel', watchId: idOf(cancel, 'watch_id') };
  return messageOf(message, 'progress_request') === undefined ? undefined : { type: 'progress' };
}

function filtersOf(create: Message): ('NOPUT' | 'NODELETE')[] {
  return listOf(create, 'filters').flatMap((number) => filterType.names.get(Number(number)) ?? []);
}

export function messageOfWatchRequest(request: WatchRequest): Message {
  switch (request.type) {
    case 'create':
      return {
        create_request: {
          key: request.key,
          range_end: request.rangeEnd,
          start_revision: toInt64(request.startRevision),
          progress_notify: request.progressNotify,
          filters: request.filters.map((filter) => numberIn(filterType, filter)),
          prev_kv: request.prevKv,
          watch_id: request.watchId,
          fragment: request.fragment,
        },
      };
    case 'cancel':
      return { cancel_request: { watch_id: request.watchId } };
    default:
      return { progress_request: {} };
  }
}

export function messageOfWatchResponse(response: WatchResponse, identity: ResponseIdentity): Message {
  return {
    header: headerOf(response.revision, identity),
    watch_id: response.watchId,
    created: response.created,
    canceled: response.canceled,
    compact_revision: toInt64(response.compactRevision),
    cancel_reason: response.cancelReason,
    fragment: response.fragment,
    events: response.events.map(messageOfEvent),
  };
}

function messageOfEvent({ type, kv, prevKv }: WatchEvent): Message {
  return {
    type: numberIn(eventType, type),
    kv: messageOfKeyValue(kv),
    prev_kv: prevKv && messageOfKeyValue(prevKv),
  };
}
