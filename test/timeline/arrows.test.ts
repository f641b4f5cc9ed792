import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { CHUNK } from '../../src/base/column.ts';
import { Arrows } from '../../src/timeline/arrows.ts';
import type { Flight } from '../../src/net/flight.ts';
import type { Message } from '../../src/raft/message.ts';

/** A message is sent at every step of 10; `lasts` says how many steps later it ends, or never. */
const lives = fc.array(fc.option(fc.nat(700), { nil: undefined }), { maxLength: 1200 });

interface Life {
  readonly id: number;
  readonly sentAt: number;
  readonly endsAt: number | undefined;
  readonly beat: boolean;
}

function livesOf(lasts: readonly (number | undefined)[]): Life[] {
  return lasts.map((steps, i) => ({
    id: i + 1,
    sentAt: 10 * i,
    endsAt: steps === undefined ? undefined : 10 * (i + steps),
    beat: i % 3 === 0,
  }));
}

/** Events come in order of time: sendings are even numbers, ends odd ones. */
function record(all: readonly Life[]): {
  arrows: Arrows;
  sentEvent: Map<number, number>;
  endEvent: Map<number, number>;
} {
  const arrows = new Arrows();
  const [sentEvent, endEvent] = [new Map<number, number>(), new Map<number, number>()];
  const moments = all.flatMap((life) => [
    { at: life.sentAt, order: 0, life },
    ...(life.endsAt === undefined ? [] : [{ at: life.endsAt, order: 1, life }]),
  ]);
  moments.sort((a, b) => a.at - b.at || a.order - b.order || a.life.id - b.life.id);
  for (const [i, { at, order, life }] of moments.entries()) {
    if (order === 0) arrows.begin(flightOf(life), i + 1);
    else arrows.end(life.id, 'delivered', at, i + 1);
    (order === 0 ? sentEvent : endEvent).set(life.id, i + 1);
  }
  return { arrows, sentEvent, endEvent };
}

function flightOf({ id, sentAt, beat }: Life): Flight<Message> {
  const envelope = { from: 1, to: 2, term: 3 };
  const payload: Message = beat
    ? { type: 'MsgHeartbeat', ...envelope, commit: 0, context: undefined }
    : { type: 'MsgVoteResp', ...envelope, reject: true };
  return {
    id,
    from: 1,
    to: 2,
    payload,
    sentAt,
    dueAt: sentAt,
    endsAt: sentAt,
    fate: 'flying',
    doom: undefined,
    copyOf: undefined,
  };
}

/** What is known of an arrow after an event. */
function asOf(all: readonly Life[], ends: ReadonlyMap<number, number>, event: number) {
  return all.map(({ id, sentAt, endsAt }) => ({
    id,
    sentAt,
    endedAt: (ends.get(id) ?? Infinity) <= event ? endsAt : undefined,
  }));
}

function brief(found: readonly { id: number; sentAt: number; endedAt: number | undefined }[]) {
  return found.map(({ id, sentAt, endedAt }) => ({ id, sentAt, endedAt }));
}

/** A run of several chunks: most messages are short, some never end. */
const longRun = fc
  .tuple(
    fc.array(fc.option(fc.nat(40), { nil: undefined, freq: 200 }), { minLength: 97, maxLength: 97 }),
    fc.nat(9000),
  )
  .map(([lasts, more]) => Array.from({ length: 2 * CHUNK + more }, (_, i) => lasts[(i * 31) % lasts.length]));

