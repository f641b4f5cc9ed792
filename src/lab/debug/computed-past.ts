import { Monitors } from '../../check/monitors.ts';
import type { Past } from '../../explain/past.ts';
import type { RunToThere } from '../../explain/likelihood/crowd.ts';
import type { History } from '../../history/history.ts';
import { seekEvent } from '../../history/replay.ts';
import { Cluster } from '../../sim/cluster.ts';
import { CommandError } from '../../sim/command/command.ts';
import { InProcessHost, type MemberFactory } from '../../sim/in-process-host.ts';
import { nextDue } from '../../sim/take-batch.ts';
import { Recorder } from '../play/recorder.ts';
import type { Run } from '../play/run.ts';

/** The record of the current branch up to an event, as whoever computes it again needs it. */
export async function runToThere({ config, history, factory }: Run, event: number): Promise<RunToThere> {
  const { world } = await seekEvent(history, event, factory);
  return {
    config,
    commands: history.commandsAfter(0).filter((each) => each.event <= event),
    end: { event, at: history.events.timeOf(event), hash: world.hash.hex() },
  };
}

/** The same run computed again in this thread, recorded. Rejects with a CommandError if it is another one. */
export async function computePast(
  { config, commands, end }: RunToThere,
  factory: MemberFactory,
): Promise<Pick<Past, 'at' | 'history'>> {
  const recorder = new Recorder();
  const cluster = await Cluster.create(config, new InProcessHost(factory), new Monitors(), recorder);
  recorder.begin(cluster);
  const { history } = recorder;
  for (const { event, at, command } of commands) {
    await goOn(cluster, history, event - 1, at);
    const { world } = cluster;
    const isThere = world.events === event - 1 && world.now <= at && nextDue(world, at - 1) === undefined;
    if (!isThere) throw another(event);
    if (at > world.now) cluster.setClock(at);
    await cluster.actAgain(command);
    history.maybeCheckpoint(cluster);
  }
  await goOn(cluster, history, end.event, end.at);
  if (cluster.world.hash.hex() !== end.hash) throw another(end.event);
  return { history, at: (event) => seekEvent(history, event, factory) };
}

function another(event: number): CommandError {
  return new CommandError('differs', `the run was computed again, and is another one by event ${event}`);
}

async function goOn(cluster: Cluster, history: History, event: number, until: number): Promise<void> {
  const { world } = cluster;
  while (world.events < event && world.now <= until) {
    const step = cluster.runNext(until, event - world.events);
    if (step === 'nothing') return;
    if (step !== 'done') await step;
    history.maybeCheckpoint(cluster);
  }
}
