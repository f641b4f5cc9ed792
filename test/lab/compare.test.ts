import { beforeAll, describe, expect, it } from 'vitest';
import { fc, test as property } from '@fast-check/vitest';
import { present } from '../../src/base/assert.ts';
import * as calls from '../../src/lab/call/operations.ts';
import type { Frame, FrameRequest } from '../../src/lab/frame/frame.ts';
import { Lab } from '../../src/lab/lab.ts';
import type { PositionAsk } from '../../src/lab/lab-port.ts';
import { Member } from '../../src/node/member.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';

const asked: FrameRequest = {
  elapsedMs: 0,
  log: { first: 1, last: 1000 },
  logColumns: 10,
  timeline: { from: 0, to: 60_000_000, maxArrows: 500, hide: [] },
  store: { node: 1, revision: 0, limit: 1000 },
};

/** Two against three from 2 s on, and the smaller part with the leader; in branch 2 the leader is with the larger one. */
async function twoFutures(): Promise<Lab> {
  const lab = new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => 0 });
  await lab.reset({ nodes: 5, seed: 42 });
  await lab.runFor(2000);
  const { nodes } = await lab.frame(asked);
  const leader = present(
    nodes.find(({ view }) => view?.state === 'StateLeader'),
    'somebody leads after 2 s',
  ).id;
  const others = [1, 2, 3, 4, 5].filter((id) => id !== leader);
  const [first = 0, second = 0, third = 0, fourth = 0] = others;
  await lab.act({
    type: 'partition',
    groups: [
      [leader, first],
      [second, third, fourth],
    ],
  });
  await lab.runFor(2500);
  void lab.call({ operation: calls.put('a', 'lost'), node: leader });
  void lab.call({ operation: calls.put('a', 'kept'), node: third });
  await lab.runFor(500);
  await lab.seek(1999);
  await lab.act({
    type: 'partition',
    groups: [
      [leader, first, second],
      [third, fourth],
    ],
  });
  void lab.call({ operation: calls.put('a', 'other'), node: leader });
  await lab.runFor(1000);
  return lab;
}

async function frameAt(lab: Lab, position: PositionAsk): Promise<Frame> {
  await lab.goTo(position);
  return lab.frame(asked);
}

