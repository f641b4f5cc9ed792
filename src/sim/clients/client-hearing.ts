import type { ClientEvent } from '../../client/effect.ts';
import type { ResponseIdentity } from '../../etcd/request.ts';
import type { ClientAnswer, ClientStreamMessage } from '../../node/io.ts';
import type { ClientRun } from './client-run.ts';
import type { ClientCall } from './client-call.ts';
import type { ClientStream } from './client-stream.ts';
import type { World } from '../world/world.ts';

/**
 * How long what a client says takes to its member, and what the member says to it: the least there is, but never no
 * time at all, so that whatever happens within one batch cannot depend on it.
 */
export function clientDelay(world: World): number {
  return Math.max(1, world.lookahead);
}

/** The call has ended: if it is a client program's, the program hears of it. */
export function hearAnswer(world: World, call: ClientCall, result: ClientAnswer['result']): void {
  const run = call.client === undefined ? undefined : world.clients.get(call.client);
  const own = run?.calls.get(call.id);
  if (run === undefined || own === undefined) return;
  const calls = new Map(run.calls);
  calls.delete(call.id);
  world.clients.set({ ...run, calls });
  if (isConsole(run)) return tellConsole(world, run, own, result);
  if (result.status !== 'ok') return hear(world, run, { type: 'answer', call: own, result });
  const { result: answer } = result;
  if (answer.type === 'confChange') return;
  hear(world, run, { type: 'answer', call: own, result: { status: 'ok', result: answer } });
}

/** Something has come on a stream: if it is a client program's, the program hears of it. */
export function hearStream(
  world: World,
  stream: ClientStream,
  message: ClientStreamMessage,
  identity: ResponseIdentity,
): void {
  const run = stream.client === undefined ? undefined : world.clients.get(stream.client);
  const own = run?.streams.get(stream.id);
  if (run === undefined || own === undefined) return;
  if (!('type' in message) || message.type !== 'end') {
    if (isConsole(run)) return hear(world, run, { type: 'streamed', stream: own, message, identity });
    if ('type' in message && message.type === 'snapshot') return;
    return hear(world, run, { type: 'stream', stream: own, message });
  }
  const streams = new Map(run.streams);
  streams.delete(stream.id);
  world.clients.set({ ...run, streams });
  hear(world, run, { type: 'streamEnded', stream: own, error: message.error });
}

function isConsole({ client }: ClientRun): boolean {
  return client.program.recipe === 'console';
}

/** A console hears all of an answer, also who gave it. */
function tellConsole(world: World, run: ClientRun, call: number, result: ClientAnswer['result']): void {
  if (result.status !== 'ok') return hear(world, run, { type: 'reply', call, reply: result });
  const { result: answer, identity } = result;
  if (answer.type === 'confChange') return;
  hear(world, run, { type: 'reply', call, reply: { status: 'ok', result: answer, identity } });
}

function hear(world: World, run: ClientRun, event: ClientEvent): void {
  pushClientEvent(world, run, clientDelay(world), event);
}

/**
 * Something that will happen to a client program, by its own clock. Within a batch nothing may happen sooner than
 * `clientDelay`.
 */
export function pushClientEvent(world: World, run: ClientRun, delay: number, event: ClientEvent): void {
  world.due.push(world.now + run.ahead + delay, { type: 'client', client: run.name, life: run.life, event });
}
