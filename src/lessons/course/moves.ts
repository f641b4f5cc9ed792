import type { NodeId } from '../../base/flavor.ts';
import { encodeUtf8 } from '../../base/utf8.ts';
import type { ConfChangeSingle, ConfChangeTransition } from '../../raft/entry.ts';
import type { Move } from './lesson.ts';

/** `request`: the number of the call, 1 for the first of a run. */
export const put = (request: number, node: NodeId, key: string, value: string): Move => ({
  type: 'request',
  request,
  node,
  operation: {
    type: 'put',
    key: encodeUtf8(key),
    value: encodeUtf8(value),
    lease: 0n,
    prevKv: false,
    ignoreValue: false,
    ignoreLease: false,
  },
});

/** A new cluster gets this leader, and all know that its first entry is committed. */
export const elect = (node: NodeId): readonly Move[] => [
  { type: 'campaign', node },
  { until: `node(${node}).role == leader && all(n in nodes, n.commit >= 1)` },
];

/** A change of members asked of a node: `v4` makes n4 a voter (a newcomer or a learner), `l4` a learner, `r4` removes it. */
export const change = (request: number, node: NodeId, what: string): Move => ({
  type: 'confChange',
  request,
  node,
  change: { version: 1, id: 0, ...single(what), context: undefined },
});

/** Several changes at once. */
export const jointChange = (
  request: number,
  node: NodeId,
  what: readonly string[],
  transition: ConfChangeTransition = 'ConfChangeTransitionAuto',
): Move => ({
  type: 'confChange',
  request,
  node,
  change: { version: 2, transition, changes: what.map(single), context: undefined },
});

function single(what: string): ConfChangeSingle {
  const nodeId = Number(what.slice(1));
  if (what.startsWith('v')) return { type: 'ConfChangeAddNode', nodeId };
  if (what.startsWith('l')) return { type: 'ConfChangeAddLearnerNode', nodeId };
  return { type: 'ConfChangeRemoveNode', nodeId };
}

/** A linearizable read. */
export const get = (request: number, node: NodeId, key: string): Move => ({
  type: 'request',
  request,
  node,
  operation: { type: 'range', key: encodeUtf8(key), revision: 0, consistency: 'linearizable' },
});

/** A run that begins like this has n1 as leader of term 1, and so many ms more gone by. */
export const ledByN1 = (ms = 0): readonly Move[] => [
  { type: 'campaign', node: 1 },
  { until: 'node(1).role == leader' },
  { ms },
];

/** n3 comes back when n1 has compacted the log away that it lacks. `request`: the number of the call that writes. */
export const n3NeedsSnapshot = (request: number): readonly Move[] => [
  { type: 'kill', node: 3 },
  put(request, 1, 'a', '1'),
  { until: 'node(1).applied == 2' },
  { type: 'snapshotNow', node: 1 },
  { ms: 300 },
  { type: 'restart', node: 3 },
];
