import { stepClient, type EndpointEffect } from '../../client/client.ts';
import type { ClientEvent } from '../../client/effect.ts';
import { beginCall, closeStream, openStream, setTimer, useStream } from './client-deeds.ts';
import { hangUp } from './client-http.ts';
import { takeConsoleEvent } from './console-step.ts';
import type { OpenEvent } from '../record/world-event.ts';
import type { World } from '../world/world.ts';

/** Something happens to a client program now; one that is paused hears of it later. */
export function takeClientEvent(world: World, name: string, event: ClientEvent, open: OpenEvent): void {
  const run = world.clients.known(name);
  if (run.status === 'paused') {
    world.clients.set({ ...run, waiting: [...run.waiting, event] });
    open.waits = true;
    return;
  }
  const { program } = run.client;
  if (program.recipe === 'console') return takeConsoleEvent(world, run, program, event, open);
  const { client, effects } = stepClient(run.client, event);
  world.clients.set({ ...run, client });
  for (const effect of effects) act(world, name, effect, open);
}

function act(world: World, name: string, effect: EndpointEffect, open: OpenEvent): void {
  const run = world.clients.known(name);
  const line = { at: world.now, event: open.number };
  switch (effect.type) {
    case 'call':
      return beginCall(world, run, effect, open, world.durations.clientTimeout);
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
  for (const own of run.http.values()) hangUp(world, world.clients.known(name), own);
  const nothing = { calls: new Map(), streams: new Map(), http: new Map() };
  world.clients.set({ ...run, status: 'stopped', waiting: [], ...nothing });
}
