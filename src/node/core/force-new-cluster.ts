import type { NodeId } from '../../base/flavor.ts';
import { enterJointKind, isLeaveJoint } from '../../raft/confchange/changer.ts';
import type { ConfChangeV2, ConfState, Entry, HardState } from '../../raft/entry.ts';
import { asV2, decodeWireChange, encodeConfChange } from '../../raft/raftpb/conf-change.ts';
import { confStateFromWire, confStateOnWire, type IdMap } from '../../raft/raftpb/id-map.ts';
import { idMapOf, idMapWith, knownAfter, type KnownIds, type WireChange } from './id-map.ts';
import type { Pair } from './node-ids.ts';
import type { KnownAtEnds, RecoveredMember } from './recovered.ts';
import { StorageError } from '../../storage/storage-error.ts';
import { WAL_FOLDER } from '../../storage/wal-name.ts';
import { writeWal, type WalOutput, type WalPosition } from '../../storage/wal-writer.ts';
import { contextOf, withContext } from './conf-context.ts';
import type { MemberConfig } from '../io.ts';

/** Who the log says is there, and whether a joint configuration has not been left. */
interface Membership {
  readonly voters: Set<NodeId>;
  readonly learners: Set<NodeId>;
  isJoint: boolean;
}

/**
 * A log from which one member goes on alone (etcd: --force-new-cluster, restartAsStandaloneNode). What is not known to be
 * committed is thrown away; in its place, and committed at once, comes the removal of everybody else, in the term that was:
 *
 *     on disk   1  2  3  4  5     term 2, commit 3: 4 and 5 may have been acknowledged by others
 *     after     1  2  3  4' 5'    remove 2, remove 3, term 2, commit 5
 *
 * So one index and term can stand for two entries, and whoever comes back from the old cluster contradicts this one. Throws
 * StorageError where the member is no voter: alone it could never lead.
 */
export function forcedLog(
  config: MemberConfig,
  { hardState, entries, snapshot }: RecoveredMember,
  position: WalPosition,
  known: KnownAtEnds,
): WalOutput & { readonly first: { readonly hardState: HardState; readonly entries: readonly Entry[] } } {
  const kept = entries.filter(({ index }) => index <= hardState.commit);
  const there = membershipAfter(config, snapshot?.confState ?? config.initialConfState, kept, known.atStart);
  if (!there.voters.has(config.id)) {
    throw new StorageError(
      WAL_FOLDER,
      0,
      `member ${config.id} is no voter: it cannot be a cluster by itself`,
    );
  }
  const changes = removals(config, there, idMapOf(config, known.atEnd));
  const added = changes.map((change, i): Entry => {
    const { type, data } = encodeConfChange(change);
    return { index: hardState.commit + 1 + i, term: hardState.term, type, data };
  });
  // As etcd, without a hard state of its own: the commit index on disk follows with the next one.
  const log = writeWal(position, { entries: added });
  const commit = added.at(-1)?.index ?? hardState.commit;
  return { ...log, first: { hardState: { ...hardState, commit }, entries: [...kept, ...added] } };
}

function membershipAfter(
  config: MemberConfig,
  base: ConfState,
  entries: readonly Entry[],
  atStart: KnownIds,
): Membership {
  let there = membershipOf(base);
  let known = atStart;
  for (const { type, data } of entries) {
    if (type === 'EntryNormal') continue;
    const wire = decodeWireChange(type, data);
    const context = contextOf(wire);
    if (there.voters.size === 0 && context?.confState !== undefined) {
      const ids = idMapWith({ config, ...known }, context.machines);
      there = membershipOf(confStateFromWire(context.confState, ids));
    }
    const { change, nodeIds, formerIds } = knownAfter(known, wire, config.addresses);
    known = { nodeIds, formerIds };
    take(there, asV2(change));
  }
  return there;
}

function membershipOf({ voters, votersOutgoing, learners, learnersNext }: ConfState): Membership {
  return {
    voters: new Set([...voters, ...votersOutgoing]),
    learners: new Set([...learners, ...learnersNext]),
    isJoint: votersOutgoing.length > 0,
  };
}

function take(there: Membership, change: ConfChangeV2): void {
  if (isLeaveJoint(change)) there.isJoint = false;
  else if (enterJointKind(change).joint) there.isJoint = true;
  for (const { type, nodeId } of change.changes) {
    if (type === 'ConfChangeUpdateNode') continue;
    there.voters.delete(nodeId);
    there.learners.delete(nodeId);
    if (type === 'ConfChangeAddNode') there.voters.add(nodeId);
    if (type === 'ConfChangeAddLearnerNode') there.learners.add(nodeId);
  }
}

/** Of everybody else, in the order of their ids; a joint configuration is left first, which etcd 3.4 does not have. */
function removals(config: MemberConfig, { voters, learners, isJoint }: Membership, ids: IdMap): WireChange[] {
  const changes: WireChange[] = [];
  if (isJoint) {
    changes.push({
      version: 2,
      transition: 'ConfChangeTransitionAuto',
      changes: [],
      context: undefined,
    });
  }
  const left = { voters: new Set(voters), learners: new Set(learners) };
  const others = [...voters, ...learners].filter((node) => node !== config.id);
  const byId = others.map((node) => ({ node, id: ids.toWire(node) })).sort((a, b) => (a.id < b.id ? -1 : 1));
  for (const { node, id: nodeId } of byId) {
    const confState = config.bootstrap === 'etcd' ? undefined : confStateOnWire(confStateOf(left), ids);
    const machines = confState === undefined ? [] : machinesOf(left, ids);
    const change = { version: 1, id: 0, type: 'ConfChangeRemoveNode', nodeId, context: undefined } as const;
    changes.push(withContext(change, { id: 0, confState, member: undefined, isRaftsOwn: true, machines }));
    left.voters.delete(node);
    left.learners.delete(node);
  }
  return changes;
}

function machinesOf({ voters, learners }: Pick<Membership, 'voters' | 'learners'>, ids: IdMap): Pair[] {
  return [...voters, ...learners].map((node) => ({ node, member: BigInt(ids.toWire(node)) }));
}

function sorted(ids: ReadonlySet<NodeId>): NodeId[] {
  return [...ids].sort((a, b) => a - b);
}

function confStateOf({ voters, learners }: Pick<Membership, 'voters' | 'learners'>): ConfState {
  return {
    voters: sorted(voters),
    votersOutgoing: [],
    learners: sorted(learners),
    learnersNext: [],
    autoLeave: false,
  };
}
