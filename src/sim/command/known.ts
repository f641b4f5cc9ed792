import type { NodeId } from '../../base/flavor.ts';
import type { Flight } from '../../net/flight.ts';
import type { ClientRun } from '../clients/client-run.ts';
import type { ClientStream } from '../clients/client-stream.ts';
import type { HttpCall } from '../clients/http-call.ts';
import type { BusMessage } from '../world/bus-message.ts';
import type { Machine } from '../world/machine.ts';
import type { World } from '../world/world.ts';
import { CommandError } from './command.ts';

/** What commands name, looked up: each throws a CommandError when it is not there. */

export function knownMachine(world: World, id: NodeId): Machine {
  const machine = world.machines.get(id);
  if (machine !== undefined) return machine;
  const known = [...world.machines.keys()].join(', ');
  throw new CommandError('unknownNode', `there is no node ${String(id)}; nodes are ${known}`);
}

/** The machine, which must be running (paused or not). */
export function runningMachine(world: World, id: NodeId): Machine {
  const machine = knownMachine(world, id);
  if (machine.status !== 'killed') return machine;
  throw new CommandError('notRunning', `node ${id} is not running: restart it first`);
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

/** The client program, which must be running (paused or not). */
export function runningClient(world: World, name: string): ClientRun {
  const run = world.clients.get(name);
  if (run !== undefined && (run.status === 'running' || run.status === 'paused')) return run;
  throw new CommandError('unknownClient', `there is no running client ${name}`);
}

/** Numbers of calls and streams are counted up: whoever makes one takes a new one. */
export function checkNewId(what: string, id: number, lastId: number): void {
  if (Number.isSafeInteger(id) && id > lastId) return;
  throw new CommandError('badArgument', `${what} ${String(id)} is not a new number above ${lastId}`);
}
