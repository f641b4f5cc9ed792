import { msToMicros, type NodeId } from '../../base/flavor.ts';
import type { Flight } from '../../net/flight.ts';
import type { LinkDials } from '../../net/link.ts';
import type { AskedConfChange, MemberBoot, NodeInput } from '../../node/io.ts';
import type { BusMessage } from '../world/bus-message.ts';
import { makeClient } from '../../client/client.ts';
import { openConnections, updateConnections, wakeConnections } from '../world/connections.ts';
import { checkCommand, knownHttpCall, knownStream, leaderOf } from './check-command.ts';
import { pushClientEvent } from '../clients/client-hearing.ts';
import { stopClient } from '../clients/client-step.ts';
import type { ClientCommand, Command, DiskSettings, LinkSettings } from './command.ts';
import type { Machine } from '../world/machine.ts';
import { parseMachineSettings } from '../world/parse-config.ts';
import { breakStream, endCall } from '../clients/end-call.ts';
import { endFlight, openEvent, phaseOf, stop } from '../settle.ts';
import type { OpenEvent } from '../record/world-event.ts';
import {
  addMachine,
  bootOf,
  computeLookahead,
  diskDurations,
  loseDisk,
  pushInput,
  scheduleFlight,
  startAgain,
  startClock,
  type World,
} from '../world/world.ts';

/** What a command asks of the host, once the world has done its part. */
export interface Effect {
  readonly event: OpenEvent;
  /** This member is to be gone. */
  readonly kill?: NodeId;
  /** This member is to be started; its first output belongs to the command's event. */
  readonly start?: MemberBoot;
}

/**
 * Does a command to the world, now. Throws a CommandError, and has changed nothing, if it cannot be done. The event is
 * still open: whoever runs the host closes it. What a command says to a member is an input of its own, due at once.
 */
export function perform(world: World, command: Command): Effect {
  checkCommand(world, command);
  const event = openEvent(world, 'command', nodeOf(command));
  event.command = command;
  switch (command.type) {
    case 'kill':
      stop(world, world.machine(command.node), {}, event);
      return { event, kill: command.node };
    case 'crashed':
      stop(world, world.machine(command.node), { crashed: command.reason }, event);
      return { event, kill: command.node };
    case 'restart':
    case 'forceNewCluster':
      startAgain(world, world.machine(command.node));
      return { event, start: started(world, command.node, event, command.type === 'forceNewCluster') };
    case 'pause':
      pause(world, command.node, event);
      break;
    case 'resume':
      resume(world, command.node, event);
      break;
    case 'campaign':
    case 'forgetLeader':
    case 'snapshotNow':
      tell(world, command.node, { type: command.type });
      break;
    case 'transferLeader':
      tell(world, leaderOf(world).id, { type: 'transferLeader', to: command.to });
      break;
    case 'isolate':
      cutBetween(world, (from, to) => from === command.node || to === command.node);
      break;
    case 'partition':
      partition(world, command.groups);
      break;
    case 'cut':
      cutBetween(world, (from, to) => isLink(command, from, to));
      break;
    case 'uncut':
      for (const link of world.bus.links()) {
        if (isLink(command, link.from, link.to)) world.bus.uncut(link.from, link.to);
      }
      updateConnections(world);
      break;
    case 'heal':
      heal(world);
      break;
    case 'link':
      setLink(world, command.from, command.to, command.settings);
      break;
    case 'disk':
      setDisk(world, world.machine(command.node), command.settings);
      break;
    case 'loseDisk':
      loseDisk(world, world.machine(command.node));
      break;
    case 'configure': {
      const machine = world.machine(command.node);
      machine.settings = parseMachineSettings(world.config, machine.settings, command.settings);
      break;
    }
    case 'deliver':
      scheduleFlight(world, world.bus.deliver(command.message, world.now));
      break;
    case 'hold':
      world.bus.hold(command.message);
      break;
    case 'release':
      scheduleFlight(world, world.bus.release(command.message, world.now));
      break;
    case 'drop':
      endFlight(world, world.bus.take(command.message), 'dropped', event);
      break;
    case 'duplicate':
      duplicate(world, command.message, event);
      break;
    case 'openStream':
      openStream(world, command, event);
      break;
    case 'sendStream':
    case 'closeStream':
      useStream(world, command, event);
      break;
    case 'http':
      callHttp(world, command);
      break;
    case 'httpGone':
      hangUp(world, command.request);
      break;
    case 'request':
    case 'confChange':
      call(world, command, event);
      break;
    case 'startClient':
    case 'tellClient':
    case 'pauseClient':
    case 'resumeClient':
    case 'stopClient':
      actOnClient(world, command);
      break;
    case 'addMachine':
      beginMachine(world, command.node);
      return { event, start: started(world, command.node, event) };
  }
  return { event };
}

