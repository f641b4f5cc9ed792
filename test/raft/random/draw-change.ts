import type { NodeId } from '../../../src/base/flavor.ts';
import type { TrackerConfig } from '../../../src/raft/confchange/tracker-config.ts';
import type { ConfChangeSingle, ConfChangeTransition, ConfChangeV2 } from '../../../src/raft/entry.ts';

type Draw = (min: number, max: number) => number;
const TRANSITIONS: readonly ConfChangeTransition[] = [
  'ConfChangeTransitionAuto',
  'ConfChangeTransitionJointImplicit',
  'ConfChangeTransitionJointExplicit',
];
const TYPES = ['ConfChangeAddNode', 'ConfChangeRemoveNode', 'ConfChangeAddLearnerNode'] as const;
const VOTERS_MAX = 7;

/**
 * A change that can be applied to `config`: somebody comes (under the ids from `fresh` on), goes, is promoted or demoted; one
 * at a time, or several through a joint configuration; or a joint one is left. Undefined: not this time.
 */
export function drawChange(
  config: TrackerConfig,
  fresh: NodeId | undefined,
  size: number,
  draw: Draw,
): ConfChangeV2 | undefined {
  if (config.outgoing.length > 0) return changeOf('ConfChangeTransitionAuto', []);
  const known = [...config.incoming, ...config.learners];
  const count = draw(0, 1) === 0 ? draw(2, 4) : 1;
  const changes: ConfChangeSingle[] = [];
  let next = fresh;
  for (let i = 0; i < count; i++) {
    const change = drawSingle(known, next, config.incoming.length < size, draw);
    if (change.nodeId === next) next++;
    changes.push(change);
  }
  const after = votersAfter(config.incoming, changes);
  if (after.size === 0 || after.size > VOTERS_MAX) return undefined;
  return changeOf(TRANSITIONS[draw(0, 2)] as ConfChangeTransition, changes);
}

function drawSingle(
  known: readonly NodeId[],
  fresh: NodeId | undefined,
  grow: boolean,
  draw: Draw,
): ConfChangeSingle {
  const isNew = fresh !== undefined && draw(0, grow ? 1 : 3) === 0;
  const nodeId = isNew ? fresh : (known[draw(0, known.length - 1)] as NodeId);
  const type = isNew ? TYPES[draw(0, 1) * 2] : TYPES[draw(0, 2)];
  return { type: type ?? 'ConfChangeAddNode', nodeId };
}

function votersAfter(incoming: readonly NodeId[], changes: readonly ConfChangeSingle[]): Set<NodeId> {
  const voters = new Set(incoming);
  for (const { type, nodeId } of changes) {
    if (type === 'ConfChangeAddNode') voters.add(nodeId);
    else voters.delete(nodeId);
  }
  return voters;
}

function changeOf(transition: ConfChangeTransition, changes: readonly ConfChangeSingle[]): ConfChangeV2 {
  return { version: 2, transition, changes, context: undefined };
}
