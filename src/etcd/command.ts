import { present, unreachable } from '../base/assert.ts';
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
import type {
  AuthRequest,
  ClientOperation,
  KvRequest,
  LeaseId,
  LeaseRequest,
  MaintenanceRequest,
  StoreRequest,
} from './request.ts';

/** What entries of the log do. Times to live in seconds. */
export type LoggedOperation =
  | KvRequest
  | Extract<LeaseRequest, { readonly type: 'leaseGrant' }>
  | { readonly type: 'leaseRevoke'; readonly id: LeaseId }
  | {
      readonly type: 'leaseCheckpoint';
      readonly checkpoints: readonly { readonly id: LeaseId; readonly remainingTtl: number }[];
    }
  | Extract<MaintenanceRequest, { readonly type: 'alarm' }>
  | Exclude<AuthRequest, { readonly type: 'authenticate' }>
  | InternalAuthenticate
  | V2Request;

/** The token that all members shall know the user by (etcdserverpb.InternalAuthenticateRequest). */
export interface InternalAuthenticate {
  readonly type: 'authenticateInternal';
  readonly name: string;
  readonly password: string;
  readonly simpleToken: string;
}

/** etcdserverpb.Request: a write to the v2 tree, by which also members' attributes and the cluster version go. */
export interface V2Request {
  readonly type: 'v2';
  readonly method: string;
  readonly path: string;
  readonly value: string;
  readonly dir: boolean;
  readonly prevValue: string;
  readonly prevIndex: number;
  readonly prevExist: boolean | undefined;
  /** Nanoseconds since 1970, as int64; 0: never. */
  readonly expiration: bigint;
  readonly wait: boolean;
  readonly since: number;
  readonly recursive: boolean;
  readonly sorted: boolean;
  readonly quorum: boolean;
  /** Nanoseconds since 1970, as int64. */
  readonly time: bigint;
  readonly stream: boolean;
  readonly refresh: boolean | undefined;
}

/** An entry of the log, as its member proposed it. Without a user name: nobody's, or authentication is off. */
export interface Command {
  /** By which the member that proposed it knows its client's call again; a safe integer above 0. */
  readonly id: number;
  readonly username?: string;
  readonly authRevision?: number;
  readonly op: LoggedOperation;
}

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
export function encodeCommand(command: Command): Uint8Array;
export function encodeCommand(id: number, operation: ClientOperation): Uint8Array;
export function encodeCommand(first: Command | number, second?: ClientOperation): Uint8Array {
  const asked = typeof first === 'number' ? second : first.op;
  const id = typeof first === 'number' ? first : first.id;
  const operation = loggedOperation(present(asked, 'an operation'));
  const body = { table: operationFields[operation.type], values: valuesOf(operation) };
  const header = { table: headerFields, values: { id } };
  return encodeFields({ table: commandFields, values: { [operation.type]: body, header } });
}

/** Throws WireFormatError when the bytes are not one known operation with its id. */
export function decodeCommand(bytes: Uint8Array): Command {
  return decodeStoreCommand(bytes);
}

/** Like decodeCommand, of what the store does by itself; WireFormatError for everything else. */
export function decodeStoreCommand(bytes: Uint8Array): { id: number; op: StoreRequest } {
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

function loggedOperation(operation: ClientOperation | LoggedOperation): StoreRequest {
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
