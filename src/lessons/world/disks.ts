import { assert } from '../../base/assert.ts';
import type { NodeId } from '../../base/flavor.ts';
import { encodeCommand } from '../../etcd/command.ts';
import type { ConfState, Entry, Snapshot } from '../../raft/entry.ts';
import { MemoryStorage } from '../../raft/memory-storage.ts';
import { StateMachine } from './state-machine.ts';
import type { LoadAction } from '../language/script.ts';
import { bytesOf } from '../language/text.ts';

/** A disk nothing was written to: the configuration is known as if from a snapshot at index 0. */
export function freshDisk(voters: readonly NodeId[], learners: readonly NodeId[]): MemoryStorage {
  return new MemoryStorage(confStateOf(voters, learners));
}

/** A disk with the log of a `load` line: entry i of term t is the command `k<i>=t<t>`. */
export function loadedDisk(confState: ConfState, load: LoadAction): MemoryStorage {
  const disk = new MemoryStorage(confState);
  disk.append(
    load.log.map((term, i) => {
      const index = i + 1;
      const data = encodeCommand(index, {
        type: 'put',
        key: bytesOf(`k${index}`),
        value: bytesOf(`t${term}`),
      });
      return { type: 'EntryNormal', term, index, data };
    }),
  );
  disk.setHardState({ term: load.term, vote: load.vote, commit: load.commit });
  return disk;
}

/**
 * The disk of a new cluster of one member, made from what this disk knows to be committed (etcd: --force-new-cluster).
 * What is not committed is thrown away; term and vote stay.
 */
export function forcedDisk(disk: MemoryStorage, member: NodeId): MemoryStorage {
  const { hardState } = disk.initialState();
  const kept = disk.snapshot();
  assert(kept !== 'snapshotTemporarilyUnavailable', 'a disk in memory always has its snapshot');
  const confState = confStateOf([member], []);
  const entries = committedEntries(disk, kept, hardState.commit);
  const forced = new MemoryStorage(confState);
  if (kept.index > 0) forced.applySnapshot({ ...kept, confState });
  forced.append(entries);
  const machine = StateMachine.of(kept, undefined);
  for (const entry of entries) machine.apply(entry);
  forced.createSnapshot(machine.applied, confState, machine.etcd.save());
  forced.setHardState(hardState);
  return forced;
}

function committedEntries(disk: MemoryStorage, kept: Snapshot, commit: number): readonly Entry[] {
  if (commit <= kept.index) return [];
  const entries = disk.entries(kept.index + 1, commit + 1, Infinity);
  assert(typeof entries !== 'string', 'what is committed and not in the snapshot is on disk');
  return entries;
}

function confStateOf(voters: readonly NodeId[], learners: readonly NodeId[]): ConfState {
  return {
    voters: voters.toSorted((a, b) => a - b),
    votersOutgoing: [],
    learners: learners.toSorted((a, b) => a - b),
    learnersNext: [],
    autoLeave: false,
  };
}
