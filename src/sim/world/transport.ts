import type { Flight } from '../../net/flight.ts';
import type { NodeInput } from '../../node/io.ts';
import type { BusMessage } from './bus-message.ts';
import type { World } from './world.ts';

/** What a transport under raft tells the sender (etcd: rafthttp's ReportSnapshot and ReportUnreachable), a latency later. */
export function reportSnapshot(world: World, flight: Flight<BusMessage>, ok: boolean): void {
  report(world, flight, { type: 'snapshotStatus', peer: flight.to, ok });
}

/** At most once a heartbeat interval for each peer: a broken connection is noticed once, not with every message. */
export function reportUnreachable(world: World, flight: Flight<BusMessage>): void {
  const key = `${flight.from}/${flight.to}`;
  const last = world.reported.get(key);
  if (last !== undefined && world.now - last < world.durations.heartbeat) return;
  world.reported.set(key, world.now);
  report(world, flight, { type: 'unreachable', peer: flight.to });
}

function report(world: World, flight: Flight<BusMessage>, input: NodeInput): void {
  const machine = world.machines.get(flight.from);
  if (machine === undefined || machine.status === 'killed') return;
  const { latency } = world.bus.link(flight.from, flight.to).dials;
  world.due.push(world.now + latency, { type: 'input', node: machine.id, life: machine.life, input });
}