function nodeOf(command: Command): NodeId {
  if ('node' in command) return command.node;
  return command.type === 'transferLeader' ? command.to : 0;
}

function started(world: World, node: NodeId, event: OpenEvent, forceNewCluster = false): MemberBoot {
  openConnections(world, world.machine(node));
  updateConnections(world);
  event.became.push(phaseOf(world.machine(node)));
  return bootOf(world, node, forceNewCluster);
}

/** A machine that was not there, or one whose member was removed. */
function beginMachine(world: World, node: NodeId): void {
  const machine = world.machines.get(node);
  if (machine === undefined) return addMachine(world, node);
  loseDisk(world, machine);
  startAgain(world, machine);
}

/** The process stands still: its clock stops, what comes waits. Its disk goes on. */
function pause(world: World, node: NodeId, event: OpenEvent): void {
  const machine = world.machine(node);
  machine.status = 'paused';
  machine.pausedAt = world.now;
  machine.tickLeft = (machine.nextTickAt ?? world.now) - world.now;
  machine.nextTickAt = undefined;
  machine.nextTickSeq = 0;
  updateConnections(world);
  event.became.push(phaseOf(machine));
}

/**
 * The clock goes on from where it stood, and everything that waited happens now, in its order: before what is due at
 * this very instant, as it came before it.
 */
function resume(world: World, node: NodeId, event: OpenEvent): void {
  const machine = world.machine(node);
  machine.status = 'up';
  wakeConnections(machine, world.now);
  const { id, life } = machine;
  world.due.pushBefore(
    world.now,
    machine.waiting.map((input) => ({ type: 'input', node: id, life, input, waited: true })),
  );
  machine.waiting = [];
  startClock(world, machine, machine.tickLeft);
  updateConnections(world);
  event.became.push(phaseOf(machine));
}

function tell(world: World, node: NodeId, input: NodeInput): void {
  pushInput(world, world.machine(node), world.now, input);
}

function isLink(
  { from, to, oneWay }: { readonly from: NodeId; readonly to: NodeId; readonly oneWay: boolean },
  linkFrom: NodeId,
  linkTo: NodeId,
): boolean {
  return (linkFrom === from && linkTo === to) || (!oneWay && linkFrom === to && linkTo === from);
}

function cutBetween(world: World, isCut: (from: NodeId, to: NodeId) => boolean): void {
  for (const { from, to, cut } of world.bus.links()) {
    if (!cut && isCut(from, to)) reschedule(world, world.bus.cut(from, to, world.now));
  }
  updateConnections(world);
}

function partition(world: World, groups: readonly (readonly NodeId[])[]): void {
  const groupOf = new Map(groups.flatMap((group, i) => group.map((id) => [id, i] as const)));
  cutBetween(world, (from, to) => {
    const group = groupOf.get(from);
    return group === undefined || group !== groupOf.get(to);
  });
}

/** Every cut is gone and every hold, on links and on single messages. */
function heal(world: World): void {
  for (const { from, to } of world.bus.links()) {
    world.bus.uncut(from, to);
    reschedule(world, world.bus.releaseLink(from, to, world.now));
  }
  updateConnections(world);
}

function setLink(world: World, from: NodeId, to: NodeId, settings: LinkSettings): void {
  const { latencyMs, jitterMs, loss, duplicate, reorder, hold } = settings;
  const dials: { -readonly [Dial in keyof LinkDials]?: LinkDials[Dial] } = {};
  if (latencyMs !== undefined) dials.latency = msToMicros(latencyMs);
  if (jitterMs !== undefined) dials.jitter = msToMicros(jitterMs);
  if (loss !== undefined) dials.loss = loss;
  if (duplicate !== undefined) dials.duplicate = duplicate;
  if (reorder !== undefined) dials.reorder = reorder;
  world.bus.setDials(from, to, dials);
  world.lookahead = computeLookahead(world);
  if (hold === true) world.bus.holdLink(from, to);
  if (hold === false) reschedule(world, world.bus.releaseLink(from, to, world.now));
  updateConnections(world);
}

