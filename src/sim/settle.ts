import { assert, AssertionError, present, unreachable } from '../base/assert.ts';
import type { Micros, NodeId } from '../base/flavor.ts';
import { makeDice } from '../base/random.ts';
import type { Flight } from '../net/flight.ts';
import type { NodeInput, NodeOutput } from '../node/io.ts';
import { ImageFold } from '../node/report/image.ts';
import { ALL_CHANGES } from '../node/report/touched.ts';
import type { BusMessage } from './world/bus-message.ts';
import { giveUp } from './clients/client-call.ts';
import { updateConnections } from './world/connections.ts';
import { takeClientEvent } from './clients/client-step.ts';
import type { CrashLoss } from './world/config.ts';
import type { Due } from './world/due-queue.ts';
import { endHttp, receiveHttp } from './clients/client-http.ts';
import { breakStream, endCall, receiveOnStream } from './clients/end-call.ts';
import { rememberHappening } from './record/happening.ts';
import { hashEvent } from './record/hash-event.ts';
import { stopMachine, type Machine, type StopReason } from './world/machine.ts';
import type { Fallen, NodeBatchResult } from './node-host.ts';
import { isVoid, targetOf, type Batch } from './take-batch.ts';
import { reportSnapshot, reportUnreachable } from './world/transport.ts';
import {
  NONE,
  withOne,
  type FlightEnd,
  type Journal,
  type MemberPhase,
  type OpenEvent,
} from './record/world-event.ts';
import {
  maybePushReady,
  diskDurations,
  pushInput,
  scheduleFlight,
  startClock,
  writeDone,
  type World,
} from './world/world.ts';
import { tickOf } from './world/clock.ts';

/** What settling needs from outside: who lets members go, and where to write. */
export interface Surroundings {
  /** The member has ended: its host lets it go. */
  readonly end: (node: NodeId) => void;
  readonly journal: Journal | undefined;
}

/**
 * Acts on the results of a batch, thing by thing in their order: the same whether they were taken together or one at
 * a time. A member that fell is stopped in place of the input that felled it: what it had answered before counts, and what
 * it was to hear after finds nobody; the rest goes on.
 */
export function settle(
  world: World,
  batch: Batch,
  results: readonly NodeBatchResult[],
  around: Surroundings,
): void {
  const answers = results.map((result): Answers => ({ result, used: 0 }));
  const ask = (node: NodeId) => nextAnswer(answers, node);
  for (const item of batch.items) if (!isVoid(world, item)) settleOne(world, item, ask, around);
  for (const { result, used } of answers) {
    const isUp = world.machines.get(result.node)?.status === 'up';
    assert(!isUp || used === result.outputs.length, 'what a member has answered has happened');
  }
}

/** What a member has answered to its inputs of a batch, and how much of it has been acted on. */
interface Answers {
  readonly result: NodeBatchResult;
  used: number;
}

/** There are few members. */
function nextAnswer(answers: readonly Answers[], node: NodeId): NodeOutput | Fallen {
  const own = answers.find(({ result }) => result.node === node);
  assert(own !== undefined, 'a member that runs has answered');
  const output = own.result.outputs[own.used];
  if (output !== undefined) {
    own.used++;
    return output;
  }
  const { crashed } = own.result;
  assert(crashed !== undefined, 'a member that runs has answered to every input');
  return { crashed };
}

/** The record of a member that runs for its input, or why it is no more. */
export type Ask = (node: NodeId, input: NodeInput) => NodeOutput | Fallen;

/** One thing that was due, and has not been overtaken, happens now; the member that it is for is asked when it runs. */
export function settleOne(world: World, item: Due, ask: Ask, around: Surroundings): void {
  advanceClock(world, item.at);
  if (item.type === 'client') {
    const event = openEvent(world, 'client', 0);
    event.client = item.client;
    event.heard = item.event;
    takeClientEvent(world, item.client, item.event, event);
    return closeEvent(world, event, around);
  }
  const target = targetOf(world, item);
  const machine = target === undefined ? undefined : world.machines.get(target.node);
  if (machine === undefined || target === undefined || machine.status === 'killed') {
    return settleWithoutMember(world, item, around);
  }
  const output = machine.status === 'up' ? ask(machine.id, target.input) : undefined;
  if (output !== undefined && 'crashed' in output) {
    settleCrash(world, machine, output.crashed, around);
    if (!isVoid(world, item)) settleOne(world, item, ask, around);
    return;
  }
  const event = openEvent(world, target.input.type, machine.id);
  event.input = target.input;
  settleWorldSide(world, item, target.input, machine, event);
  if (output === undefined) {
    event.waits = true;
    machine.waiting.push(target.input);
  } else {
    absorb(world, machine, output, event);
    if (target.input.type === 'tick') machine.ticks++;
    maybePushReady(world, machine);
    if (output.left !== undefined) stop(world, machine, { removed: output.left }, event);
  }
  closeEvent(world, event, around);
  if (machine.removed !== undefined) around.end(machine.id);
}

