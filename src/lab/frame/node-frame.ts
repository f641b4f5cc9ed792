import type { MemberView } from '../../node/report/view.ts';
import type { ConfState } from '../../raft/entry.ts';
import type { Machine } from '../../sim/world/machine.ts';
import type { World } from '../../sim/world/world.ts';
import type { NodeFrame } from './frame.ts';
import { membershipOf } from './membership.ts';

/** A machine and its member as the page shows them. `view` of a killed one is what its disk would bring back. */
export function nodeFrame(
  machine: Machine,
  view: MemberView | undefined,
  confState: ConfState | undefined,
  alarms: NodeFrame['alarms'],
  { durations, byHand }: World,
): NodeFrame {
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
    diskQueue: machine.disk.queue.map(({ write, dueAt }) => ({
      id: write.id,
      entries: write.entries,
      bytes: write.bytes,
      dueAt: byHand ? undefined : dueAt,
    })),
    diskStuck: machine.disk.stuck,
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
