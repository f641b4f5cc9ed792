import { present } from '../../base/assert.ts';
import type { NodeId } from '../../base/flavor.ts';
import { copyInProcess } from '../../history/replay.ts';
import type { ModelNode, ModelSetup } from '../../model/setup.ts';
import type { Message } from '../../raft/message.ts';
import { CommandError, type Command } from '../../sim/command/command.ts';
import type { Cluster } from '../../sim/cluster.ts';
import type { MemberFactory } from '../../sim/in-process-host.ts';
import { isPeerMessage } from '../../sim/world/bus-message.ts';
import type { Run } from '../play/run.ts';

/** An instant made ready for a search: time stands, and every node is up. */
export interface ReadyInstant {
  /** A copy in process of the instant at the playhead, after `commands`. */
  readonly cluster: Cluster;
  /** What was done to make it ready. */
  readonly commands: readonly Command[];
}

/**
 * The instant at the playhead, on a copy: the clock stands, whoever is paused goes on, whoever is down is started. A node that is up and hears of nothing
 * is as good as one that is down, so a search leaves nothing out by that.
 */
export async function readyInstant(run: Run): Promise<ReadyInstant> {
  const { cluster: here, factory } = run;
  await here.confirm();
  const cluster = copyAt(here, factory);
  const commands: Command[] = [];
  const act = async (command: Command): Promise<void> => {
    commands.push(command);
    await cluster.actAgain(command);
    await settleNow(cluster);
  };
  if (!cluster.world.byHand) await act({ type: 'byHand', on: true });
  for (const { id, status, removed } of cluster.world.machines.values()) {
    if (status === 'paused') await act({ type: 'resume', node: id });
    if (status === 'killed' && removed === undefined) await act({ type: 'restart', node: id });
  }
  return { cluster, commands };
}

function copyAt(cluster: Cluster, factory: MemberFactory): Cluster {
  return copyInProcess({ world: cluster.world, members: cluster.members() }, factory);
}

/** What follows at once from what was done follows: the clock stands. */
export async function settleNow(cluster: Cluster): Promise<void> {
  for (;;) {
    const step = cluster.runNext(cluster.world.now, 1);
    if (step === 'nothing') break;
    if (step !== 'done') await step;
  }
  await cluster.confirm();
}

/** The members' rafts, disks and messages as the beginning of a search. Throws a CommandError that says why it cannot be one. */
export function setupOf({ world, host }: Cluster): ModelSetup {
  const { config } = world;
  const nodes: ModelNode[] = [];
  let wireIds: ModelSetup['wireIds'];
  for (const { id, status } of world.machines.values()) {
    if (status !== 'up') continue;
    const member = present(host.member(id), 'a machine that is up has a member');
    const { raft, storage, writes, applies, isReadyOpen, wireIds: ids } = member.raftState();
    if (isReadyOpen || (config.readyByHand && member.view().hasReady)) throw notSettled(id);
    nodes.push({ id, raft, storage, writes, applies });
    wireIds ??= ids;
  }
  const first = [...world.machines.values()].find(({ image }) => image !== undefined)?.image;
  if (first === undefined)
    throw new CommandError('nothingThere', 'a search begins with at least one node that is up');
  const messages = [...world.bus.flights()]
    .filter(({ fate, to }) => fate !== 'doomed' && nodes.some(({ id }) => id === to))
    .flatMap(({ payload }): Message[] => (isPeerMessage(payload) ? [] : [payload]));
  return {
    settings: {
      preVote: config.preVote,
      checkQuorum: config.checkQuorum,
      readOnly: config.readOnly,
      stepDownOnRemoval: config.stepDownOnRemoval,
      maxSizePerMsg: config.maxSizePerMsg,
      maxInflightMsgs: config.maxInflightMsgs,
      storage: config.storage,
      brokenRules: config.brokenRules,
      disks: 'atOnce',
    },
    nodes,
    confState: first.view().confState,
    messages,
    ...(wireIds === undefined ? {} : { wireIds }),
  };
}

function notSettled(node: NodeId): CommandError {
  return new CommandError(
    'badArgument',
    `node ${node} is in the middle of a Ready: finish its write and what it applies first, then search from there`,
  );
}
