import { encodeUtf8 } from '../base/utf8.ts';
import { prefixRangeEnd } from '../etcd/mvcc/key-range.ts';
import type {
  ClientOperation,
  LeaseId,
  MemberId,
  PermissionType,
  SortOrder,
  SortTarget,
  WatchRequest,
} from '../etcd/request.ts';

export type WatchCreate = Extract<WatchRequest, { type: 'create' }>;
/** What a form asks for: a call, or a watch on a stream of its own. */
export type Asked = ClientOperation | WatchCreate;

/** The forms by what they are about, in the order in which they are offered. */
export const callGroups = {
  keys: ['put', 'get', 'del', 'txn', 'watch', 'compact'],
  leases: ['leaseGrant', 'leaseKeepAlive', 'leaseTimeToLive', 'leaseRevoke', 'leaseLeases'],
  members: ['memberList', 'memberAdd', 'memberUpdate', 'memberPromote', 'memberRemove', 'moveLeader'],
  maintenance: ['status', 'hashKv', 'defragment', 'alarmList', 'alarmActivate', 'alarmDisarm'],
  users: [
    'authUserAdd',
    'authUserGrantRole',
    'authUserRevokeRole',
    'authUserPassword',
    'authUserGet',
    'authUserDelete',
    'authUserList',
    'authRoleAdd',
    'authRoleGrant',
    'authRoleRevoke',
    'authRoleGet',
    'authRoleDelete',
    'authRoleList',
    'authEnable',
    'authDisable',
  ],
} as const;

/** Every form, by what it asks for. */
export type CallKind = (typeof callGroups)[keyof typeof callGroups][number];

export const callKinds: readonly CallKind[] = Object.values(callGroups).flat();

export type FieldName =
  | 'key'
  | 'value'
  | 'range'
  | 'rangeEnd'
  | 'lease'
  | 'prevKv'
  | 'ignoreValue'
  | 'ignoreLease'
  | 'consistency'
  | 'revision'
  | 'startRevision'
  | 'limit'
  | 'sortTarget'
  | 'sortOrder'
  | 'keysOnly'
  | 'countOnly'
  | 'progressNotify'
  | 'fragment'
  | 'filter'
  | 'physical'
  | 'ttl'
  | 'leaseId'
  | 'withKeys'
  | 'member'
  | 'peerUrls'
  | 'isLearner'
  | 'alarm'
  | 'user'
  | 'password'
  | 'role'
  | 'permType';

export interface CallField {
  readonly name: FieldName;
  /** text: also `\x..` for bytes. lease, member, user, role: one that is there, or what is typed. */
  readonly type: 'text' | 'number' | 'check' | 'choice' | 'lease' | 'member' | 'user' | 'role' | 'password';
  readonly initial: string | boolean;
  readonly options?: readonly string[];
  /** Only while that other field has that value. */
  readonly when?: readonly [FieldName, string];
  /** Few need it: folded away. */
  readonly more?: true;
}

export const rangeOptions = ['key', 'prefix', 'fromKey', 'to'] as const;

const text = (name: FieldName, initial = ''): CallField => ({ name, type: 'text', initial });
const number = (name: FieldName, initial: string): CallField => ({ name, type: 'number', initial });
const check = (name: FieldName): CallField => ({ name, type: 'check', initial: false });
const choice = (name: FieldName, options: readonly string[]): CallField => ({
  name,
  type: 'choice',
  initial: options[0] ?? '',
  options,
});
const more = (field: CallField): CallField => ({ ...field, more: true });

const range: readonly CallField[] = [
  text('key', 'x'),
  choice('range', rangeOptions),
  { ...text('rangeEnd'), when: ['range', 'to'] },
];
const user: CallField = { name: 'user', type: 'user', initial: '' };
const role: CallField = { name: 'role', type: 'role', initial: '' };
const password: CallField = { name: 'password', type: 'password', initial: '' };
const leaseId: CallField = { name: 'leaseId', type: 'lease', initial: '' };
const member: CallField = { name: 'member', type: 'member', initial: '' };

