import { unreachable } from '../base/assert.ts';
import type { Micros, NodeId } from '../base/flavor.ts';
import type { NodeInput } from '../node/io.ts';
import { isPeerMessage, type BusMessage } from './world/bus-message.ts';
import { takeConnectionNews } from './world/connections.ts';
import { localTime } from './world/machine.ts';
import type { Due } from './world/due-queue.ts';
import type { NodeBatch } from './node-host.ts';
import type { World } from './world/world.ts';

/** What may happen at once: the things due, in their order, and the inputs among them by member. */
export interface Batch {
  readonly items: readonly Due[];
  readonly inputs: readonly NodeBatch[];
}

export interface BatchLimit {
  /** Nothing due after this is taken. */
  readonly until: Micros;
  /** At most this many things. */
  readonly events: number;
}

/**
 * Takes what is due next and everything after it that cannot depend on it: due before the lookahead ends (or at the
 * very same time, when it was in the queue before). A member may get several inputs: what each of them has made of it is
 * in its record. A client's time-out goes alone, as it depends on answers. Undefined: nothing is due within the limit.
 */
export function takeBatch(world: World, limit: BatchLimit): Batch | undefined {
  const items: Due[] = [];
  const inputs: InputsInMaking[] = [];
  while (items.length < limit.events) {
    const next = nextDue(world, limit.until);
    if (next === undefined) break;
    if (isTaken(items, next)) {
      world.due.pop();
      continue;
    }
    const first = items[0];
    if (first !== undefined && !mayGoWith(world, first, next)) break;
    world.due.pop();
    const item = withNews(world, next);
    const target = targetOf(world, item);
    if (target !== undefined && world.machines.get(target.node)?.status === 'up') {
      addInput(inputs, target.node, target.input);
    }
    items.push(item);
    if (item.type === 'timeout' || isConsoles(world, item)) break;
  }
  return items.length === 0 ? undefined : { items, inputs };
}

/** A console may ask for something to be done to machines, which is the next that happens. */
function isConsoles(world: World, item: Due): boolean {
  return item.type === 'client' && world.clients.get(item.client)?.client.program.recipe === 'console';
}

/** What is due next, and no later than `until`; it stays in the queue. What has been overtaken before it is forgotten. */
export function nextDue(world: World, until: Micros): Due | undefined {
  const { due, calls } = world;
  for (let request = due.nextTimeout; request !== undefined; request = due.nextTimeout) {
    if (calls.pendingCall(request) !== undefined) break;
    due.dropTimeout();
  }
  for (;;) {
    const item = due.peek();
    if (item === undefined || item.at > until) return undefined;
    if (!isVoid(world, item)) return item;
    due.pop();
  }
}

/**
 * Whether the same is in the batch already: a message that was held and released, or a write whose disk was stuck and freed,
 * is due twice when it comes to the same instant, and happens once.
 */
function isTaken(items: readonly Due[], item: Due): boolean {
  if (item.type === 'flight') {
    return items.some((other) => other.type === 'flight' && other.message === item.message);
  }
  if (item.type !== 'input' || item.input.type !== 'writeDone') return false;
  const { node, input } = item;
  return items.some(
    (other) =>
      other.type === 'input' &&
      other.node === node &&
      other.input.type === 'writeDone' &&
      other.input.write === input.write,
  );
}

/** A tick tells a member that runs also what has become of its connections; the end of a write, whether it has failed. */
export function withNews(world: World, item: Due): Due {
  if (item.type !== 'input') return item;
  if (item.input.type === 'writeDone' && item.waited !== true) {
    const failed = world.machine(item.node).disk.failureOf(item.input.write);
    return failed === undefined ? item : { ...item, input: { ...item.input, failed } };
  }
  if (item.input.type !== 'tick') return item;
  const machine = world.machine(item.node);
  if (machine.status !== 'up') return item;
  const connections = takeConnectionNews(machine, localTime(machine, item.at), world.durations.tick);
  return connections === undefined ? item : { ...item, input: { ...item.input, connections } };
}

interface InputsInMaking {
  readonly node: NodeId;
  readonly inputs: NodeInput[];
}

/** There are few members. */
function addInput(all: InputsInMaking[], node: NodeId, input: NodeInput): void {
  for (const one of all) {
    if (one.node === node) return void one.inputs.push(input);
  }
  all.push({ node, inputs: [input] });
}

/** Overtaken by what has happened since it was put into the queue: it does not happen. */
export function isVoid(world: World, item: Due): boolean {
  switch (item.type) {
    case 'flight':
      return world.bus.flight(item.message)?.endsAt !== item.at;
    case 'timeout':
      return world.calls.pendingCall(item.request) === undefined;
    case 'input': {
      const machine = world.machine(item.node);
      if (machine.status === 'killed' || machine.life !== item.life) return true;
      if (item.input.type === 'tick') return item.byHand !== true && machine.nextTickSeq !== item.seq;
      return (
        item.input.type === 'writeDone' &&
        item.waited !== true &&
        !machine.disk.isDue(item.input.write, item.at)
      );
    }
    case 'client': {
      const run = world.clients.known(item.client);
      return run.life !== item.life || run.status === 'stopped' || run.status === 'done';
    }
    default:
      return unreachable(item);
  }
}

/** The member this is meant for, running or not, and what it is told; undefined if it concerns the world only. */
export function targetOf(
  world: World,
  item: Due,
): { readonly node: NodeId; readonly input: NodeInput } | undefined {
  switch (item.type) {
    case 'flight': {
      const flight = world.bus.flight(item.message);
      if (flight === undefined || flight.fate === 'doomed') return undefined;
      return { node: flight.to, input: inputOf(flight.payload) };
    }
    case 'timeout': {
      const call = world.calls.pendingCall(item.request);
      if (call === undefined) return undefined;
      return { node: call.node, input: { type: 'requestGone', request: item.request } };
    }
    case 'input':
      return { node: item.node, input: item.input };
    case 'client':
      return undefined;
    default:
      return unreachable(item);
  }
}

function inputOf(message: BusMessage): NodeInput {
  return isPeerMessage(message) ? { type: 'peer', message } : { type: 'message', message };
}

function mayGoWith(world: World, first: Due, item: Due): boolean {
  if (item.type === 'timeout') return false;
  return item.at === first.at || item.at < first.at + world.lookahead;
}
