import { describe, expect, it } from 'vitest';
import { everyOrder, nothingSeen, standing } from './every-order.ts';

describe('every order of the inbox, further', () => {
  it('two nodes, four picks from the beginning', { timeout: 120_000 }, async () => {
    const seen = nothingSeen();
    await everyOrder(await standing({ nodes: 2, preVote: false, seed: 1 }, []), 4, seen);
    expect(seen.states).toBeGreaterThan(4000);
  });

  it('three nodes, three picks while two ask for votes', { timeout: 120_000 }, async () => {
    const seen = nothingSeen();
    const picks = [
      { type: 'elapse', node: 1 },
      { type: 'elapse', node: 2 },
    ] as const;
    await everyOrder(await standing({ nodes: 3, preVote: false, seed: 2 }, picks), 3, seen);
    expect(seen.states).toBeGreaterThan(5000);
  });
});