describe('arrows', () => {
  test.prop([lives, fc.nat(12_000), fc.nat(3000)])(
    'in a window are those that touch it',
    (lasts, from, length) => {
      const all = livesOf(lasts);
      const { arrows } = record(all);
      const to = from + length;
      const expected = all.filter((life) => life.sentAt <= to && (life.endsAt ?? Infinity) >= from);
      expect(brief(arrows.within(from, to))).toEqual(
        brief(expected.map((life) => ({ ...life, endedAt: life.endsAt }))),
      );
      const some = arrows.within(from, to, { hide: ['MsgHeartbeat'] });
      expect(some.map(({ id }) => id)).toEqual(expected.filter((life) => !life.beat).map(({ id }) => id));
      const open = all.filter(({ endsAt }) => endsAt === undefined);
      expect(arrows.underWay().map(({ id }) => id)).toEqual(open.map(({ id }) => id));
    },
  );

  test.prop([longRun, fc.nat(), fc.nat(), fc.integer({ min: 1, max: 1500 })], { numRuns: 12 })(
    'counted over any window at any zoom are as many as there are, of each kind in each stretch',
    (lasts, start, span, pixels) => {
      const all = livesOf(lasts);
      const { arrows } = record(all);
      const end = 10 * all.length;
      const from = start % end;
      const to = from + 1 + (span % end);
      const { begin, width, length, rows } = arrows.density(from, to, pixels);
      expect(begin <= from && begin + length * width > to).toBe(true);
      expect(length).toBeLessThanOrEqual(pixels + 2);
      const naive = new Map<string, number>();
      for (const { sentAt, endsAt, beat } of all) {
        const bucket = Math.floor((sentAt - begin) / width);
        if (bucket < 0 || bucket >= length) continue;
        const key = `${bucket} ${beat ? 'MsgHeartbeat' : 'MsgVoteResp'} ${endsAt === undefined ? 'flying' : 'delivered'}`;
        naive.set(key, (naive.get(key) ?? 0) + 1);
      }
      const counted = new Map<string, number>();
      for (const { kind, counts } of rows)
        for (const [bucket, count] of counts.entries())
          if (count > 0) counted.set(`${bucket} ${kind.type} ${kind.end ?? 'flying'}`, count);
      expect(Object.fromEntries(counted)).toEqual(Object.fromEntries(naive));
      const { rows: some } = arrows.density(from, to, pixels, { hide: ['MsgHeartbeat'] });
      expect(some.every(({ kind }) => kind.type === 'MsgVoteResp')).toBe(true);
    },
  );

  test.prop([longRun, fc.double({ min: 0, max: 1, noNaN: true })], { numRuns: 12 })(
    'of a branch are those of its past, by the same chunks, and neither sees what comes to the other',
    (lasts, share) => {
      const all = livesOf(lasts);
      const { arrows, sentEvent, endEvent } = record(all);
      const before = brief(arrows.within(0, Infinity));
      const event = Math.floor(share * (sentEvent.size + endEvent.size));
      const branch = arrows.branch(event);
      const kept = all.filter(({ id }) => (sentEvent.get(id) ?? 0) <= event);
      const expected = asOf(kept, endEvent, event);
      expect(brief(branch.within(0, Infinity))).toEqual(expected);
      const shared = branch.chunks.filter((chunk, i) => chunk === arrows.chunks[i]);
      expect(shared.length).toBe(branch.chunks.length);
      // Messages end within 40 steps: all but the newest chunks are shared.
      expect(shared.length).toBeGreaterThanOrEqual(Math.floor(kept.length / CHUNK) - 1);
      for (let id = kept.length + 1; id <= kept.length + 6000; id++)
        branch.begin(flightOf({ id, sentAt: 1e6 + id, endsAt: undefined, beat: true }), event + id);
      for (const { id } of branch.underWay()) branch.end(id, 'lost', 2e6, event + 10_000);
      expect(brief(arrows.within(0, Infinity))).toEqual(before);
      expect(branch.last).toBe(kept.length + 6000);
      expect(brief(branch.within(0, Infinity)).slice(0, kept.length)).toEqual(
        expected.map(({ id, sentAt, endedAt }) => ({ id, sentAt, endedAt: endedAt ?? 2e6 })),
      );
    },
  );

  it('know terms beyond 2^53 exactly', () => {
    const arrows = new Arrows();
    const flight = flightOf({ id: 1, sentAt: 0, endsAt: undefined, beat: true });
    arrows.begin({ ...flight, payload: { ...flight.payload, term: 18446744073709551615n } }, 1);
    expect(arrows.at(1)?.term).toBe(18446744073709551615n);
    expect(arrows.at(2)).toBeUndefined();
  });
});