/** The part of an input that is the world's own: links, disks, clocks, clients. */
function settleWorldSide(
  world: World,
  item: Due,
  input: NodeInput,
  machine: Machine,
  event: OpenEvent,
): void {
  if (item.type === 'flight') {
    event.message = item.message;
    endFlight(world, world.bus.take(item.message), 'delivered', event);
  } else if (item.type === 'timeout') {
    const call = present(world.calls.pendingCall(item.request), 'a call that times out is pending');
    endCall(world, item.request, giveUp(call.what, 'timeout'), event);
  } else if (item.type === 'client' || item.waited === true || item.byHand === true) {
    return;
  } else if (input.type === 'tick') {
    startClock(world, machine, tickOf(world, machine));
  } else if (input.type === 'writeDone') {
    if (input.failed === undefined) machine.disk.finish(input.write);
    else machine.disk.fail(input.write);
  } else if (input.type === 'applyDone') {
    const done = machine.applies.shift();
    assert(done?.work.id === input.apply, 'the apply that is done is the first in the queue');
  }
}

/** A message that dies on its link or finds nobody, or a client that gives up on a dead member. */
function settleWithoutMember(world: World, item: Due, around: Surroundings): void {
  if (item.type === 'flight') {
    const flight = world.bus.take(item.message);
    const event = openEvent(world, 'death', flight.to);
    event.message = flight.id;
    endFlight(world, flight, flight.doom ?? 'dead', event);
    closeEvent(world, event, around);
  } else if (item.type === 'timeout') {
    const call = present(world.calls.pendingCall(item.request), 'a call that times out is pending');
    const event = openEvent(world, 'requestGone', call.node);
    endCall(world, item.request, giveUp(call.what, 'timeout'), event);
    closeEvent(world, event, around);
  }
}

/** The member's code threw, or its worker died: recorded as a command, so that a replay has it at the same place. */
export function settleCrash(world: World, machine: Machine, reason: string, around: Surroundings): void {
  const event = openEvent(world, 'command', machine.id);
  event.command = { type: 'crashed', node: machine.id, reason };
  stop(world, machine, { crashed: reason }, event);
  closeEvent(world, event, around);
}

/** Memory and queues are gone; clients that waited there have lost their connection. */
export function stop(
  world: World,
  machine: Machine,
  reason: StopReason,
  event: OpenEvent,
  loss: CrashLoss = world.config.crashLoses,
): void {
  if (crashDisk(world, machine, loss)) machine.forgot = true;
  stopMachine(machine, reason);
  updateConnections(world);
  event.became = withOne(event.became, phaseOf(machine));
  event.touched |= ALL_CHANGES;
  for (const call of world.calls.pending()) {
    if (call.node === machine.id) endCall(world, call.id, giveUp(call.what, 'stopped'), event);
  }
  for (const stream of world.streams.open()) {
    if (stream.node === machine.id) breakStream(world, stream.id, 'stopped', event);
  }
  for (const call of world.http.open()) if (call.node === machine.id) endHttp(world, call.id, 'broken');
}

/** Everything a member wants after an input: sends, writes, applies, answers; its decisions are kept. */
export function absorb(world: World, machine: Machine, output: NodeOutput, event: OpenEvent): void {
  event.output = output;
  const fold = (machine.fold ??= ImageFold.ofNothing());
  event.touched |= fold.add(output.changes);
  for (const message of output.sends) send(world, machine, fold, message, event);
  for (const message of output.peers) send(world, machine, fold, message, event);
  const { apply } = world.durations;
  const { fsync, buffer } = diskDurations(world, machine);
  for (const write of output.writes) {
    const dueAt = machine.disk.write(write, world.now, write.sync ? fsync : buffer);
    if (dueAt !== undefined) pushInput(world, machine, dueAt, writeDone(write, fsync));
  }
  for (const work of output.applies) {
    const dueAt = Math.max(world.now, machine.applies.at(-1)?.dueAt ?? world.now) + apply;
    machine.applies.push({ work, dueAt });
    pushInput(world, machine, dueAt, { type: 'applyDone', apply: work.id });
  }
  for (const answer of output.answers) {
    const call = world.calls.pendingCall(answer.request);
    if (call?.node === machine.id) endCall(world, answer.request, answer.result, event);
  }
  for (const each of output.streams) {
    if (world.streams.get(each.stream)?.node === machine.id) receiveOnStream(world, each, event.number);
  }
  for (const each of output.http) {
    if (world.http.get(each.request)?.node === machine.id) receiveHttp(world, each);
  }
  machine.trace.note(world.now, event.number, output.trace);
  world.decisions.note(machine.id, machine.state, world.now, event.number, output.trace);
  noteDecisions(world, machine, output, event);
}

