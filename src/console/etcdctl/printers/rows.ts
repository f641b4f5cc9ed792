import { humanBytes } from '../../text/human-bytes.ts';
import type { Printed } from '../printer.ts';
import type { ResultOf } from '../rpc.ts';

/** What both `simple` and `table` show of lists of members and endpoints. */
export interface Rows {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** undefined: it has no such form. */
export function rowsOf(what: Printed): Rows | undefined {
  switch (what.type) {
    case 'answer':
      return what.answer.result.type === 'memberList' ? memberRows(what.answer.result.members) : undefined;
    case 'endpointHealth':
      return {
        header: ['endpoint', 'health', 'took', 'error'],
        rows: what.endpoints.map(({ endpoint, healthy, took, error }) => [
          endpoint,
          String(healthy),
          took,
          error,
        ]),
      };
    case 'endpointStatus':
      return statusRows(what.endpoints);
    case 'endpointHashKv':
      return {
        header: ['endpoint', 'hash'],
        rows: what.endpoints.map(({ endpoint, answer }) => [endpoint, String(answer.result.hash)]),
      };
    case 'snapshotStatus': {
      const { hash, revision, totalKey, totalSize } = what.status;
      return {
        header: ['hash', 'revision', 'total keys', 'total size'],
        rows: [[hash.toString(16), String(revision), String(totalKey), humanBytes(totalSize)]],
      };
    }
    default:
      return undefined;
  }
}

function memberRows(members: ResultOf<'memberList'>['members']): Rows {
  return {
    header: ['ID', 'Status', 'Name', 'Peer Addrs', 'Client Addrs', 'Is Learner'],
    rows: members.map(({ id, name, peerUrls, clientUrls, isLearner }) => [
      id.toString(16),
      name === '' ? 'unstarted' : 'started',
      name,
      peerUrls.join(','),
      clientUrls.join(','),
      String(isLearner),
    ]),
  };
}

function statusRows(endpoints: Extract<Printed, { readonly type: 'endpointStatus' }>['endpoints']): Rows {
  return {
    header: [
      'endpoint',
      'ID',
      'version',
      'db size',
      'is leader',
      'is learner',
      'raft term',
      'raft index',
      'raft applied index',
      'errors',
    ],
    rows: endpoints.map(({ endpoint, answer: { result, identity } }) => [
      endpoint,
      identity.memberId.toString(16),
      result.version,
      humanBytes(result.dbSize),
      String(result.leader === identity.memberId),
      String(result.isLearner),
      String(result.raftTerm),
      String(result.raftIndex),
      String(result.raftAppliedIndex),
      result.errors.join(', '),
    ]),
  };
}
