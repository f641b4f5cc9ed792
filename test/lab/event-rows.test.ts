import { expect, it } from 'vitest';
import { CHUNK } from '../../src/base/column.ts';
import { drawInt, makeDice } from '../../src/base/random.ts';
import {
  eventPage,
  nextHit,
  previousHit,
  type EventFilter,
  type EventPageAsk,
} from '../../src/lab/debug/event-rows.ts';
import { Run } from '../../src/lab/play/run.ts';
import { Member } from '../../src/node/member.ts';
import { CommandError } from '../../src/sim/command/command.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import type { WorldEvent } from '../../src/sim/record/world-event.ts';
import { parseConfig } from '../../src/sim/world/parse-config.ts';
import { drawCommand } from '../sim/random-commands.ts';

const rest = async (): Promise<void> => undefined;

it('the list of events has those that pass the filter, whole pages and in order, as a look at every event has them', async () => {
  const seed = 81;
  const run = await Run.begin(parseConfig({ nodes: 3, seed }), new InProcessHost(Member), Member);
  const told: WorldEvent[] = [];
  run.listen((event) => told.push(event));
  const dice = makeDice(seed, 'rows');
  while (told.length < 2.3 * CHUNK) {
    await run.advance(run.cluster.world.now + drawInt(dice, 0, 400_000));
    try {
      await run.act(drawCommand(dice, run.cluster.world), () => undefined);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
    }
  }
  const typeOf = ({ message }: WorldEvent): string | undefined => run.timeline.arrows.at(message)?.type;
  const filters: readonly (readonly [EventFilter, (event: WorldEvent) => boolean])[] = [
    [{}, () => true],
    [{ node: 2 }, (e) => e.node === 2 || run.timeline.arrows.at(e.message)?.from === 2],
    [{ types: ['MsgVote', 'command'] }, (e) => e.type === 'command' || typeOf(e) === 'MsgVote'],
    [
      { rejected: true },
      ({ input, waits }) =>
        !waits && input?.type === 'message' && 'reject' in input.message && input.message.reject,
    ],
    [{ text: 'KILL' }, (e) => e.command?.type === 'kill'],
    [
      { condition: 'message.type == MsgVoteResp' },
      (e) => e.input?.type === 'message' && !e.waits && e.input.message.type === 'MsgVoteResp',
    ],
  ];
  for (const [filter, isSuch] of filters) {
    const naive = told.filter(isSuch).map(({ number }) => number);
    const where = `seed ${seed}: ${JSON.stringify(filter)}`;
    expect(naive.length, where).toBeGreaterThan(2);
    // All pages, from the front and from the back.
    const ahead: number[] = [];
    for (let after = 0, more = true; more;) {
      const page = await eventPage(run, { filter, after, limit: 997 }, rest);
      ahead.push(...page.rows.map(({ number }) => number));
      ({ after: more } = page.more);
      after = ahead.at(-1) ?? 0;
    }
    expect(ahead, where).toEqual(naive);
    const back: number[] = [];
    for (let before = told.length + 1, more = true; more;) {
      const page = await eventPage(run, { filter, before, limit: 997 }, rest);
      back.unshift(...page.rows.map(({ number }) => number));
      ({ before: more } = page.more);
      before = back[0] ?? 0;
    }
    expect(back, where).toEqual(naive);
    for (let i = 0; i < 8; i++) {
      const from = drawInt(dice, 0, told.length + 1);
      expect(await nextHit(run, filter, from, rest), where).toBe(naive.find((n) => n > from));
      expect(await previousHit(run, filter, from, rest), where).toBe(naive.findLast((n) => n < from));
      const { rows } = await eventPage(run, { filter, around: from, limit: 10 }, rest);
      const before = naive.filter((n) => n < from).slice(-5);
      const wanted = [...before, ...naive.filter((n) => n >= from).slice(0, 10 - before.length)];
      expect(
        rows.map(({ number }) => number),
        where,
      ).toEqual(wanted);
    }
  }
  const { rows } = await eventPage(run, { after: 0, limit: 1000 }, rest);
  for (const row of rows) {
    const event = told[row.number - 1];
    expect(row).toMatchObject({
      at: event?.at,
      node: event?.node,
      type: event?.type,
      waits: event?.waits,
      command: event?.command?.type,
      committed: event?.committed,
      elected: event?.elected !== undefined,
    });
  }
});

it('a page or a filter that is none says so, and nothing is passed over in silence', async () => {
  const run = await Run.begin(parseConfig({ nodes: 3, seed: 1 }), new InProcessHost(Member), Member);
  // What a script in the page hands in is of no type.
  const page = (ask: unknown) => said(eventPage(run, ask as EventPageAsk, rest));
  const next = (filter: unknown, from: unknown) =>
    said(nextHit(run, filter as EventFilter, from as number, rest));
  expect(await page(undefined)).toBe('it answered');
  expect(await page(null)).toBe('eventPage: it is null, but must be an object');
  expect(await page('x')).toBe('eventPage: it is "x", but must be an object');
  expect(await page({ filters: {} })).toContain('filters: there is no such field: fields are filter, after');
  expect(await page({ filter: { type: ['MsgApp'] } })).toContain(
    'type: there is no such field: fields are text',
  );
  expect(await page({ filter: { rejected: 'yes' } })).toContain('a filter is {');
  for (const around of [1.5, NaN, '3', 3n]) expect(await page({ around })).toContain('eventPage: around is ');
  expect(await next(null, 1)).toBe('nextHit: filter: it is null, but must be an object');
  expect(await next({}, 1.5)).toBe(
    'nextHit: from is 1.5, but must be the number of an event, a whole number',
  );
});

/** What is said against it. */
function said(asked: Promise<unknown>): Promise<string> {
  return asked.then(
    () => 'it answered',
    (error: unknown) => (error instanceof CommandError ? error.message : `no CommandError: ${String(error)}`),
  );
}
