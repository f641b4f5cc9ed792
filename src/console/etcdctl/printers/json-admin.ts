import { unreachable } from '../../../base/assert.ts';
import { jsonOfText } from '../../../etcd/rpc/json-write.ts';
import { messageOfResult, resultTables } from '../../../etcd/rpc/result-message.ts';
import { promoteFault } from '../panic.ts';
import type { EndpointHealth, Printed } from '../printer.ts';
import type { Answer } from '../rpc.ts';
import { goJsonOfMessage } from './go-json.ts';

/** -w json of the commands about members, users and the cluster. */
export function jsonAdmin(what: Printed): string {
  switch (what.type) {
    case 'endpointHealth':
      return `[${what.endpoints.map(ofHealth).join(',')}]`;
    case 'endpointStatus':
      return ofEndpoints('Status', what.endpoints);
    case 'endpointHashKv':
      return ofEndpoints('HashKV', what.endpoints);
    case 'snapshotStatus': {
      const { hash, revision, totalKey, totalSize } = what.status;
      return `{"hash":${hash},"revision":${revision},"totalKey":${totalKey},"totalSize":${totalSize}}`;
    }
    case 'answer': {
      const fault = promoteFault(what);
      if (fault !== undefined) throw fault;
      return ofAnswer(what.answer);
    }
    case 'moveLeader':
    case 'leaseTimeToLive':
      return ofAnswer(what.answer);
    case 'watch':
      throw new Error('a watch is printed by json.ts');
    default:
      return unreachable(what);
  }
}

function ofAnswer({ result, identity }: Answer): string {
  return goJsonOfMessage(resultTables[result.type], messageOfResult(result, identity));
}

function ofHealth({ endpoint, healthy, took, error }: EndpointHealth): string {
  const parts = [
    `"endpoint":${jsonOfText(endpoint)}`,
    `"health":${healthy}`,
    `"took":${jsonOfText(took)}`,
    ...(error === '' ? [] : [`"error":${jsonOfText(error)}`]),
  ];
  return `{${parts.join(',')}}`;
}

function ofEndpoints(
  name: string,
  endpoints: readonly { readonly endpoint: string; readonly answer: Answer }[],
): string {
  const parts = endpoints.map(
    ({ endpoint, answer }) => `{"Endpoint":${jsonOfText(endpoint)},"${name}":${ofAnswer(answer)}}`,
  );
  return `[${parts.join(',')}]`;
}
