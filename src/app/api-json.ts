import * as v from 'valibot';
import { decodeUtf8, encodeUtf8 } from '../base/utf8.ts';
import type { ClientOperation, TxnOperation, WatchRequest } from '../etcd/request.ts';
import { argument } from './arguments.ts';

/**
 * etcd's API as scripts speak it: the requests of src/etcd/request.ts by the same names, as plain JSON. Keys and values
 * are text, ids of leases and members hexadecimal as etcdctl prints them; what is left out is as etcd takes it then.
 */
const bytes = v.pipe(v.string(), v.transform(encodeUtf8));
const whole = v.pipe(v.number(), v.safeInteger());
const hexadecimal = v.pipe(
  v.string(),
  v.regex(/^[0-9a-f]{1,16}$/i, 'an id is hexadecimal, of 1 to 16 digits'),
  v.transform((text) => BigInt(`0x${text}`)),
);
const memberId = hexadecimal;
const leaseId = v.pipe(
  hexadecimal,
  v.transform((id) => BigInt.asIntN(64, id)),
);
const isSet = v.exactOptional(v.boolean());
const range = { key: bytes, rangeEnd: v.exactOptional(bytes) };
const revision = v.optional(whole, 0);

const putFields = v.strictObject({
  type: v.literal('put'),
  key: bytes,
  value: v.optional(bytes, ''),
  lease: v.exactOptional(leaseId),
  prevKv: isSet,
  ignoreValue: isSet,
  ignoreLease: isSet,
});
const rangeFields = v.strictObject({
  type: v.literal('range'),
  ...range,
  revision,
  limit: v.exactOptional(whole),
  sortOrder: v.exactOptional(v.picklist(['NONE', 'ASCEND', 'DESCEND'])),
  sortTarget: v.exactOptional(v.picklist(['KEY', 'VERSION', 'CREATE', 'MOD', 'VALUE'])),
  countOnly: isSet,
  keysOnly: isSet,
  minModRevision: v.exactOptional(whole),
  maxModRevision: v.exactOptional(whole),
  minCreateRevision: v.exactOptional(whole),
  maxCreateRevision: v.exactOptional(whole),
  consistency: v.optional(v.picklist(['linearizable', 'serializable']), 'linearizable'),
});
const deleteFields = v.strictObject({ type: v.literal('deleteRange'), ...range, prevKv: isSet });

const compare = v.strictObject({
  ...range,
  result: v.optional(v.picklist(['EQUAL', 'GREATER', 'LESS', 'NOT_EQUAL']), 'EQUAL'),
  target: v.variant('type', [
    v.strictObject({ type: v.picklist(['VERSION', 'CREATE', 'MOD']), value: whole }),
    v.strictObject({ type: v.literal('VALUE'), value: bytes }),
    v.strictObject({ type: v.literal('LEASE'), value: leaseId }),
  ]),
});
const txnOperation: v.GenericSchema<unknown, TxnOperation> = v.lazy(() =>
  v.variant('type', [putFields, rangeFields, deleteFields, txnFields]),
);
const txnFields = v.strictObject({
  type: v.literal('txn'),
  compare: v.optional(v.array(compare), []),
  success: v.optional(v.array(txnOperation), []),
  failure: v.optional(v.array(txnOperation), []),
});

const permission = v.strictObject({
  permType: v.picklist(['READ', 'WRITE', 'READWRITE']),
  key: bytes,
  rangeEnd: v.optional(bytes, ''),
});
const name = v.string();

const operation = v.variant('type', [
  putFields,
  rangeFields,
  deleteFields,
  txnFields,
  v.strictObject({ type: v.literal('compact'), revision: whole, physical: isSet }),
  v.strictObject({ type: v.literal('leaseGrant'), ttl: whole, id: v.optional(leaseId, '0') }),
  v.strictObject({ type: v.picklist(['leaseRevoke', 'leaseKeepAlive']), id: leaseId }),
  v.strictObject({ type: v.literal('leaseTimeToLive'), id: leaseId, keys: isSet }),
  v.strictObject({
    type: v.picklist(['leaseLeases', 'memberList', 'status', 'defragment', 'hash']),
  }),
  v.strictObject({ type: v.literal('memberAdd'), peerUrls: v.array(v.string()), isLearner: isSet }),
  v.strictObject({ type: v.picklist(['memberRemove', 'memberPromote']), id: memberId }),
  v.strictObject({ type: v.literal('memberUpdate'), id: memberId, peerUrls: v.array(v.string()) }),
  v.strictObject({
    type: v.literal('alarm'),
    action: v.optional(v.picklist(['GET', 'ACTIVATE', 'DEACTIVATE']), 'GET'),
    member: v.optional(memberId, '0'),
    alarm: v.optional(v.picklist(['NONE', 'NOSPACE', 'CORRUPT']), 'NONE'),
  }),
  v.strictObject({ type: v.literal('hashKv'), revision }),
  v.strictObject({ type: v.literal('moveLeader'), target: memberId }),
  v.strictObject({ type: v.picklist(['authEnable', 'authDisable', 'authUserList', 'authRoleList']) }),
  v.strictObject({ type: v.picklist(['authenticate', 'authUserChangePassword']), name, password: name }),
  v.strictObject({ type: v.literal('authUserAdd'), name, password: name, noPassword: isSet }),
  v.strictObject({ type: v.picklist(['authUserGet', 'authUserDelete', 'authRoleAdd']), name }),
  v.strictObject({ type: v.literal('authUserGrantRole'), user: name, role: name }),
  v.strictObject({ type: v.literal('authUserRevokeRole'), name, role: name }),
  v.strictObject({ type: v.picklist(['authRoleGet', 'authRoleDelete']), role: name }),
  v.strictObject({ type: v.literal('authRoleGrantPermission'), name, perm: permission }),
  v.strictObject({
    type: v.literal('authRoleRevokePermission'),
    role: name,
    key: bytes,
    rangeEnd: v.optional(bytes, ''),
  }),
]);

const watch = v.strictObject({
  ...range,
  rangeEnd: v.optional(bytes, ''),
  startRevision: revision,
  progressNotify: v.optional(v.boolean(), false),
  filters: v.optional(v.array(v.picklist(['NOPUT', 'NODELETE'])), []),
  prevKv: v.optional(v.boolean(), false),
  fragment: v.optional(v.boolean(), false),
});

/** What scripts hand to `call`. */
export type JsonOperation = v.InferInput<typeof operation>;
/** What scripts hand to `watch`. */
export type JsonWatch = v.InferInput<typeof watch>;

/** Throws an Error such as `call: operation.key: Expected string but received 5`. */
export function operationOf(call: string, json: unknown): ClientOperation {
  return argument(call, 'operation', operation, json);
}

export function watchOf(json: unknown): Extract<WatchRequest, { type: 'create' }> {
  return { type: 'create', watchId: 0n, ...argument('watch', 'watch', watch, json) };
}

/** Anything of ours as plain JSON: bytes as text, ids in hexadecimal, instants in milliseconds with `Ms` at their names. */
export function plainJson(value: unknown): unknown {
  if (value instanceof Uint8Array) return decodeUtf8(value);
  if (typeof value === 'bigint') return BigInt.asUintN(64, value).toString(16);
  if (Array.isArray(value)) return value.map(plainJson);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .map(([field, each]: [string, unknown]) =>
      /(^at|At)$/.test(field) && typeof each === 'number'
        ? [`${field}Ms`, each / 1000]
        : [field, plainJson(each)],
    );
  return Object.fromEntries(fields);
}
