import type { Micros, NodeId } from '../../base/flavor.ts';
import type { Flight } from '../../net/flight.ts';
import type { MemberView } from '../../node/report/view.ts';
import type { BusMessage } from '../../sim/world/bus-message.ts';
import type { Cluster } from '../../sim/cluster.ts';
import { memberMs } from '../../sim/world/machine.ts';
import { tickOf } from '../../sim/world/clock.ts';
import type { World } from '../../sim/world/world.ts';
import { campaignAt } from './campaign.ts';
import { paceOf, REACH_MS, type Following, type Pace, type Scene } from './pace.ts';
import type { Run } from './run.ts';

/** Real ms that things are to be seen: a vote flies quickly, entries slowly enough to be followed to their disks. */
const VOTE_MS = 220;
const ENTRIES_MS = 1500;
const WORD_MS = 800;
const COMMIT_MS = 600;
const WRITE_MS = 550;
const VOTE_WRITE_MS = 220;
const APPLY_MS = 300;
/** Leases looked at for the one that ends next. */
const LEASES_MAX = 200;

type Views = ReadonlyMap<NodeId, MemberView>;
type Known = Omit<Scene, 'now' | 'lastAt'>;

/** The pace by meaning at a run's playhead. What it looks at changes with events only, and is looked at once for each. */
export class Pacer {
  #seen: { readonly run: Run; readonly moment: string; readonly known: Known } | undefined;

  at(run: Run): Pace {
    const { world } = run.cluster;
    const moment = world.hash.hex();
    if (this.#seen?.run !== run || this.#seen.moment !== moment) {
      this.#seen = { run, moment, known: look(run.cluster) };
    }
    const lastAt = run.history.events.timeOfLast('notable', world.events, world.now - REACH_MS * 1000);
    return paceOf({ ...this.#seen.known, now: world.now, lastAt });
  }
}

function look({ world }: Cluster): Known {
  const views = new Map<NodeId, MemberView>();
  for (const { id, image } of world.machines.values()) {
    if (image !== undefined) views.set(id, image.view());
  }
  const { latencyMs, jitterMs } = world.config;
  return {
    underWay: [...flights(world, views), ...storageWork(world)],
    nextAt: soonest([...timers(world, views), ...leaseEnds(world, views), ...timeouts(world)]),
    flight: (latencyMs + jitterMs / 2) * 1000,
  };
}

function flights(world: World, views: Views): Following[] {
  const found: Following[] = [];
  for (const flight of world.bus.flights()) {
    const seenMs = flight.endsAt === undefined ? undefined : seenFor(flight, views);
    if (seenMs !== undefined) found.push({ lasts: flight.dueAt - flight.sentAt, seenMs });
  }
  return found;
}

/** How long a message is to be seen; undefined: there is nothing in it. */
function seenFor({ payload, from, to }: Flight<BusMessage>, views: Views): number | undefined {
  const receiver = views.get(to);
  switch (payload.type) {
    case 'MsgVote':
    case 'MsgVoteResp':
    case 'MsgPreVote':
    case 'MsgPreVoteResp':
      return VOTE_MS;
    case 'MsgApp':
      if (payload.entries.length > 0) return ENTRIES_MS;
      return receiver !== undefined && payload.commit > receiver.commit ? COMMIT_MS : undefined;
    case 'MsgAppResp': {
      const match = receiver?.progress.find(({ id }) => id === from)?.match;
      const isNews = payload.reject || (match !== undefined && payload.index > match);
      return isNews ? ENTRIES_MS : undefined;
    }
    case 'MsgHeartbeat':
      if (receiver !== undefined && payload.commit > receiver.commit) return COMMIT_MS;
      return payload.context === undefined || payload.context.length === 0 ? undefined : WORD_MS;
    case 'MsgHeartbeatResp':
      return payload.context === undefined || payload.context.length === 0 ? undefined : WORD_MS;
    case 'PeerRequest':
      return payload.ask.type === 'leaseKeepAlive' ? undefined : WORD_MS;
    case 'PeerResponse':
      return undefined;
    case 'MsgSnap':
      return ENTRIES_MS;
    default:
      return WORD_MS;
  }
}

/** Writes of entries, votes and snapshots; entries being applied. */
function storageWork(world: World): Following[] {
  const found: Following[] = [];
  for (const { disk, fsync, applies } of world.machines.values()) {
    for (const { write, dueAt } of disk.queue) {
      const isNotable = write.entries > 0 || write.snapshot || (write.sync && write.hardState);
      if (isNotable && dueAt !== undefined)
        found.push({
          lasts: fsync ?? world.durations.fsync,
          seenMs: write.entries > 0 || write.snapshot ? WRITE_MS : VOTE_WRITE_MS,
        });
    }
    for (const _ of applies) found.push({ lasts: world.durations.apply, seenMs: APPLY_MS });
  }
  return found;
}

/** When somebody will campaign, and when a leader without a quorum will step down. */
function* timers(world: World, views: Views): Iterable<Micros> {
  for (const machine of world.machines.values()) {
    const { id, status, nextTickAt } = machine;
    const tick = tickOf(world, machine);
    const view = views.get(id);
    if (view === undefined || nextTickAt === undefined || status !== 'up') continue;
    const { voters, votersOutgoing } = view.confState;
    if (view.state === 'StateLeader') {
      const active = view.progress.filter(({ recentActive, learner }) => recentActive && !learner).length;
      if (!world.config.checkQuorum || active > voters.length / 2) continue;
      yield nextTickAt + Math.max(0, view.electionTimeout - view.electionElapsed - 1) * tick;
    } else if (voters.includes(id) || votersOutgoing.includes(id)) yield campaignAt(view, nextTickAt, tick);
  }
}

/**
 * Where leases are counted: at the first tick after their end, for which the pace falls. A leader looks every half second
 * only, so it may find the end some ticks later; that is seen when it happens.
 */
function* leaseEnds(world: World, views: Views): Iterable<Micros> {
  for (const view of views.values()) {
    const machine = world.machine(view.id);
    const { nextTickAt, image } = machine;
    const tick = tickOf(world, machine);
    if (view.state !== 'StateLeader' || nextTickAt === undefined) continue;
    const store = image?.storeView(LEASES_MAX);
    if (store?.countsLeases !== true) continue;
    for (const { endsAtMs } of store.leases) {
      const leftMs = endsAtMs === undefined ? 0 : endsAtMs - memberMs(machine, world.config.tickMs);
      if (leftMs > 0) yield nextTickAt + (Math.ceil(leftMs / world.config.tickMs) - 1) * tick;
    }
  }
}

/** Calls last equally long: the first to begin is the first to end. */
function* timeouts(world: World): Iterable<Micros> {
  const [first] = world.calls.pending();
  if (first !== undefined) yield first.invokedAt + world.durations.clientTimeout;
}

function soonest(times: readonly Micros[]): Micros | undefined {
  return times.length === 0 ? undefined : Math.min(...times);
}
