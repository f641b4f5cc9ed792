import type { NodeId } from '../../base/flavor.ts';
import { enterJointKind, isLeaveJoint } from '../../raft/confchange/changer.ts';
import type { ConfChange, ConfChangeV2, ConfState, Entry, HardState } from '../../raft/entry.ts';
import { asV2, decodeConfChange, encodeConfChange } from '../../raft/raftpb/conf-change.ts';
import { confStateFromWire, SAME_IDS } from '../../raft/raftpb/id-map.ts';
import type { RecoveredMember } from './recovered.ts';
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
): WalOutput & { readonly first: { readonly hardState: HardState; readonly entries: readonly Entry[] } } {
  const kept = entries.filter(({ index }) => index <= hardState.commit);
  const there = membershipAfter(snapshot?.confState ?? config.initialConfState, kept);
  if (!there.voters.has(config.id)) {
    throw new StorageError(
      WAL_FOLDER,
      0,
      `member ${config.id} is no voter: it cannot be a cluster by itself`,
    );
  }
  const changes = removals(config, there);
  const added = changes.map((change, i): Entry => {
    const { type, data } = encodeConfChange(change);
    return { index: hardState.commit + 1 + i, term: hardState.term, type, data };
  });
  // As etcd, without a hard state of its own: the commit index on disk follows with the next one.
  const log = writeWal(position, { entries: added });
  const commit = added.at(-1)?.index ?? hardState.commit;
  return { ...log, first: { hardState: { ...hardState, commit }, entries: [...kept, ...added] } };
}

function membershipAfter(base: ConfState, entries: readonly Entry[]): Membership {
  let there = membershipOf(base);
  for (const { type, data } of entries) {
    if (type === 'EntryNormal') continue;
    const change = decodeConfChange(type, data);
    const known = contextOf(change)?.confState;
    if (there.voters.size === 0 && known !== undefined)
      there = membershipOf(confStateFromWire(known, SAME_IDS));
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

/** Of everybody else, ascending; a joint configuration is left first, which etcd 3.4 does not have. */
function removals(
  config: MemberConfig,
  { voters, learners, isJoint }: Membership,
): (ConfChange | ConfChangeV2)[] {
  const changes: (ConfChange | ConfChangeV2)[] = [];
  if (isJoint) {
    changes.push({
      version: 2,
      transition: 'ConfChangeTransitionAuto',
      changes: [],
      context: undefined,
    });
  }
  const left = { voters: new Set(voters), learners: new Set(learners) };
  for (const nodeId of [...voters, ...learners].filter((id) => id !== config.id).sort((a, b) => a - b)) {
    const confState = config.bootstrap === 'etcd' ? undefined : confStateOf(left);
    const change = { version: 1, id: 0, type: 'ConfChangeRemoveNode', nodeId, context: undefined } as const;
    changes.push(withContext(change, { id: 0, confState, member: undefined }));
    left.voters.delete(nodeId);
    left.learners.delete(nodeId);
  }
  return changes;
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
