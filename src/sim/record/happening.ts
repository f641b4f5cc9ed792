import type { Micros } from '../../base/flavor.ts';
import type { NodeTrace } from '../../node/io.ts';
import type { ClientLine } from '../clients/client-run.ts';
import type { Command } from '../command/command.ts';
import { isNotable } from './decisions.ts';
import type { FlightEnd, WorldEvent } from './world-event.ts';
import type { World } from '../world/world.ts';

/** What is small of an event: enough to say in a sentence what happened in it. */
export interface Happening extends Pick<
  WorldEvent,
  'type' | 'node' | 'message' | 'waits' | 'calls' | 'client'
> {
  readonly event: number;
  readonly at: Micros;
  readonly command: Command | undefined;
  readonly trace: readonly NodeTrace[];
  /** How the journey of `message` ended. */
  readonly end: FlightEnd | undefined;
  /** The client's call that a member took up; 0: none. */
  readonly request: number;
  /** What a client program told of itself in it. */
  readonly note: ClientLine['note'] | undefined;
}

const NOTHING: readonly NodeTrace[] = [];

/** The event is over: it is the world's last, and the newest that was worth a sentence, if it was. */
export function rememberHappening(world: World, event: WorldEvent): void {
  world.last = event;
  if (isWorthASentence(world, event)) world.notable = world.present;
}

/** In short. `world` is as the event has left it. */
export function happeningOf(world: World, event: WorldEvent): Happening {
  const { number, at, type, node, message, waits, input, command, output, calls, client } = event;
  return {
    event: number,
    at,
    type,
    node,
    message,
    waits,
    calls,
    client,
    command,
    trace: output?.trace ?? NOTHING,
    end: message === 0 ? undefined : event.ended.find((ended) => ended.message === message)?.end,
    request: input !== undefined && 'request' in input ? input.request : 0,
    note: newestNote(world, event),
  };
}

function newestNote(world: World, { client, number }: WorldEvent): ClientLine['note'] | undefined {
  if (client === undefined) return undefined;
  const log = world.clients.get(client)?.log;
  const line = log?.at(log.length - 1);
  return line?.event === number ? line.note : undefined;
}

/**
 * Somebody acted or was answered, a client told something, a log has grown: no beats, no ticks with nothing in them, and
 * none of a load's calls, which are counted.
 */
function isWorthASentence(world: World, event: WorldEvent): boolean {
  const { type, number, node, calls, output } = event;
  if (type === 'command') return true;
  for (const { isOfLoad } of calls) if (!isOfLoad) return true;
  const note = newestNote(world, event);
  if (note !== undefined && note.type !== 'leaseKept') return true;
  if (output === undefined || output.trace.length === 0) return false;
  const state = world.machines.get(node)?.state ?? 'StateFollower';
  for (const decision of output.trace) {
    if (!isNews(decision) && !isNotable(decision, number, state)) continue;
    if (!isOrdinary(decision) || !isLoaded(world)) return true;
  }
  return false;
}

function isLoaded(world: World): boolean {
  for (const { client, status } of world.clients.all()) {
    if (client.program.recipe === 'load' && status === 'running') return true;
  }
  return false;
}

/** What every call leads to: under a load it would leave no room for anything else. */
function isOrdinary({ type }: NodeTrace): boolean {
  return type === 'entriesAppended' || type === 'readServed' || type.startsWith('readIndex');
}

function isNews(trace: NodeTrace): boolean {
  switch (trace.type) {
    case 'entriesAppended':
    case 'committed':
    case 'progressChanged':
      return true;
    case 'appendAccepted':
      return trace.last > trace.prev.index;
    default:
      return false;
  }
}
