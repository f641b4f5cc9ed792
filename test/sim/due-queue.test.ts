import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { DueQueue } from '../../src/sim/due-queue.ts';

function drain(queue: DueQueue): (number | undefined)[] {
  return Array.from({ length: queue.size }, () => queue.pop()?.seq);
}

function sorted(times: readonly number[]): { at: number; seq: number }[] {
  return times.map((at, i) => ({ at, seq: i + 1 })).sort((a, b) => a.at - b.at || a.seq - b.seq);
}

test.prop([fc.array(fc.nat(20), { maxLength: 60 }), fc.nat(60)])(
  'what is due comes by time, and at the same time in the order it was put in, from a clone too',
  (times, cut) => {
    const queue = new DueQueue();
    for (const [i, at] of times.slice(0, cut).entries()) queue.push(at, { type: 'timeout', request: i });
    const copy = queue.clone();
    for (const [i, at] of times.slice(cut).entries()) copy.push(at, { type: 'timeout', request: cut + i });
    expect(drain(copy)).toEqual(sorted(times).map(({ seq }) => seq));
    expect(drain(queue)).toEqual(sorted(times.slice(0, cut)).map(({ seq }) => seq));
  },
);
