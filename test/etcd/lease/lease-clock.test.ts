import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LeaseClock, type Renewal } from '../../../src/etcd/lease/lease-clock.ts';
import { LeaseStore, type Lease } from '../../../src/etcd/lease/lease-store.ts';
import { NaiveLessor } from './naive-lessor.ts';

const ELECTION_MS = 1000;

function granted(store: LeaseStore, id: bigint, ttl: number): Lease {
  const lease = store.grant(id, ttl);
  if (typeof lease === 'string') throw new Error(lease);
  return lease;
}

/** A store with leases of these lifetimes in seconds, ids from 1; nobody counts yet. */
function storeOf(...ttls: readonly number[]): LeaseStore {
  const store = LeaseStore.create(2);
  ttls.forEach((ttl, i) => granted(store, BigInt(i + 1), ttl));
  return store;
}

function leading(store: LeaseStore, checkpoints = false): LeaseClock {
  const clock = LeaseClock.create({ checkpoints });
  clock.promote(0, ELECTION_MS, store);
  return clock;
}

describe('the clock of leases', () => {
  it('lets nothing end where nobody leads', () => {
    const store = storeOf(2);
    const clock = LeaseClock.create({ checkpoints: false });
    clock.granted(granted(store, 9n, 2), 0);
    expect(clock.expired(1_000_000)).toEqual([]);
    expect(clock.remainingMs(1n, 0)).toBeUndefined();
    expect(clock.renew(1n, 0, store)).toEqual({ type: 'notPrimary' });
  });

  it('gives every lease its whole life and the election timeout on top when somebody comes to lead', () => {
    const store = storeOf(5, 60);
    const clock = LeaseClock.create({ checkpoints: false });
    clock.promote(7000, ELECTION_MS, store);
    expect(clock.remainingMs(1n, 7000)).toBe(6000);
    expect(clock.remainingMs(2n, 7400)).toBe(60_600);
  });

  it('gives a lease that is granted later its life and no more', () => {
    const store = LeaseStore.create(2);
    const clock = leading(store);
    clock.granted(granted(store, 1n, 5), 300);
    expect(clock.remainingMs(1n, 300)).toBe(5000);
    expect(clock.remainingMs(1n, 301)).toBe(4999);
  });

  it('says whole seconds, one less than granted from the first moment on', () => {
    const store = LeaseStore.create(2);
    const clock = leading(store);
    clock.granted(granted(store, 1n, 5), 0);
    const said = [0, 1, 999, 1000, 4999, 5000, 5300, 6000, 6100].map((now) =>
      clock.remainingSeconds(1n, now),
    );
    expect(said).toEqual([4, 4, 4, 3, 0, 0, 0, -1, -1]);
    expect(clock.remainingSeconds(2n, 0)).toBeUndefined();
  });

  it('looks every half second, and not at all in between', () => {
    const store = LeaseStore.create(2);
    const clock = leading(store);
    clock.granted(granted(store, 1n, 2), 10);
    expect(clock.expired(2000)).toEqual([]); // looked, 10 ms too early
    expect(clock.expired(2100)).toEqual([]); // it has ended, but the next look is at 2500
    expect(clock.expired(2500)).toEqual([1n]);
  });

  it('names an expired lease again after three seconds, as long as it is there', () => {
    const store = LeaseStore.create(2);
    const clock = leading(store);
    clock.granted(granted(store, 1n, 2), 0);
    expect(clock.expired(2000)).toEqual([1n]);
    expect(clock.expired(4500)).toEqual([]);
    expect(clock.expired(5000)).toEqual([1n]);
    store.remove(1n);
    clock.revoked(1n);
    expect(clock.expired(8000)).toEqual([]);
  });

  it('names those that ended first first, and of two at one time the older one', () => {
    const store = LeaseStore.create(2);
    const clock = leading(store);
    clock.granted(granted(store, 3n, 4), 0);
    clock.granted(granted(store, 2n, 3), 0);
    clock.granted(granted(store, 1n, 3), 0);
    expect(clock.byExpiry(store)).toEqual([2n, 1n, 3n]);
    expect(clock.expired(9000)).toEqual([2n, 1n, 3n]);
  });

  it('names at most five hundred at a look', () => {
    const store = LeaseStore.create(2);
    const clock = leading(store);
    for (let id = 1n; id <= 700n; id++) clock.granted(granted(store, id, 2), 0);
    expect(clock.expired(2000)).toHaveLength(500);
    expect(clock.expired(2500)).toHaveLength(200);
    expect(clock.expired(3000)).toEqual([]);
  });

  it('renews to the whole life, but not what has ended', () => {
    const store = storeOf(5);
    const clock = LeaseClock.create({ checkpoints: false });
    clock.promote(0, 0, store);
    expect(clock.renew(1n, 4999, store)).toEqual({ type: 'renewed', ttl: 5, clearCheckpoint: false });
    expect(clock.remainingMs(1n, 4999)).toBe(5000);
    expect(clock.renew(1n, 9999, store)).toEqual({ type: 'expiring' });
    store.remove(1n);
    expect(clock.renew(1n, 9999, store)).toEqual({ type: 'notFound' });
  });

  it('forgets everything when somebody else leads', () => {
    const store = storeOf(5);
    const clock = leading(store);
    clock.demote();
    expect(clock.isPrimary).toBe(false);
    expect(clock.remainingMs(1n, 100)).toBeUndefined();
    expect(clock.expired(100_000)).toEqual([]);
  });

  it('checkpoints what lasts more than five minutes, every five minutes', () => {
    const store = LeaseStore.create(2);
    const clock = leading(store, true);
    clock.granted(granted(store, 1n, 1000), 0);
    clock.granted(granted(store, 2n, 300), 0);
    expect(clock.checkpointsDue(299_500, store)).toEqual([]);
    expect(clock.checkpointsDue(300_000, store)).toEqual([[{ id: 1n, remainingTtl: 700 }]]);
    store.checkpoint(1n, 700);
    const lease = store.lookup(1n);
    if (lease !== undefined) clock.checkpointApplied(lease, 300_100);
    expect(clock.checkpointsDue(600_000, store)).toEqual([]);
    expect(clock.checkpointsDue(600_500, store)).toEqual([[{ id: 1n, remainingTtl: 400 }]]);
  });

  it('counts from the last checkpoint when somebody else comes to lead, and asks to clear it at a renewal', () => {
    const store = storeOf(1000);
    store.checkpoint(1n, 40);
    const clock = leading(store, true);
    expect(clock.remainingMs(1n, 0)).toBe(40_000 + ELECTION_MS);
    expect(clock.renew(1n, 100, store)).toEqual({ type: 'renewed', ttl: 1000, clearCheckpoint: true });
    expect(clock.remainingMs(1n, 100)).toBe(1_000_000);
  });

  it('spreads the ends of leases that piled up when somebody comes to lead', () => {
    const store = LeaseStore.create(2);
    for (let id = 1n; id <= 3000n; id++) granted(store, id, 10);
    const clock = LeaseClock.create({ checkpoints: false });
    clock.promote(0, 0, store);
    const ends = store.leases().map((lease) => clock.remainingMs(lease.id, 0) ?? 0);
    expect(ends.filter((end) => end === 10_000)).toHaveLength(750);
    expect(ends.filter((end) => end < 10_000)).toHaveLength(0);
    // the n-th of the rest moves by n / 750 seconds
    expect(ends.filter((end) => end > 11_000 && end <= 12_000)).toHaveLength(750);
    expect(Math.max(...ends)).toBe(14_000);
  });

  it('leaves fewer than a thousand leases where they are', () => {
    const store = LeaseStore.create(2);
    for (let id = 1n; id <= 999n; id++) granted(store, id, 10);
    const clock = LeaseClock.create({ checkpoints: false });
    clock.promote(0, 0, store);
    expect(store.leases().every((lease) => clock.remainingMs(lease.id, 0) === 10_000)).toBe(true);
  });
});

