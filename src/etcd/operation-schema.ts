import * as v from 'valibot';
import { byType, fields, isSet, list, text, word } from '../base/schema.ts';
import { encodeUtf8 } from '../base/utf8.ts';
import type { ClientOperation, TxnOperation, WatchRequest } from './request.ts';
import { decodeBase64 } from './rpc/base64.ts';

/**
 * The requests of request.ts as plain data that may come from anywhere: from a form or a client program as they are, or as
 * JSON from a script, a file or a link. Keys and values are bytes or text, ids of leases and members bigints or
 * hexadecimal text as etcdctl prints them; what is left out is as etcd takes it then. What comes out is a ClientOperation.
 * Whether etcd would do it is etcd's to say.
 */

/** Text stands for its UTF-8; what is no text may come as `{ base64 }`. */
export const bytes = v.pipe(
  v.custom<Uint8Array | string | { base64: string }>(isBytes, 'text or bytes'),
  v.transform(bytesOf),
);

const HEXADECIMAL = /^[0-9a-f]{1,16}$/i;

const id = v.pipe(
  v.custom<bigint | string>(
    (value) =>
      typeof value === 'bigint'
        ? value >= -(1n << 63n) && value < 1n << 64n
        : typeof value === 'string' && HEXADECIMAL.test(value),
    'an id: 1 to 16 hexadecimal digits',
  ),
  v.transform((value) => (typeof value === 'bigint' ? value : BigInt(`0x${value}`))),
);
/** int64. */
export const leaseId = v.pipe(
  id,
  v.transform((value) => BigInt.asIntN(64, value)),
);
/** uint64. */
const memberId = v.pipe(
  id,
  v.transform((value) => BigInt.asUintN(64, value)),
);

/** An int64 comes as the nearest number there is: etcd only compares it. */
const int64 = v.custom<number>((value) => Number.isInteger(value), 'a whole number');
const flag = v.exactOptional(isSet);
const range = { key: bytes, rangeEnd: v.exactOptional(bytes) };
const revision = v.optional(int64, 0);
const texts = list(text, 'a list of texts');

const put = fields({
  type: v.literal('put'),
  key: bytes,
  value: v.optional(bytes, ''),
  lease: v.exactOptional(leaseId),
  prevKv: flag,
  ignoreValue: flag,
  ignoreLease: flag,
});
const rangeRequest = fields({
  type: v.literal('range'),
  ...range,
  revision,
  limit: v.exactOptional(int64),
  sortOrder: v.exactOptional(word(['NONE', 'ASCEND', 'DESCEND'])),
  sortTarget: v.exactOptional(word(['KEY', 'VERSION', 'CREATE', 'MOD', 'VALUE'])),
  countOnly: flag,
  keysOnly: flag,
  minModRevision: v.exactOptional(int64),
  maxModRevision: v.exactOptional(int64),
  minCreateRevision: v.exactOptional(int64),
  maxCreateRevision: v.exactOptional(int64),
  consistency: v.optional(word(['linearizable', 'serializable']), 'linearizable'),
});
const deleteRange = fields({ type: v.literal('deleteRange'), ...range, prevKv: flag });

/** What is left out is there all the same, as undefined: a union that nobody has filled. */
const withValue = <Type, Value>(target: {
  readonly type: Type;
  readonly value?: Value;
}): { readonly type: Type; readonly value: Value | undefined } => ({
  type: target.type,
  value: target.value,
});

const target = v.variant(
  'type',
  [
    v.pipe(
      v.strictObject({ type: v.picklist(['VERSION', 'CREATE', 'MOD']), value: v.optional(int64) }),
      v.transform(withValue),
    ),
    v.pipe(v.strictObject({ type: v.literal('VALUE'), value: v.optional(bytes) }), v.transform(withValue)),
    v.pipe(v.strictObject({ type: v.literal('LEASE'), value: v.optional(leaseId) }), v.transform(withValue)),
  ],
  'what is compared: an object of type (VERSION, CREATE, MOD, VALUE, LEASE) and value',
);
const compare = fields({
  ...range,
  result: v.optional(word(['EQUAL', 'GREATER', 'LESS', 'NOT_EQUAL']), 'EQUAL'),
  target,
});

/** Compares and branches of a transaction, which may hold transactions. */
const branch = v.optional(
  list(
    v.lazy(() => txnOperation),
    'a list of operations',
  ),
  () => [],
);
const txn = fields({
  type: v.literal('txn'),
  compare: v.optional(list(compare, 'a list of comparisons'), () => []),
  success: branch,
  failure: branch,
});
const txnOperation: v.GenericSchema<unknown, TxnOperation> = byType('a txn', {
  put,
  range: rangeRequest,
  deleteRange,
  txn: v.lazy(() => txn as unknown as v.GenericSchema<unknown, TxnOperation>),
  empty: fields({ type: v.literal('empty') }),
});

const permission = fields({
  permType: word(['READ', 'WRITE', 'READWRITE']),
  key: bytes,
  rangeEnd: v.optional(bytes, ''),
});

const name = { name: text };
const bare = <const Type extends string>(type: Type) => fields({ type: v.literal(type) });
const ofName = <const Type extends string>(type: Type) => fields({ type: v.literal(type), ...name });
const ofLease = <const Type extends string>(type: Type) => fields({ type: v.literal(type), id: leaseId });
const ofMember = <const Type extends string>(type: Type) => fields({ type: v.literal(type), id: memberId });
const withPassword = <const Type extends string>(type: Type) =>
  fields({ type: v.literal(type), ...name, password: text });

