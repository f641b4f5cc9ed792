import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { DueQueue } from '../../src/sim/due-queue.ts';

test.prop([fc.array(fc.nat(20), { maxLength: 60 }), fc.nat(60)])(
  'what is due comes by time, and at the same time in the order it was put in, from a clone too',
  (times, cut) => {
    const queue = new DueQueue();
    for (const [i, at] of times.slice(0, cut).entries()) queue.push(at, { type: 'timeout', request: i });
    const copy = queue.clone();
    for (const [i, at] of times.slice(cut).entries()) copy.push(at, { type: 'timeout', request: cut + i });
    const drain = (from: DueQueue) => Array.from({ length: from.size }, () => from.pop()?.seq);
    const sorted = (some: readonly number[]) =>
      some.map((at, i) => ({ at, seq: i + 1 })).sort((a, b) => a.at - b.at || a.seq - b.seq);
    expect(drain(copy)).toEqual(sorted(times).map(({ seq }) => seq));
    expect(drain(queue)).toEqual(sorted(times.slice(0, cut)).map(({ seq }) => seq));
  },
);
