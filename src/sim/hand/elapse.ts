import { CommandError } from '../command/command.ts';
import type { Machine } from '../world/machine.ts';
import type { World } from '../world/world.ts';

/** Ticks that somebody gives a member: its own clock is ahead of the world's by as much, from now on. */
export function giveTicks(world: World, machine: Machine, ticks: number): void {
  const { id: node, life } = machine;
  machine.ahead += ticks * world.durations.tick;
  for (let i = 0; i < ticks; i++) {
    world.due.pushAtOnce(world.now, { type: 'input', node, life, input: { type: 'tick' }, byHand: true });
  }
}

/**
 * After how many ticks the member's election timer ends: a voter campaigns then (etcd/raft: tickElection), a leader checks
 * its quorum and gives up a transfer (tickHeartbeat). Undefined: it never ends, as the member is no voter, or has a
 * snapshot to install first.
 */
export function ticksToElection({ id, image }: Machine): number | undefined {
  const view = image?.view();
  if (view === undefined) return undefined;
  const { electionElapsed, electionTimeout, randomizedElectionTimeout, confState } = view;
  if (view.state === 'StateLeader') return Math.max(1, electionTimeout - electionElapsed);
  const isVoter = confState.voters.includes(id) || confState.votersOutgoing.includes(id);
  if (!isVoter || view.pendingSnapshotIndex > 0) return undefined;
  return Math.max(1, randomizedElectionTimeout - electionElapsed);
}

/** Throws a CommandError if the member's election timer never ends. */
export function checkElapse(machine: Machine): void {
  if (ticksToElection(machine) !== undefined) return;
  throw new CommandError(
    'nothingThere',
    `node ${machine.id} is no voter, or installs a snapshot: its election timer does not end`,
  );
}