/** The fields of each form, in order. */
export const callFields: Readonly<Record<CallKind, readonly CallField[]>> = {
  put: [
    text('key', 'x'),
    text('value', '1'),
    { name: 'lease', type: 'lease', initial: '' },
    check('prevKv'),
    more(check('ignoreValue')),
    more(check('ignoreLease')),
  ],
  get: [
    ...range,
    choice('consistency', ['linearizable', 'serializable']),
    number('revision', ''),
    more(number('limit', '')),
    more(choice('sortOrder', ['NONE', 'ASCEND', 'DESCEND'])),
    more(choice('sortTarget', ['KEY', 'VERSION', 'CREATE', 'MOD', 'VALUE'])),
    more(check('keysOnly')),
    more(check('countOnly')),
  ],
  del: [...range, check('prevKv')],
  txn: [],
  watch: [
    ...range,
    number('startRevision', ''),
    check('prevKv'),
    more(check('progressNotify')),
    more(choice('filter', ['none', 'NOPUT', 'NODELETE'])),
    more(check('fragment')),
  ],
  compact: [number('revision', ''), more(check('physical'))],
  leaseGrant: [number('ttl', '60'), more(text('leaseId'))],
  leaseKeepAlive: [leaseId],
  leaseTimeToLive: [leaseId, check('withKeys')],
  leaseRevoke: [leaseId],
  leaseLeases: [],
  memberList: [],
  memberAdd: [text('peerUrls', 'http://10.0.0.9:2380'), check('isLearner')],
  memberUpdate: [member, text('peerUrls', 'http://10.0.0.9:2380')],
  memberPromote: [member],
  memberRemove: [member],
  moveLeader: [member],
  status: [],
  hashKv: [number('revision', '')],
  defragment: [],
  alarmList: [],
  alarmActivate: [member, choice('alarm', ['NOSPACE', 'CORRUPT'])],
  alarmDisarm: [member, choice('alarm', ['NOSPACE', 'CORRUPT'])],
  authUserAdd: [{ ...user, type: 'text', initial: 'root' }, password],
  authUserGrantRole: [user, role],
  authUserRevokeRole: [user, role],
  authUserPassword: [user, password],
  authUserGet: [user],
  authUserDelete: [user],
  authUserList: [],
  authRoleAdd: [{ ...role, type: 'text', initial: 'root' }],
  authRoleGrant: [role, choice('permType', ['READ', 'WRITE', 'READWRITE']), ...range],
  authRoleRevoke: [role, ...range],
  authRoleGet: [role],
  authRoleDelete: [role],
  authRoleList: [],
  authEnable: [],
  authDisable: [],
};

export type Values = Readonly<Partial<Record<FieldName, string | boolean>>>;

export type Formed =
  | { readonly ok: true; readonly asked: Asked }
  | { readonly ok: false; readonly field: FieldName; readonly problem: 'notWhole' | 'notAnId' };

class FieldError extends Error {
  constructor(
    readonly field: FieldName,
    readonly problem: 'notWhole' | 'notAnId',
  ) {
    super(`${field}: ${problem}`);
  }
}

/** What a form asks for, with what is not filled in as it begins. What etcd itself refuses is not refused here. */
export function formed(kind: Exclude<CallKind, 'txn'>, values: Values): Formed {
  try {
    return { ok: true, asked: askedBy(kind, new Filled(kind, values)) };
  } catch (error) {
    if (error instanceof FieldError) return { ok: false, field: error.field, problem: error.problem };
    throw error;
  }
}

/** The values of a form, each read as what it stands for. */
class Filled {
  constructor(
    private readonly kind: CallKind,
    private readonly values: Values,
  ) {}

  is(name: FieldName): boolean {
    return this.value(name) === true;
  }

  text(name: FieldName): string {
    return String(this.value(name) ?? '');
  }

  bytes(name: FieldName): Uint8Array {
    return bytesOf(this.text(name));
  }

  /** Empty: 0. */
  whole(name: FieldName): number {
    const said = this.text(name).trim();
    if (said === '') return 0;
    const number = Number(said);
    if (!Number.isSafeInteger(number)) throw new FieldError(name, 'notWhole');
    return number;
  }

  /** Hexadecimal, as etcdctl reads and prints ids. Empty: 0. */
  id(name: FieldName): bigint {
    const said = this.text(name).trim();
    if (said === '') return 0n;
    if (!/^[0-9a-f]{1,16}$/i.test(said)) throw new FieldError(name, 'notAnId');
    return BigInt(`0x${said}`);
  }

  range(): { key: Uint8Array; rangeEnd: Uint8Array } {
    return keyRange(this.text('range'), this.bytes('key'), this.bytes('rangeEnd'));
  }

  private value(name: FieldName): string | boolean | undefined {
    return this.values[name] ?? callFields[this.kind].find((field) => field.name === name)?.initial;
  }
}

/** A key with what is chosen beside it, as etcdctl makes ranges of them: no key and a prefix is everything. */
export function keyRange(
  choice: string,
  key: Uint8Array,
  end: Uint8Array,
): { key: Uint8Array; rangeEnd: Uint8Array } {
  const everything = { key: key.length === 0 ? Uint8Array.of(0) : key, rangeEnd: Uint8Array.of(0) };
  switch (choice) {
    case 'prefix':
      return key.length === 0 ? everything : { key, rangeEnd: prefixRangeEnd(key) };
    case 'fromKey':
      return everything;
    case 'to':
      return { key, rangeEnd: end };
    default:
      return { key, rangeEnd: new Uint8Array(0) };
  }
}

/** Text as UTF-8, `\xff` as that byte. */
export function bytesOf(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const part of text.split(/(\\x[0-9a-fA-F]{2})/)) {
    if (/^\\x[0-9a-fA-F]{2}$/.test(part)) bytes.push(Number.parseInt(part.slice(2), 16));
    else bytes.push(...encodeUtf8(part));
  }
  return Uint8Array.from(bytes);
}

