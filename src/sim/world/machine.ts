import type { Micros, NodeId, Term } from '../../base/flavor.ts';
import { drawInt, makeDice } from '../../base/random.ts';
import type { MemberId } from '../../etcd/request.ts';
import type { ApplyWork, ConnectionNews, NodeInput } from '../../node/io.ts';
import type { ImageFold, MemberImage } from '../../node/report/image.ts';
import type { StateType } from '../../raft/ready.ts';
import type { MachineSettings } from './config.ts';
import { TraceLog } from '../record/trace-log.ts';
import { aheadOf, TRUE_CLOCK, type MachineClock } from './clock.ts';
import { Disk } from './disk.ts';

export interface QueuedApply {
  readonly work: ApplyWork;
  readonly dueAt: Micros;
}

/**
 * What one machine's transport knows of the connection from a peer: bytes come, have not come since then, or it is
 * gone. Members keep their connections alive with bytes that raft never sees (rafthttp: linkHeartbeatMessage), so it
 * is the link and the machine at its other end that say how it is, and not raft's messages.
 */
export type Connection =
  { readonly type: 'open' } | { readonly type: 'silent'; readonly since: Micros } | { readonly type: 'lost' };

/** What a member has not been told yet, and since when there is something to tell. */
export interface PendingNews extends ConnectionNews {
  readonly at: Micros;
}

export const NO_NEWS: PendingNews = { at: 0, lost: [], opened: [] };

/** Requests have ids of their own by the life they are made in, which are counted up to so many. */
export const LIVES_MAX = 2 ** 14;

/**
 * What the world keeps of one machine: everything around the member. The member itself lives in the host.
 *
 * Invariants: killed machines have no fold, no next tick, nothing waiting, no queues. Paused ones have no next tick, and
 * `tickLeft` says how far off it was when the clock stopped. By hand a machine that is up has a next tick all the same:
 * when it would come if time went on; ticks that are given by hand do not move it.
 */
export class Machine {
  readonly id: NodeId;
  status: 'up' | 'paused' | 'killed' = 'up';
  /** How often it has been started before: the member's incarnation. */
  life = 0;
  /** Why it is down, when it fell by itself. */
  crashed: string | undefined = undefined;
  /** The member that has ended here because the cluster removed it: it would end again. Undefined: none has. */
  removed: MemberId | undefined = undefined;
  /** The members it was and that were removed, before its disk was emptied. */
  formerIds: readonly MemberId[] = [];
  /** Former members that were gone when it began with its disk: it asked the cluster who is there, and never means them. */
  knownGone: readonly MemberId[] = [];
  disk = new Disk();
  /** How long its disk takes for a sync; undefined: as long as the run's disks. */
  fsync: Micros | undefined = undefined;
  /** What its member is started with instead of the run's settings, from its next start on. */
  settings: MachineSettings = {};
  /** Those it was started with. */
  settingsInForce: MachineSettings = {};
  /** Its disk was lost: the member begins with nothing and waits to be told (etcd: --initial-cluster-state existing). */
  joining = false;
  /** Its disk was made of this saved store (etcdctl snapshot restore), from which its member begins a cluster. */
  restored: Uint8Array | undefined = undefined;
  /** What its disk had said it had synced is not there: its member may go back on its word when it starts. */
  forgot = false;
  /** Its disk is one that a start refuses, as a bit of it was flipped. */
  refused = false;
  /** Oldest first. */
  applies: QueuedApply[] = [];
  /** What came while it was paused, in order. */
  waiting: NodeInput[] = [];
  nextTickAt: Micros | undefined = undefined;
  /** The sequence number of that tick in the queue: other ticks of this machine are void. */
  nextTickSeq = 0;
  tickLeft: Micros = 0;
  /** So far is its own clock ahead of what it would show by itself: it was given ticks by hand in this life. */
  ahead: Micros = 0;
  /** How fast its clocks go, and what they show. */
  clock: MachineClock = TRUE_CLOCK;
  /** When its member began this life, in whole milliseconds, and how often its clock has ticked since. */
  startedAtMs = 0;
  ticks = 0;
  /** Since when it is paused. */
  pausedAt: Micros = 0;
  /** From its peers, by their ids, as far as there has been one in this life. */
  connections = new Map<NodeId, Connection>();
  /** What its member has not been told of them yet. */
  connectionNews: PendingNews = NO_NEWS;
  /** Of the records of its member's life; undefined: no member lives here. */
  fold: ImageFold | undefined = undefined;
  /** As of its last change of role or term. */
  state: StateType = 'StateFollower';
  term: Term = 0;
  /** The last decisions. */
  trace = new TraceLog();

  constructor(id: NodeId) {
    this.id = id;
  }

  /** What its member is, by the records of its life; undefined: no member lives here. */
  get image(): MemberImage | undefined {
    return this.fold?.image;
  }

  clone(): Machine {
    const copy = Object.assign(new Machine(this.id), this);
    copy.fold = this.fold?.clone();
    copy.disk = this.disk.clone();
    copy.applies = this.applies.slice();
    copy.waiting = this.waiting.slice();
    copy.connections = new Map(this.connections);
    copy.trace = this.trace.clone();
    return copy;
  }
}

/** Whether it can only come back as somebody who has forgotten what was promised, or not at all. */
export function isRuined({ forgot, refused }: Machine): boolean {
  return forgot || refused;
}

/** From whom it has a connection; what is silent has not been given up yet. */
export function connectedTo({ connections }: Machine): readonly NodeId[] {
  return [...connections].filter(([, { type }]) => type !== 'lost').map(([from]) => from);
}

/** Why a machine is down; nothing: somebody has killed it. */
export interface StopReason {
  readonly crashed?: string;
  readonly removed?: MemberId;
}

/** Memory, clock and queues are gone; the disk has been told. */
export function stopMachine(machine: Machine, { crashed, removed }: StopReason): void {
  machine.status = 'killed';
  machine.crashed = crashed;
  machine.removed = removed;
  machine.fold = undefined;
  machine.applies = [];
  machine.waiting = [];
  machine.nextTickAt = undefined;
  machine.nextTickSeq = 0;
}

/** What the machine's own clock says. */
export function localTime(machine: Machine, now: Micros): Micros {
  return now + machine.ahead + aheadOf(machine.clock, now);
}

/** What its member takes the time to be: it counts the ticks since it began. The ends of leases are in this time. */
export function memberMs({ startedAtMs, ticks }: Machine, tickMs: number): number {
  return startedAtMs + ticks * tickMs;
}

/** How long after its start a machine ticks first, in (0, tick]: its own in every life, so that clocks do not beat together. */
export function firstTickAfter(seed: number, machine: Machine, tick: Micros): Micros {
  return drawInt(makeDice(seed, 'tick', machine.id, machine.life), 1, Math.max(1, tick));
}
