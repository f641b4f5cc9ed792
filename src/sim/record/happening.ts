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

/** The event is over: it is the world's present, and the newest that was worth a sentence, if it was. */
export function rememberHappening(world: World, event: WorldEvent): void {
  const { number, at, type, node, message, waits, input, command, output, calls, client } = event;
  const happening: Happening = {
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
    note: client === undefined ? undefined : newestNote(world, client, number),
  };
  world.present = happening;
  if (isWorthASentence(world, happening, world.machines.get(node)?.state ?? 'StateFollower'))
    world.notable = happening;
}

function newestNote(world: World, client: string, event: number): ClientLine['note'] | undefined {
  const log = world.clients.get(client)?.log;
  const line = log?.at(log.length - 1);
  return line?.event === event ? line.note : undefined;
}

/**
 * Somebody acted or was answered, a client told something, a log has grown: no beats, no ticks with nothing in them, and
 * none of a load's calls, which are counted.
 */
function isWorthASentence(
  world: World,
  happening: Happening,
  state: Parameters<typeof isNotable>[2],
): boolean {
  const { type, calls, note, trace, event } = happening;
  if (type === 'command' || calls.some(({ isOfLoad }) => !isOfLoad)) return true;
  if (note !== undefined && note.type !== 'leaseKept') return true;
  if (trace.length === 0) return false;
  const loaded = [...world.clients.all()].some(
    ({ client, status }) => client.program.recipe === 'load' && status === 'running',
  );
  return trace.some(
    (each) => !(loaded && isOrdinary(each)) && (isNews(each) || isNotable(each, event, state)),
  );
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
