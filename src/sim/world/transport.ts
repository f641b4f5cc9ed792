import type { Flight } from '../../net/flight.ts';
import type { NodeInput } from '../../node/io.ts';
import type { BusMessage } from './bus-message.ts';
import { localTime } from './machine.ts';
import type { World } from './world.ts';

/** What a transport under raft tells the sender (etcd: rafthttp's ReportSnapshot and ReportUnreachable), a latency later. */
export function reportSnapshot(world: World, flight: Flight<BusMessage>, ok: boolean): void {
  report(world, flight, { type: 'snapshotStatus', peer: flight.to, ok });
}

/**
 * At most once a heartbeat interval of the sender's clock for each peer: a broken connection is noticed once, not with
 * every message.
 */
export function reportUnreachable(world: World, flight: Flight<BusMessage>): void {
  const sender = world.machines.get(flight.from);
  const now = sender === undefined ? world.now : localTime(sender, world.now);
  const key = `${flight.from}/${flight.to}`;
  const last = world.reported.get(key);
  if (last !== undefined && now - last >= 0 && now - last < world.durations.heartbeat) return;
  world.reported.set(key, now);
  report(world, flight, { type: 'unreachable', peer: flight.to });
}

function report(world: World, flight: Flight<BusMessage>, input: NodeInput): void {
  if (!world.config.transportReports) return;
  const machine = world.machines.get(flight.from);
  if (machine === undefined || machine.status === 'killed') return;
  const { latency } = world.bus.link(flight.from, flight.to).dials;
  world.due.push(world.now + latency, { type: 'input', node: machine.id, life: machine.life, input });
}
