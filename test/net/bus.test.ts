import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { Bus } from '../../src/net/bus.ts';
import type { LinkDials } from '../../src/net/link.ts';

const dials: LinkDials = { latency: 1000, jitter: 400, loss: 0, duplicate: 0, reorder: 0 };

function makeBus(seed = 1, changed: Partial<LinkDials> = {}): Bus<string> {
  return new Bus<string>(seed, { ...dials, ...changed });
}

/** Sends n messages 1>2 at times 0, 10, 20, … and returns what the bus says of each. */
function send(bus: Bus<string>, count: number, from = 1, to = 2) {
  return Array.from({ length: count }, (_, i) => bus.send(10 * i, from, to, `m${i}`)).flat();
}

/** When thirty more messages are due. */
function dueTimes(bus: Bus<string>): number[] {
  return send(bus, 30).map((flight) => flight.dueAt);
}

const seeds = fc.nat(1_000_000);

describe('the bus', () => {
  test.prop([seeds])('delivers within latency and jitter', (seed) => {
    for (const flight of send(makeBus(seed), 50)) {
      expect(flight.dueAt - flight.sentAt).toBeGreaterThanOrEqual(dials.latency);
      expect(flight.dueAt - flight.sentAt).toBeLessThanOrEqual(dials.latency + dials.jitter);
      expect(flight.endsAt).toBe(flight.dueAt);
    }
  });

  test.prop([seeds])('keeps the order of each link, whatever the jitter and the dials on the way', (seed) => {
    const bus = makeBus(seed, { jitter: 50_000, duplicate: 0.3 });
    const before = send(bus, 40);
    bus.setDials(1, 2, { latency: 10, jitter: 3 });
    const originals = [...before, ...send(bus, 20)].filter(({ copyOf }) => copyOf === undefined);
    const due = originals.map(({ dueAt }) => dueAt);
    expect(due).toEqual(due.toSorted((a, b) => a - b));
    for (const copy of before.filter(({ copyOf }) => copyOf !== undefined)) {
      expect(copy.dueAt).toBeGreaterThanOrEqual(bus.flight(copy.copyOf ?? 0)?.dueAt ?? Infinity);
    }
  });

  test.prop([seeds])(
    'lets as many be overtaken as its dial says, and those that keep the order keep it',
    (seed) => {
      const bus = makeBus(seed, { jitter: 0, reorder: 0.2 });
      const late = send(bus, 300).filter(({ sentAt, dueAt }) => dueAt - sentAt > dials.latency);
      expect(late.length).toBeGreaterThan(20);
      expect(late.length).toBeLessThan(110);
      for (const { sentAt, dueAt } of late) expect(dueAt - sentAt).toBeLessThanOrEqual(2 * dials.latency);
      expect(makeBus(seed, { reorder: 1 }).send(0, 1, 2, 'a')[0]?.endsAt).toBeDefined();
    },
  );

  test.prop([seeds])('draws the same for equal seeds and otherwise for others', (seed) => {
    expect(dueTimes(makeBus(seed))).toEqual(dueTimes(makeBus(seed)));
    expect(dueTimes(makeBus(seed))).not.toEqual(dueTimes(makeBus(seed + 1)));
  });

  test.prop([seeds, fc.double({ min: 0, max: 1, noNaN: true })])(
    'leaves every other draw as it was when one dial moves',
    (seed, dial) => {
      const [still, moved] = [makeBus(seed, { duplicate: 0.5 }), makeBus(seed, { duplicate: 0.5 })];
      moved.setDials(1, 2, { loss: dial });
      const [a, b] = [send(still, 40), send(moved, 40)];
      expect(b.map((flight) => flight.dueAt)).toEqual(a.map((flight) => flight.dueAt));
      expect(send(moved, 20, 2, 1)).toEqual(send(still, 20, 2, 1));
      moved.setDials(1, 2, { loss: 0 });
      expect(send(moved, 20).map((flight) => flight.fate)).toEqual(
        send(still, 20).map((flight) => flight.fate),
      );
    },
  );

  it('draws as often for a message that is cut, held or lost as for one that flies', () => {
    const [plain, touched] = [makeBus(9), makeBus(9)];
    touched.cut(1, 2, 0);
    send(plain, 10);
    send(touched, 10);
    touched.uncut(1, 2);
    touched.holdLink(1, 2);
    send(plain, 10);
    send(touched, 10);
    touched.releaseLink(1, 2, 0);
    expect(dueTimes(touched)).toEqual(dueTimes(plain));
  });

  it('loses about as many as its dial says, each half-way, and copies likewise', () => {
    const flights = send(makeBus(3, { loss: 0.3, duplicate: 0.2 }), 2000);
    const originals = flights.filter((flight) => flight.copyOf === undefined);
    const lost = originals.filter((flight) => flight.fate === 'doomed');
    expect(lost.length / originals.length).toBeCloseTo(0.3, 1);
    expect((flights.length - originals.length) / originals.length).toBeCloseTo(0.2, 1);
    for (const flight of lost) {
      expect(flight.doom).toBe('lost');
      expect(flight.endsAt).toBe(flight.sentAt + Math.floor((flight.dueAt - flight.sentAt) / 2));
    }
  });

  it('cuts one direction: what flies there dies half-way or now, what is sent later too', () => {
    const bus = makeBus(1, { jitter: 0 });
    const [young] = bus.send(900, 1, 2, 'young');
    const [old] = bus.send(100, 1, 2, 'old');
    bus.send(100, 2, 1, 'back');
    bus.cut(1, 2, 1000);
    expect(bus.flight(young?.id ?? 0)).toMatchObject({
      fate: 'doomed',
      doom: 'cut',
      dueAt: 1900,
      endsAt: 1400,
    });
    expect(bus.flight(old?.id ?? 0)).toMatchObject({ fate: 'doomed', doom: 'cut', endsAt: 1000 });
    expect(bus.flight(3)).toMatchObject({ fate: 'flying' });
    expect(bus.send(1000, 1, 2, 'late')[0]).toMatchObject({ fate: 'doomed', doom: 'cut' });
    bus.uncut(1, 2);
    expect(bus.send(1000, 1, 2, 'free')[0]).toMatchObject({ fate: 'flying' });
  });

  it('keeps what is held, and releases it for now or its due time, whichever is later', () => {
    const bus = makeBus(1, { jitter: 0 });
    bus.send(0, 1, 2, 'early');
    bus.send(900, 1, 2, 'late');
    bus.holdLink(1, 2);
    bus.send(950, 1, 2, 'later');
    expect([...bus.flights()].map((flight) => [flight.fate, flight.endsAt])).toEqual([
      ['held', undefined],
      ['held', undefined],
      ['held', undefined],
    ]);
    const released = bus.releaseLink(1, 2, 1500);
    expect(released.map((flight) => flight.endsAt)).toEqual([1500, 1900, 1950]);
  });

  it('handles a single message by hand', () => {
    const bus = makeBus(1, { jitter: 0 });
    bus.send(0, 1, 2, 'a');
    expect(bus.hold(1)).toMatchObject({ fate: 'held' });
    expect(bus.duplicate(1, 500)).toMatchObject({ id: 2, copyOf: 1, sentAt: 500, dueAt: 1500, payload: 'a' });
    expect(bus.release(1, 300)).toMatchObject({ fate: 'flying', endsAt: 1000 });
    expect(bus.deliver(1, 600)).toMatchObject({ endsAt: 600 });
    expect(bus.take(1)).toMatchObject({ payload: 'a' });
    expect(bus.flight(1)).toBeUndefined();
    expect(() => bus.take(1)).toThrow('message 1 is in flight');
  });

  test.prop([seeds])('goes on from a clone as from the original', (seed) => {
    const bus = makeBus(seed, { loss: 0.2, duplicate: 0.2 });
    send(bus, 10);
    const copy = bus.clone();
    expect(send(copy, 10)).toEqual(send(bus, 10));
    copy.cut(1, 2, 0);
    expect(bus.link(1, 2).cut).toBe(false);
    expect([...copy.flights()].map((flight) => flight.id)).toEqual(
      [...bus.flights()].map((flight) => flight.id),
    );
  });
});
