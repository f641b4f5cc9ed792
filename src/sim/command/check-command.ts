import type { NodeId } from '../../base/flavor.ts';
import { loadProblem, type LoadSettings } from '../../client/load.ts';
import type { ClientOperation } from '../../etcd/request.ts';
import type { Flight } from '../../net/flight.ts';
import type { AskedConfChange } from '../../node/io.ts';
import type { ConfChangeSingle } from '../../raft/entry.ts';
import type { BusMessage } from '../world/bus-message.ts';
import type { ClientStream } from '../clients/client-stream.ts';
import type { ClientRun } from '../clients/client-run.ts';
import { CommandError, type Command, type DiskSettings, type LinkSettings } from './command.ts';
import type { HttpCall } from '../clients/http-call.ts';
import type { Machine } from '../world/machine.ts';
import { MACHINES_MAX, parseMachineSettings } from '../world/parse-config.ts';
import { plainText } from './plain-text.ts';
import type { World } from '../world/world.ts';

/** Throws a CommandError if the command cannot be done now. Changes nothing. */
export function checkCommand(world: World, command: Command): void {
  switch (command.type) {
    case 'kill':
    case 'crashed':
    case 'campaign':
    case 'forgetLeader':
    case 'snapshotNow':
      return checkRunning(knownMachine(world, command.node));
    case 'restart':
      return checkRestart(knownMachine(world, command.node));
    case 'forceNewCluster':
      return checkForced(knownMachine(world, command.node));
    case 'pause':
      return checkPause(knownMachine(world, command.node));
    case 'resume':
      return checkResume(knownMachine(world, command.node));
    case 'isolate':
      knownMachine(world, command.node);
      return;
    case 'transferLeader':
      knownMachine(world, command.to);
      leaderOf(world);
      return;
    case 'disk':
      knownMachine(world, command.node);
      return checkDisk(command.settings);
    case 'loseDisk':
      if (knownMachine(world, command.node).status === 'killed') return;
      throw new CommandError(
        'alreadyRunning',
        `node ${command.node} is running: kill it first, then its disk can be lost`,
      );
    case 'configure':
      parseMachineSettings(world.config, knownMachine(world, command.node).settings, command.settings);
      return;
    case 'partition':
      return checkGroups(world, command.groups);
    case 'cut':
    case 'uncut':
      return checkLink(world, command.from, command.to);
    case 'heal':
      return;
    case 'link':
      checkLink(world, command.from, command.to);
      return checkSettings(command.settings);
    case 'deliver':
    case 'hold':
    case 'release':
    case 'drop':
    case 'duplicate':
      return checkMessage(world, command);
    case 'request':
      knownMachine(world, command.node);
      checkRequest(world, command.request);
      return checkOperation(command.operation);
    case 'openStream':
      knownMachine(world, command.node);
      return checkNewId('stream', command.stream, world.streams.lastId);
    case 'sendStream':
    case 'closeStream':
      knownStream(world, command.stream);
      return;
    case 'http':
      knownMachine(world, command.node);
      return checkNewId('request', command.request, world.http.lastId);
    case 'httpGone':
      knownHttpCall(world, command.request);
      return;
    case 'confChange':
      knownMachine(world, command.node);
      checkRequest(world, command.request);
      return checkConfChange(world, command);
    case 'startClient':
      return checkNewClient(world, command);
    case 'tellClient':
      runningClient(world, command.client);
      if (command.told.type === 'dial') checkLoad(command.told.load);
      return;
    case 'stopClient':
      runningClient(world, command.client);
      return;
    case 'pauseClient':
      return checkClientPause(world, command.client, 'running');
    case 'resumeClient':
      return checkClientPause(world, command.client, 'paused');
    case 'addMachine':
      return checkNewMachine(world, command.node);
    default:
      throw new CommandError('badArgument', `there is no command ${JSON.stringify(command)}`);
  }
}

export function knownMachine(world: World, id: NodeId): Machine {
  const machine = world.machines.get(id);
  if (machine !== undefined) return machine;
  const known = [...world.machines.keys()].join(', ');
  throw new CommandError('unknownNode', `there is no node ${String(id)}; nodes are ${known}`);
}

/** The running leader of the highest term. */
export function leaderOf(world: World): Machine {
  let leader: Machine | undefined;
  for (const machine of world.machines.values()) {
    if (machine.status === 'killed' || machine.state !== 'StateLeader') continue;
    if (leader === undefined || machine.term > leader.term) leader = machine;
  }
  if (leader === undefined) throw new CommandError('noLeader', 'no running node is leader now');
  return leader;
}

