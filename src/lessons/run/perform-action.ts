import { present, unreachable } from '../../base/assert.ts';
import type { NodeId } from '../../base/flavor.ts';
import type { ConfChange, ConfChangeV2 } from '../../raft/entry.ts';
import type { ScriptAction } from '../language/script.ts';
import { bytesOf } from '../language/text.ts';
import { ActionRefused } from './action-refused.ts';
import { getOf } from './client-operation.ts';
import { linksBetween } from './links.ts';
import { addClient, addStore, performClientAction } from './perform-client.ts';
import { performFault } from './perform-fault.ts';
import { isOfRaft, known, living, type ScriptCluster } from './script-cluster.ts';

/** For the run itself. */
type RunAction = 'cluster' | 'manual' | 'auto' | 'history' | 'continue';

/** What a script does to its world; `cluster`, the mode and expectations are for the run itself. */
export type WorldAction = Exclude<ScriptAction, { type: RunAction | `expect${string}` }>;

/** Settling included where the action itself is one (`settle`, `tick` when `settles`). Rejects with ActionRefused. */
export async function performAction(
  cluster: ScriptCluster,
  action: WorldAction,
  settles: boolean,
): Promise<void> {
  switch (action.type) {
    case 'tick':
      return tick(cluster, action, settles && !action.raw);
    case 'settle':
      return settle(cluster, action.only);
    case 'mark':
      return mark(cluster);
    case 'deliver':
    case 'dup':
      return takeFlight(cluster, action);
    case 'ready':
      return processReady(cluster, action.nodes);
    case 'append':
    case 'apply':
      for (const id of action.nodes) await finishOne(cluster, id, action.type);
      return;
    case 'stall':
    case 'unstall':
      return stall(cluster, action);
    case 'power':
    case 'wipe':
    case 'disk':
    case 'flip':
    case 'clock':
    case 'shape':
      return performFault(cluster, action);
    case 'crash':
      for (const id of action.nodes) {
        living(cluster, id);
        await cluster.act({ type: 'kill', node: id });
      }
      return;
    case 'restart':
      for (const id of action.nodes) await restart(cluster, id);
      return;
    case 'load':
    case 'forcenew':
      return beginAnew(cluster, action);
    case 'rto':
      for (const { node, ticks } of action.timeouts) {
        await cluster.act({ type: 'electionTimeout', node: known(cluster, node), ticks });
      }
      return;
    case 'heal':
    case 'isolate':
    case 'part':
    case 'cut':
    case 'hold':
    case 'discard':
    case 'uncut':
    case 'release':
      return changeLinks(cluster, action);
    case 'client':
      return addClient(cluster, action);
    case 'clientAct':
      return performClientAction(cluster, action);
    case 'sread':
      return cluster.clients.readAndRecord(living(cluster, action.node), getOf(action.call));
    case 'store':
      return addStore(cluster, action.store, action.fencing);
    case 'withFencing':
      for (const store of cluster.stores.values()) store.fence();
      return;
    default:
      return callNode(cluster, action);
  }
}

export async function settle(cluster: ScriptCluster, only: readonly NodeId[] | undefined): Promise<void> {
  if (!(await cluster.settle(only?.map((id) => known(cluster, id))))) {
    throw new ActionRefused('the cluster settles', 'it goes on for ever');
  }
}

type Of<Type extends WorldAction['type']> = Extract<WorldAction, { type: Type }>;

async function tick(cluster: ScriptCluster, action: Of<'tick'>, settles: boolean): Promise<void> {
  const ids = action.only?.map((id) => known(cluster, id)).sort((a, b) => a - b) ?? cluster.ids;
  for (let i = 0; i < action.count; i++) {
    cluster.ticks++;
    await cluster.passTick();
    for (const id of ids) if (cluster.node(id) !== undefined) await cluster.tick(id);
    if (settles) await settle(cluster, undefined);
    await cluster.clients.tick();
    if (settles) await settle(cluster, undefined);
  }
}

function mark(cluster: ScriptCluster): void {
  cluster.counters.reset();
  for (const id of cluster.ids) cluster.place(id).reads = [];
}

async function takeFlight(cluster: ScriptCluster, action: Of<'deliver' | 'dup'>): Promise<void> {
  const { from, to } = action.link;
  known(cluster, from);
  known(cluster, to);
  const there = cluster.flightsOn(action.link, undefined).filter(isOfRaft);
  const flight = there.filter(
    ({ payload }) => action.messageType === undefined || payload.type === action.messageType,
  )[action.nth - 1];
  if (flight === undefined) {
    const wanted = action.messageType ?? 'message';
    throw new ActionRefused(
      `${action.nth > 1 ? `${action.nth} times ` : ''}a ${wanted} in flight from n${from} to n${to}`,
      there.length === 0
        ? 'nothing is in flight there'
        : `in flight there: ${there.map(({ payload }) => payload.type).join(', ')}`,
    );
  }
  if (action.type === 'dup') await cluster.act({ type: 'duplicate', message: flight.id });
  else await cluster.deliverOne(flight);
}

async function processReady(cluster: ScriptCluster, ids: readonly NodeId[]): Promise<void> {
  for (const id of ids) {
    if (!living(cluster, id).view().hasReady) {
      throw new ActionRefused(`n${id} has a Ready`, `n${id} has nothing to do`);
    }
    await cluster.processReady(id);
  }
}

/** The oldest work of one of the node's threads is done. */
async function finishOne(cluster: ScriptCluster, id: NodeId, thread: 'append' | 'apply'): Promise<void> {
  living(cluster, id);
  checkAsynchronous(cluster);
  if (!cluster.isBusy(id, thread)) throw new ActionRefused(`n${id} has work to ${thread}`, 'there is none');
  await cluster.finishWork(id, thread);
}

