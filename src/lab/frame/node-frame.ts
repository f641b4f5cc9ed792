import type { MachineSettings } from '../../sim/world/config.ts';
import type { AlarmView } from '../../node/report/store-view.ts';
import type { LogIndex, Micros, NodeId, Term } from '../../base/flavor.ts';
import type { MemberView } from '../../node/report/view.ts';
import type { ConfState } from '../../raft/entry.ts';
import { wallAheadMs } from '../../sim/world/clock.ts';
import type { DiskFaults } from '../../sim/world/disk.ts';
import type { Machine } from '../../sim/world/machine.ts';
import { tickOf } from '../../sim/world/clock.ts';
import type { World } from '../../sim/world/world.ts';
import { membershipOf } from './membership.ts';

export interface NodeFrame {
  readonly id: NodeId;
  readonly status: 'up' | 'killed' | 'paused';
  readonly crashed: string | undefined;
  /** It has ended because the cluster removed its member. */
  readonly removed: boolean;
  readonly member: 'voter' | 'learner' | 'none';
  /** While up or paused. */
  readonly view: MemberView | undefined;
  /** While killed: what a restart would bring back. */
  readonly disk:
    | {
        readonly term: Term;
        readonly vote: NodeId;
        readonly commit: LogIndex;
        readonly last: LogIndex;
        readonly snapshot: LogIndex;
      }
    | undefined;
  /** The alarms it knows of, its own and others'. */
  readonly alarms: readonly AlarmView[];
  /** Inputs that wait because it is paused. */
  readonly waiting: number;
  /** When its next tick comes; undefined while its clock stands still, and by hand. */
  readonly nextTickAt: Micros | undefined;
  /** How long a tick of its clock lasts, and how that goes: 1 is right. */
  readonly tick: Micros;
  readonly clockRate: number;
  /** How far its clock on the wall is ahead of the run's, in ms. */
  readonly wallAheadMs: number;
  /** The disk's queue, oldest first: when the front write will be synced. */
  readonly diskQueue: readonly {
    readonly id: number;
    readonly entries: number;
    readonly bytes: number;
    /** Messages that vouch for what it writes leave when it is synced. */
    readonly sync: boolean;
    /** undefined: the disk is stuck, or it is done when somebody picks it. */
    readonly dueAt: Micros | undefined;
  }[];
  readonly diskStuck: boolean;
  readonly diskFaults: DiskFaults;
  /** How long a sync of this disk takes. */
  readonly fsync: Micros;
  /** Its own settings beside the run's, as they are in force from its next start on. */
  readonly settings: MachineSettings;
  /** Those of them that it was started with. */
  readonly settingsInForce: MachineSettings;
  readonly applyQueue: readonly {
    readonly id: number;
    readonly first: LogIndex;
    readonly last: LogIndex;
    /** undefined: it is done when somebody picks it. */
    readonly dueAt: Micros | undefined;
  }[];
}

/** A machine and its member as the page shows them. `view` of a killed one is what its disk would bring back. */
export function nodeFrame(
  machine: Machine,
  view: MemberView | undefined,
  confState: ConfState | undefined,
  alarms: NodeFrame['alarms'],
  world: World,
): NodeFrame {
  const { durations, byHand } = world;
  const killed = machine.status === 'killed';
  return {
    id: machine.id,
    status: machine.status,
    crashed: machine.crashed,
    removed: machine.removed !== undefined,
    member: membershipOf(confState, machine.id),
    view: killed ? undefined : view,
    disk: killed ? diskOf(view) : undefined,
    alarms: killed ? [] : alarms,
    waiting: machine.waiting.length,
    nextTickAt: byHand ? undefined : machine.nextTickAt,
    tick: tickOf(world, machine),
    clockRate: machine.clock.rate,
    wallAheadMs: wallAheadMs(machine.clock, world.now),
    diskQueue: machine.disk.queue.map(({ write, dueAt }) => ({
      id: write.id,
      entries: write.entries,
      bytes: write.bytes,
      sync: write.sync,
      dueAt: byHand ? undefined : dueAt,
    })),
    diskStuck: machine.disk.stuck,
    diskFaults: machine.disk.faults,
    fsync: machine.fsync ?? durations.fsync,
    settings: machine.settings,
    settingsInForce: machine.settingsInForce,
    applyQueue: machine.applies.map(({ work, dueAt }) => ({ ...work, dueAt: byHand ? undefined : dueAt })),
  };
}

function diskOf(view: MemberView | undefined): NodeFrame['disk'] {
  if (view === undefined) return undefined;
  const { term, vote, commit } = view.hardState;
  return { term, vote, commit, last: view.last, snapshot: view.snapshotIndex };
}
