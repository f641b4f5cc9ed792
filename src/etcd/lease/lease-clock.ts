import { BTree } from '../mvcc/btree.ts';
import type { LeaseId } from '../request.ts';
import type { Lease, LeaseStore } from './lease-store.ts';
import { etcdRulesWith, type EtcdRules } from '../rules.ts';
import { spreadDelays } from './expiry-spread.ts';

/** How often it is looked for what is due (etcd: runLoop). */
export const LEASE_LOOP_MS = 500;
/** An expired lease is named again after this, if it is still there (etcd: defaultExpiredleaseRetryInterval). */
export const EXPIRED_RETRY_MS = 3000;
/** Time between two checkpoints of a lease (etcd: defaultLeaseCheckpointInterval). */
export const CHECKPOINT_INTERVAL_MS = 300_000;
/** Leases named as expired in one look (etcd: half of leaseRevokeRate, twice a second). */
export const REVOKES_PER_LOOK = 500;
/** Checkpoints in one entry of the log (etcd: maxLeaseCheckpointBatchSize). */
export const CHECKPOINTS_PER_ENTRY = 1000;

export interface LeaseCheckpoint {
  readonly id: LeaseId;
  /** Seconds, rounded up. */
  readonly remainingTtl: number;
}

/**
 * What a renewal comes to. `renewed`: with its full ttl in seconds; `clearCheckpoint`: a checkpoint of 0 has to go
 * through the log, or the next leader would count from the old one. `expiring`: its end is on its way through the
 * log, so wait until it is gone (then `notFound`) or somebody else leads (then ask there).
 */
export type Renewal =
  | { readonly type: 'renewed'; readonly ttl: number; readonly clearCheckpoint: boolean }
  | { readonly type: 'notPrimary' | 'notFound' | 'expiring' };

export interface LeaseClockOptions {
  /** Whether leases that last are checkpointed. */
  readonly checkpoints: boolean;
  /** Switches of rules that are on. */
  readonly brokenRules?: readonly string[];
}

interface Deadline {
  readonly expiresAtMs: number;
  /** When it is looked at next: at its end, and then again and again until it is revoked. */
  readonly lookAtMs: number;
  /** Rises with every deadline set: of two at one time the earlier one is first, as their nanoseconds are in etcd. */
  readonly order: number;
}

interface Due {
  readonly atMs: number;
  readonly order: number;
}

/** A clock as plain data, for postMessage. */
export interface SavedLeaseClock {
  readonly options: LeaseClockOptions;
  readonly primary: boolean;
  readonly order: number;
  readonly looked: number;
  readonly checkpointed: number;
  readonly deadlines: readonly (readonly [LeaseId, Deadline])[];
  readonly checkpoints: readonly (readonly [Due, LeaseId])[];
}

/**
 * When leases end: known to the leader alone, never in the log, counted anew by every new leader (etcd: lessor as
 * primary, lease/lessor.go). `nowMs` is the member's own time, from its ticks; it never goes back.
 *
 *     promote ──▶ every lease gets its full ttl (or what its last checkpoint left) and the election timeout on top
 *        │           granted, renew: now + ttl
 *        │           expired: who is past its end, for the log to revoke
 *     demote  ──▶ nothing ends here any more
 */
export class LeaseClock {
  readonly #options: LeaseClockOptions;
  readonly #rules: EtcdRules;
  #primary = false;
  #order = 0;
  /** Number of the last half second in which `expired` looked; the same for `checkpointsDue`. */
  #looked = -1;
  #checkpointed = -1;
  #deadlines = new BTree<LeaseId, Deadline>(undefined, (a, b) => (a < b ? -1 : Number(a > b)));
  /** By lookAtMs (etcd: leaseExpiredNotifier). */
  #looks = new BTree<Due, LeaseId>(undefined, compareDue);
  /** When a lease is to be checkpointed; a lease may be in it more than once, as in etcd's heap. */
  #checkpoints = new BTree<Due, LeaseId>(undefined, compareDue);

  private constructor(options: LeaseClockOptions) {
    this.#options = options;
    this.#rules = etcdRulesWith(options.brokenRules ?? NONE);
  }

  static create(options: LeaseClockOptions): LeaseClock {
    return new LeaseClock(options);
  }

  get isPrimary(): boolean {
    return this.#primary;
  }