function stall(cluster: ScriptCluster, { type, node, threads }: Of<'stall' | 'unstall'>): void {
  const { stalled } = cluster.place(known(cluster, node));
  checkAsynchronous(cluster);
  for (const thread of threads) {
    if (type === 'stall') stalled.add(thread);
    else stalled.delete(thread);
  }
}

function checkAsynchronous({ cluster }: ScriptCluster): void {
  if (cluster.asyncStorage) return;
  throw new ActionRefused('a cluster with async', 'storage is synchronous: nothing waits for a disk');
}

async function restart(cluster: ScriptCluster, id: NodeId): Promise<void> {
  known(cluster, id);
  if (cluster.node(id) !== undefined) throw new ActionRefused(`n${id} is down`, `n${id} is up`);
  await cluster.start(id);
}

/** Ends the node's life if it has one, and begins another: on a disk made for it, or as a cluster of its own. */
async function beginAnew(cluster: ScriptCluster, action: Of<'load' | 'forcenew'>): Promise<void> {
  const { node } = action;
  known(cluster, node);
  if (cluster.node(node) !== undefined) await cluster.act({ type: 'kill', node });
  if (action.type === 'load') {
    const { log, term, vote, commit } = action;
    await cluster.act({ type: 'loadDisk', node, log, term, vote, commit });
  }
  await cluster.start(node, action.type === 'forcenew');
}

type LinkAction = Of<'heal' | 'isolate' | 'part' | 'cut' | 'hold' | 'discard' | 'uncut' | 'release'>;
type Links = readonly { readonly from: NodeId; readonly to: NodeId }[];

async function changeLinks(cluster: ScriptCluster, action: LinkAction): Promise<void> {
  if ('links' in action) {
    for (const { from, to } of action.links ?? []) {
      known(cluster, from);
      known(cluster, to);
    }
  }
  switch (action.type) {
    case 'heal':
      return cluster.act({ type: 'heal' });
    case 'isolate':
      for (const id of action.nodes) await cluster.act({ type: 'isolate', node: known(cluster, id) });
      return;
    case 'part': {
      for (const id of action.groups.flat()) known(cluster, id);
      const between = action.groups.flatMap((group, i) =>
        linksBetween(group, action.groups.slice(i + 1).flat()),
      );
      return cut(cluster, between);
    }
    case 'cut':
      return cut(cluster, action.links);
    case 'hold':
      return hold(cluster, action.links, true);
    case 'discard':
      return cluster.discard(action.links);
    case 'uncut':
      for (const { from, to } of action.links ?? cluster.world.bus.links().filter((link) => link.cut)) {
        await cluster.act({ type: 'uncut', from, to, oneWay: true });
      }
      return;
    case 'release':
      return hold(cluster, action.links ?? cluster.world.bus.links().filter((link) => link.hold), false);
    default:
      return unreachable(action);
  }
}

async function cut(cluster: ScriptCluster, links: Links): Promise<void> {
  for (const { from, to } of links) await cluster.act({ type: 'cut', from, to, oneWay: true });
}

async function hold(cluster: ScriptCluster, links: Links, isHeld: boolean): Promise<void> {
  for (const { from, to } of links) {
    await cluster.act({ type: 'link', from, to, settings: { hold: isHeld } });
  }
}

type CallAction = Of<
  'campaign' | 'forget' | 'compact' | 'propose' | 'conf' | 'transfer' | 'unreachable' | 'snapstatus' | 'read'
>;

/** What one node is told: its raft, or its etcd. */
async function callNode(cluster: ScriptCluster, action: CallAction): Promise<void> {
  const { node } = action;
  living(cluster, node);
  if ('peer' in action) known(cluster, action.peer);
  switch (action.type) {
    case 'propose': {
      const [key, value] = [bytesOf(action.key), bytesOf(action.value)];
      return cluster.clients.propose(node, { type: 'put', key, value });
    }
    case 'conf': {
      const request = cluster.world.calls.lastId + 1;
      const change = confChangeOf(action.changes, action.joint);
      return cluster.act({ type: 'confChange', request, node, change, means: 'raft' });
    }
    case 'compact':
      await cluster.act({ type: 'snapshotNow', node });
      await cluster.finishAll(node);
      return;
    case 'campaign':
      return cluster.act({ type: 'campaign', node });
    case 'forget':
      return cluster.act({ type: 'forgetLeader', node });
    case 'transfer':
      return cluster.act({ type: 'transferLeader', at: node, to: action.peer });
    case 'unreachable':
      return cluster.act({ type: 'reportUnreachable', node, peer: action.peer });
    case 'snapstatus':
      return cluster.act({ type: 'reportSnapshot', node, peer: action.peer, ok: action.ok });
    case 'read':
      return cluster.act({ type: 'readIndex', node, context: action.context });
    default:
      return unreachable(action);
  }
}

/** The change a script asks for, in raft's form. No changes: leave the joint configuration. */
function confChangeOf(changes: Of<'conf'>['changes'], joint: Of<'conf'>['joint']): ConfChange | ConfChangeV2 {
  const [first] = changes;
  if (joint === undefined) {
    const { type, node } = present(first, 'a plain change is one change');
    return { version: 1, id: 0, type, nodeId: node, context: undefined };
  }
  return {
    version: 2,
    transition: changes.length === 0 ? 'ConfChangeTransitionAuto' : transitions[joint],
    changes: changes.map(({ type, node }) => ({ type, nodeId: node })),
    context: undefined,
  };
}

const transitions = {
  implicit: 'ConfChangeTransitionJointImplicit',
  explicit: 'ConfChangeTransitionJointExplicit',
} as const;
