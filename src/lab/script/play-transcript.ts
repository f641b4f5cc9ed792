import { unreachable } from '../../base/assert.ts';
import type { NodeId } from '../../base/flavor.ts';
import { encodeUtf8 } from '../../base/utf8.ts';
import { ActionRefused } from '../../lessons/run/action-refused.ts';
import { InProcessStage } from '../../lessons/run/in-process-stage.ts';
import { isOfRaft, known, living, ScriptCluster } from '../../lessons/run/script-cluster.ts';
import type { ScriptStage } from '../../lessons/run/stage.ts';
import type { MessageType } from '../../raft/message.ts';
import { CommandError } from '../../sim/command/command.ts';
import type { TranscriptReport } from '../lab-port.ts';
import { RunStage, type RunStageParts } from './run-stage.ts';
import { planTranscript, refusal, type Deed, type TranscriptPlan } from './transcript-plan.ts';

/**
 * Plays a transcript of the interaction environment as a run by hand. It is played in this thread first: what cannot be done
 * is refused with its line, and no run has begun. What the transcript expects is not compared: `conformance:raft` does
 * that, with raft alone; here the same commands are done to members that are etcd.
 */
export async function playTranscript(text: string, parts: RunStageParts): Promise<TranscriptReport> {
  const plan = planTranscript(text);
  await play(plan, new InProcessStage(), parts.rest);
  const stage = new RunStage(parts);
  try {
    await play(plan, stage, parts.rest);
  } finally {
    stage.end();
  }
  return { commands: plan.steps.length, indexesBefore: plan.before };
}

async function play(plan: TranscriptPlan, stage: ScriptStage, rest: () => Promise<void>): Promise<void> {
  const cluster = await ScriptCluster.begin(plan.cluster, stage, plan.config);
  for (const { line, text, deed } of plan.steps) {
    try {
      await perform(cluster, plan, deed);
    } catch (error) {
      if (error instanceof CommandError && error.code === 'stopped') throw error;
      if (error instanceof ActionRefused) throw refusal(line, text, error.message);
      if (error instanceof CommandError) throw refusal(line, text, error.message);
      throw error;
    }
    const { fallen } = cluster;
    if (fallen !== undefined) throw refusal(line, text, `a member fell by itself: ${fallen}`);
    await rest();
  }
}

async function perform(
  cluster: ScriptCluster,
  { config, before }: TranscriptPlan,
  deed: Deed,
): Promise<void> {
  switch (deed.type) {
    case 'campaign':
    case 'forgetLeader':
      living(cluster, deed.node);
      return cluster.act(deed);
    case 'restart':
      living(cluster, deed.node);
      await cluster.act({ type: 'kill', node: deed.node });
      return cluster.start(deed.node);
    case 'propose':
      living(cluster, deed.node);
      return cluster.clients.propose(deed.node, {
        type: 'put',
        key: encodeUtf8(deed.text),
        value: encodeUtf8(''),
      });
    case 'confChange': {
      living(cluster, deed.node);
      const request = cluster.world.calls.lastId + 1;
      return cluster.act({
        type: 'confChange',
        request,
        node: deed.node,
        change: deed.change,
        means: 'raft',
      });
    }
    case 'ready':
      for (const id of deed.nodes) if (living(cluster, id).view().hasReady) await cluster.processReady(id);
      return;
    case 'append':
    case 'apply':
      for (const id of deed.nodes) {
        living(cluster, id);
        if (cluster.isBusy(id, deed.type)) await cluster.finishWork(id, deed.type);
      }
      return;
    case 'deliver':
      for (const { node, drop } of deed.recipients) await deliver(cluster, node, deed.of, drop);
      return;
    case 'stabilize':
      return stabilize(
        cluster,
        deed.nodes.length > 0 ? deed.nodes.map((id) => known(cluster, id)) : cluster.ids,
      );
    case 'tick': {
      living(cluster, deed.node);
      const count = (deed.clock === 'election' ? config.electionTicks : config.heartbeatTicks) ?? 1;
      for (let i = 0; i < count; i++) {
        cluster.ticks++;
        await cluster.passTick();
        await cluster.tick(deed.node);
      }
      return;
    }
    case 'electionTimeout':
      return cluster.act({ type: 'electionTimeout', node: known(cluster, deed.node), ticks: deed.ticks });
    case 'compact':
      return compact(cluster, deed.node, deed.index - before);
    case 'unreachable':
      return cluster.act({
        type: 'reportUnreachable',
        node: known(cluster, deed.node),
        peer: known(cluster, deed.peer),
      });
    case 'snapshotStatus':
      return cluster.act({
        type: 'reportSnapshot',
        node: known(cluster, deed.node),
        peer: known(cluster, deed.peer),
        ok: deed.ok,
      });
    case 'transferLeader':
      living(cluster, deed.node);
      return cluster.act({ type: 'transferLeader', at: deed.node, to: known(cluster, deed.to) });
    case 'readIndex':
      return cluster.act({ type: 'readIndex', node: known(cluster, deed.node), context: deed.context });
    default:
      return unreachable(deed);
  }
}

/** All that is under way to a node, of one type if one is given, in the order it was sent. Whether there was something. */
async function deliver(
  cluster: ScriptCluster,
  node: NodeId,
  of: MessageType | undefined,
  drop: boolean,
): Promise<boolean> {
  const meant = [...cluster.world.bus.flights()].filter(
    (flight) => flight.to === node && isOfRaft(flight) && (of === undefined || flight.payload.type === of),
  );
  for (const flight of meant) {
    if (drop) await cluster.act({ type: 'drop', message: flight.id });
    else await cluster.deliverOne(flight);
  }
  return meant.length > 0;
}

/** More rounds than any transcript needs. */
const ROUNDS_MAX = 10_000;

/** Rounds of all Readys, all deliveries, all appends, all applies, until one has nothing to do. */
async function stabilize(cluster: ScriptCluster, ids: readonly NodeId[]): Promise<void> {
  for (let round = 0; round < ROUNDS_MAX; round++) {
    let isIdle = true;
    for (const id of ids) {
      if (cluster.node(id)?.view().hasReady !== true) continue;
      isIdle = false;
      await cluster.processReady(id);
    }
    for (const id of ids) if (await deliver(cluster, id, undefined, false)) isIdle = false;
    for (const thread of ['append', 'apply'] as const) {
      for (const id of ids) {
        while (cluster.node(id) !== undefined && cluster.isBusy(id, thread)) {
          isIdle = false;
          await cluster.finishWork(id, thread);
        }
      }
    }
    if (isIdle) return;
  }
  throw new ActionRefused('the cluster comes to rest', 'it goes on for ever');
}

/** The lab's members compact where they take their snapshots: at what they have applied. */
async function compact(cluster: ScriptCluster, node: NodeId, index: number): Promise<void> {
  const { applied } = living(cluster, node).view();
  if (index !== applied) {
    throw new ActionRefused(
      `entry ${index} of the run is the last that n${node} has applied, as the lab compacts there`,
      `it has applied up to ${applied}`,
    );
  }
  await cluster.act({ type: 'snapshotNow', node });
  await cluster.finishAll(node);
}
