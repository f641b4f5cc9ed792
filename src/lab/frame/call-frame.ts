import type { Micros, NodeId } from '../../base/flavor.ts';
import { commandLabel } from '../../etcd/command-label.ts';
import { errorText } from '../../etcd/error.ts';
import type { ConfChange, ConfChangeType, ConfChangeV2 } from '../../raft/entry.ts';
import type { CallWhat, ClientCall } from '../../sim/clients/client-call.ts';
import { staleBy } from '../../sim/clients/stale.ts';
import { decodeUtf8 } from '../../base/utf8.ts';
import type { HttpPart } from './http-frame.ts';

/** A client's call; pending while returnedAt is undefined. */
export interface RequestFrame {
  readonly id: number;
  readonly node: NodeId;
  /** `put a=1`, `get a`, `del a`, `+n4` … */
  readonly label: string;
  readonly kind:
    'put' | 'get' | 'del' | 'txn' | 'compact' | 'lease' | 'conf' | 'auth' | 'maintenance' | 'http';
  /** The program or person that asked; undefined: the page's own form. */
  readonly client: string | undefined;
  readonly consistency: 'linearizable' | 'serializable' | undefined;
  readonly invokedAt: Micros;
  readonly returnedAt: Micros | undefined;
  readonly status: 'pending' | 'ok' | 'failed' | 'unknown';
  readonly error: string | undefined;
  readonly revision: number | undefined;
  /**
   * Of a read of the newest state that was answered: how many revisions behind what some member had applied, and so
   * the cluster had committed, when it was asked; 0: none.
   */
  readonly staleBy: number;
  readonly kvs: readonly { key: string; value: string; modRevision: number }[];
  /** Of an HTTP call. */
  readonly http?: HttpPart;
}

/** A client's call as the page shows it. */
export function callFrame(call: ClientCall): RequestFrame {
  const { id, node, what, client, invokedAt, returnedAt, result } = call;
  const answer = result?.status === 'ok' ? result.result : undefined;
  const revision = answer === undefined || answer.type === 'confChange' ? undefined : answer.revision;
  return {
    id,
    node,
    label: labelOf(what),
    kind: kindOf(what.type),
    client,
    consistency: what.type === 'range' ? what.consistency : undefined,
    invokedAt,
    returnedAt,
    status: result?.status ?? 'pending',
    error: result === undefined || result.status === 'ok' ? undefined : errorText(result.error),
    revision,
    staleBy: staleBy(call),
    kvs:
      answer?.type === 'range'
        ? answer.kvs.map((kv) => ({
            key: decodeUtf8(kv.key),
            value: decodeUtf8(kv.value),
            modRevision: kv.modRevision,
          }))
        : [],
  };
}

const kinds: Readonly<Partial<Record<CallWhat['type'], RequestFrame['kind']>>> = {
  put: 'put',
  range: 'get',
  deleteRange: 'del',
  txn: 'txn',
  compact: 'compact',
  confChange: 'conf',
};

function kindOf(type: CallWhat['type']): RequestFrame['kind'] {
  if (type.startsWith('lease')) return 'lease';
  if (type.startsWith('member')) return 'conf';
  if (type.startsWith('auth')) return 'auth';
  return kinds[type] ?? 'maintenance';
}

function labelOf(what: CallWhat): string {
  if (what.type === 'confChange') return changeLabel(what.change);
  const { label } = commandLabel(what);
  return what.type === 'put' ? `put ${label}` : label;
}

const changeSigns: Readonly<Record<ConfChangeType, string>> = {
  ConfChangeAddNode: '+n',
  ConfChangeRemoveNode: '-n',
  ConfChangeUpdateNode: '~n',
  ConfChangeAddLearnerNode: '+l',
};

/** `+n4` a voter, `+l4` a learner, `-n4` nobody any more; several through a joint configuration; none leaves it. */
function changeLabel(change: ConfChange | ConfChangeV2): string {
  const changes = change.version === 1 ? [change] : change.changes;
  if (changes.length === 0) return 'leave joint';
  return changes.map(({ type, nodeId }) => `${changeSigns[type]}${nodeId}`).join(' ');
}
