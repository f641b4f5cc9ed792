import { unreachable } from '../base/assert.ts';
import { NO_BYTES } from './mvcc/key-record.ts';
import {
  boolField,
  bytesField,
  decodeFields,
  encodeFields,
  numberField,
  WireFormatError,
  type Field,
  type FieldValue,
} from './proto-fields.ts';
import type { ClientOperation, StoreRequest } from './request.ts';

/** etcdserverpb.InternalRaftRequest, as far as its operations are known here: what an entry of the log holds. */
const commandFields: readonly Field[] = [
  { name: 'id', number: 1, kind: 'number' },
  { name: 'range', number: 3, kind: 'message' },
  { name: 'put', number: 4, kind: 'message' },
  { name: 'deleteRange', number: 5, kind: 'message' },
  { name: 'compact', number: 7, kind: 'message' },
  { name: 'header', number: 100, kind: 'message' },
];
/** RequestHeader: the id by which the member that proposed it knows its client's call again. */
const headerFields: readonly Field[] = [{ name: 'id', number: 1, kind: 'number' }];
const operationFields: Readonly<Record<StoreRequest['type'], readonly Field[]>> = {
  range: [
    { name: 'key', number: 1, kind: 'bytes' },
    { name: 'rangeEnd', number: 2, kind: 'bytes' },
    { name: 'limit', number: 3, kind: 'number' },
    { name: 'revision', number: 4, kind: 'number' },
    { name: 'serializable', number: 7, kind: 'bool' },
    { name: 'keysOnly', number: 8, kind: 'bool' },
    { name: 'countOnly', number: 9, kind: 'bool' },
  ],
  put: [
    { name: 'key', number: 1, kind: 'bytes' },
    { name: 'value', number: 2, kind: 'bytes' },
    { name: 'prevKv', number: 4, kind: 'bool' },
  ],
  deleteRange: [
    { name: 'key', number: 1, kind: 'bytes' },
    { name: 'rangeEnd', number: 2, kind: 'bytes' },
    { name: 'prevKv', number: 3, kind: 'bool' },
  ],
  compact: [
    { name: 'revision', number: 1, kind: 'number' },
    { name: 'physical', number: 2, kind: 'bool' },
  ],
};
const operationTypes = ['range', 'put', 'deleteRange', 'compact'] as const;

/** The data of the log entry that carries this operation. `id`: a safe integer above 0. */
export function encodeCommand(id: number, asked: ClientOperation): Uint8Array {
  const operation = loggedOperation(asked);
  const body = { table: operationFields[operation.type], values: valuesOf(operation) };
  const header = { table: headerFields, values: { id } };
  return encodeFields({ table: commandFields, values: { [operation.type]: body, header } });
}

/** Throws WireFormatError when the bytes are not one known operation with its id. */
export function decodeCommand(bytes: Uint8Array): { id: number; op: StoreRequest } {
  const command = decodeFields('command', commandFields, bytes);
  const types = operationTypes.filter((type) => command.has(type));
  const type = types[0];
  if (type === undefined || types.length > 1) {
    throw new WireFormatError(`command: ${types.length} operations in it, not 1`);
  }
  const header = bytesField(command, 'header');
  const id =
    header === undefined
      ? numberField(command, 'id')
      : numberField(decodeFields('header of a command', headerFields, header), 'id');
  const body = bytesField(command, type) ?? NO_BYTES;
  return { id, op: operationOf(type, decodeFields(type, operationFields[type], body)) };
}

function loggedOperation(operation: ClientOperation): StoreRequest {
  switch (operation.type) {
    case 'put':
    case 'range':
    case 'deleteRange':
    case 'compact':
      return operation;
    default:
      throw new WireFormatError(`command: ${operation.type} is not known in the log`);
  }
}

function valuesOf(operation: StoreRequest): Record<string, FieldValue | undefined> {
  switch (operation.type) {
    case 'range': {
      const { key, rangeEnd, limit, revision, consistency, keysOnly, countOnly } = operation;
      const serializable = consistency === 'serializable';
      return { key, rangeEnd, limit, revision, serializable, keysOnly, countOnly };
    }
    case 'put':
      return { key: operation.key, value: operation.value, prevKv: operation.prevKv };
    case 'deleteRange':
      return { key: operation.key, rangeEnd: operation.rangeEnd, prevKv: operation.prevKv };
    case 'compact':
      return { revision: operation.revision, physical: operation.physical };
    default:
      return unreachable(operation);
  }
}

function operationOf(type: StoreRequest['type'], fields: ReadonlyMap<string, FieldValue>): StoreRequest {
  const key = bytesField(fields, 'key') ?? NO_BYTES;
  const rangeEnd = bytesField(fields, 'rangeEnd');
  const range = rangeEnd === undefined ? { key } : { key, rangeEnd };
  const prevKv = boolField(fields, 'prevKv') ? { prevKv: true } : {};
  switch (type) {
    case 'put':
      return { type, key, value: bytesField(fields, 'value') ?? NO_BYTES, ...prevKv };
    case 'deleteRange':
      return { type, ...range, ...prevKv };
    case 'compact':
      return { type, revision: numberField(fields, 'revision') };
    case 'range':
      return {
        type,
        ...range,
        revision: numberField(fields, 'revision'),
        ...(fields.has('limit') ? { limit: numberField(fields, 'limit') } : {}),
        ...(boolField(fields, 'countOnly') ? { countOnly: true } : {}),
        ...(boolField(fields, 'keysOnly') ? { keysOnly: true } : {}),
        consistency: boolField(fields, 'serializable') ? 'serializable' : 'linearizable',
      };
    default:
      return unreachable(type);
  }
}

export { commandLabel } from './command-label.ts';