  /** This member leads: its first entry of the term is applied, so that it knows every lease there is. extendMs: its election timeout. */
  promote(nowMs: number, extendMs: number, leases: LeaseStore): void {
    this.demote();
    this.#primary = true;
    const all = leases.leases().filter(({ id }) => !this.#deadlines.has(id));
    for (const lease of all) {
      this.#setDeadline(lease.id, nowMs + extendMs + remainingSeconds(lease) * 1000);
      this.#scheduleCheckpoint(lease, nowMs);
    }
    const remaining = all.map((lease) => ({ lease, ms: extendMs + remainingSeconds(lease) * 1000 }));
    for (const { lease, delayMs } of spreadDelays(remaining)) {
      this.#setDeadline(lease.id, nowMs + delayMs + extendMs + remainingSeconds(lease) * 1000);
      this.#scheduleCheckpoint(lease, nowMs);
    }
  }

  /** This member does not lead (any more): no lease ends by its doing. */
  demote(): void {
    this.#primary = false;
    if (!this.#rules.countsLeasesAnew()) return;
    this.#deadlines.clear();
    this.#looks.clear();
    this.#checkpoints.clear();
  }

  /** The grant of this lease was applied here. */
  granted(lease: Lease, nowMs: number): void {
    if (!this.#primary && this.#rules.countsLeasesAnew()) return;
    this.#setDeadline(lease.id, nowMs + remainingSeconds(lease) * 1000);
    this.#scheduleCheckpoint(lease, nowMs);
  }

  /** Its end was applied here. */
  revoked(id: LeaseId): void {
    const deadline = this.#deadlines.get(id);
    if (deadline === undefined) return;
    this.#looks.delete(lookOf(deadline));
    this.#deadlines.delete(id);
  }

  /** A checkpoint of this lease was applied here. */
  checkpointApplied(lease: Lease, nowMs: number): void {
    if (this.#primary) this.#scheduleCheckpoint(lease, nowMs);
  }

  renew(id: LeaseId, nowMs: number, leases: LeaseStore): Renewal {
    if (!this.#primary) return { type: 'notPrimary' };
    const lease = leases.lookup(id);
    if (lease === undefined) return { type: 'notFound' };
    const deadline = this.#deadlines.get(id);
    if (deadline !== undefined && deadline.expiresAtMs <= nowMs) return { type: 'expiring' };
    this.#setDeadline(id, nowMs + lease.ttl * 1000);
    return {
      type: 'renewed',
      ttl: lease.ttl,
      clearCheckpoint: this.#options.checkpoints && lease.remainingTtl > 0,
    };
  }

  /**
   * The leases whose end has come, soonest first, for the leader to revoke through the log. Looks every half second,
   * and names at most REVOKES_PER_LOOK at a time.
   */
  expired(nowMs: number): LeaseId[] {
    const look = Math.floor(nowMs / LEASE_LOOP_MS);
    if (!this.#primary || look <= this.#looked) return [];
    this.#looked = look;
    const named: LeaseId[] = [];
    for (const id of this.#looks.values()) {
      const deadline = this.#deadlines.get(id);
      if (deadline === undefined || deadline.lookAtMs > nowMs || named.length === REVOKES_PER_LOOK) break;
      named.push(id);
    }
    for (const id of named) this.#lookAgain(id, nowMs + EXPIRED_RETRY_MS);
    return named;
  }

  /** The checkpoints that are due, each list for one entry of the log. Looks every half second. */
  checkpointsDue(nowMs: number, leases: LeaseStore): LeaseCheckpoint[][] {
    const look = Math.floor(nowMs / LEASE_LOOP_MS);
    if (!this.#primary || look <= this.#checkpointed) return [];
    this.#checkpointed = look;
    const passed: Due[] = [];
    const batches: LeaseCheckpoint[][] = [];
    for (const [due, id] of this.#checkpoints.entries()) {
      if (due.atMs > nowMs) break;
      passed.push(due);
      const lease = leases.lookup(id);
      const leftMs = this.remainingMs(id, nowMs);
      if (lease === undefined || leftMs === undefined || leftMs <= 0) continue;
      const remainingTtl = Math.ceil(leftMs / 1000);
      if (remainingTtl >= lease.ttl) continue;
      const last = batches.at(-1);
      if (last === undefined || last.length === CHECKPOINTS_PER_ENTRY) batches.push([{ id, remainingTtl }]);
      else last.push({ id, remainingTtl });
    }
    for (const due of passed) this.#checkpoints.delete(due);
    return batches;
  }

  /** When it ends, in the time of `nowMs`; undefined where it is not known, because somebody else leads. */
  endsAtMs(id: LeaseId): number | undefined {
    return this.#deadlines.get(id)?.expiresAtMs;
  }

  /** Until its end, 0 or less once that has come; undefined where it is not known, because somebody else leads. */
  remainingMs(id: LeaseId, nowMs: number): number | undefined {
    const deadline = this.#deadlines.get(id);
    return deadline && deadline.expiresAtMs - nowMs;
  }

  /**
   * What time-to-live says: whole seconds, cut off. `nowMs` is the last tick, and whoever asks does so a little later:
   * a lease has its whole ttl at no moment at which it can be asked for, so one granted just now has ttl - 1.
   */
  remainingSeconds(id: LeaseId, nowMs: number): number | undefined {
    const leftMs = this.remainingMs(id, nowMs);
    if (leftMs === undefined) return undefined;
    return leftMs > 0 ? Math.ceil(leftMs / 1000) - 1 : Math.ceil(leftMs / 1000) + 0;
  }

  /** The order in which a list names leases: by their end. Where that is not known etcd has no order, and here it is by id. */
  byExpiry(leases: LeaseStore): LeaseId[] {
    const ids = leases.leases().map((lease) => lease.id);
    if (!this.#primary) return ids;
    const ends = new Map(ids.map((id) => [id, this.#endOf(id)]));
    const unknown: Due = { atMs: Infinity, order: 0 };
    return ids.sort((a, b) => compareDue(ends.get(a) ?? unknown, ends.get(b) ?? unknown));
  }

  /** A clock of its own, at constant cost. */
  clone(): LeaseClock {
    const copy = new LeaseClock(this.#options);
    copy.#primary = this.#primary;
    copy.#order = this.#order;
    copy.#looked = this.#looked;
    copy.#checkpointed = this.#checkpointed;
    copy.#deadlines = this.#deadlines.clone();
    copy.#looks = this.#looks.clone();
    copy.#checkpoints = this.#checkpoints.clone();
    return copy;
  }

  save(): SavedLeaseClock {
    return {
      options: this.#options,
      primary: this.#primary,
      order: this.#order,
      looked: this.#looked,
      checkpointed: this.#checkpointed,
      deadlines: this.#deadlines.toArray(),
      checkpoints: this.#checkpoints.toArray(),
    };
  }

  static load(saved: SavedLeaseClock): LeaseClock {
    const clock = new LeaseClock(saved.options);
    clock.#primary = saved.primary;
    clock.#order = saved.order;
    clock.#looked = saved.looked;
    clock.#checkpointed = saved.checkpointed;
    for (const [id, deadline] of saved.deadlines) {
      clock.#deadlines.set(id, deadline);
      clock.#looks.set(lookOf(deadline), id);
    }
    for (const [due, id] of saved.checkpoints) clock.#checkpoints.set(due, id);
    return clock;
  }

  #setDeadline(id: LeaseId, expiresAtMs: number): void {
    this.#file(id, { expiresAtMs, lookAtMs: expiresAtMs, order: this.#nextOrder() });
  }

  #lookAgain(id: LeaseId, lookAtMs: number): void {
    const deadline = this.#deadlines.get(id);
    if (deadline !== undefined) this.#file(id, { ...deadline, lookAtMs });
  }

  #file(id: LeaseId, deadline: Deadline): void {
    const before = this.#deadlines.get(id);
    if (before !== undefined) this.#looks.delete(lookOf(before));
    this.#deadlines.set(id, deadline);
    this.#looks.set(lookOf(deadline), id);
  }

  #scheduleCheckpoint(lease: Lease, nowMs: number): void {
    if (!this.#options.checkpoints || remainingSeconds(lease) <= CHECKPOINT_INTERVAL_MS / 1000) return;
    this.#checkpoints.set({ atMs: nowMs + CHECKPOINT_INTERVAL_MS, order: this.#nextOrder() }, lease.id);
  }

  #endOf(id: LeaseId): Due | undefined {
    const deadline = this.#deadlines.get(id);
    return deadline && { atMs: deadline.expiresAtMs, order: deadline.order };
  }

  #nextOrder(): number {
    this.#order += 1;
    return this.#order;
  }
}

const NONE: readonly string[] = [];

/** What a new leader gives a lease: what the last checkpoint left, or its full ttl. */
function remainingSeconds(lease: Lease): number {
  return lease.remainingTtl > 0 ? lease.remainingTtl : lease.ttl;
}

function lookOf(deadline: Deadline): Due {
  return { atMs: deadline.lookAtMs, order: deadline.order };
}

function compareDue(a: Due, b: Due): number {
  return a.atMs === b.atMs ? a.order - b.order : a.atMs < b.atMs ? -1 : 1;
}