function setDisk(world: World, machine: Machine, { fsyncMs, stuck }: DiskSettings): void {
  if (fsyncMs !== undefined) machine.fsync = msToMicros(fsyncMs);
  world.lookahead = computeLookahead(world);
  if (stuck === undefined || stuck === machine.disk.stuck) return;
  if (stuck) return machine.disk.stick();
  const { fsync, buffer } = diskDurations(world, machine);
  for (const { write, dueAt } of machine.disk.free(world.now, ({ sync }) => (sync ? fsync : buffer))) {
    if (dueAt !== undefined) pushInput(world, machine, dueAt, { type: 'writeDone', write: write.id });
  }
}

function reschedule(world: World, flights: readonly Flight<BusMessage>[]): void {
  for (const flight of flights) scheduleFlight(world, flight);
}

function duplicate(world: World, message: number, event: OpenEvent): void {
  const copy = world.bus.duplicate(message, world.now);
  event.sent.push(copy);
  scheduleFlight(world, copy);
}

/** A killed member refuses the connection; a paused one lets its client wait. */
function call(world: World, command: Command & { type: 'request' | 'confChange' }, event: OpenEvent): void {
  const { node, request } = command;
  const what =
    command.type === 'request'
      ? command.operation
      : ({ type: 'confChange', change: command.change } as const);
  const client = command.type === 'request' ? command.client : undefined;
  world.calls.begin(request, node, what, world.now, event.number, client);
  event.calls.push({ request, node, status: 'invoked', isOfLoad: false });
  const machine = world.machine(node);
  if (machine.status === 'killed') {
    return endCall(world, request, { status: 'failed', error: 'unhealthy' }, event);
  }
  world.due.push(world.now + world.durations.clientTimeout, { type: 'timeout', request });
  pushInput(
    world,
    machine,
    world.now,
    command.type === 'request'
      ? { type: 'request', request, operation: command.operation, ...tokenOf(command) }
      : { type: 'confChange', request, change: command.change, ...meansOf(command) },
  );
}

function meansOf({ means }: AskedConfChange): Pick<AskedConfChange, 'means'> {
  return means === undefined ? {} : { means };
}

function tokenOf({ token }: { readonly token?: string }): { readonly token?: string } {
  return token === undefined ? {} : { token };
}

/** A killed member refuses the connection. */
function openStream(world: World, command: Command & { type: 'openStream' }, event: OpenEvent): void {
  const { stream, node, kind, client } = command;
  world.streams.begin(stream, node, kind, client, world.now);
  if (world.machine(node).status === 'killed') return breakStream(world, stream, 'unhealthy', event);
  tell(world, node, { type: 'openStream', stream, kind, ...tokenOf(command) });
}

function useStream(
  world: World,
  command: Command & { type: 'sendStream' | 'closeStream' },
  event: OpenEvent,
): void {
  const { node } = knownStream(world, command.stream);
  tell(world, node, command);
  if (command.type === 'closeStream') world.streams.end(command.stream, world.now);
  else world.streams.send(command.stream, command.message, world.now, event.number);
}

function callHttp(world: World, { request, node, http }: Command & { type: 'http' }): void {
  world.http.begin(request, node, http, world.now);
  if (world.machine(node).status === 'killed') world.http.end(request, 'broken', world.now);
  else tell(world, node, { type: 'http', request, http });
}

function hangUp(world: World, request: number): void {
  const { node } = knownHttpCall(world, request);
  world.http.end(request, 'gone', world.now);
  tell(world, node, { type: 'httpGone', request });
}

/** What is told to a client program is an event of its own, due at once. */
function actOnClient(world: World, command: ClientCommand): void {
  const { clients, config } = world;
  switch (command.type) {
    case 'startClient': {
      const { client: name, ...options } = command;
      const client = makeClient({ ...options, name, seed: config.seed });
      return pushClientEvent(world, clients.start(client, world.now), 0, { type: 'start' });
    }
    case 'tellClient':
      return pushClientEvent(world, clients.known(command.client), 0, { type: 'told', told: command.told });
    case 'pauseClient':
      return clients.set({ ...clients.known(command.client), status: 'paused' });
    case 'resumeClient': {
      const run = clients.known(command.client);
      clients.set({ ...run, status: 'running', waiting: [] });
      const { name: client, life } = run;
      return world.due.pushBefore(
        world.now,
        run.waiting.map((event) => ({ type: 'client', client, life, event })),
      );
    }
    case 'stopClient':
      return stopClient(world, command.client);
  }
}
