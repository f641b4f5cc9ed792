import { unreachable } from '../../base/assert.ts';
import type { NodeId } from '../../base/flavor.ts';
import { ActionRefused, known } from './action-refused.ts';
import type { ClientAct, ClientAction, WatchAsked } from '../language/client-action.ts';
import { operationOf, rangeOf } from './client-operation.ts';
import { OutsideStore } from '../world/outside-store.ts';
import type { ScriptClient, ScriptWatch } from '../world/script-client.ts';
import type { ScriptAction } from '../language/script.ts';
import type { ScriptWorld } from '../world/script-world.ts';

/** A new client; it has asked for nothing yet. */
export function addClient(world: ScriptWorld, action: Extract<ScriptAction, { type: 'client' }>): void {
  const { client: name, at, timeout } = action;
  if (world.clients.client(name) !== undefined)
    throw new ActionRefused(`no client ${name} yet`, `${name} is there`);
  world.clients.add({
    name,
    at: known(world, at),
    timeout,
    isPaused: false,
    waiting: [],
    last: undefined,
    locks: new Map(),
  });
}

/** What a client does. Throws ActionRefused. */
export function performClientAction(world: ScriptWorld, action: ClientAction): void {
  const { act } = action;
  if (action.client === '') {
    if (act.type === 'progress') askProgress(world, knownWatch(world, act.watch));
    return;
  }
  const client = knownClient(world, action.client);
  if (client.isPaused && act.type !== 'wake')
    throw new ActionRefused(`${client.name} acts`, `${client.name} is paused`);
  if (action.at !== undefined) client.at = known(world, action.at);
  perform(world, client, act);
}

function perform(world: ScriptWorld, client: ScriptClient, act: ClientAct): void {
  const { clients } = world;
  switch (act.type) {
    case 'move':
      return;
    case 'pause':
      client.isPaused = true;
      return;
    case 'wake':
      return wake(world, client);
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
      return openWatch(world, client, act.watch);
    case 'resume': {
      const watch = knownWatch(world, act.watch);
      running(world, client.at);
      return clients.resume(watch, act.from ?? watch.next);
    }
    case 'cancel': {
      const watch = knownWatch(world, act.watch);
      return clients.tellWatch(watch, { type: 'cancel', watchId: watch.watchId });
    }
    case 'progress':
      return askProgress(world, knownWatch(world, act.watch));
    case 'lock':
      return clients.lock(client, act.lock, clients.lease(act.lease));
    case 'unlock': {
      const lock = client.locks.get(act.lock);
      if (lock === undefined)
        throw new ActionRefused(`a lock ${act.lock} of ${client.name}`, 'there is none');
      return clients.unlock(client, lock);
    }
    case 'write':
      return writeOutside(world, client, act);
    default:
      return unreachable(act);
  }
}

function wake(world: ScriptWorld, client: ScriptClient): void {
  if (!client.isPaused) throw new ActionRefused(`${client.name} is paused`, `${client.name} is not`);
  world.clients.wake(client);
}

function knownClient(world: ScriptWorld, name: string): ScriptClient {
  const client = world.clients.client(name);
  if (client !== undefined) return client;
  const names = world.clients.clients().map((each) => each.name);
  throw new ActionRefused(`a client of this script (${names.join(', ')})`, name);
}

export function knownWatch(world: ScriptWorld, name: string): ScriptWatch {
  const watch = world.clients.watch(name);
  if (watch === undefined) throw new ActionRefused('a watch of this script', name);
  return watch;
}

function running(world: ScriptWorld, id: NodeId): void {
  if (world.node(id) === undefined) throw new ActionRefused(`n${id} is up`, `n${id} is down`);
}

function openWatch(world: ScriptWorld, client: ScriptClient, asked: WatchAsked): void {
  running(world, client.at);
  const { key, rangeEnd = new Uint8Array(0) } = rangeOf(asked.keys);
  world.clients.openWatch({
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

function askProgress(world: ScriptWorld, watch: ScriptWatch): void {
  running(world, watch.node);
  world.clients.tellWatch(watch, { type: 'progress' });
}

export function addStore(world: ScriptWorld, name: string, fencing: boolean): void {
  if (world.stores.has(name)) throw new ActionRefused(`no store ${name} yet`, `${name} is there`);
  world.stores.set(name, new OutsideStore(name, fencing));
}

/** The token that is shown is the one that is written down, or that of the lock it believes to hold. */
function writeOutside(
  world: ScriptWorld,
  client: ScriptClient,
  act: Extract<ClientAct, { type: 'write' }>,
): void {
  const store = world.stores.get(act.store);
  if (store === undefined) throw new ActionRefused('a store of this script', act.store);
  const held = heldLocks(client);
  const token = act.token ?? held.map((lock) => lock.token).reduce(greater, undefined);
  const trespass = held.find((lock) => isHeldByLater(world, client, lock))?.name;
  const isAccepted = store.write({ client: client.name, value: act.value, token, trespass });
  if (!isAccepted || trespass === undefined) return;
  const detail = `${client.name} has written to ${store.name} while somebody else held the lock ${trespass}`;
  const { ticks, steps: step } = world;
  world.checks.reportMutualExclusion(`${store.name}/${client.name}`, detail, { ticks, step });
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

function isHeldByLater(world: ScriptWorld, client: ScriptClient, { name, token }: HeldToken): boolean {
  return world.clients
    .clients()
    .some(
      (other) =>
        other !== client && heldLocks(other).some((lock) => lock.name === name && lock.token > token),
    );
}
