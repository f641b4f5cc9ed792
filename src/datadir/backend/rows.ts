import type { DbEntry } from '../../bbolt/bucket.ts';
import type { Db } from '../../bbolt/db.ts';
import { decodeMemberChange } from '../../etcd/cluster/member-change.ts';
import type { ClusterMember } from '../../etcd/request.ts';
import { role, permissionType, user } from '../../protobuf/authpb.ts';
import { alarmMember, alarmType } from '../../protobuf/etcdserverpb/maintenance.ts';
import { lease } from '../../protobuf/leasepb.ts';
import {
  bytesOf,
  idOf,
  messageOf,
  messagesOf,
  flagOf,
  smallOf,
  textOf,
  textsOf,
  wholeOf,
  type Message,
} from '../../protobuf/message.ts';
import type { MessageTable } from '../../protobuf/table.ts';
import { decode } from '../../protobuf/wire-read.ts';
import { bucketEntries, type BucketName } from './buckets.ts';
import { id64 } from './fields.ts';
import { nameOf, reasonOf, type Complain } from './problem.ts';

export interface Lease {
  /** Unsigned, as it is printed. */
  readonly id: bigint;
  /** Seconds. */
  readonly ttl: number;
  /** Seconds that a checkpoint has left of it. */
  readonly remaining?: number;
}

export interface Alarm {
  /** 0: one that no member has raised for itself. */
  readonly member: bigint;
  /** 'NOSPACE', 'CORRUPT', or the number of one that no etcd known here has. */
  readonly kind: string;
}

export interface AuthUser {
  readonly name: string;
  readonly roles: readonly string[];
  readonly hasPassword: boolean;
  /** Comes by certificate only. */
  readonly noPassword: boolean;
}

export interface AuthRole {
  readonly name: string;
  readonly permissions: readonly {
    readonly kind: string;
    readonly key: Uint8Array;
    /** Empty: the one key. */
    readonly rangeEnd: Uint8Array;
  }[];
}

/** What stands in lists: one entry each. */
export interface Rows {
  readonly members: readonly ClusterMember[];
  readonly membersRemoved: readonly bigint[];
  readonly leases: readonly Lease[];
  readonly alarms: readonly Alarm[];
  readonly users: readonly AuthUser[];
  readonly roles: readonly AuthRole[];
}

/** The buckets that are lists. An entry that cannot be read is complained about, and left out. */
export function readRows(db: Db, complain: Complain): Rows {
  return {
    members: rowsOf(db, 'members', complain, readMember),
    membersRemoved: rowsOf(db, 'members_removed', complain, ({ key }) => memberIdOf(key)),
    leases: rowsOf(db, 'lease', complain, readLease),
    alarms: rowsOf(db, 'alarm', complain, readAlarm),
    users: rowsOf(db, 'authUsers', complain, readUser),
    roles: rowsOf(db, 'authRoles', complain, readRole),
  };
}

function rowsOf<T>(db: Db, bucket: BucketName, complain: Complain, read: (entry: DbEntry) => T): T[] {
  const rows: T[] = [];
  const damaged = ({ at, reason }: { at: number; reason: string }): void => {
    complain({ bucket, at, words: reason });
  };
  for (const entry of bucketEntries(db, bucket, damaged)) {
    try {
      rows.push(read(entry));
    } catch (error) {
      const words = `element ${entry.index} of page ${entry.page}: ${reasonOf(error)}`;
      complain({ bucket, at: entry.page * db.pageSize, words });
    }
  }
  return rows;
}

/** A key that is no id. */
class RowError extends Error {
  override name = 'RowError';
}

/** Hexadecimal digits without leading zeros. */
function memberIdOf(key: Uint8Array): bigint {
  const text = nameOf(key);
  if (!/^[0-9a-f]{1,16}$/u.test(text)) throw new RowError(`"${text.slice(0, 40)}" is no member's id`);
  return BigInt(`0x${text}`);
}

function readMember({ key, value }: DbEntry): ClusterMember {
  const change = decodeMemberChange('ConfChangeAddNode', memberIdOf(key), value);
  if (change.type !== 'add') throw new RowError('a promotion stands where a member is expected');
  return change.member;
}

function readLease({ key, value }: DbEntry): Lease {
  const row = message(lease, value);
  const id = BigInt.asUintN(64, idOf(row, 'ID'));
  const under = id64(key);
  if (under !== id) throw new RowError(`lease ${id.toString(16)} stands under the id ${under.toString(16)}`);
  const remaining = wholeOf(row, 'RemainingTTL');
  return { id, ttl: wholeOf(row, 'TTL'), ...(remaining > 0 && { remaining }) };
}

function readAlarm({ key }: DbEntry): Alarm {
  const row = message(alarmMember, key);
  const kind = smallOf(row, 'alarm');
  return { member: idOf(row, 'memberID'), kind: alarmType.names.get(kind) ?? String(kind) };
}

function readUser({ value }: DbEntry): AuthUser {
  const row = message(user, value);
  return {
    name: textOf(row, 'name'),
    roles: textsOf(row, 'roles'),
    hasPassword: textOf(row, 'password') !== '',
    noPassword: flagOf(messageOf(row, 'options') ?? {}, 'no_password'),
  };
}

function readRole({ value }: DbEntry): AuthRole {
  const row = message(role, value);
  const permissions = messagesOf(row, 'keyPermission').map((permission) => {
    const kind = smallOf(permission, 'permType');
    return {
      kind: permissionType.names.get(kind) ?? String(kind),
      key: bytesOf(permission, 'key'),
      rangeEnd: bytesOf(permission, 'range_end'),
    };
  });
  return { name: textOf(row, 'name'), permissions };
}

function message(table: MessageTable, bytes: Uint8Array): Message {
  return decode(table, bytes) as Message;
}
