import { msToMicros } from '../../src/base/flavor.ts';
import { drawInt, drawUnit, makeDice, type Dice } from '../../src/base/random.ts';
import { encodeUtf8 } from '../../src/base/utf8.ts';
import { LongWork } from '../../src/lab/play/long-work.ts';
import { Run } from '../../src/lab/play/run.ts';
import { Member } from '../../src/node/member.ts';
import { CommandError, type Command } from '../../src/sim/command/command.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import { parseConfig } from '../../src/sim/world/parse-config.ts';
import type { World } from '../../src/sim/world/world.ts';

/** How somebody plays who tries things out. */
export interface Play {
  readonly seed: number;
  readonly actions: number;
  /** Virtual ms between two actions when time goes: with microseconds, as frames end anywhere. */
  readonly pauseMs: number;
}

/**
 * A run with so many actions, mixed as somebody mixes them who plays for an hour: writes and reads with keys and values,
 * kills and restarts, splits and heals, messages that are dropped, held and delivered, moved leadership. Now and then several at
 * one instant, now and then after steps, else while time goes by. Each is done where it can be done, in a run of the lab.
 */
export async function playByHand({ seed, actions, pauseMs }: Play): Promise<Run> {
  const run = await Run.begin(parseConfig({ seed }), new InProcessHost(Member), Member);
  const dice = makeDice(seed, 'hour by hand');
  await run.advance(msToMicros(1500));
  for (let done = 0; done < actions;) {
    const way = drawUnit(dice);
    if (way < 0.5) {
      const pause = Math.round(msToMicros(pauseMs * 2 * drawUnit(dice)));
      await run.advance(run.cluster.world.now + pause);
    } else if (way < 0.75) {
      await run.goOnTo(run.history.events.last + drawInt(dice, 1, 12), unhurried);
    }
    if (await isDone(run, drawAction(dice, run.cluster.world, done))) done++;
  }
  await run.advance(run.cluster.world.now + msToMicros(1000));
  return run;
}

/** What the page would not offer, or refuses, is no action. */
async function isDone(run: Run, command: Command): Promise<boolean> {
  try {
    await run.act(command, () => undefined);
    return true;
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return false;
  }
}

/** Nobody waits, and nobody stops it. */
const unhurried = new LongWork('step', { clock: () => 0, letOthersIn: async () => undefined, now: () => 0 });

const names = ['alice', 'bob', 'carol', 'dave'];
const colours = ['red', 'green', 'blue', 'yellow', 'black'];

function drawAction(dice: Dice, world: World, done: number): Command {
  const nodes = [...world.machines.keys()];
  const node = pick(dice, nodes);
  const key = encodeUtf8(drawUnit(dice) < 0.5 ? pick(dice, ['a', 'b', 'x']) : `user/${pick(dice, names)}`);
  const flights = [...world.bus.flights()];
  const message = flights.length === 0 ? 0 : pick(dice, flights).id;
  const request = world.calls.lastId + 1;
  const killed = [...world.machines.values()].find(({ status }) => status === 'killed');
  switch (drawInt(dice, 0, 11)) {
    case 0:
    case 1:
    case 2: {
      const value = encodeUtf8(
        drawUnit(dice) < 0.5 ? String(done) : `${pick(dice, colours)} ${drawInt(dice, 1, 99)}`,
      );
      return { type: 'request', request, node, operation: { type: 'put', key, value } };
    }
    case 3:
      return {
        type: 'request',
        request,
        node,
        operation: { type: 'range', key, revision: 0, consistency: 'linearizable' },
      };
    case 4:
      return { type: 'kill', node };
    case 5:
      return { type: 'restart', node: killed?.id ?? node };
    case 6:
      return { type: 'partition', groups: split(dice, nodes) };
    case 7:
      return { type: 'heal' };
    case 8:
      return { type: 'drop', message };
    case 9:
      return { type: pick(dice, ['hold', 'release', 'deliver', 'duplicate'] as const), message };
    case 10:
      return { type: 'transferLeader', to: node };
    default:
      return { type: 'cut', from: node, to: pick(dice, nodes), oneWay: drawUnit(dice) < 0.5 };
  }
}

function split(dice: Dice, nodes: readonly number[]): number[][] {
  const sides: number[][] = [[], []];
  for (const node of nodes) sides[drawInt(dice, 0, 1)]?.push(node);
  return sides;
}

function pick<T>(dice: Dice, from: readonly [T, ...T[]] | readonly T[]): T {
  return from[drawInt(dice, 0, from.length - 1)] as T;
}
