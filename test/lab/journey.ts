import { drawInt, drawUnit, makeDice, type Dice } from '../../src/base/random.ts';
import type { Micros } from '../../src/base/flavor.ts';
import { encodeUtf8 } from '../../src/base/utf8.ts';
import type { BranchId } from '../../src/history/position.ts';
import type { StepKind } from '../../src/lab/lab-port.ts';
import { LongWork } from '../../src/lab/play/long-work.ts';
import type { Run } from '../../src/lab/play/run.ts';
import { stepBack, stepForward } from '../../src/lab/play/stepper.ts';
import { placeOf, playheadOf, travelTo } from '../../src/lab/play/travel.ts';
import { drawFault, faultNames } from '../../src/sim/command/faults.ts';
import { commandOfAction } from '../../src/sim/hand/choose.ts';
import { enabledActions } from '../../src/sim/hand/enabled-actions.ts';
import { CommandError, type Command } from '../../src/sim/command/command.ts';
import type { World } from '../../src/sim/world/world.ts';

const kinds: readonly StepKind[] = ['event', 'message', 'tick', 'commit', 'fault'];

/** An instant that was seen, and the fingerprint there. */
export interface Seen {
  readonly branch: BranchId;
  readonly event: number;
  readonly at: Micros;
  readonly hash: string;
}

/** What a run is at its playhead. */
export function seenAt(run: Run): Seen {
  const { events, now, hash } = run.cluster.world;
  return { branch: run.branches.current.id, event: events, at: now, hash: hash.hex() };
}

/**
 * Somebody goes about in a run at random: time passes, things break, calls are made, what happens next is picked by hand, and
 * again and again they go back and do something else there, go over to other branches, name, delete and restore them, and
 * mark moments. Gives every instant that was seen in a branch that is still there. `drops`: how often they drop what comes after the
 * playhead, and before half of these they go to where a branch grows out of another, or right before it. `onTurn`: each turn is done.
 */
export async function wander(
  run: Run,
  seed: number,
  turns: number,
  drops = 0.02,
  onTurn: () => void = () => undefined,
): Promise<Seen[]> {
  const dice = makeDice(seed, 'journey');
  let seen: Seen[] = [];
  for (let turn = 0; turn < turns; turn++) {
    if (drawUnit(dice) < drops) {
      if (drawUnit(dice) < 0.5) await attempt(() => goToFork(dice, run));
      await run.forgetFuture();
      const { branch, event, at } = seenAt(run);
      seen = seen.filter((each) => each.branch !== branch || (each.event <= event && each.at <= at));
    } else await attempt(() => move(dice, run));
    seen.push(seenAt(run));
    onTurn();
  }
  const there = new Set(run.branches.kept.map(({ id }) => id));
  return seen.filter(({ branch }) => there.has(branch));
}

/** Long work that nobody watches. */
export function longWork(): LongWork {
  return new LongWork('step', { clock: () => 0, letOthersIn: () => Promise.resolve(), now: () => 0 });
}

async function move(dice: Dice, run: Run): Promise<unknown> {
  const chance = drawUnit(dice);
  const { world } = run.cluster;
  if (world.byHand) {
    if (chance < 0.15) return act(run, { type: 'byHand', on: false });
    if (chance < 0.8) return pick(dice, run);
  }
  if (chance < 0.25) return run.isStill ? undefined : run.advance(world.now + drawInt(dice, 1, 300_000));
  if (chance < 0.35) return stepForward(run, { kind: drawFrom(dice, kinds), node: undefined }, longWork());
  if (chance < 0.42) return stepBack(run, { kind: drawFrom(dice, kinds), node: undefined }, longWork());
  if (chance < 0.52) return act(run, drawFault(dice, world, drawFrom(dice, faultNames)));
  if (chance < 0.68) return act(run, drawPut(dice, world));
  if (chance < 0.73) return act(run, { type: 'byHand', on: !world.byHand });
  const branch = drawFrom(dice, run.branches.kept);
  if (chance < 0.83) {
    const at = drawInt(dice, 0, branch.newest.at);
    return travelTo(run, { branch, event: branch.recorder.history.events.lastAt(at), at }, longWork());
  }
  if (chance < 0.9) return run.switchTo(branch);
  if (chance < 0.93) return run.notebook.add(placeOf(playheadOf(run)), `moment ${drawInt(dice, 0, 999)}`);
  if (chance < 0.95) return run.branches.rename(branch.id, `<b>branch ${branch.id}</b>`);
  return branch === run.branches.current ? undefined : run.branches.delete(branch);
}

/** Where a branch grows out of another, or right before it, in either of the two. */
async function goToFork(dice: Dice, run: Run): Promise<void> {
  const branch = drawFrom(dice, run.branches.kept);
  const fork = run.branches.parentOf(branch);
  if (fork === undefined) return;
  const to = drawFrom(dice, [branch, fork.branch]);
  const event = Math.max(0, fork.event - drawInt(dice, 0, 1));
  await travelTo(run, { branch: to, event, at: to.recorder.history.events.timeOf(event) }, longWork());
}

/** A few of what may happen next. */
async function pick(dice: Dice, run: Run): Promise<void> {
  for (let i = drawInt(dice, 1, 6); i > 0; i--) {
    const actions = enabledActions(run.cluster.world);
    if (actions.length === 0) return;
    await act(run, commandOfAction(run.cluster.world, drawFrom(dice, actions).id));
  }
}

export function act(run: Run, command: Command): Promise<void> {
  return run.act(command, () => undefined);
}

function drawPut(dice: Dice, { calls, machines }: World): Command {
  const request = calls.lastId + 1;
  const key = encodeUtf8(`k${drawInt(dice, 0, 5)}`);
  const value = encodeUtf8(`v${drawInt(dice, 0, 99)}`);
  const node = drawFrom(dice, [...machines.keys()]);
  return { type: 'request', request, node, operation: { type: 'put', key, value } };
}

function drawFrom<T>(dice: Dice, all: readonly T[]): T {
  return all[drawInt(dice, 0, all.length - 1)] as T;
}

/** What cannot be done now is not done. */
async function attempt(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
  }
}
