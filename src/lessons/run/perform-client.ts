import { unreachable } from '../../base/assert.ts';
import type { NodeId } from '../../base/flavor.ts';
import { clientRulesWith } from '../../client/rules.ts';
import { ActionRefused } from './action-refused.ts';
import type { ClientAct, ClientAction, WatchAsked } from '../language/client-action.ts';
import { operationOf, rangeOf } from './client-operation.ts';
import { OutsideStore } from './outside-store.ts';
import type { ScriptClient, ScriptWatch } from './script-client.ts';
import type { ScriptAction } from '../language/script.ts';
import { known, type ScriptCluster } from './script-cluster.ts';

/** A new client; it has asked for nothing yet. */
export function addClient(cluster: ScriptCluster, action: Extract<ScriptAction, { type: 'client' }>): void {
  const { client: name, at, timeout } = action;
  if (cluster.clients.client(name) !== undefined)
    throw new ActionRefused(`no client ${name} yet`, `${name} is there`);
  cluster.clients.add({
    name,
    at: known(cluster, at),
    timeout,
    isPaused: false,
    waiting: [],
    last: undefined,
    locks: new Map(),
  });
}

/** What a client does. Throws ActionRefused. */
export async function performClientAction(cluster: ScriptCluster, action: ClientAction): Promise<void> {
  const { act } = action;
  if (action.client === '') {
    if (act.type === 'progress') await askProgress(cluster, knownWatch(cluster, act.watch));
    return;
  }
  const client = knownClient(cluster, action.client);
  if (client.isPaused && act.type !== 'wake')
    throw new ActionRefused(`${client.name} acts`, `${client.name} is paused`);
  if (action.at !== undefined) client.at = known(cluster, action.at);
  await perform(cluster, client, act);
}

async function perform(cluster: ScriptCluster, client: ScriptClient, act: ClientAct): Promise<void> {
  const { clients } = cluster;
  switch (act.type) {
    case 'move':
      return;
    case 'pause':
      client.isPaused = true;
      return;
    case 'wake':
      return wake(cluster, client);
    case 'call':
      return clients.call(
        client,
        operationOf(act.call, (name) => clients.lease(name)),
      );
    case 'retry': {
      if (client.last === undefined)
        throw new ActionRefused('a call to make again', `${client.name} has made none`);
      return clients.call(client, client.last.operation);
    }
    case 'watch':
      return openWatch(cluster, client, act.watch);
    case 'resume': {
      const watch = knownWatch(cluster, act.watch);
      running(cluster, client.at);
      const { watchGoesOnFrom } = clientRulesWith(cluster.cluster.brokenRules);
      return clients.resume(watch, act.from ?? watchGoesOnFrom(watch.next));
    }
    case 'cancel': {
      const watch = knownWatch(cluster, act.watch);
      return clients.tellWatch(watch, { type: 'cancel', watchId: watch.watchId });
    }
    case 'progress':
      return askProgress(cluster, knownWatch(cluster, act.watch));
    case 'lock':
      return clients.lock(client, act.lock, clients.lease(act.lease));
    case 'unlock': {
      const lock = client.locks.get(act.lock);
      if (lock === undefined)
        throw new ActionRefused(`a lock ${act.lock} of ${client.name}`, 'there is none');
      return clients.unlock(client, lock);
    }
    case 'write':
      return writeOutside(cluster, client, act);
    default:
      return unreachable(act);
  }
}

async function wake(cluster: ScriptCluster, client: ScriptClient): Promise<void> {
  if (!client.isPaused) throw new ActionRefused(`${client.name} is paused`, `${client.name} is not`);
  await cluster.clients.wake(client);
}

function knownClient(cluster: ScriptCluster, name: string): ScriptClient {
  const client = cluster.clients.client(name);
  if (client !== undefined) return client;
  const names = cluster.clients.clients().map((each) => each.name);
  throw new ActionRefused(`a client of this script (${names.join(', ')})`, name);
}

export function knownWatch(cluster: ScriptCluster, name: string): ScriptWatch {
  const watch = cluster.clients.watch(name);
  if (watch === undefined) throw new ActionRefused('a watch of this script', name);
  return watch;
}

function running(cluster: ScriptCluster, id: NodeId): void {
  if (cluster.node(id) === undefined) throw new ActionRefused(`n${id} is up`, `n${id} is down`);
}

async function openWatch(cluster: ScriptCluster, client: ScriptClient, asked: WatchAsked): Promise<void> {
  running(cluster, client.at);
  const { key, rangeEnd = new Uint8Array(0) } = rangeOf(asked.keys);
  await cluster.clients.openWatch({
    name: asked.watch,
    client,
    request: {
      type: 'create',
      key,
      rangeEnd,
      startRevision: asked.from,
      progressNotify: asked.progress,
      filters: asked.filters,
      prevKv: asked.prevKv,
      watchId: 0n,
      fragment: false,
    },
    node: client.at,
    stream: 0,
    watchId: 0n,
    events: [],
    responses: 0,
    next: asked.from,
    progress: 0,
    isCancelled: false,
    compactRevision: 0,
  });
}

async function askProgress(cluster: ScriptCluster, watch: ScriptWatch): Promise<void> {
  running(cluster, watch.node);
  await cluster.clients.tellWatch(watch, { type: 'progress' });
}

export function addStore(cluster: ScriptCluster, name: string, fencing: boolean): void {
  if (cluster.stores.has(name)) throw new ActionRefused(`no store ${name} yet`, `${name} is there`);
  cluster.stores.set(name, new OutsideStore(name, fencing));
}

/** The token that is shown is the one that is written down, or that of the lock it believes to hold. */
function writeOutside(
  cluster: ScriptCluster,
  client: ScriptClient,
  act: Extract<ClientAct, { type: 'write' }>,
): void {
  const store = cluster.stores.get(act.store);
  if (store === undefined) throw new ActionRefused('a store of this script', act.store);
  const held = heldLocks(client);
  const { shownToken } = clientRulesWith(cluster.cluster.brokenRules);
  const token = shownToken(act.token ?? held.map((lock) => lock.token).reduce(greater, undefined));
  const trespass = held.find((lock) => isHeldByLater(cluster, client, lock))?.name;
  const isAccepted = store.write({ client: client.name, value: act.value, token, trespass });
  if (!isAccepted || trespass === undefined) return;
  const detail = `${client.name} has written to ${store.name} while somebody else held the lock ${trespass}`;
  cluster.report({ name: 'MutualExclusion', nodes: [], revision: undefined, detail });
}

function greater(a: number | undefined, b: number): number {
  return Math.max(a ?? 0, b);
}

interface HeldToken {
  readonly name: string;
  readonly token: number;
}

/** The locks that the client believes to hold. */
export function heldLocks(client: ScriptClient): HeldToken[] {
  return [...client.locks]
    .filter(([, { program }]) => program.stage === 'owner')
    .map(([name, { program }]) => ({ name, token: program.createRevision }));
}

function isHeldByLater(cluster: ScriptCluster, client: ScriptClient, { name, token }: HeldToken): boolean {
  return cluster.clients
    .clients()
    .some(
      (other) =>
        other !== client && heldLocks(other).some((lock) => lock.name === name && lock.token > token),
    );
}
