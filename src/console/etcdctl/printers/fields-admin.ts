import { EXIT, Exit } from '../exit.ts';
import { nilPointer, promoteFault } from '../panic.ts';
import { quote, quoteBytes } from '../../text/go-quote.ts';
import type { Printed } from '../printer.ts';
import type { Answer } from '../rpc.ts';
import { field, headerFields } from './field-lines.ts';

/** -w fields of the commands about members, users and the cluster. */
export function fieldsAdmin(what: Printed): readonly string[] {
  switch (what.type) {
    case 'answer':
      return ofAnswer(what);
    case 'endpointHealth':
      return what.endpoints.flatMap(({ endpoint, healthy, took, error }) => [
        field('Endpoint', quote(endpoint)),
        field('Health', healthy),
        field('Took', took),
        field('Error', error),
        '',
      ]);
    case 'endpointStatus':
      return what.endpoints.flatMap(({ endpoint, answer }) => [
        ...ofStatus(answer),
        field('Endpoint', quote(endpoint)),
        '',
      ]);
    case 'endpointHashKv':
      return what.endpoints.flatMap(({ endpoint, answer: { result, identity } }) => [
        ...headerFields(result.revision, identity),
        field('Endpoint', quote(endpoint)),
        field('Hash', result.hash),
        '',
      ]);
    case 'snapshotStatus':
      return [
        field('Hash', what.status.hash),
        field('Revision', what.status.revision),
        field('Keys', what.status.totalKey),
        field('Size', what.status.totalSize),
      ];
    default:
      throw notSupported();
  }
}

function ofStatus({ result, identity }: Answer<'status'>): readonly string[] {
  return [
    ...headerFields(result.revision, identity),
    field('Version', quote(result.version)),
    field('DBSize', result.dbSize),
    field('Leader', result.leader),
    field('IsLearner', result.isLearner),
    field('RaftIndex', result.raftIndex),
    field('RaftTerm', result.raftTerm),
    field('RaftAppliedIndex', result.raftAppliedIndex),
    field('Errors', `[${result.errors.join(' ')}]`),
  ];
}

function ofAnswer(what: Extract<Printed, { readonly type: 'answer' }>): readonly string[] {
  const { result, identity } = what.answer;
  const header = headerFields(result.revision, identity);
  switch (result.type) {
    case 'memberList':
      return [
        ...header,
        ...result.members.flatMap(({ id, name, peerUrls, clientUrls, isLearner }) => [
          field('ID', id),
          field('Name', quote(name)),
          ...peerUrls.map((url) => field('PeerURL', quote(url))),
          ...clientUrls.map((url) => field('ClientURL', quote(url))),
          field('IsLearner', isLearner),
          '',
        ]),
      ];
    case 'authRoleGet':
      return [
        ...header,
        ...result.perm.flatMap(({ permType, key, rangeEnd }) => [
          `"PermType" :  ${permType}`,
          field('Key', quoteBytes(key)),
          field('RangeEnd', quoteBytes(rangeEnd)),
        ]),
      ];
    case 'authRoleList':
      return [...header, `"Roles" :${result.roles.map((role) => ` ${quote(role)}`).join('')}`];
    case 'authRoleAdd':
    case 'authRoleDelete':
    case 'authRoleGrantPermission':
    case 'authRoleRevokePermission':
    case 'authUserAdd':
    case 'authUserDelete':
    case 'authUserChangePassword':
    case 'authUserGrantRole':
    case 'authUserRevokeRole':
      return header;
    case 'alarm':
      // Answers about alarms have no header, and etcdctl looks into it.
      throw nilPointer();
    default:
      throw promoteFault(what) ?? notSupported();
  }
}

function notSupported(): Exit {
  return new Exit(EXIT.badFeature, 'fields not supported as output format');
}
