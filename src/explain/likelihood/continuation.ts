import type { Micros } from '../../base/flavor.ts';
import { drawInt, drawUnit, makeDice, type Dice } from '../../base/random.ts';
import type { Checkpoint } from '../../history/checkpoints.ts';
import type { RecordedCommand } from '../../history/command-list.ts';
import { Cluster } from '../../sim/cluster.ts';
import { CommandError, type Command } from '../../sim/command/command.ts';
import { enabledActions, type Action } from '../../sim/hand/enabled-actions.ts';
import { InProcessHost, type MemberFactory } from '../../sim/in-process-host.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import type { World } from '../../sim/world/world.ts';

/** Says after every event of one continuation whether the state has been reached. Made anew for each. */
export interface Goal {
  /** `event`: undefined for the instant that it begins at. `world`: right after the event. */
  isReached(event: WorldEvent | undefined, world: World): boolean;
}

/** How far a continuation goes, and what happens in it beside what chance does. */
export interface Reach {
  /** By time: no further than this instant. */
  readonly until: Micros;
  /** By hand: so many choices. */
  readonly choices: number;
  /** What people did after the instant, done again at its time where it can be done. */
  readonly commands: readonly RecordedCommand[];
}

/** Where it begins: a world and its members, neither of which is changed. */
export type Beginning = Pick<Checkpoint, 'world' | 'members'>;

/**
 * Goes on from an instant as it might have gone: messages under way stay as they are, and all dice fall anew from there on, those
 * of links (delay, loss, copies), of members' election timers, and of the clocks of later lives. By hand, what happens next is
 * picked by chance. True as soon as the goal is reached; equal seeds, equal courses.
 */
export async function continuesTo(
  { world, members }: Beginning,
  factory: MemberFactory,
  seed: number,
  goal: Goal,
  reach: Reach,
): Promise<boolean> {
  const host = new InProcessHost(factory);
  host.restore(members);
  for (const id of world.machines.keys()) host.member(id)?.redraw(seed);
  let reached = false;
  const other = new Cluster(world.clone(seed), host, {
    append: (event) => {
      reached ||= goal.isReached(event, other.world);
    },
  });
  if (goal.isReached(undefined, other.world)) return true;
  const isReached = (): boolean => reached;
  if (world.byHand) await pickByChance(other, makeDice(seed, 'choices'), reach.choices, isReached);
  else await goByTime(other, reach, isReached);
  return reached;
}

async function goByTime(
  cluster: Cluster,
  { until, commands }: Reach,
  isReached: () => boolean,
): Promise<void> {
  for (const { at, command } of commands) {
    if (at > until) break;
    if (!isRepeatable(command)) continue;
    await passTime(cluster, at, isReached);
    if (isReached()) return;
    if (at > cluster.world.now) cluster.setClock(at);
    try {
      await cluster.actAgain(command);
    } catch (error) {
      // Where things came otherwise it may mean nothing: a node is killed that is dead already.
      if (!(error instanceof CommandError)) throw error;
    }
  }
  await passTime(cluster, until, isReached);
}

async function passTime(cluster: Cluster, until: Micros, isReached: () => boolean): Promise<void> {
  while (!isReached()) {
    const step = cluster.runNext(until, 1);
    if (step === 'nothing') return;
    if (step !== 'done') await step;
  }
}

/** What names a message, a report or a call by its number names another one in another future; and choices are made by chance. */
const ofThisFutureOnly: ReadonlySet<string> = new Set([
  'byHand',
  'deliver',
  'hold',
  'release',
  'drop',
  'duplicate',
  'forge',
  'finishWrite',
  'finishApply',
  'ready',
  'tick',
  'elapse',
  'report',
  'clientStep',
  'timeout',
]);

function isRepeatable({ type }: Command): boolean {
  return !ofThisFutureOnly.has(type);
}

/** Of ten choices so many are of timers: often enough for elections, seldom enough for messages to arrive. */
const TIMERS = 0.15;
/** And of these so many let a whole election timer run out. */
const ELAPSES = 0.25;

async function pickByChance(
  cluster: Cluster,
  dice: Dice,
  choices: number,
  isReached: () => boolean,
): Promise<void> {
  for (let i = 0; i < choices && !isReached(); i++) {
    const actions = enabledActions(cluster.world);
    const isTimer = drawUnit(dice) < TIMERS;
    const timer = drawUnit(dice) < ELAPSES ? 'elapse' : 'tick';
    const goesOn = actions.filter(({ type }) => passesOn.has(type));
    const timers = actions.filter(({ type }) => type === timer);
    const action = pick(dice, isTimer || goesOn.length === 0 ? timers : goesOn) ?? pick(dice, goesOn);
    if (action === undefined) return;
    await cluster.actAgain(action.command);
    // What follows at once from a choice follows in the same instant.
    await passTime(cluster, cluster.world.now, isReached);
  }
}

/** What a network, disks and clients do of themselves: no loss, no copy, no crash. */
const passesOn: ReadonlySet<Action['type']> = new Set([
  'deliver',
  'finishWrite',
  'finishApply',
  'ready',
  'report',
  'clientStep',
]);

function pick(dice: Dice, actions: readonly Action[]): Action | undefined {
  return actions.length === 0 ? undefined : actions[drawInt(dice, 0, actions.length - 1)];
}
