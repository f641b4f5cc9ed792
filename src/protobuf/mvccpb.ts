import { choice, enumTable, messageTable, nested, scalar } from './table.ts';

/** What the store holds. */
export const keyValue = messageTable('mvccpb.KeyValue', [
  scalar(1, 'key', 'bytes'),
  scalar(2, 'create_revision', 'int64'),
  scalar(3, 'mod_revision', 'int64'),
  scalar(4, 'version', 'int64'),
  scalar(5, 'value', 'bytes'),
  scalar(6, 'lease', 'int64'),
]);

export const eventType = enumTable('mvccpb.Event_EventType', ['PUT', 'DELETE']);

export const watchEvent = messageTable('mvccpb.Event', [
  choice(1, 'type', eventType),
  nested(2, 'kv', () => keyValue),
  nested(3, 'prev_kv', () => keyValue),
]);
