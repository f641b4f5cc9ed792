import { msToMicros, type Micros, type NodeId } from '../../base/flavor.ts';
import type { EndpointEffect } from '../../client/client.ts';
import type { NodeInput, StreamKind } from '../../node/io.ts';
import { clientDelay, pushClientEvent } from './client-hearing.ts';
import type { ClientRun } from './client-run.ts';
import { breakStream, endCall } from './end-call.ts';
import { withOne, type OpenEvent } from '../record/world-event.ts';
import { pushAtOnce, pushInput, type World } from '../world/world.ts';

/** `patience`: after so long it is given up; absent: its program gives it up. */
export function beginCall(
  world: World,
  run: ClientRun,
  { call: own, endpoint, operation, token }: Extract<EndpointEffect, { type: 'call' }>,
  open: OpenEvent,
  patience?: Micros,
): void {
  const request = world.calls.lastId + 1;
  const isOfLoad = run.client.program.recipe === 'load';
  world.calls.begin(request, endpoint, operation, world.now, open.number, run.name, isOfLoad);
  open.calls = withOne(open.calls, { request, node: endpoint, status: 'invoked', isOfLoad });
  world.clients.set({ ...run, calls: new Map([...run.calls, [request, own]]) });
  if (!isThere(world, endpoint)) {
    return endCall(world, request, { status: 'failed', error: 'unhealthy' }, open);
  }
  if (patience !== undefined) {
    world.due.push(world.now + Math.max(clientDelay(world), patience), { type: 'timeout', request });
  }
  tell(world, endpoint, { type: 'request', request, operation, ...tokenOf(token) });
}

export function setTimer(world: World, run: ClientRun, timer: number, ms: number): void {
  pushClientEvent(world, run, Math.max(clientDelay(world), msToMicros(ms)), { type: 'timer', timer });
}

export function openStream(
  world: World,
  run: ClientRun,
  {
    stream: own,
    endpoint,
    kind,
    token,
    needsLeader = false,
  }: Omit<Extract<EndpointEffect, { type: 'openStream' }>, 'kind'> & {
    readonly kind: StreamKind;
    readonly needsLeader?: boolean;
  },
  open: OpenEvent,
): void {
  const stream = world.streams.lastId + 1;
  world.streams.begin(stream, endpoint, kind, run.name, world.now);
  world.clients.set({ ...run, streams: new Map([...run.streams, [stream, own]]) });
  if (!isThere(world, endpoint)) return breakStream(world, stream, 'unhealthy', open);
  const bound = needsLeader ? ({ needsLeader } as const) : {};
  tell(world, endpoint, { type: 'openStream', stream, kind, ...tokenOf(token), ...bound });
}

/** What is said on a stream that has broken in the meantime is lost. */
export function useStream(
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

export function closeStream(world: World, stream: number): void {
  const node = world.streams.get(stream)?.node ?? 0;
  world.streams.end(stream, world.now);
  tell(world, node, { type: 'closeStream', stream });
}

function tokenOf(token: string | undefined): { readonly token?: string } {
  return token === undefined ? {} : { token };
}

function isThere(world: World, node: NodeId): boolean {
  const machine = world.machines.get(node);
  return machine !== undefined && machine.status !== 'killed';
}

export function tell(world: World, node: NodeId, input: NodeInput): void {
  const machine = world.machines.get(node);
  if (machine === undefined || machine.status === 'killed') return;
  if (world.byHand) pushAtOnce(world, machine, input);
  else pushInput(world, machine, world.now + clientDelay(world), input);
}