/** The message, which must be in flight and not doomed. */
export function knownFlight(world: World, id: number): Flight<BusMessage> {
  const flight = world.bus.flight(id);
  if (flight === undefined) throw new CommandError('messageGone', `message ${String(id)} is not in flight`);
  if (flight.fate === 'doomed') throw new CommandError('messageGone', `message ${id} is already lost`);
  return flight;
}

/** The stream, which must be open. */
export function knownStream(world: World, id: number): ClientStream {
  const stream = world.streams.get(id);
  if (stream !== undefined && stream.endedAt === undefined) return stream;
  throw new CommandError('streamGone', `stream ${String(id)} is not open`);
}

/** The HTTP call, which must be under way. */
export function knownHttpCall(world: World, id: number): HttpCall {
  const call = world.http.get(id);
  if (call !== undefined && call.endedAt === undefined) return call;
  throw new CommandError('streamGone', `HTTP call ${String(id)} is not under way`);
}

/** A member without a log, or one that was removed, has no cluster to go on from. */
function checkForced(machine: Machine): void {
  const { id, status, removed, disk } = machine;
  if (status !== 'killed') {
    throw new CommandError('alreadyRunning', `node ${id} is running: kill it first, then it can go on alone`);
  }
  if (removed !== undefined) {
    throw new CommandError('badArgument', `node ${id} was removed from the cluster: it cannot go on alone`);
  }
  if (disk.image().files.length === 0) {
    throw new CommandError('badArgument', `node ${id} has nothing on its disk: it cannot go on alone`);
  }
}

function checkRunning(machine: Machine): void {
  if (machine.status === 'killed') {
    throw new CommandError('notRunning', `node ${machine.id} is not running: restart it first`);
  }
}

/** Requests have ids of their own by the life they are made in, which are counted up to so many. */
const LIVES_MAX = 2 ** 14;

function checkRestart({ id, status, life }: Machine): void {
  if (status !== 'killed') {
    throw new CommandError('alreadyRunning', `node ${id} is running: only a killed node can restart`);
  }
  if (life + 1 < LIVES_MAX) return;
  throw new CommandError('badArgument', `node ${id} has been started ${LIVES_MAX} times, and not once more`);
}

function checkPause(machine: Machine): void {
  checkRunning(machine);
  if (machine.status === 'paused')
    throw new CommandError('alreadyPaused', `node ${machine.id} is already paused`);
}

function checkResume(machine: Machine): void {
  checkRunning(machine);
  if (machine.status !== 'paused') throw new CommandError('notPaused', `node ${machine.id} is not paused`);
}

function checkLink(world: World, from: NodeId, to: NodeId): void {
  knownMachine(world, from);
  knownMachine(world, to);
  if (from === to) throw new CommandError('badArgument', `node ${from} has no link to itself`);
}

function checkGroups(world: World, groups: readonly (readonly NodeId[])[]): void {
  if (!Array.isArray(groups) || !groups.every(Array.isArray)) {
    throw new CommandError('badArgument', 'groups is a list of lists of nodes');
  }
  const seen = new Set<NodeId>();
  for (const id of groups.flat()) {
    knownMachine(world, id);
    if (seen.has(id)) throw new CommandError('badArgument', `node ${id} is named twice in the groups`);
    seen.add(id);
  }
}

const MS_MAX = 60_000;

function checkSettings(settings: LinkSettings): void {
  checkRange('latencyMs', settings.latencyMs, MS_MAX);
  checkRange('jitterMs', settings.jitterMs, MS_MAX);
  checkRange('loss', settings.loss, 1);
  checkRange('duplicate', settings.duplicate, 1);
  checkRange('reorder', settings.reorder, 1);
  checkSwitch('hold', settings.hold);
}

function checkDisk(settings: DiskSettings): void {
  checkRange('fsyncMs', settings.fsyncMs, MS_MAX);
  checkSwitch('stuck', settings.stuck);
}

function checkSwitch(name: string, value: boolean | undefined): void {
  if (value === undefined || typeof value === 'boolean') return;
  throw new CommandError('badArgument', `${name} is ${JSON.stringify(value)}, but must be true or false`);
}

function checkRange(name: string, value: number | undefined, max: number): void {
  if (value === undefined || (typeof value === 'number' && value >= 0 && value <= max)) return;
  throw new CommandError('badArgument', `${name} is ${String(value)}, but must be a number from 0 to ${max}`);
}

function checkMessage(
  world: World,
  command: { readonly type: 'deliver' | 'hold' | 'release' | 'drop' | 'duplicate'; readonly message: number },
): void {
  const { fate } = knownFlight(world, command.message);
  if (command.type === 'hold' && fate === 'held') {
    throw new CommandError('alreadyHeld', `message ${command.message} is already held`);
  }
  if (command.type === 'release' && fate !== 'held') {
    throw new CommandError('notHeld', `message ${command.message} is not held`);
  }
}

