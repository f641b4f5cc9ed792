import type { Revision } from '../../base/flavor.ts';
import type { LoggedOperation } from '../../etcd/command.ts';
import { LeaseClock } from '../../etcd/lease/lease-clock.ts';
import type { LeaseId, WatchRequest, WatchResponse } from '../../etcd/request.ts';
import { WatchHub } from '../../etcd/watch/watch-hub.ts';
import type { StreamMessage } from '../../etcd/watch/watcher.ts';
import { compareKeys, isBeyondRange } from '../../etcd/mvcc/key-range.ts';
import { keyValueOf, type KeyRecord } from '../../etcd/mvcc/key-record.ts';
import type { AppliedCommand, StateMachine } from './state-machine.ts';

/** Leases are counted in ticks, and etcd's clock of leases in milliseconds of seconds: a tick passes for a second there. */
const LEASE_MS_PER_TICK = 1000;
/** Of everything else: a heartbeat interval. */
const MS_PER_TICK = 100;
/** etcd: progressReportInterval. */
const PROGRESS_MS = 600_000;
const FRAGMENT_BYTES = 2 * 1024 * 1024;

type CreateWatch = Extract<WatchRequest, { type: 'create' }>;

/** What a member serves beside its log, and loses with its life: watches, and as the leader the time of leases. */
export class MemberServices {
  readonly #hub = WatchHub.create({ progressIntervalMs: PROGRESS_MS, fragmentBytes: FRAGMENT_BYTES });
  readonly #clock = LeaseClock.create({ checkpoints: false });
  readonly #electionTicks: number;
  #ticks = 0;
  #messages: StreamMessage[] = [];
  /** The changes at the compacted revision that a new stream is still owed. */
  readonly #owed = new Map<number, readonly KeyRecord[]>();

  constructor(electionTicks: number) {
    this.#electionTicks = electionTicks;
  }

  get #now(): number {
    return this.#ticks * LEASE_MS_PER_TICK;
  }

  get isPrimary(): boolean {
    return this.#clock.isPrimary;
  }

  /** What was sent on streams since this was last asked. */
  takeMessages(): StreamMessage[] {
    const messages = this.#messages;
    this.#messages = [];
    return messages;
  }

  /** One tick of the member's clock: what its leader wants to have in the log because time has passed. */
  tick(machine: StateMachine): LoggedOperation[] {
    this.#ticks++;
    this.#send(this.#hub.tick(MS_PER_TICK, machine.store));
    return this.#clock.expired(this.#now).map((id) => ({ type: 'leaseRevoke', id }));
  }

  /** An empty entry of a term that this member leads was applied: it knows every lease there is. */
  lead(machine: StateMachine): void {
    this.#clock.promote(this.#now, this.#electionTicks * LEASE_MS_PER_TICK, machine.etcd.leases);
  }

  follow(): void {
    if (this.#clock.isPrimary) this.#clock.demote();
  }

  applied({ command, answer }: AppliedCommand, machine: StateMachine): void {
    const { op } = command;
    if (answer.ok && op.type === 'leaseGrant') {
      const lease = machine.etcd.leases.lookup(op.id);
      if (lease !== undefined) this.#clock.granted(lease, this.#now);
    }
    if (answer.ok && op.type === 'leaseRevoke') this.#clock.revoked(op.id);
    this.#send(this.#hub.sync(machine.store));
  }

  /** A snapshot has taken the store's place. */
  replaced(machine: StateMachine): void {
    this.#hub.reset(machine.store);
    this.catchUp(machine);
  }

  open(stream: number): void {
    this.#hub.open(stream);
  }

  close(stream: number): void {
    this.#hub.close(stream);
    this.#owed.delete(stream);
  }

  request(stream: number, request: WatchRequest, machine: StateMachine): void {
    const seam = this.#seamOf(request, machine);
    if (seam === 'gone') {
      const { revision, compactRevision } = machine.store;
      const response = { ...emptyResponse(revision), created: true, canceled: true, compactRevision };
      this.#messages.push({ stream, response });
      return;
    }
    if (seam !== undefined) this.#owed.set(stream, seam);
    this.#send(this.#hub.request(stream, request, machine.store, () => true));
    this.catchUp(machine);
    // Nothing has happened since that the store still knows.
    if (this.#owed.has(stream)) this.#send([{ stream, response: emptyResponse(machine.store.revision) }]);
  }

  /** Tells every watch that begins in the past what has happened since, at once: there is no time to wait for here. */
  catchUp(machine: StateMachine): void {
    for (;;) {
      const messages = this.#hub.tick(0, machine.store);
      if (messages.length === 0) return;
      this.#send(messages);
    }
  }

  /** Ticks until the lease ends, rounded up; undefined unless this member leads. */
  remaining(id: LeaseId): number | undefined {
    const ms = this.#clock.remainingMs(id, this.#now);
    return ms === undefined ? undefined : Math.max(0, Math.ceil(ms / LEASE_MS_PER_TICK));
  }

  /** The renewed lease's ttl in ticks; 0: there is no such lease. Undefined unless this member leads. */
  renew(id: LeaseId, machine: StateMachine): number | undefined {
    const renewal = this.#clock.renew(id, this.#now, machine.etcd.leases);
    if (renewal.type === 'renewed') return renewal.ttl;
    return renewal.type === 'notPrimary' ? undefined : 0;
  }

  /** What a watch from exactly the compacted revision is owed; 'gone' where nobody knows it any more. */
  #seamOf(request: WatchRequest, machine: StateMachine): readonly KeyRecord[] | 'gone' | undefined {
    const { compactRevision } = machine.store;
    if (request.type !== 'create' || compactRevision === 0 || request.startRevision !== compactRevision) {
      return undefined;
    }
    return machine.seam === undefined ? 'gone' : machine.seam.filter((record) => isWanted(request, record));
  }

  #send(messages: readonly StreamMessage[]): void {
    for (const message of messages) {
      const owed = this.#owed.get(message.stream);
      const isFirst = owed !== undefined && !message.response.created;
      if (isFirst) this.#owed.delete(message.stream);
      this.#messages.push(isFirst ? withSeam(message, owed) : message);
    }
  }
}

function emptyResponse(revision: Revision): WatchResponse {
  return {
    revision,
    watchId: 0n,
    created: false,
    canceled: false,
    compactRevision: 0,
    cancelReason: '',
    fragment: false,
    events: [],
  };
}

function isWanted({ key, rangeEnd, filters }: CreateWatch, record: KeyRecord): boolean {
  if (filters.includes(record.deleted ? 'NODELETE' : 'NOPUT')) return false;
  if (rangeEnd.length === 0) return compareKeys(record.key, key) === 0;
  return compareKeys(record.key, key) >= 0 && !isBeyondRange({ key, rangeEnd }, record.key);
}

/** The response with all changes of the compacted revision in place of those that the store still knew. */
function withSeam({ stream, response }: StreamMessage, owed: readonly KeyRecord[]): StreamMessage {
  const at = owed[0]?.main;
  if (at === undefined) return { stream, response };
  const events = owed.map((record) => ({
    type: record.deleted ? ('DELETE' as const) : ('PUT' as const),
    kv: keyValueOf(record),
  }));
  const later = response.events.filter(({ kv }) => kv.modRevision !== at);
  return { stream, response: { ...response, events: [...events, ...later] } };
}
