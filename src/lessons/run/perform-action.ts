import { unreachable } from '../../base/assert.ts';
import type { NodeId } from '../../base/flavor.ts';
import { getOf } from './client-operation.ts';
import { forcedDisk, freshDisk, loadedDisk } from '../world/disks.ts';
import { ActionRefused, known, living } from './action-refused.ts';
import { addClient, addStore, performClientAction } from './perform-client.ts';
import { linksBetween } from '../world/links.ts';
import type { ScriptAction } from '../language/script.ts';
import { confChangeOf, type ScriptNode } from '../world/script-node.ts';
import type { ScriptWorld } from '../world/script-world.ts';
import { bytesOf } from '../language/text.ts';

/** For the run itself. */
type RunAction = 'cluster' | 'manual' | 'auto' | 'history' | 'continue';

/** What a script does to its world; `cluster`, the mode and expectations are for the run itself. */
export type WorldAction = Exclude<ScriptAction, { type: RunAction | `expect${string}` }>;

/** Settling included where the action itself is one (`settle`, `tick` when `settles`). Throws ActionRefused. */
export function performAction(world: ScriptWorld, action: WorldAction, settles: boolean): void {
  switch (action.type) {
    case 'tick':
      return tick(world, action, settles && !action.raw);
    case 'settle':
      return settle(world, action.only);
    case 'mark':
      return mark(world);
    case 'deliver':
    case 'dup':
      return takeFlight(world, action);
    case 'ready':
      return processReady(world, action.nodes);
    case 'append':
    case 'apply':
      for (const id of action.nodes) finishOne(world, id, action.type);
      return;
    case 'stall':
    case 'unstall':
      return stall(world, action);
    case 'crash':
      for (const id of action.nodes) world.crash(living(world, id).id);
      return;
    case 'restart':
      for (const id of action.nodes) restart(world, id);
      return;
    case 'load':
    case 'forcenew':
      return replaceDisk(world, action);
    case 'rto':
      return setTimeouts(world, action);
    case 'heal':
    case 'isolate':
    case 'part':
    case 'cut':
    case 'hold':
    case 'discard':
    case 'uncut':
    case 'release':
      return changeLinks(world, action);
    case 'client':
      return addClient(world, action);
    case 'clientAct':
      return performClientAction(world, action);
    case 'sread':
      return world.clients.readAndRecord(living(world, action.node), getOf(action.call));
    case 'store':
      return addStore(world, action.store, action.fencing);
    case 'withFencing':
      for (const store of world.stores.values()) store.fence();
      return;
    default:
      return callNode(world, action);
  }
}

export function settle(world: ScriptWorld, only: readonly NodeId[] | undefined): void {
  if (!world.settle(only?.map((id) => known(world, id)))) {
    throw new ActionRefused('the cluster settles', 'it goes on for ever');
  }
}

type Of<Type extends WorldAction['type']> = Extract<WorldAction, { type: Type }>;

function tick(world: ScriptWorld, action: Of<'tick'>, settles: boolean): void {
  const ids = action.only?.map((id) => known(world, id)).sort((a, b) => a - b) ?? world.ids;
  for (let i = 0; i < action.count; i++) {
    world.ticks++;
    for (const id of ids) {
      const node = world.node(id);
      if (node !== undefined) world.tick(node);
    }
    if (settles) settle(world, undefined);
    world.clients.tick();
    if (settles) settle(world, undefined);
  }
}

function mark(world: ScriptWorld): void {
  world.counters.reset();
  for (const id of world.ids) {
    const node = world.node(id);
    if (node !== undefined) node.reads = [];
  }
}

function takeFlight(world: ScriptWorld, action: Of<'deliver' | 'dup'>): void {
  const { from, to } = action.link;
  known(world, from);
  known(world, to);
  const flight = world.flightsOn(action.link, action.messageType)[action.nth - 1];
  if (flight === undefined) {
    const there = world.flightsOn(action.link, undefined).map(({ message }) => message.type);
    const wanted = action.messageType ?? 'message';
    throw new ActionRefused(
      `${action.nth > 1 ? `${action.nth} times ` : ''}a ${wanted} in flight from n${from} to n${to}`,
      there.length === 0 ? 'nothing is in flight there' : `in flight there: ${there.join(', ')}`,
    );
  }
  if (action.type === 'dup') world.duplicate(flight);
  else world.deliver(flight);
}

function processReady(world: ScriptWorld, ids: readonly NodeId[]): void {
  for (const id of ids) {
    const node = living(world, id);
    if (!node.hasReady()) throw new ActionRefused(`n${id} has a Ready`, `n${id} has nothing to do`);
    world.processReady(node);
  }
}