function checkRequest(world: World, request: number): void {
  checkNewId('request', request, world.calls.lastId);
}

function checkNewId(what: string, id: number, lastId: number): void {
  if (Number.isSafeInteger(id) && id > lastId) return;
  throw new CommandError('badArgument', `${what} ${String(id)} is not a new number above ${lastId}`);
}

/** What a member would refuse all the same is left to it, but for the slip that is made most. */
function checkOperation(operation: ClientOperation): void {
  const { type } = operation;
  if (type !== 'put' && type !== 'range' && type !== 'deleteRange') return;
  if (!(operation.key instanceof Uint8Array) || operation.key.length === 0) {
    throw new CommandError('emptyKey', 'the key is empty: give at least one character');
  }
}

function checkNewMachine(world: World, node: NodeId): void {
  const machine = world.machines.get(node);
  if (machine?.removed !== undefined) return checkRestart(machine);
  if (machine !== undefined) throw new CommandError('alreadyThere', `node ${node} is already there`);
  checkRoom(world, [node]);
}

function isMachineId(node: NodeId): boolean {
  return Number.isSafeInteger(node) && node >= 1 && node <= 2 * MACHINES_MAX;
}

/** Whether there is room for these machines, which are not there yet. */
function checkRoom(world: World, nodes: readonly NodeId[]): void {
  const bad = nodes.filter((node) => !isMachineId(node));
  if (bad.length === 0 && world.machines.size + nodes.length <= MACHINES_MAX) return;
  throw new CommandError(
    'badArgument',
    `node ${String([...bad, ...nodes][0])} cannot be added: a lab holds ${MACHINES_MAX} machines, numbered from 1 to ${2 * MACHINES_MAX}`,
  );
}

const changeTypes: ReadonlySet<string> = new Set([
  'ConfChangeAddNode',
  'ConfChangeAddLearnerNode',
  'ConfChangeRemoveNode',
  'ConfChangeUpdateNode',
]);
const transitions: ReadonlySet<string> = new Set([
  'ConfChangeTransitionAuto',
  'ConfChangeTransitionJointImplicit',
  'ConfChangeTransitionJointExplicit',
]);

/** Its form, and that whoever is to join is a machine of the lab, or can be one. Whether it can be made the members say. */
function checkConfChange(world: World, { change, means }: AskedConfChange): void {
  const singles: readonly ConfChangeSingle[] = change.version === 1 ? [change] : change.changes;
  const isFormed =
    Array.isArray(singles) &&
    singles.every(({ type, nodeId }) => changeTypes.has(type) && Number.isSafeInteger(nodeId)) &&
    (change.version === 1 || (change.version === 2 && transitions.has(change.transition))) &&
    (means === undefined || means === 'add' || means === 'promote');
  if (!isFormed) {
    throw new CommandError('badArgument', `${plainText(change)} is no change of members`);
  }
  if (means === 'promote') return;
  const joining = singles.filter(({ type }) => type.startsWith('ConfChangeAdd')).map(({ nodeId }) => nodeId);
  const newcomers = new Set(joining.filter((node) => !world.machines.has(node)));
  if (newcomers.size > 0) checkRoom(world, [...newcomers]);
}

function checkLoad(settings: LoadSettings): void {
  const problem = loadProblem(settings);
  if (problem !== undefined) throw new CommandError('badArgument', `the load: ${problem}`);
}

/** A name is free when its client has ended. */
function checkNewClient(world: World, command: Command & { readonly type: 'startClient' }): void {
  const { client, endpoints, program } = command;
  if (program.recipe === 'load') checkLoad(program.settings);
  if (typeof client !== 'string' || client === '') {
    throw new CommandError('badArgument', 'a client needs a name');
  }
  const status = world.clients.get(client)?.status;
  if (status === 'running' || status === 'paused') {
    throw new CommandError('alreadyThere', `client ${client} is already running`);
  }
  if (!Array.isArray(endpoints) || endpoints.length === 0) {
    throw new CommandError('badArgument', 'a client needs at least one endpoint');
  }
  for (const id of endpoints) knownMachine(world, id);
}

function runningClient(world: World, name: string): ClientRun {
  const run = world.clients.get(name);
  if (run !== undefined && (run.status === 'running' || run.status === 'paused')) return run;
  throw new CommandError('unknownClient', `there is no running client ${name}`);
}

function checkClientPause(world: World, name: string, status: 'running' | 'paused'): void {
  const run = runningClient(world, name);
  if (run.status === status) return;
  throw new CommandError(
    status === 'running' ? 'alreadyPaused' : 'notPaused',
    `client ${name} is ${status === 'running' ? 'already' : 'not'} paused`,
  );
}
