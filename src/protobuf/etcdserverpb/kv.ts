import { keyValue } from '../mvccpb.ts';
import { headerField } from './header.ts';
import { choice, enumTable, many, messageTable, nested, scalar, type MessageTable } from '../table.ts';

export const sortOrder = enumTable('etcdserverpb.RangeRequest_SortOrder', ['NONE', 'ASCEND', 'DESCEND']);
export const sortTarget = enumTable('etcdserverpb.RangeRequest_SortTarget', [
  'KEY',
  'VERSION',
  'CREATE',
  'MOD',
  'VALUE',
]);

export const rangeRequest = messageTable('etcdserverpb.RangeRequest', [
  scalar(1, 'key', 'bytes'),
  scalar(2, 'range_end', 'bytes'),
  scalar(3, 'limit', 'int64'),
  scalar(4, 'revision', 'int64'),
  choice(5, 'sort_order', sortOrder),
  choice(6, 'sort_target', sortTarget),
  scalar(7, 'serializable', 'bool'),
  scalar(8, 'keys_only', 'bool'),
  scalar(9, 'count_only', 'bool'),
  scalar(10, 'min_mod_revision', 'int64'),
  scalar(11, 'max_mod_revision', 'int64'),
  scalar(12, 'min_create_revision', 'int64'),
  scalar(13, 'max_create_revision', 'int64'),
]);

export const rangeResponse = messageTable('etcdserverpb.RangeResponse', [
  headerField,
  many(nested(2, 'kvs', () => keyValue)),
  scalar(3, 'more', 'bool'),
  scalar(4, 'count', 'int64'),
]);

export const putRequest = messageTable('etcdserverpb.PutRequest', [
  scalar(1, 'key', 'bytes'),
  scalar(2, 'value', 'bytes'),
  scalar(3, 'lease', 'int64'),
  scalar(4, 'prev_kv', 'bool'),
  scalar(5, 'ignore_value', 'bool'),
  scalar(6, 'ignore_lease', 'bool'),
]);

export const putResponse = messageTable('etcdserverpb.PutResponse', [
  headerField,
  nested(2, 'prev_kv', () => keyValue),
]);

export const deleteRangeRequest = messageTable('etcdserverpb.DeleteRangeRequest', [
  scalar(1, 'key', 'bytes'),
  scalar(2, 'range_end', 'bytes'),
  scalar(3, 'prev_kv', 'bool'),
]);

export const deleteRangeResponse = messageTable('etcdserverpb.DeleteRangeResponse', [
  headerField,
  scalar(2, 'deleted', 'int64'),
  many(nested(3, 'prev_kvs', () => keyValue)),
]);

export const compareResult = enumTable('etcdserverpb.Compare_CompareResult', [
  'EQUAL',
  'GREATER',
  'LESS',
  'NOT_EQUAL',
]);
export const compareTarget = enumTable('etcdserverpb.Compare_CompareTarget', [
  'VERSION',
  'CREATE',
  'MOD',
  'VALUE',
  'LEASE',
]);

export const compare = messageTable('etcdserverpb.Compare', [
  choice(1, 'result', compareResult),
  choice(2, 'target', compareTarget),
  scalar(3, 'key', 'bytes'),
  {
    union: 'target_union',
    oneof: [
      scalar(4, 'version', 'int64'),
      scalar(5, 'create_revision', 'int64'),
      scalar(6, 'mod_revision', 'int64'),
      scalar(7, 'value', 'bytes'),
      scalar(8, 'lease', 'int64'),
    ],
  },
  scalar(64, 'range_end', 'bytes'),
]);

export const requestOp: MessageTable = messageTable('etcdserverpb.RequestOp', [
  {
    union: 'request',
    oneof: [
      nested(1, 'request_range', () => rangeRequest),
      nested(2, 'request_put', () => putRequest),
      nested(3, 'request_delete_range', () => deleteRangeRequest),
      nested(4, 'request_txn', () => txnRequest),
    ],
  },
]);

export const responseOp: MessageTable = messageTable('etcdserverpb.ResponseOp', [
  {
    union: 'response',
    oneof: [
      nested(1, 'response_range', () => rangeResponse),
      nested(2, 'response_put', () => putResponse),
      nested(3, 'response_delete_range', () => deleteRangeResponse),
      nested(4, 'response_txn', () => txnResponse),
    ],
  },
]);

export const txnRequest: MessageTable = messageTable('etcdserverpb.TxnRequest', [
  many(nested(1, 'compare', () => compare)),
  many(nested(2, 'success', () => requestOp)),
  many(nested(3, 'failure', () => requestOp)),
]);

export const txnResponse: MessageTable = messageTable('etcdserverpb.TxnResponse', [
  headerField,
  scalar(2, 'succeeded', 'bool'),
  many(nested(3, 'responses', () => responseOp)),
]);

export const compactionRequest = messageTable('etcdserverpb.CompactionRequest', [
  scalar(1, 'revision', 'int64'),
  scalar(2, 'physical', 'bool'),
]);

export const compactionResponse = messageTable('etcdserverpb.CompactionResponse', [headerField]);