/** The oldest work of one of the node's threads is done. */
function finishOne(world: ScriptWorld, id: NodeId, thread: 'append' | 'apply'): void {
  const node = asynchronous(world, living(world, id));
  if (!node.isBusy(thread)) throw new ActionRefused(`n${id} has work to ${thread}`, 'there is none');
  world.finishWork(node, thread);
}

function stall(world: ScriptWorld, { type, node, threads }: Of<'stall' | 'unstall'>): void {
  const { stalled } = world.outfit(known(world, node));
  asynchronous(world, undefined);
  for (const thread of threads) {
    if (type === 'stall') stalled.add(thread);
    else stalled.delete(thread);
  }
}

function asynchronous<Node>(world: ScriptWorld, node: Node): Node {
  if (world.cluster.asyncStorage) return node;
  throw new ActionRefused('a cluster with async', 'storage is synchronous: nothing waits for a disk');
}

function restart(world: ScriptWorld, id: NodeId): void {
  known(world, id);
  if (world.node(id) !== undefined) throw new ActionRefused(`n${id} is down`, `n${id} is up`);
  world.start(id);
}

/** Ends the node's life if it has one, and begins another on a disk made for it. */
function replaceDisk(world: ScriptWorld, action: Of<'load' | 'forcenew'>): void {
  const outfit = world.outfit(known(world, action.node));
  if (world.node(action.node) !== undefined) world.crash(action.node);
  const { voters, learners } = world.cluster;
  const { confState } = freshDisk(voters, learners).initialState();
  outfit.disk = action.type === 'load' ? loadedDisk(confState, action) : forcedDisk(outfit.disk, action.node);
  world.start(action.node);
}

function setTimeouts(world: ScriptWorld, action: Of<'rto'>): void {
  for (const { node, ticks } of action.timeouts) {
    world.outfit(known(world, node)).randomizedTimeout = ticks;
    world.node(node)?.keepTimeout();
  }
}

type LinkAction = Of<'heal' | 'isolate' | 'part' | 'cut' | 'hold' | 'discard' | 'uncut' | 'release'>;

function changeLinks(world: ScriptWorld, action: LinkAction): void {
  if ('links' in action) {
    for (const { from, to } of action.links ?? []) {
      known(world, from);
      known(world, to);
    }
  }
  switch (action.type) {
    case 'heal':
      world.links.uncut(undefined);
      return world.links.release(undefined);
    case 'isolate':
      return world.cut(
        linksBetween(
          action.nodes.map((id) => known(world, id)),
          world.ids,
        ),
      );
    case 'part':
      for (const id of action.groups.flat()) known(world, id);
      return world.cut(
        action.groups.flatMap((group, i) => linksBetween(group, action.groups.slice(i + 1).flat())),
      );
    case 'cut':
      return world.cut(action.links);
    case 'hold':
      return world.links.hold(action.links);
    case 'discard':
      return world.lose(({ message }) =>
        action.links.some(({ from, to }) => message.from === from && message.to === to),
      );
    case 'uncut':
      return world.links.uncut(action.links);
    case 'release':
      return world.links.release(action.links);
    default:
      return unreachable(action);
  }
}

type CallAction = Of<
  'campaign' | 'forget' | 'compact' | 'propose' | 'conf' | 'transfer' | 'unreachable' | 'snapstatus' | 'read'
>;

/** A call of one node's raft. */
function callNode(world: ScriptWorld, action: CallAction): void {
  const node = living(world, action.node);
  if ('peer' in action) known(world, action.peer);
  if (action.type === 'snapstatus') {
    return world.reportSnapshot(node, action.peer, action.ok ? 'finish' : 'failure');
  }
  if (action.type === 'propose') {
    const { key, value } = action;
    return world.clients.propose(node.id, { type: 'put', key: bytesOf(key), value: bytesOf(value) });
  }
  if (action.type === 'campaign') world.counters.countLocal('MsgHup');
  if (action.type === 'unreachable') world.counters.countLocal('MsgUnreachable');
  world.act(node, () => call(world, node, action));
}

function call(
  world: ScriptWorld,
  node: ScriptNode,
  action: Exclude<CallAction, { type: 'snapstatus' | 'propose' }>,
): void {
  switch (action.type) {
    case 'compact':
      return node.compact();
    case 'conf': {
      const change = confChangeOf(action.changes, action.joint);
      return world.countDropped(node.do((raft) => raft.proposeConfChange(change)));
    }
    case 'campaign':
      node.do((raft) => raft.campaign());
      return;
    case 'forget':
      return node.do((raft) => raft.forgetLeader());
    case 'transfer':
      return node.do((raft) => raft.transferLeader(action.peer));
    case 'unreachable':
      return node.do((raft) => raft.reportUnreachable(action.peer));
    case 'read':
      return node.do((raft) => raft.readIndex(bytesOf(action.context)));
    default:
      return unreachable(action);
  }
}
