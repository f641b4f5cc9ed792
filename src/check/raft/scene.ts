import type { NodeId } from '../../base/flavor.ts';
import type { NodeInput, NodeOutput } from '../../node/io.ts';
import type { Entry } from '../../raft/entry.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import type { Report } from '../monitor.ts';
import type { Durability } from './durability.ts';
import type { KnownMember } from './known-member.ts';
import type { Memory } from './memory.ts';

/** One member just after one event: what the rules look at, while they do. Each history has one, and fills it for every record. */
export interface Scene {
  readonly event: WorldEvent;
  readonly node: NodeId;
  readonly input: NodeInput | undefined;
  readonly output: NodeOutput;
  /** As its records have it, up to the decision that is looked at. */
  readonly member: KnownMember;
  /** A life begins with this record: what it says was there before. */
  readonly isBoot: boolean;
  /** Entries that no log had before. */
  readonly fresh: Entry[];
  /** Its state is known to be another than that of others at the same index. */
  differs: boolean;
  readonly memory: Memory;
  readonly durability: Durability;
  readonly members: ReadonlyMap<NodeId, KnownMember>;
  readonly report: Report;
}

/** As whoever sets the scene sees it. */
export type OpenScene = { -readonly [Name in keyof Scene]: Scene[Name] };