describe('two instants compared', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await twoFutures();
  });

  it('an instant beside itself differs in nothing', async () => {
    const { common, a, b, log, store } = await lab.compare({ branch: 1 }, { branch: 1 });
    expect(a).toEqual(b);
    expect([common.event, a.firstOwn]).toEqual([a.position.event, undefined]);
    expect([log.rows, store.keys, store.more]).toEqual([[], [], 0]);
  });

  it('two branches part where the second was begun: the first event of either is said', async () => {
    const [, second] = await lab.branches();
    const { common, a, b } = await lab.compare({ branch: 1 }, { branch: 2 });
    expect(common).toEqual({ event: second?.event, at: expect.any(Number) as number });
    for (const side of [a, b])
      expect(side.firstOwn).toMatchObject({ event: common.event + 1, command: { type: 'partition' } });
    expect(a.firstOwn?.command?.label).not.toEqual(b.firstOwn?.command?.label);
  });

  it('branches in which the same was done are the same until something else is', async () => {
    const lab = await twoFutures();
    await lab.runFor(500);
    for (const node of [3, 4]) {
      await lab.goTo({ branch: 1, atMs: 1500 });
      await lab.act({ type: 'pause', node: 2 });
      await lab.runFor(800);
      await lab.act({ type: 'pause', node });
      await lab.runFor(100);
    }
    const [, , three, four] = await lab.branches();
    const { common, a, b } = await lab.compare({ branch: 3 }, { branch: 4 });
    expect(Math.abs(common.at - 2_300_000)).toBeLessThan(50_000);
    expect(common.event).toBeGreaterThan((four?.event ?? 0) + 20);
    expect(four?.event).toBe(three?.event);
    expect([a.firstOwn?.command?.type, b.firstOwn?.command?.type]).toEqual(['pause', 'pause']);
    expect([a.firstOwn?.node, b.firstOwn?.node]).toEqual([3, 4]);
    // Up to there nothing is different.
    const same = await lab.compare({ branch: 3, event: common.event }, { branch: 4, event: common.event });
    expect([same.a.hash, same.a.firstOwn, same.b.firstOwn]).toEqual([same.b.hash, undefined, undefined]);
  });

  it('says what became of the key, of the logs, and of the calls in either', async () => {
    const { a, b, log, store } = await lab.compare({ branch: 1 }, { branch: 2 });
    expect(
      store.keys.map(({ key, a: mine, b: theirs }) => [text(key), text(mine?.value), text(theirs?.value)]),
    ).toEqual([['a', 'kept', 'other']]);
    expect(log.rows.length).toBe(5);
    expect(a.requests.map(({ label, status }) => [label, status])).toEqual([
      ['put a=lost', 'failed'],
      ['put a=kept', 'ok'],
    ]);
    expect(b.requests.map(({ label, status }) => [label, status])).toEqual([['put a=other', 'ok']]);
    // The new leader of the larger part is of a later term.
    expect(newestTerm(a.nodes)).toBeGreaterThan(newestTerm(b.nodes));
  });

  it('an instant in the past of another has no event of its own', async () => {
    const { common, a, b } = await lab.compare({ branch: 2, atMs: 1500 }, { branch: 1 });
    expect(common.event).toBe(a.position.event);
    expect(a.firstOwn).toBeUndefined();
    expect(b.firstOwn?.event).toBe(common.event + 1);
  });

  it('leaves the playhead and every branch as they were', async () => {
    await lab.goTo({ branch: 2, atMs: 2600 });
    const before = [await lab.hash(), (await lab.frame(asked)).at, await lab.branches()];
    await lab.compare({ branch: 1, atMs: 3000 }, { branch: 2, atMs: 2500 });
    expect([await lab.hash(), (await lab.frame(asked)).at, await lab.branches()]).toEqual(before);
  });

  it('an instant that is not there is refused', async () => {
    await expect(lab.compare({ branch: 1 }, { branch: 9 })).rejects.toThrow('there is no branch 9');
    await expect(lab.compare({ branch: 1, atMs: 1e9 }, { branch: 1 })).rejects.toThrow('is not in branch 1');
  });

  const position = fc.record({
    branch: fc.constantFrom(1, 2),
    part: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  property.prop({ a: position, b: position }, { numRuns: 25 })(
    'says of both what frames of them say, and misses no difference in the logs and stores',
    async ({ a, b }) => {
      const ends = await lab.branches();
      const ask = ({ branch, part }: typeof a): PositionAsk => ({
        branch,
        atMs: Math.floor(part * (ends[branch - 1]?.endMs ?? 0)),
      });
      const comparison = await lab.compare(ask(a), ask(b));
      const frames = { a: await frameAt(lab, ask(a)), b: await frameAt(lab, ask(b)) };
      for (const side of ['a', 'b'] as const) {
        expect(comparison[side].nodes).toEqual(frames[side].nodes);
        expect(comparison[side].position.event).toBe(frames[side].events);
      }
      expect(comparison.a.hash === comparison.b.hash).toBe(
        comparison.common.event === frames.a.events && comparison.common.event === frames.b.events,
      );
      const differing = firstDifferent(frames.a, frames.b);
      if (differing === undefined) expect(comparison.log.rows).toEqual([]);
      else expect(comparison.log.first).toBe(Math.max(1, differing - 1));
      expect(comparison.store.keys.length > 0).toBe(storeOf(frames.a) !== storeOf(frames.b));
    },
  );
});

function text(value: Uint8Array | undefined): string | undefined {
  return value && new TextDecoder().decode(value);
}

function newestTerm(nodes: Frame['nodes']): number {
  return Math.max(...nodes.map(({ view }) => Number(view?.term)));
}

/** Entry by entry, through all logs. */
function firstDifferent(a: Frame, b: Frame): number | undefined {
  for (let index = 1; index <= Math.max(a.log.maxLast, b.log.maxLast); index++)
    for (const [i, row] of a.log.rows.entries()) {
      const [mine, theirs] = [row, b.log.rows[i]].map((each) =>
        each?.entries.find((entry) => entry.index === index),
      );
      if (JSON.stringify(mine) !== JSON.stringify(theirs)) return index;
    }
  return undefined;
}

/** The hash of the whole store of the member that has applied most. */
function storeOf({ nodes }: Frame): number | undefined {
  const applied = Math.max(...nodes.map(({ view }) => view?.applied ?? 0));
  return nodes.find(({ view }) => view?.applied === applied)?.view?.kvHash;
}
