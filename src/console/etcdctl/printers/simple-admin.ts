import { decodeUtf8 } from '../../../base/utf8.ts';
import { prefixRangeEnd } from '../../../etcd/mvcc/key-range.ts';
import type { AlarmMember, MemberId, Permission } from '../../../etcd/request.ts';
import type { AnswerContext, Printed } from '../printer.ts';
import type { Answer } from '../rpc.ts';
import { rowsOf } from './rows.ts';
import type { Pieces } from './simple.ts';

/** -w simple of the commands about members, users and the cluster. Health goes to standard error (`healthLines`). */
export function simpleAdmin(what: Printed): Pieces {
  const table = what.type === 'endpointHealth' ? undefined : rowsOf(what);
  if (table !== undefined) return table.rows.map((row) => `${row.join(', ')}\n`);
  if (what.type === 'moveLeader') {
    return [`Leadership transferred from ${what.from.toString(16)} to ${what.to.toString(16)}\n`];
  }
  return what.type === 'answer' ? ofAnswer(what.answer, what.about ?? {}) : [];
}

/** What `endpoint health` says in this form, all of it on standard error. */
export function healthLines(what: Extract<Printed, { readonly type: 'endpointHealth' }>): string {
  return what.endpoints
    .map(({ endpoint, took, error }) =>
      error === ''
        ? `${endpoint} is healthy: successfully committed proposal: took = ${took}\n`
        : `${endpoint} is unhealthy: failed to commit proposal: ${error}\n`,
    )
    .join('');
}

/** An alarm as protobuf's text form has it: a blank behind each field, none for a zero. */
export function alarmText({ member, alarm }: AlarmMember): string {
  return `${member === 0n ? '' : `memberID:${member} `}${alarm === 'NONE' ? '' : `alarm:${alarm} `}`;
}

function ofAnswer({ result, identity }: Answer, about: AnswerContext): Pieces {
  const { user = '', role = '' } = about;
  const inCluster = (id: MemberId, what: string) => {
    return [`Member ${wideHex(id)} ${what} cluster ${wideHex(identity.clusterId)}\n`];
  };
  switch (result.type) {
    case 'memberAdd':
      return inCluster(result.member.id, 'added to');
    case 'memberRemove':
      return inCluster(about.id ?? 0n, 'removed from');
    case 'memberUpdate':
      return inCluster(about.id ?? 0n, 'updated in');
    case 'memberPromote':
      return inCluster(about.id ?? 0n, 'promoted in');
    case 'alarm':
      return result.alarms.map((alarm) => `${alarmText(alarm)}\n`);
    case 'authUserAdd':
      return [`User ${user} created\n`];
    case 'authUserDelete':
      return [`User ${user} deleted\n`];
    case 'authUserGet':
      return [`User: ${user}\nRoles:${result.roles.map((each) => ` ${each}`).join('')}\n`];
    case 'authUserList':
      return result.users.map((each) => `${each}\n`);
    case 'authUserChangePassword':
      return ['Password updated\n'];
    case 'authUserGrantRole':
      return [`Role ${role} is granted to user ${user}\n`];
    case 'authUserRevokeRole':
      return [`Role ${role} is revoked from user ${user}\n`];
    case 'authRoleAdd':
      return [`Role ${role} created\n`];
    case 'authRoleDelete':
      return [`Role ${role} deleted\n`];
    case 'authRoleList':
      return result.roles.map((each) => `${each}\n`);
    case 'authRoleGet':
      return [`Role ${role}\n`, ...permissionLists(result.perm)];
    case 'authRoleGrantPermission':
      return [`Role ${role} updated\n`];
    case 'authRoleRevokePermission':
      return ['Permission of ', ...revoked(about), ` is revoked from role ${role}\n`];
    default:
      return [];
  }
}

function permissionLists(permissions: readonly Permission[]): Pieces {
  const having = (type: 'READ' | 'WRITE') =>
    permissions.filter(({ permType }) => permType === type || permType === 'READWRITE').flatMap(ofPermission);
  return ['KV Read:\n', ...having('READ'), 'KV Write:\n', ...having('WRITE')];
}

function ofPermission({ key, rangeEnd }: Permission): Pieces {
  if (rangeEnd.length === 0) return ['\t', key, '\n'];
  const prefixEnd = decodeUtf8(prefixRangeEnd(key));
  const prefix = prefixEnd === decodeUtf8(rangeEnd) ? [' (prefix ', key, ')'] : [];
  return ['\t', ...interval(key, rangeEnd), ...prefix, '\n'];
}

function revoked({ key = new Uint8Array(), rangeEnd = new Uint8Array() }: AnswerContext): Pieces {
  return rangeEnd.length === 0 ? ['key ', key] : ['range ', ...interval(key, rangeEnd)];
}

/** A single zero byte ends no range. */
function interval(key: Uint8Array, rangeEnd: Uint8Array): Pieces {
  const isOpen = rangeEnd.length === 1 && rangeEnd[0] === 0;
  return isOpen ? ['[', key, ', <open ended>'] : ['[', key, ', ', rangeEnd, ')'];
}

/** Go's %16x. */
function wideHex(id: bigint): string {
  return id.toString(16).padStart(16);
}
