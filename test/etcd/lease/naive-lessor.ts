import type { LeaseId } from '../../../src/etcd/request.ts';

interface NaiveLease {
  readonly id: LeaseId;
  readonly ttl: number;
  remaining: number;
  /** Undefined: nobody counts. */
  end: number | undefined;
  namedAt: number | undefined;
  checkpointTimes: number[];
  /** Rises with every new end. */
  turn: number;
}

/** Leases and their clock in the plainest way: a list that is walked for everything. One object for store and clock. */
export class NaiveLessor {
  leases: NaiveLease[] = [];
  primary = false;
  #turn = 0;
  #lastExpiryLook = -1;
  #lastCheckpointLook = -1;
  readonly #checkpoints: boolean;

  constructor(checkpoints: boolean) {
    this.#checkpoints = checkpoints;
  }

  grant(id: LeaseId, ttl: number, now: number): void {
    const lease: NaiveLease = {
      id,
      ttl: ttl < 2 ? 2 : ttl,
      remaining: 0,
      end: undefined,
      namedAt: undefined,
      checkpointTimes: [],
      turn: 0,
    };
    this.leases.push(lease);
    if (this.primary) this.#start(lease, now, 0);
  }

  revoke(id: LeaseId): void {
    this.leases = this.leases.filter((lease) => lease.id !== id);
  }

  promote(now: number, extend: number): void {
    this.primary = true;
    for (const lease of [...this.leases].sort((a, b) => (a.id < b.id ? -1 : 1))) {
      lease.checkpointTimes = [];
      this.#start(lease, now, extend);
    }
  }

  demote(): void {
    this.primary = false;
    for (const lease of this.leases) {
      lease.end = undefined;
      lease.namedAt = undefined;
      lease.checkpointTimes = [];
    }
  }

  renew(id: LeaseId, now: number): string {
    const lease = this.leases.find((one) => one.id === id);
    if (!this.primary) return 'notPrimary';
    if (lease?.end === undefined) return 'notFound';
    if (lease.end <= now) return 'expiring';
    this.#turn++;
    lease.end = now + lease.ttl * 1000;
    lease.turn = this.#turn;
    lease.namedAt = undefined;
    return `renewed ${lease.ttl}${this.#checkpoints && lease.remaining > 0 ? ' clear' : ''}`;
  }

  expired(now: number): LeaseId[] {
    if (!this.primary || Math.floor(now / 500) <= this.#lastExpiryLook) return [];
    this.#lastExpiryLook = Math.floor(now / 500);
    const due = this.leases
      .map((lease) => ({ lease, at: lease.namedAt === undefined ? lease.end : lease.namedAt + 3000 }))
      .filter(({ at }) => at !== undefined && at <= now)
      .sort((a, b) => (a.at ?? 0) - (b.at ?? 0) || a.lease.turn - b.lease.turn);
    for (const { lease } of due) lease.namedAt = now;
    return due.map(({ lease }) => lease.id);
  }

  /** One list: there are never a thousand here. */
  checkpointsDue(now: number): { id: LeaseId; remainingTtl: number }[] {
    if (!this.primary || Math.floor(now / 500) <= this.#lastCheckpointLook) return [];
    this.#lastCheckpointLook = Math.floor(now / 500);
    const found: { id: LeaseId; remainingTtl: number; at: number }[] = [];
    for (const lease of this.leases) {
      for (const at of lease.checkpointTimes.filter((time) => time <= now)) {
        const left = Math.ceil(((lease.end ?? 0) - now) / 1000);
        if (left > 0 && left < lease.ttl) found.push({ id: lease.id, remainingTtl: left, at });
      }
      lease.checkpointTimes = lease.checkpointTimes.filter((time) => time > now);
    }
    return found.map(({ id, remainingTtl }) => ({ id, remainingTtl }));
  }

  checkpoint(id: LeaseId, remaining: number, now: number): void {
    const lease = this.leases.find((one) => one.id === id);
    if (lease === undefined) return;
    lease.remaining = remaining;
    if (this.primary) this.#planCheckpoint(lease, now);
  }

  remaining(id: LeaseId, now: number): number | undefined {
    const end = this.leases.find((lease) => lease.id === id)?.end;
    return end === undefined ? undefined : end - now;
  }

  order(): LeaseId[] {
    const byId = [...this.leases].sort((a, b) => (a.id < b.id ? -1 : 1));
    if (!this.primary) return byId.map((lease) => lease.id);
    return byId.sort((a, b) => (a.end ?? 0) - (b.end ?? 0) || a.turn - b.turn).map((lease) => lease.id);
  }

  #start(lease: NaiveLease, now: number, extend: number): void {
    this.#turn++;
    lease.turn = this.#turn;
    lease.namedAt = undefined;
    lease.end = now + extend + (lease.remaining > 0 ? lease.remaining : lease.ttl) * 1000;
    this.#planCheckpoint(lease, now);
  }

  #planCheckpoint(lease: NaiveLease, now: number): void {
    const seconds = lease.remaining > 0 ? lease.remaining : lease.ttl;
    if (this.#checkpoints && seconds > 300) lease.checkpointTimes.push(now + 300_000);
  }
}
