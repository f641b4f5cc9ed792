import type { NodeId, Term } from '../base/flavor.ts';
import type { BusMessage } from '../sim/world/bus-message.ts';
import type { Flight } from '../net/flight.ts';
import type { Command } from '../sim/command/command.ts';
import { isReport, isWork, waiting } from '../sim/hand/waiting.ts';
import type { World } from '../sim/world/world.ts';

/** What a message is, without its number: numbers change when a step before it is left out. */
export interface Addressed {
  readonly from: NodeId;
  readonly to: NodeId;
  readonly type: BusMessage['type'];
  readonly term: Term;
  readonly index: number;
  readonly entries: number;
}

/**
 * One step of a run by hand, named by what it is about and not by numbers that the steps before it give. `call` is the number that
 * a call had in the run that it comes from.
 */
export type HandStep =
  | { readonly type: 'deliver' | 'duplicate'; readonly message: Addressed }
  | { readonly type: 'finishWrite' | 'finishApply' | 'tick' | 'elapse'; readonly node: NodeId }
  | { readonly type: 'report'; readonly node: NodeId; readonly peer: NodeId }
  | { readonly type: 'clientStep'; readonly client: string }
  | { readonly type: 'timeout'; readonly call: number }
  | { readonly type: 'command'; readonly command: Command };

/** Whom it happens to; undefined: nobody in particular. */
export function nodeOfStep(step: HandStep): NodeId | undefined {
  if ('node' in step) return step.node;
  if ('message' in step) return step.message.to;
  return step.type === 'command' && 'node' in step.command ? step.command.node : undefined;
}

export function addressOf({ from, to, payload }: Flight<BusMessage>): Addressed {
  return {
    from,
    to,
    type: payload.type,
    term: 'term' in payload ? payload.term : 0,
    index: 'index' in payload && typeof payload.index === 'number' ? payload.index : 0,
    entries: 'entries' in payload ? payload.entries.length : 0,
  };
}

/** Numbers that calls, streams and HTTP calls of the run have, by those they had in the one that it comes from. */
export class Renumbered {
  readonly calls = new Map<number, number>();
  readonly streams = new Map<number, number>();
  readonly http = new Map<number, number>();
}

/** The command that does the step in this run by hand, as it stands now; undefined: there is nothing of the kind to be done. */
export function commandOfStep(world: World, step: HandStep, numbers: Renumbered): Command | undefined {
  switch (step.type) {
    case 'deliver':
    case 'duplicate': {
      const flight = findFlight(world, step.message);
      return flight && { type: step.type, message: flight.id };
    }
    case 'finishWrite':
    case 'finishApply': {
      const kind = step.type === 'finishWrite' ? 'writeDone' : 'applyDone';
      const isThere = waiting(world).some((item) => isWork(item, kind, step.node));
      return isThere ? { type: step.type, node: step.node } : undefined;
    }
    case 'report': {
      const item = waiting(world).find(
        (each) => isReport(each) && each.node === step.node && each.input.peer === step.peer,
      );
      return item && { type: 'report', report: item.seq };
    }
    case 'timeout':
      return { type: 'timeout', request: numbers.calls.get(step.call) ?? step.call };
    case 'command':
      return renumbered(world, step.command, numbers);
    default:
      return step;
  }
}

/** The very same message, or else one of its type on its way. */
function findFlight(world: World, wanted: Addressed): Flight<BusMessage> | undefined {
  let other: Flight<BusMessage> | undefined;
  for (const flight of world.bus.flights()) {
    if (flight.from !== wanted.from || flight.to !== wanted.to || flight.payload.type !== wanted.type)
      continue;
    const { term, index, entries } = addressOf(flight);
    if (term === wanted.term && index === wanted.index && entries === wanted.entries) return flight;
    other ??= flight;
  }
  return other;
}

function renumbered(world: World, command: Command, { calls, streams, http }: Renumbered): Command {
  switch (command.type) {
    case 'request':
    case 'confChange': {
      const request = world.calls.lastId + 1;
      calls.set(command.request, request);
      return { ...command, request };
    }
    case 'openStream': {
      const stream = world.streams.lastId + 1;
      streams.set(command.stream, stream);
      return { ...command, stream };
    }
    case 'sendStream':
    case 'closeStream':
      return { ...command, stream: streams.get(command.stream) ?? command.stream };
    case 'http': {
      const request = world.http.lastId + 1;
      http.set(command.request, request);
      return { ...command, request };
    }
    case 'httpGone':
      return { ...command, request: http.get(command.request) ?? command.request };
    default:
      return command;
  }
}
