import { msToMicros, type NodeId } from '../../base/flavor.ts';
import { stepClient, type EndpointEffect } from '../../client/client.ts';
import type { ClientEvent } from '../../client/effect.ts';
import type { NodeInput } from '../../node/io.ts';
import { clientDelay, pushClientEvent } from './client-hearing.ts';
import type { ClientRun } from './client-run.ts';
import { breakStream, endCall } from './end-call.ts';
import { withOne, type OpenEvent } from '../record/world-event.ts';
import { pushAtOnce, pushInput, type World } from '../world/world.ts';

/** Something happens to a client program now; one that is paused hears of it later. */
export function takeClientEvent(world: World, name: string, event: ClientEvent, open: OpenEvent): void {
  const run = world.clients.known(name);
  if (run.status === 'paused') {
    world.clients.set({ ...run, waiting: [...run.waiting, event] });
    open.waits = true;
    return;
  }
  const { client, effects } = stepClient(run.client, event);
  world.clients.set({ ...run, client });
  for (const effect of effects) act(world, name, effect, open);
}

function act(world: World, name: string, effect: EndpointEffect, open: OpenEvent): void {
  const run = world.clients.known(name);
  const line = { at: world.now, event: open.number };
  switch (effect.type) {
    case 'call':
      return call(world, run, effect, open);
    case 'openStream':
      return openStream(world, run, effect, open);
    case 'sendStream':
    case 'closeStream':
      return useStream(world, run, effect, open);
    case 'timer':
      return setTimer(world, run, effect.timer, effect.ms);
    case 'note':
      return run.log.push({ ...line, note: effect.note });
    case 'done':
      run.log.push({ ...line, note: { type: 'done', outcome: effect.outcome } });
      world.clients.set({ ...run, status: 'done' });
  }
}

function call(
  world: World,
  run: ClientRun,
  { call: own, endpoint, operation, token }: Extract<EndpointEffect, { type: 'call' }>,
  open: OpenEvent,
): void {
  const request = world.calls.lastId + 1;
  const isOfLoad = run.client.program.recipe === 'load';
  world.calls.begin(request, endpoint, operation, world.now, open.number, run.name, isOfLoad);
  open.calls = withOne(open.calls, { request, node: endpoint, status: 'invoked', isOfLoad });
  world.clients.set({ ...run, calls: new Map([...run.calls, [request, own]]) });
  if (!isThere(world, endpoint)) {
    return endCall(world, request, { status: 'failed', error: 'unhealthy' }, open);
  }
  const patience = Math.max(clientDelay(world), world.durations.clientTimeout);
  world.due.push(world.now + patience, { type: 'timeout', request });
  tell(world, endpoint, { type: 'request', request, operation, ...tokenOf(token) });
}

function setTimer(world: World, run: ClientRun, timer: number, ms: number): void {
  pushClientEvent(world, run, Math.max(clientDelay(world), msToMicros(ms)), { type: 'timer', timer });
}

function openStream(
  world: World,
  run: ClientRun,
  { stream: own, endpoint, kind, token }: Extract<EndpointEffect, { type: 'openStream' }>,
  open: OpenEvent,
): void {
  const stream = world.streams.lastId + 1;
  world.streams.begin(stream, endpoint, kind, run.name, world.now);
  world.clients.set({ ...run, streams: new Map([...run.streams, [stream, own]]) });
  if (!isThere(world, endpoint)) return breakStream(world, stream, 'unhealthy', open);
  tell(world, endpoint, { type: 'openStream', stream, kind, ...tokenOf(token) });
}

/** What is said on a stream that has broken in the meantime is lost. */
function useStream(
  world: World,
  run: ClientRun,
  effect: Extract<EndpointEffect, { type: 'sendStream' | 'closeStream' }>,
  open: OpenEvent,
): void {
  const stream = [...run.streams].find(([, own]) => own === effect.stream)?.[0];
  const there = stream === undefined ? undefined : world.streams.get(stream);
  if (stream === undefined || there === undefined || there.endedAt !== undefined) return;
  if (effect.type === 'sendStream') {
    world.streams.send(stream, effect.message, world.now, open.number);
    return tell(world, there.node, { type: 'sendStream', stream, message: effect.message });
  }
  closeStream(world, stream);
  const streams = new Map(run.streams);
  streams.delete(stream);
  world.clients.set({ ...run, streams });
}

function closeStream(world: World, stream: number): void {
  const node = world.streams.get(stream)?.node ?? 0;
  world.streams.end(stream, world.now);
  tell(world, node, { type: 'closeStream', stream });
}

/** The process is gone: its calls are given up, its streams closed. What it holds in the cluster stays. */
export function stopClient(world: World, name: string): void {
  const run = world.clients.known(name);
  for (const request of run.calls.keys()) {
    const call = world.calls.pendingCall(request);
    if (call !== undefined) world.due.pushAtOnce(world.now, { type: 'timeout', request });
  }
  for (const stream of run.streams.keys()) {
    if (world.streams.get(stream)?.endedAt === undefined) closeStream(world, stream);
  }
  world.clients.set({ ...run, status: 'stopped', waiting: [], calls: new Map(), streams: new Map() });
}

function tokenOf(token: string | undefined): { readonly token?: string } {
  return token === undefined ? {} : { token };
}

function isThere(world: World, node: NodeId): boolean {
  const machine = world.machines.get(node);
  return machine !== undefined && machine.status !== 'killed';
}

function tell(world: World, node: NodeId, input: NodeInput): void {
  const machine = world.machines.get(node);
  if (machine === undefined || machine.status === 'killed') return;
  if (world.byHand) pushAtOnce(world, machine, input);
  else pushInput(world, machine, world.now + clientDelay(world), input);
}
