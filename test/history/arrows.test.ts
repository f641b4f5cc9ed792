import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
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

describe('arrows', () => {
  test.prop([lives, fc.nat(12_000), fc.nat(3000)])(
    'in a window are those that touch it',
    (lasts, from, length) => {
      const all = livesOf(lasts);
      const { arrows } = record(all);
      const to = from + length;
      const expected = all.filter((life) => life.sentAt <= to && (life.endsAt ?? Infinity) >= from);
      const { arrows: found, leftOut } = arrows.within({ from, to, max: 10_000, hide: [] });
      expect(found.map(({ id, sentAt, endedAt }) => ({ id, sentAt, endedAt }))).toEqual(
        expected.map(({ id, sentAt, endsAt }) => ({ id, sentAt, endedAt: endsAt })),
      );
      expect(leftOut).toBe(0);
      const some = arrows.within({ from, to, max: 10_000, hide: ['MsgHeartbeat'] }).arrows;
      expect(some.map(({ id }) => id)).toEqual(expected.filter((life) => !life.beat).map(({ id }) => id));
    },
  );

  test.prop([lives, fc.nat(300)])(
    'are at most as many as asked for, heartbeats left out first',
    (lasts, max) => {
      const all = livesOf(lasts);
      const { arrows } = record(all);
      const { arrows: found, leftOut } = arrows.within({ from: 0, to: 1e9, max, hide: [] });
      expect(found.length).toBeLessThanOrEqual(max);
      expect(found.length + leftOut).toBe(all.length);
      const others = all.filter((life) => !life.beat).length;
      if (others <= max) expect(found.filter(({ type }) => type === 'MsgVoteResp')).toHaveLength(others);
    },
  );

  test.prop([lives, fc.nat(2400)])('forget what came after an event', (lasts, event) => {
    const all = livesOf(lasts);
    const { arrows, sentEvent, endEvent } = record(all);
    arrows.truncate(event);
    const kept = all.filter(({ id }) => (sentEvent.get(id) ?? 0) <= event);
    const { arrows: found } = arrows.within({ from: 0, to: 1e9, max: 10_000, hide: [] });
    expect(found.map(({ id, endedAt }) => ({ id, endedAt }))).toEqual(
      kept.map(({ id, endsAt }) => ({
        id,
        endedAt: (endEvent.get(id) ?? Infinity) <= event ? endsAt : undefined,
      })),
    );
  });

  it('know terms beyond 2^53 exactly', () => {
    const arrows = new Arrows();
    const flight = flightOf({ id: 1, sentAt: 0, endsAt: undefined, beat: true });
    arrows.begin({ ...flight, payload: { ...flight.payload, term: 18446744073709551615n } }, 1);
    expect(arrows.at(1)?.term).toBe(18446744073709551615n);
    expect(arrows.at(2)).toBeUndefined();
  });
});
