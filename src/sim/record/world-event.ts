import type { ClientEvent } from '../../client/effect.ts';
import type { LogIndex, Micros, NodeId, Term } from '../../base/flavor.ts';
import type { Doom, Flight } from '../../net/flight.ts';
import type { ClientAnswer, NodeInput, NodeOutput } from '../../node/io.ts';
import type { StateType } from '../../raft/ready.ts';
import type { BusMessage } from '../world/bus-message.ts';
import type { Command } from '../command/command.ts';

/**
 * How a message's journey ended: delivered, lost by the dice, lost by a cut, dropped by hand, or its receiver was dead; or
 * a forged one goes on in its place.
 */
export type FlightEnd = 'delivered' | Doom | 'dropped' | 'forged';

/**
 * One thing in the total order of a run, with everything it led to. Numbers count up from 1 without a gap; times
 * never decrease.
 *
 *     an input    it happened to one member, which answered with `output`; or `waits` in its inbox, as it is paused
 *     command     somebody acted on the world
 *     death       a message died on its link
 *     client      something happened to a client program
 */
export interface WorldEvent {
  readonly number: number;
  readonly at: Micros;
  readonly type: NodeInput['type'] | 'command' | 'death' | 'client';
  /** 0: nobody. */
  readonly node: NodeId;
  /** The message that was delivered or died; 0: none. */
  readonly message: number;
  readonly waits: boolean;
  readonly input: NodeInput | undefined;
  readonly command: Command | undefined;
  readonly output: NodeOutput | undefined;
  readonly sent: readonly Flight<BusMessage>[];
  readonly ended: readonly { readonly message: number; readonly end: FlightEnd }[];
  /** What members have become: their status, role or term has changed. */
  readonly became: readonly MemberPhase[];
  readonly calls: readonly CallChange[];
  /** The client program it happened to. */
  readonly client: string | undefined;
  /** What that program was told, or will be when it goes on. */
  readonly heard: ClientEvent | undefined;
  /** What it has changed in that node, as bits (node/report/touched.ts); without `decided`, which the output tells. */
  readonly touched: number;
  /** The member's new commit index, if it has moved. */
  readonly committed: LogIndex | undefined;
  /** The term that the member now leads, if it has just been elected. */
  readonly elected: Term | undefined;
  /** A member begins on a disk that has lost what it had said it had synced: from now on it may go back on its word. */
  readonly forgot: boolean;
}

export interface MemberPhase {
  readonly node: NodeId;
  readonly status: 'up' | 'paused' | 'killed';
  readonly state: StateType;
  readonly term: Term;
}

export interface CallChange {
  readonly request: number;
  readonly node: NodeId;
  readonly status: 'invoked' | ClientAnswer['result']['status'];
  /** One of a load's many, which are counted and not told one by one. */
  readonly isOfLoad: boolean;
}

/** Where events go: the recorder of a run, or whoever listens. */
export interface Journal {
  append(event: WorldEvent): void;
}

/** The event while it is happening. Its lists are replaced (`withOne`), because most of them stay the one empty list. */
export type OpenEvent = { -readonly [Field in keyof WorldEvent]: WorldEvent[Field] };

/** Of all events in which nothing of the kind happened. */
export const NONE: readonly never[] = [];

/** The list with one thing more; the list is left as it was. */
export function withOne<T>(list: readonly T[], item: T): readonly T[] {
  return list.length === 0 ? [item] : [...list, item];
}
