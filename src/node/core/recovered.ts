import type { HardState, Snapshot } from '../../raft/entry.ts';
import { confStateFromWire, hardStateFromWire, type IdMap } from '../../raft/raftpb/id-map.ts';
import type { Recovered } from '../../storage/recover.ts';

/** What a member knows again from its disk, by raft's numbers. */
export interface RecoveredMember extends Omit<Recovered, 'hardState' | 'snapshot'> {
  readonly hardState: HardState;
  readonly snapshot: Snapshot | undefined;
}

export function recoveredFromWire(recovered: Recovered, ids: IdMap): RecoveredMember {
  const { snapshot, hardState } = recovered;
  return {
    ...recovered,
    hardState: hardStateFromWire(hardState, ids),
    snapshot: snapshot && { ...snapshot, confState: confStateFromWire(snapshot.confState, ids) },
  };
}
