import { expect, it } from 'vitest';
import { askAtRandom, type Tally } from './random.ts';

/** Runs that go differently: etcd’s way of waiting, one that loses much, one without PreVote and CheckQuorum. */
const configs = [
  { nodes: 3, seed: 11 },
  { nodes: 5, seed: 12, bootstrap: 'etcd', loss: 0.05 },
  { nodes: 3, seed: 13, preVote: false, checkQuorum: false, clientTimeoutMs: 600, snapshotCount: 20 },
] as const;

it('whatever is asked in random runs with trouble has an answer, which the record never contradicts', async () => {
  const all: Tally = new Map();
  for (const config of configs)
    for (const [answer, count] of await askAtRandom(config, 2000, 3))
      all.set(answer, (all.get(answer) ?? 0) + count);
  // A run in which nothing but the ordinary was asked shows nothing.
  for (const answer of [
    'entryNoQuorum',
    'entryApplied',
    'leaseUnknown',
    'watchBroken',
    'callAnswered',
  ] as const)
    expect([...all.keys()]).toContain(answer);
  expect(all.size).toBeGreaterThan(12);
});
