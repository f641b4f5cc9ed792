import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { DueQueue, type Due, type DueWhat } from '../../src/sim/world/due-queue.ts';

function drain(queue: DueQueue): (number | undefined)[] {
  return Array.from({ length: queue.size }, () => queue.pop()?.seq);
}

function takeAll(queue: DueQueue): (Due | undefined)[] {
  return Array.from({ length: queue.size }, () => queue.pop());
}

function sorted(times: readonly number[]): { at: number; seq: number }[] {
  return times.map((at, i) => ({ at, seq: i + 1 })).sort((a, b) => a.at - b.at || a.seq - b.seq);
}

/** Every third is no time-out, so that both are in the queue. */
function thing(i: number): DueWhat {
  return i % 3 === 0 ? { type: 'flight', message: i } : { type: 'timeout', request: i };
}

test.prop([fc.array(fc.nat(20), { maxLength: 60 }), fc.nat(60)])(
  'what is due comes by time, and at the same time in the order it was put in, from a clone too',
  (times, cut) => {
    const queue = new DueQueue();
    for (const [i, at] of times.slice(0, cut).entries()) queue.push(at, thing(i));
    const copy = queue.clone();
    for (const [i, at] of times.slice(cut).entries()) copy.push(at, thing(cut + i));
    expect(drain(copy)).toEqual(sorted(times).map(({ seq }) => seq));
    expect(drain(queue)).toEqual(sorted(times.slice(0, cut)).map(({ seq }) => seq));
  },
);

test('what has waited comes, in its order, before what is due at the same time, and not before what was due sooner', () => {
  const queue = new DueQueue();
  for (const [i, at] of [4, 5, 5, 6].entries()) queue.push(at, { type: 'flight', message: i + 1 });
  queue.pushBefore(
    5,
    [7, 8].map((message) => ({ type: 'flight', message })),
  );
  queue.pushBefore(
    5,
    [9, 10].map((message) => ({ type: 'flight', message })),
  );
  const copy = queue.clone();
  copy.pushBefore(5, [{ type: 'flight', message: 11 }]);
  expect(takeAll(queue)).toMatchObject([1, 9, 10, 7, 8, 2, 3, 4].map((message) => ({ message })));
  expect(takeAll(copy)).toMatchObject([1, 11, 9, 10, 7, 8, 2, 3, 4].map((message) => ({ message })));
});

test('time-outs that are over go from the front of their lane, however many, and nothing else goes', () => {
  const queue = new DueQueue();
  for (let i = 1; i <= 300; i++) queue.push(1000 + i, { type: 'timeout', request: i });
  queue.push(1, { type: 'flight', message: 7 });
  const copy = queue.clone();
  while ((queue.nextTimeout ?? Infinity) <= 200) queue.dropTimeout();
  expect(queue.nextTimeout).toBe(201);
  expect(queue.size).toBe(101);
  expect(queue.pop()).toMatchObject({ type: 'flight', message: 7 });
  expect([queue.pop(), queue.pop()]).toMatchObject([{ request: 201 }, { request: 202 }]);
  expect(drain(queue)).toHaveLength(98);
  expect(queue.peek()).toBeUndefined();
  expect(copy.size).toBe(301);
});