const schemas = {
  put,
  range: rangeRequest,
  deleteRange,
  txn,
  compact: fields({ type: v.literal('compact'), revision: int64, physical: flag }),
  leaseGrant: fields({ type: v.literal('leaseGrant'), ttl: int64, id: v.optional(leaseId, '0') }),
  leaseRevoke: ofLease('leaseRevoke'),
  leaseKeepAlive: ofLease('leaseKeepAlive'),
  leaseTimeToLive: fields({ type: v.literal('leaseTimeToLive'), id: leaseId, keys: flag }),
  leaseLeases: bare('leaseLeases'),
  memberAdd: fields({ type: v.literal('memberAdd'), peerUrls: texts, isLearner: flag }),
  memberRemove: ofMember('memberRemove'),
  memberPromote: ofMember('memberPromote'),
  memberUpdate: fields({ type: v.literal('memberUpdate'), id: memberId, peerUrls: texts }),
  memberList: bare('memberList'),
  alarm: fields({
    type: v.literal('alarm'),
    action: v.optional(word(['GET', 'ACTIVATE', 'DEACTIVATE']), 'GET'),
    member: v.optional(memberId, '0'),
    alarm: v.optional(word(['NONE', 'NOSPACE', 'CORRUPT']), 'NONE'),
  }),
  status: bare('status'),
  defragment: bare('defragment'),
  hash: bare('hash'),
  hashKv: fields({ type: v.literal('hashKv'), revision }),
  moveLeader: fields({ type: v.literal('moveLeader'), target: memberId }),
  authEnable: bare('authEnable'),
  authDisable: bare('authDisable'),
  authUserList: bare('authUserList'),
  authRoleList: bare('authRoleList'),
  authenticate: withPassword('authenticate'),
  authUserChangePassword: withPassword('authUserChangePassword'),
  authUserAdd: fields({ type: v.literal('authUserAdd'), ...name, password: text, noPassword: flag }),
  authUserGet: ofName('authUserGet'),
  authUserDelete: ofName('authUserDelete'),
  authRoleAdd: ofName('authRoleAdd'),
  authUserGrantRole: fields({ type: v.literal('authUserGrantRole'), user: text, role: text }),
  authUserRevokeRole: fields({ type: v.literal('authUserRevokeRole'), ...name, role: text }),
  authRoleGet: fields({ type: v.literal('authRoleGet'), role: text }),
  authRoleDelete: fields({ type: v.literal('authRoleDelete'), role: text }),
  authRoleGrantPermission: v.pipe(
    fields({ type: v.literal('authRoleGrantPermission'), ...name, perm: v.optional(permission) }),
    v.transform((request): ClientOperation => ({ ...request, perm: request.perm })),
  ),
  authRoleRevokePermission: fields({
    type: v.literal('authRoleRevokePermission'),
    role: text,
    key: bytes,
    rangeEnd: v.optional(bytes, ''),
  }),
} satisfies Readonly<Record<ClientOperation['type'], v.GenericSchema<unknown, ClientOperation>>>;

/** A call of etcd's API as it may be handed in: bytes and ids also as text, and what etcd fills in may be left out. */
export type OperationInput = v.InferInput<(typeof schemas)[keyof typeof schemas]>;

export const clientOperation = byType<ClientOperation, OperationInput>('an operation', schemas);

const watchId = v.pipe(
  id,
  v.transform((value) => BigInt.asIntN(64, value)),
);

export type WatchInput = v.InferInput<typeof watchCreate>;

/** A watch as its stream asks for it; `filters`, `startRevision` and the like left out: none, from now on. */
export const watchCreate = fields({
  type: v.optional(v.literal('create'), 'create'),
  key: bytes,
  rangeEnd: v.optional(bytes, ''),
  startRevision: revision,
  progressNotify: v.optional(isSet, false),
  filters: v.optional(list(word(['NOPUT', 'NODELETE']), 'a list of filters'), () => []),
  prevKv: v.optional(isSet, false),
  watchId: v.optional(watchId, '0'),
  fragment: v.optional(isSet, false),
});

/** What a client says on a stream. */
export const streamRequest = byType<WatchRequest | { readonly type: 'keepAlive'; readonly id: bigint }>(
  'a message',
  {
    create: watchCreate,
    cancel: fields({ type: v.literal('cancel'), watchId }),
    progress: fields({ type: v.literal('progress') }),
    keepAlive: fields({ type: v.literal('keepAlive'), id: leaseId }),
  },
);

function isBytes(value: unknown): boolean {
  if (typeof value === 'string' || value instanceof Uint8Array) return true;
  return (
    typeof value === 'object' &&
    value !== null &&
    'base64' in value &&
    typeof value.base64 === 'string' &&
    readBase64(value.base64) !== undefined
  );
}

function bytesOf(value: Uint8Array | string | { readonly base64: string }): Uint8Array {
  if (value instanceof Uint8Array) return value;
  return typeof value === 'string' ? encodeUtf8(value) : (readBase64(value.base64) ?? new Uint8Array(0));
}

function readBase64(encoded: string): Uint8Array | undefined {
  const decoded = decodeBase64(encodeUtf8(encoded));
  return decoded.ok ? decoded.bytes : undefined;
}