const id = fc.integer({ min: 1, max: 6 }).map(BigInt);
const action = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('grant' as const),
      id,
      ttl: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 290, max: 1500 })),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('revoke' as const), id }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('renew' as const), id }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('promote' as const) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('demote' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('checkpoint' as const),
      id,
      left: fc.integer({ min: 0, max: 600 }),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      type: fc.constant('wait' as const),
      ms: fc.oneof(fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 1, max: 200_000 })),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('copy' as const),
      how: fc.constantFrom('clone' as const, 'save' as const),
    }),
  },
);
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

function renewalText(renewal: Renewal): string {
  if (renewal.type !== 'renewed') return renewal.type;
  return `renewed ${renewal.ttl}${renewal.clearCheckpoint ? ' clear' : ''}`;
}

/** The clock beside the naive lessor; every look is compared. */
function run(actions: readonly Action[], checkpoints: boolean): void {
  const store = LeaseStore.create(2);
  const naive = new NaiveLessor(checkpoints);
  let clock = LeaseClock.create({ checkpoints });
  let now = 0;
  for (const step of actions) {
    switch (step.type) {
      case 'grant': {
        if (store.lookup(step.id) !== undefined) break;
        clock.granted(granted(store, step.id, step.ttl), now);
        naive.grant(step.id, step.ttl, now);
        break;
      }
      case 'revoke':
        store.remove(step.id);
        clock.revoked(step.id);
        naive.revoke(step.id);
        break;
      case 'renew':
        expect(renewalText(clock.renew(step.id, now, store))).toBe(naive.renew(step.id, now));
        break;
      case 'promote':
        clock.promote(now, ELECTION_MS, store);
        naive.promote(now, ELECTION_MS);
        break;
      case 'demote':
        clock.demote();
        naive.demote();
        break;
      case 'checkpoint': {
        store.checkpoint(step.id, step.left);
        const lease = store.lookup(step.id);
        if (lease !== undefined) clock.checkpointApplied(lease, now);
        naive.checkpoint(step.id, step.left, now);
        break;
      }
      case 'wait':
        now += step.ms;
        expect(clock.expired(now)).toEqual(naive.expired(now));
        expect(byId(clock.checkpointsDue(now, store).flat())).toEqual(byId(naive.checkpointsDue(now)));
        break;
      case 'copy': {
        const before = clock;
        clock = step.how === 'clone' ? clock.clone() : LeaseClock.load(structuredClone(clock.save()));
        before.demote(); // what happens to the original is not felt by the copy
        break;
      }
    }
    expect(clock.byExpiry(store)).toEqual(naive.order());
    for (const lease of store.leases()) {
      expect(clock.remainingMs(lease.id, now)).toBe(naive.remaining(lease.id, now));
    }
  }
}

function byId<T extends { readonly id: bigint }>(items: readonly T[]): T[] {
  return [...items].sort((a, b) => Number(a.id - b.id));
}

describe('the clock of leases beside a naive lessor', () => {
  it.each([true, false])('names the same leases at the same times (checkpoints: %s)', (checkpoints) => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 80 }), (actions) => run(actions, checkpoints)),
      { seed: 20261122, numRuns: 400 },
    );
  });
});