function askedBy(kind: Exclude<CallKind, 'txn'>, form: Filled): Asked {
  switch (kind) {
    case 'put':
      return {
        type: 'put',
        key: form.bytes('key'),
        value: form.is('ignoreValue') ? new Uint8Array(0) : form.bytes('value'),
        lease: signed(form.id('lease')),
        prevKv: form.is('prevKv'),
        ignoreValue: form.is('ignoreValue'),
        ignoreLease: form.is('ignoreLease'),
      };
    case 'get':
      return {
        type: 'range',
        ...form.range(),
        revision: form.whole('revision'),
        limit: form.whole('limit'),
        sortOrder: form.text('sortOrder') as SortOrder,
        sortTarget: form.text('sortTarget') as SortTarget,
        keysOnly: form.is('keysOnly'),
        countOnly: form.is('countOnly'),
        consistency: form.text('consistency') === 'serializable' ? 'serializable' : 'linearizable',
      };
    case 'del':
      return { type: 'deleteRange', ...form.range(), prevKv: form.is('prevKv') };
    case 'watch':
      return {
        type: 'create',
        ...form.range(),
        startRevision: form.whole('startRevision'),
        progressNotify: form.is('progressNotify'),
        filters: form.text('filter') === 'none' ? [] : [form.text('filter') as 'NOPUT' | 'NODELETE'],
        prevKv: form.is('prevKv'),
        watchId: 0n,
        fragment: form.is('fragment'),
      };
    case 'compact':
      return { type: 'compact', revision: form.whole('revision'), physical: form.is('physical') };
    case 'leaseGrant':
      return { type: 'leaseGrant', ttl: form.whole('ttl'), id: signed(form.id('leaseId')) };
    case 'leaseKeepAlive':
    case 'leaseRevoke':
      return { type: kind, id: signed(form.id('leaseId')) };
    case 'leaseTimeToLive':
      return { type: 'leaseTimeToLive', id: signed(form.id('leaseId')), keys: form.is('withKeys') };
    default:
      return clusterCall(kind, form) ?? authCall(kind, form);
  }
}

function clusterCall(kind: CallKind, form: Filled): Asked | undefined {
  switch (kind) {
    case 'leaseLeases':
    case 'memberList':
    case 'status':
    case 'defragment':
      return { type: kind };
    case 'memberAdd':
      return { type: 'memberAdd', peerUrls: urls(form), isLearner: form.is('isLearner') };
    case 'memberUpdate':
      return { type: 'memberUpdate', id: memberOf(form), peerUrls: urls(form) };
    case 'memberPromote':
    case 'memberRemove':
      return { type: kind, id: memberOf(form) };
    case 'moveLeader':
      return { type: 'moveLeader', target: memberOf(form) };
    case 'hashKv':
      return { type: 'hashKv', revision: form.whole('revision') };
    case 'alarmList':
      return { type: 'alarm', action: 'GET', member: 0n, alarm: 'NONE' };
    case 'alarmActivate':
    case 'alarmDisarm':
      return {
        type: 'alarm',
        action: kind === 'alarmActivate' ? 'ACTIVATE' : 'DEACTIVATE',
        member: memberOf(form),
        alarm: form.text('alarm') === 'CORRUPT' ? 'CORRUPT' : 'NOSPACE',
      };
    default:
      return undefined;
  }
}

function authCall(kind: CallKind, form: Filled): Asked {
  const name = form.text('user');
  const role = form.text('role');
  const password = form.text('password');
  switch (kind) {
    case 'authUserAdd':
      return { type: 'authUserAdd', name, password };
    case 'authUserPassword':
      return { type: 'authUserChangePassword', name, password };
    case 'authUserGrantRole':
      return { type: 'authUserGrantRole', user: name, role };
    case 'authUserRevokeRole':
      return { type: 'authUserRevokeRole', name, role };
    case 'authUserGet':
    case 'authUserDelete':
      return { type: kind, name };
    case 'authRoleAdd':
      return { type: 'authRoleAdd', name: role };
    case 'authRoleGet':
    case 'authRoleDelete':
      return { type: kind, role };
    case 'authRoleGrant': {
      const permType = form.text('permType') as PermissionType;
      return { type: 'authRoleGrantPermission', name: role, perm: { permType, ...form.range() } };
    }
    case 'authRoleRevoke':
      return { type: 'authRoleRevokePermission', role, ...form.range() };
    case 'authEnable':
    case 'authDisable':
    case 'authUserList':
    case 'authRoleList':
      return { type: kind };
    default:
      throw new Error(`${kind} has a form of its own`);
  }
}

function memberOf(form: Filled): MemberId {
  return form.id('member');
}

function signed(id: bigint): LeaseId {
  return BigInt.asIntN(64, id);
}

function urls(form: Filled): string[] {
  return form
    .text('peerUrls')
    .split(',')
    .map((url) => url.trim())
    .filter((url) => url !== '');
}
