import { describe, expect, it } from 'vitest';
import { Network } from '../core/harness.ts';
import { textBytes } from '../core/text.ts';

describe('a read at a leader that has been removed', () => {
  it('waits for the one voter that is left, who may lead a newer term', () => {
    const network = Network.of(2);
    network.elect(1);
    const old = network.peer(1);
    old.node.proposeConfChange({
      version: 1,
      id: 1,
      type: 'ConfChangeRemoveNode',
      nodeId: 1,
      context: undefined,
    });
    network.run();
    expect(old.state.role).toBe('StateLeader');
    network.isolate(1);
    network.elect(2);
    network.peer(2).propose('newer');
    network.run();
    old.node.readIndex(textBytes('stale?'));
    network.run();
    expect(old.reads).toEqual([]);
  });
});
