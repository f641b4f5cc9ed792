import { assert } from '../base/assert.ts';
import type { StateTracer } from '../raft/state-trace.ts';
import { Cluster } from '../sim/cluster.ts';
import { InProcessHost, type MemberFactory } from '../sim/in-process-host.ts';
import type { Journal } from '../sim/record/world-event.ts';
import type { Checkpoint } from './checkpoints.ts';
import type { History } from './history.ts';

/** A cluster in process at a past event: a checkpoint's clone, replayed. It is not recorded, but `journal` may listen. */
export async function seekEvent(
  history: History,
  event: number,
  factory: MemberFactory,
  journal?: Journal,
): Promise<Cluster> {
  const cluster = fromCheckpoint(history, event, factory, journal);
  await replayTo(history, cluster, event);
  return cluster;
}

/** A clone of the newest checkpoint at or before an event, to be replayed up to it. */
export function fromCheckpoint(
  history: History,
  event: number,
  factory: MemberFactory,
  journal?: Journal,
): Cluster {
  return copyInProcess(history.checkpointFor(event), factory, journal);
}

/**
 * A cluster in process at the very beginning, whose members start anew from their disks: `tracer` is told all that their
 * raft does, from its first moment on.
 */
export async function fromBeginning(
  history: History,
  factory: MemberFactory,
  tracer: StateTracer,
  journal?: Journal,
): Promise<Cluster> {
  const { world } = history.checkpointFor(0);
  const host = new InProcessHost(factory, tracer);
  const cluster = await Cluster.create(world.config, host, world.watcher.clone(), journal);
  assert(cluster.world.hash.hex() === world.hash.hex(), 'a run begins as it began');
  return cluster;
}

/** A cluster in this thread that goes on from here by itself: neither the world nor a member is shared with it. */
export function copyInProcess(
  { world, members }: Pick<Checkpoint, 'world' | 'members'>,
  factory: MemberFactory,
  journal?: Journal,
): Cluster {
  const host = new InProcessHost(factory);
  host.restore(members);
  return new Cluster(world.clone(), host, journal);
}

/** Goes on to a later event of the record, by the recorded commands. The clock stands at that event. */
export async function replayTo(history: History, cluster: Cluster, event: number): Promise<void> {
  const { world } = cluster;
  assert(event >= world.events && event <= history.events.last, `event ${event} is ahead in the record`);
  while (world.events < event) {
    const next = history.commandAfter(world.events);
    const target = next === undefined ? event : Math.min(event, next.event - 1);
    await cluster.run({ until: history.events.timeOf(target), events: target - world.events });
    assert(world.events === target, `the replay reaches event ${target}, not ${world.events}`);
    if (next === undefined || next.event > event) break;
    cluster.setClock(next.at);
    await cluster.actAgain(next.command);
  }
}
