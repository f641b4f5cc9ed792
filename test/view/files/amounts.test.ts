import { expect, test } from 'vitest';
import { pageUse } from '../../../src/bbolt/report.ts';
import { forcedCluster } from '../../../src/view/files/force-new-cluster.ts';
import { pageKinds, pageMap, PROBLEM } from '../../../src/view/files/page-map.ts';
import { secondsLeft } from '../../../src/view/files/time-left.ts';

test('what is left of work is said once enough of it is done, and not in the last second', () => {
  expect(secondsLeft({ done: 1, total: 1000 }, 5000)).toBeUndefined();
  expect(secondsLeft({ done: 250, total: 1000 }, 5000)).toBe(15);
  expect(secondsLeft({ done: 999, total: 1000 }, 5000)).toBeUndefined();
  expect(secondsLeft({ done: 0, total: 0 }, 5000)).toBeUndefined();
});

test('the kinds of pages are in the order of their numbers', () => {
  expect(Object.entries(pageUse)).toEqual(pageKinds.map((kind, i) => [kind, i]));
});

test('a map of pages counts each kind, and marks the cells that have a problem', () => {
  const uses = new Uint8Array([1, 1, 2, 4, 4, 5, 6, 6, 6, 7, 7]);
  const problem = {
    kind: 'used twice',
    page: 4,
    words: 'page 4: multiple references',
    bbolt: 'prints',
  } as const;
  const whole = pageMap({ uses, pages: 9, problems: [problem] }, 100);
  expect(whole.pagesPerCell).toBe(1);
  expect([...whole.cells]).toEqual([1, 1, 2, 4, 4 | PROBLEM, 5, 6, 6, 6]);
  expect(whole.counts).toMatchObject({
    meta: 2,
    freelist: 1,
    leaf: 2,
    overflow: 1,
    free: 3,
    lost: 0,
    ahead: 2,
  });
  const small = pageMap({ uses, pages: 9, problems: [problem] }, 3);
  expect(small.pagesPerCell).toBe(3);
  expect([...small.cells]).toEqual([1, 4 | PROBLEM, 6]);
});

test('force-new-cluster: what is behind the commit is dropped, the others are removed in the order of their ids', () => {
  const members = ['b000000000000000', '1000000000000000', '9000000000000000'].map((id) => ({
    id,
    peerUrls: [],
    clientUrls: [],
    learner: false,
  }));
  const forced = forcedCluster({
    commit: 12,
    lastIndex: 14,
    term: 3,
    memberId: '9000000000000000',
    members,
  });
  expect(forced?.dropped).toEqual({ from: 13, to: 14 });
  expect(forced?.appended.map(({ index, term, id }) => [index, term, id])).toEqual([
    [13, 3, '1000000000000000'],
    [14, 3, 'b000000000000000'],
  ]);
});
