import { headerField } from './header.ts';
import { watchEvent } from '../mvccpb.ts';
import { choice, enumTable, many, messageTable, nested, scalar } from '../table.ts';

export const filterType = enumTable('etcdserverpb.WatchCreateRequest_FilterType', ['NOPUT', 'NODELETE']);

export const watchCreateRequest = messageTable('etcdserverpb.WatchCreateRequest', [
  scalar(1, 'key', 'bytes'),
  scalar(2, 'range_end', 'bytes'),
  scalar(3, 'start_revision', 'int64'),
  scalar(4, 'progress_notify', 'bool'),
  many(choice(5, 'filters', filterType)),
  scalar(6, 'prev_kv', 'bool'),
  scalar(7, 'watch_id', 'int64'),
  scalar(8, 'fragment', 'bool'),
]);

export const watchCancelRequest = messageTable('etcdserverpb.WatchCancelRequest', [
  scalar(1, 'watch_id', 'int64'),
]);

export const watchProgressRequest = messageTable('etcdserverpb.WatchProgressRequest', []);

export const watchRequest = messageTable('etcdserverpb.WatchRequest', [
  {
    union: 'request_union',
    oneof: [
      nested(1, 'create_request', () => watchCreateRequest),
      nested(2, 'cancel_request', () => watchCancelRequest),
      nested(3, 'progress_request', () => watchProgressRequest),
    ],
  },
]);

export const watchResponse = messageTable('etcdserverpb.WatchResponse', [
  headerField,
  scalar(2, 'watch_id', 'int64'),
  scalar(3, 'created', 'bool'),
  scalar(4, 'canceled', 'bool'),
  scalar(5, 'compact_revision', 'int64'),
  scalar(6, 'cancel_reason', 'string'),
  scalar(7, 'fragment', 'bool'),
  many(nested(11, 'events', () => watchEvent)),
]);
