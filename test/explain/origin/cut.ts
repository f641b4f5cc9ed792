import { expect } from 'vitest';
import type { Past } from '../../../src/explain/past.ts';
import { Cluster } from '../../../src/sim/cluster.ts';
import { CommandError, type Command } from '../../../src/sim/command/command.ts';
import type { WorldEvent } from '../../../src/sim/record/world-event.ts';
import type { Holding } from './place-text.ts';

/** A value that came about in an event. */
export interface Cut extends Holding {
  readonly event: number;
}

/** The run again, as it would have been without a message: dropped by hand as soon as it was sent. */
export async function cutMessage(
  past: Past,
  message: number,
  sentEvent: number,
  cut: Cut,
): Promise<WorldEvent[]> {
  // A copy that somebody made by hand is there only later.
  const sent = past.timeline.arrows.at(message)?.sentEvent ?? sentEvent;
  const cluster = await past.at(sent);
  expect(cluster.world.bus.flight(message)).toBeDefined();
  await attempt(cluster, { type: 'drop', message });
  return goOn(past, cluster, sent, cut);
}

/** The same without a command. */
export async function cutCommand(past: Past, event: number, cut: Cut): Promise<WorldEvent[]> {
  return goOn(past, await past.at(event - 1), event, cut);
}

/** The events, at the instant at which the value came about in the run itself, that bring it about in the other one. */
async function goOn(
  past: Past,
  copy: Cluster,
  from: number,
  { event, node, holds }: Cut,
): Promise<WorldEvent[]> {
  const at = past.history.events.timeOf(event);
  const made: WorldEvent[] = [];
  let isHeld = false;
  const journal = {
    append: (each: WorldEvent): void => {
      const image = copy.world.machines.get(node)?.image;
      const isNow = image !== undefined && holds(image);
      if (isNow && !isHeld && each.at === at) made.push(each);
      isHeld = isNow;
    },
  };
  const cluster = new Cluster(copy.world, copy.host, journal);
  for (const { at: then, command } of past.history.commandsAfter(from)) {
    if (then > at) break;
    await cluster.run({ until: then, events: Infinity });
    cluster.setClock(then);
    await attempt(cluster, command);
  }
  await cluster.run({ until: at, events: Infinity });
  return made;
}

/** What cannot be done in this other run is not done. */
async function attempt(cluster: Cluster, command: Command): Promise<void> {
  try {
    await cluster.actAgain(command);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
  }
}