function send(
  world: World,
  machine: Machine,
  sender: ImageFold,
  message: BusMessage,
  event: OpenEvent,
): void {
  const isMissed = isForFormer(world, machine, message, sender);
  const { bus, now, byHand } = world;
  const flights = bus.send(now, machine.id, message.to, message, isMissed, byHand);
  event.sent = event.sent.length === 0 ? flights : [...event.sent, ...flights];
  for (const flight of flights) scheduleFlight(world, flight);
}

/**
 * Whether the sender means a member that the receiver's machine is no longer: an address of etcd's transport names a
 * member, and a machine that begins again with an empty disk is another. What the former one has promised binds it not.
 */
function isForFormer(world: World, { knownGone }: Machine, { to }: BusMessage, sender: ImageFold): boolean {
  const former = world.machines.get(to)?.formerIds ?? [];
  if (former.length === 0) return false;
  const meant = sender.memberIdOf(to);
  return meant !== undefined && former.includes(meant) && !knownGone.includes(meant);
}

/** What of the record the event tells by name. */
function noteDecisions(
  world: World,
  machine: Machine,
  { trace, changes }: NodeOutput,
  event: OpenEvent,
): void {
  for (const one of trace) {
    if (one.type === 'committed') event.committed = one.to;
    if (one.type === 'becameLeader') event.elected = one.term;
    if (one.type === 'applied' || one.type === 'snapshotInstalled') world.calls.sawRevision(one.revision);
  }
  const state = changes.state ?? machine.state;
  const term = changes.term ?? machine.term;
  if (state === machine.state && term === machine.term) return;
  machine.state = state;
  machine.term = term;
  event.became = withOne(event.became, phaseOf(machine));
}

/** What is left of its disk. Answers whether something is lost that the disk had said it had synced. */
function crashDisk({ config }: World, { id, life, disk }: Machine, loss: CrashLoss): boolean {
  switch (loss) {
    case 'unwritten':
      disk.flush();
      return disk.crash();
    case 'unsynced':
      return disk.crash();
    case 'torn':
      return disk.tear(makeDice(config.seed, 'tear', id, life));
    default:
      return unreachable(loss);
  }
}

export function phaseOf(machine: Machine): MemberPhase {
  return { node: machine.id, status: machine.status, state: machine.state, term: machine.term };
}

/** The message is off its link. The sender's transport hears of snapshots, and of appends that found nobody. */
export function endFlight(world: World, flight: Flight<BusMessage>, end: FlightEnd, event: OpenEvent): void {
  event.ended = withOne(event.ended, { message: flight.id, end });
  if (flight.payload.type === 'MsgSnap' && flight.copyOf === undefined) {
    reportSnapshot(world, flight, end === 'delivered');
  }
  if (flight.payload.type === 'MsgApp' && (end === 'cut' || end === 'dead')) reportUnreachable(world, flight);
}

/** The next event of the order begins. */
export function openEvent(world: World, type: OpenEvent['type'], node: NodeId): OpenEvent {
  world.events++;
  return makeEvent(world.events, world.now, type, node);
}

/** Number 0 is for what happens before the first event: members start. */
export function makeEvent(number: number, at: Micros, type: OpenEvent['type'], node: NodeId): OpenEvent {
  return {
    number,
    at,
    type,
    node,
    message: 0,
    waits: false,
    input: undefined,
    command: undefined,
    output: undefined,
    sent: NONE,
    ended: NONE,
    became: NONE,
    calls: NONE,
    client: undefined,
    heard: undefined,
    touched: 0,
    committed: undefined,
    elected: undefined,
    forgot: false,
  };
}

/** The only way into a run: the fingerprint, the present, the watcher and the journal get each event exactly once. */
export function closeEvent(world: World, event: OpenEvent, around: Surroundings): void {
  hashEvent(world.hash, event);
  rememberHappening(world, event);
  world.watcher.look(event);
  around.journal?.append(event);
}

export function advanceClock(world: World, to: Micros): void {
  if (to < world.now) throw new AssertionError(`time goes on, from ${world.now} to ${to}`);
  world.now = to;
}
