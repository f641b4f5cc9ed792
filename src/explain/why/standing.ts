import type { LogIndex, Micros, NodeId, Term } from '../../base/flavor.ts';
import { CommandError } from '../../sim/command/command.ts';
import type { Flight } from '../../net/flight.ts';
import type { MemberView } from '../../node/report/view.ts';
import type { BusMessage } from '../../sim/world/bus-message.ts';
import type { Machine } from '../../sim/world/machine.ts';
import type { World } from '../../sim/world/world.ts';
import { recover } from '../../storage/recover.ts';
import { StorageError } from '../../storage/storage-error.ts';

/** A member that leads, with what it says of itself. */
export interface Leading {
  readonly id: NodeId;
  readonly machine: Machine;
  readonly view: MemberView;
}

/** Throws a CommandError if there is no such node. */
export function machineOf(world: World, id: NodeId): Machine {
  const machine = world.machines.get(id);
  if (machine === undefined) throw new CommandError('unknownNode', `why: there is no node ${id}`);
  return machine;
}

/** Of those that run or stand still and take themselves for leaders, the one of the highest term. */
export function leadingNow(world: World): Leading | undefined {
  let found: Leading | undefined;
  for (const machine of world.machines.values()) {
    if (machine.status === 'killed' || machine.state !== 'StateLeader') continue;
    const view = machine.image?.view();
    if (view !== undefined && (found === undefined || view.term > found.view.term))
      found = { id: machine.id, machine, view };
  }
  return found;
}

/** Whether messages get from one to the other and back. What is held, or lost for certain, does not. */
export function isReached(world: World, a: NodeId, b: NodeId): boolean {
  return a === b || (isPassable(world, a, b) && isPassable(world, b, a));
}

export function isPassable({ bus }: World, from: NodeId, to: NodeId): boolean {
  const { cut, hold, dials } = bus.link(from, to);
  return !cut && !hold && dials.loss < 1;
}

/** A machine's log as it is looked at here; of a killed one, what its disk has. */
export interface LogLook {
  readonly id: NodeId;
  readonly status: Machine['status'];
  /** Up to there it has a snapshot instead of entries. */
  readonly snapshot: LogIndex;
  readonly last: LogIndex;
  readonly stable: LogIndex;
  readonly commit: LogIndex;
  readonly applied: LogIndex;
  readonly termAt: (index: LogIndex) => Term | undefined;
}

/** Of all machines, in ascending order of their ids. */
export function logsOf(world: World): readonly LogLook[] {
  return [...world.machines.values()].map(logOf);
}

function logOf(machine: Machine): LogLook {
  const { id, status, image } = machine;
  if (image === undefined) return logOnDisk(machine);
  const { snapshotIndex: snapshot, last, stable, commit, applied } = image.view();
  const termAt = (index: LogIndex) => image.entries(index, index)[0]?.term;
  return { id, status, snapshot, last, stable, commit, applied, termAt };
}

/** What was synced is read as the member would read it at its start. Of a disk that cannot be read nothing is known. */
function logOnDisk({ id, status, disk }: Machine): LogLook {
  try {
    const { hardState, snapshot, entries } = recover(disk.image());
    const first = (snapshot?.index ?? 0) + 1;
    const last = entries.at(-1)?.index ?? first - 1;
    const termAt = (index: LogIndex) => entries[index - first]?.term;
    const { commit } = hardState;
    return { id, status, snapshot: first - 1, last, stable: last, commit, applied: first - 1, termAt };
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    return { id, status, snapshot: 0, last: 0, stable: 0, commit: 0, applied: 0, termAt: () => undefined };
  }
}

/** What a machine has of one entry. */
export interface Holder {
  readonly id: NodeId;
  readonly status: Machine['status'];
  /** The log has this entry, or a snapshot in its place. */
  readonly has: boolean;
  /** On its disk. */
  readonly stable: boolean;
  readonly committed: boolean;
  readonly applied: boolean;
  /** Of another entry that the log has there. */
  readonly otherTerm: Term | undefined;
  /** That other one is committed, as far as this machine knows. */
  readonly otherCommitted: boolean;
  readonly last: LogIndex;
}

export function holdersOf(logs: readonly LogLook[], index: LogIndex, term: Term): readonly Holder[] {
  return logs.map((log) => {
    const { id, status, last } = log;
    const own = log.termAt(index);
    const has = own === term || (own === undefined && index <= log.snapshot);
    return {
      id,
      status,
      last,
      has,
      stable: has && index <= log.stable,
      committed: has && index <= log.commit,
      applied: has && index <= log.applied,
      otherTerm: has ? undefined : own,
      otherCommitted: !has && own !== undefined && index <= log.commit,
    };
  });
}

/** A message under way from one to another that is such; the one that is there first. */
export function underWay(
  world: World,
  from: NodeId,
  to: NodeId,
  isIt: (message: BusMessage) => boolean,
): Flight<BusMessage> | undefined {
  let first: Flight<BusMessage> | undefined;
  for (const flight of world.bus.flights()) {
    if (flight.from !== from || flight.to !== to || flight.fate === 'doomed' || !isIt(flight.payload))
      continue;
    if (first === undefined || (flight.endsAt ?? Infinity) < (first.endsAt ?? Infinity)) first = flight;
  }
  return first;
}

/** Whether a message brings an entry, or a snapshot with it. */
export function brings(message: BusMessage, index: LogIndex, term: Term): boolean {
  if (message.type === 'MsgSnap') return message.snapshot.index >= index;
  if (message.type !== 'MsgApp') return false;
  return message.entries.some((entry) => entry.index === index && entry.term === term);
}

/** Whether a message tells the leader that the entry is on its sender's disk. */
export function acknowledges(message: BusMessage, index: LogIndex): boolean {
  return message.type === 'MsgAppResp' && !message.reject && message.index >= index;
}

/**
 * When the disk will be done with the entry that the log has there; undefined: the disk is stuck, or has not been given it yet.
 * The newest writes are those of the log's end: what they have is counted from there.
 */
export function writtenAt({ disk, image }: Machine, index: LogIndex): Micros | undefined {
  let last = image?.view().last ?? 0;
  for (const { write, dueAt } of disk.queue.toReversed()) {
    if (write.entries === 0) continue;
    if (index > last) return undefined;
    last -= write.entries;
    if (index > last) return dueAt;
  }
  return undefined;
}
