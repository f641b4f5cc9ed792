import { describe, expect, it } from 'vitest';
import { everyOrder, nothingSeen, standing } from './every-order.ts';

describe('every order of the inbox', () => {
  it('that is offered is accepted, and every other is refused with its reason: two nodes, three picks from a campaign on', async () => {
    const seen = nothingSeen();
    const cluster = await standing({ nodes: 2, preVote: false, seed: 1 }, [{ type: 'elapse', node: 1 }]);
    await everyOrder(cluster, 3, seen);
    expect(seen.states).toBeGreaterThan(500);
    expect([...seen.kinds]).toEqual(
      expect.arrayContaining(['deliver', 'drop', 'duplicate', 'finishWrite', 'kill', 'restart']),
    );
    expect([...seen.refused.keys()]).toEqual(
      expect.arrayContaining([
        'messageGone',
        'nothingThere',
        'notRunning',
        'onlyLost',
        'alreadyRunning',
        'unknownNode',
      ]),
    );
  });

  it('the same with three nodes, one that leads and another that asks for votes', async () => {
    const seen = nothingSeen();
    const cluster = await standing({ nodes: 3, preVote: false, seed: 2 }, [
      { type: 'elapse', node: 1 },
      { type: 'elapse', node: 2 },
    ]);
    await everyOrder(cluster, 2, seen);
    expect(seen.states).toBeGreaterThan(300);
  });
});
