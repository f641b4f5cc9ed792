import { msToMicros, type Micros, type NodeId } from '../../base/flavor.ts';
import type { ConnectionNews } from '../../node/io.ts';
import { localTime, NO_NEWS, type Connection, type Machine } from './machine.ts';
import type { World } from './world.ts';

/** A connection without a byte for so long is broken off (etcd: rafthttp, DefaultConnReadTimeout). */
const SILENCE: Micros = msToMicros(5000);

/** After a command: connections open, fall silent, or are closed by the end of a process. */
export function updateConnections(world: World): void {
  for (const to of world.machines.values()) {
    if (to.status === 'killed') continue;
    for (const from of world.machines.values()) if (from !== to) updateOne(world, from, to);
  }
}

/** A process begins with the connections that can be had. */
export function openConnections(world: World, machine: Machine): void {
  machine.connections = new Map();
  machine.connectionNews = NO_NEWS;
  for (const from of world.machines.values()) {
    if (from !== machine && flows(world, from, machine)) machine.connections.set(from.id, { type: 'open' });
  }
}

/** A process that stood still finds its connections timed out, whatever has come on them. `now` is its own clock's. */
export function wakeConnections(machine: Machine, now: Micros): void {
  if (now - machine.pausedAt < SILENCE) return;
  for (const [from, { type }] of machine.connections) {
    if (type === 'open') reopen(machine, from, now);
  }
}

/**
 * What the member is told with a tick, if there is anything to tell. Nothing is noticed sooner than after `delay`: at
 * least the world's lookahead, so that what fells one member in a batch is news to nobody in the same batch. `now` is the
 * machine's own clock's, by which silence is measured.
 */
export function takeConnectionNews(machine: Machine, now: Micros, delay: Micros): ConnectionNews | undefined {
  for (const [from, connection] of machine.connections) {
    if (connection.type === 'silent' && isOver(connection, now))
      lose(machine, from, connection.since + SILENCE);
  }
  const { at, lost, opened } = machine.connectionNews;
  if (lost.length + opened.length === 0 || now - at < delay) return undefined;
  machine.connectionNews = NO_NEWS;
  return { lost, opened };
}

function updateOne(world: World, from: Machine, to: Machine): void {
  const before = to.connections.get(from.id);
  const now = localTime(to, world.now);
  if (flows(world, from, to)) {
    if (before?.type === 'open') return;
    const hasOutlasted = before?.type === 'silent' && !isOver(before, now);
    if (hasOutlasted) to.connections.set(from.id, { type: 'open' });
    else reopen(to, from.id, now);
  } else if (before?.type === 'open') {
    const isClosed = from.status === 'killed' && isPassable(world, from.id, to.id);
    if (isClosed) lose(to, from.id, now);
    else to.connections.set(from.id, { type: 'silent', since: now });
  }
}

function flows(world: World, from: Machine, to: Machine): boolean {
  return from.status === 'up' && isPassable(world, from.id, to.id);
}

function isPassable(world: World, from: NodeId, to: NodeId): boolean {
  const { cut, hold, dials } = world.bus.link(from, to);
  return !cut && !hold && dials.loss < 1;
}

function isOver({ since }: Connection & { readonly type: 'silent' }, now: Micros): boolean {
  return now - since >= SILENCE;
}

function reopen(machine: Machine, from: NodeId, at: Micros): void {
  lose(machine, from, at);
  machine.connections.set(from, { type: 'open' });
  const { lost, opened } = machine.connectionNews;
  machine.connectionNews = { at, lost, opened: [...opened, from] };
}

function lose(machine: Machine, from: NodeId, at: Micros): void {
  machine.connections.set(from, { type: 'lost' });
  const { lost, opened } = machine.connectionNews;
  const isOther = (each: NodeId) => each !== from;
  machine.connectionNews = { at, lost: [...lost.filter(isOther), from], opened: opened.filter(isOther) };
}
