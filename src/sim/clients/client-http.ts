import type { NodeId } from '../../base/flavor.ts';
import type { HttpPort, HttpRequest } from '../../etcd/gateway/http.ts';
import type { HttpOutput } from '../../node/io.ts';
import type { OpenEvent } from '../record/world-event.ts';
import type { World } from '../world/world.ts';
import { pushClientEvent, clientDelay } from './client-hearing.ts';
import type { ClientRun } from './client-run.ts';
import { tell } from './client-deeds.ts';

/** A client makes an HTTP call at a member's port. */
export function beginHttp(
  world: World,
  run: ClientRun,
  {
    http: own,
    endpoint,
    port,
    request: asked,
  }: { http: number; endpoint: NodeId; port: 'client' | HttpPort; request: HttpRequest },
  _open: OpenEvent,
): void {
  const request = port === 'client' ? asked : { ...asked, port };
  const id = world.http.lastId + 1;
  world.http.begin(id, endpoint, request, world.now, run.name);
  world.clients.set({ ...run, http: new Map([...run.http, [id, own]]) });
  const machine = world.machines.get(endpoint);
  if (machine === undefined || !listens(world, endpoint, request)) return endHttp(world, id, 'broken');
  tell(world, endpoint, { type: 'http', request: id, http: request });
}

/** Whether somebody takes connections at that port: a process that runs, and that serves it. */
export function listens(world: World, node: NodeId, { port }: HttpRequest): boolean {
  if (world.machines.get(node)?.status === 'killed') return false;
  return port !== 'keyServer' || world.config.keyServer;
}

/** Its client hangs up. */
export function hangUp(world: World, run: ClientRun, own: number): void {
  const id = [...run.http].find(([, each]) => each === own)?.[0];
  if (id === undefined) return;
  const node = world.http.get(id)?.node ?? 0;
  forget(world, run, id);
  world.http.end(id, 'gone', world.now);
  tell(world, node, { type: 'httpGone', request: id });
}

/** A member has said something; whoever asked hears of it. */
export function receiveHttp(world: World, output: HttpOutput): void {
  const client = world.http.get(output.request)?.client;
  if (!world.http.receive(output, world.now) || client === undefined) return;
  const run = world.clients.get(client);
  const http = run?.http.get(output.request);
  if (run === undefined || http === undefined) return;
  const delay = clientDelay(world);
  if (output.type === 'head')
    pushClientEvent(world, run, delay, { type: 'httpHead', http, head: output.head });
  else if (output.type === 'body') {
    pushClientEvent(world, run, delay, { type: 'httpBody', http, bytes: output.bytes });
  } else {
    forget(world, run, output.request);
    pushClientEvent(world, run, delay, { type: 'httpEnd', http, end: 'served' });
  }
}

/** The connection is lost, or there never was one. */
export function endHttp(world: World, id: number, end: 'broken'): void {
  const client = world.http.get(id)?.client;
  world.http.end(id, end, world.now);
  const run = client === undefined ? undefined : world.clients.get(client);
  const http = run?.http.get(id);
  if (run === undefined || http === undefined) return;
  forget(world, run, id);
  pushClientEvent(world, run, clientDelay(world), { type: 'httpEnd', http, end });
}

function forget(world: World, run: ClientRun, id: number): void {
  const http = new Map(run.http);
  http.delete(id);
  world.clients.set({ ...run, http });
}
