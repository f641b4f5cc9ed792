import type { NodeOutput } from '../../node/io.ts';
import type { Machine } from '../world/machine.ts';
import type { World } from '../world/world.ts';

/** A tick that somebody gives a member: its own clock is ahead of the world's by as much, from now on. */
export function giveTick(world: World, machine: Machine): void {
  const { id: node, life } = machine;
  machine.ahead += world.durations.tick;
  world.due.pushAtOnce(world.now, { type: 'input', node, life, input: { type: 'tick' }, byHand: true });
}

/**
 * Ticks until the member's election timer has ended, each an event of its own. A follower's and a candidate's ends
 * within twice the election timeout (its random share is below that), a leader's, which checks its quorum, within one.
 */
export function beginElapse(world: World, machine: Machine): void {
  machine.elapsing = ticksAtMost(world, machine);
  giveTick(world, machine);
}

/** After a tick: another, while the election timer is to end and has not. */
export function maybeTickAgain(world: World, machine: Machine, { trace }: NodeOutput): void {
  if (machine.elapsing === 0) return;
  const hasEnded = trace.some(
    (each) =>
      each.type === 'localMessage' &&
      (each.messageType === 'MsgHup' || each.messageType === 'MsgCheckQuorum'),
  );
  machine.elapsing = hasEnded || !world.byHand ? 0 : machine.elapsing - 1;
  if (machine.elapsing > 0) giveTick(world, machine);
}

function ticksAtMost({ config }: World, { state, settingsInForce }: Machine): number {
  const { electionTicks } = { ...config, ...settingsInForce };
  return state === 'StateLeader' ? electionTicks : 2 * electionTicks;
}
