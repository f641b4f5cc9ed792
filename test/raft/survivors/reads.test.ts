import { describe, expect, it } from 'vitest';
import { Network } from '../core/harness.ts';
import { textBytes } from '../core/text.ts';

// A hole in etcd, kept as it is: what people see here is what etcd would do. StepDownOnRemoval closes it.
function removedLeader(stepDownOnRemoval: boolean): Network {
  const network = Network.of(2, { stepDownOnRemoval });
  network.elect(1);
  network.peer(1).node.proposeConfChange({
    version: 1,
    id: 1,
    type: 'ConfChangeRemoveNode',
    nodeId: 1,
    context: undefined,
  });
  network.run();
  network.isolate(1);
  network.elect(2);
  network.peer(2).propose('newer');
  network.run();
  network.peer(1).node.readIndex(textBytes('stale?'));
  network.run();
  return network;
}

describe('a read at a leader that has been removed', () => {
  it('is answered at once when one voter is left, though that one leads a newer term: as in etcd', () => {
    const old = removedLeader(false).peer(1);
    expect(old.state.role).toBe('StateLeader');
    expect(old.reads.map(({ index }) => index)).toEqual([2]);
  });

  it('is not answered when leaders step down on their removal', () => {
    const old = removedLeader(true).peer(1);
    expect(old.state.role).toBe('StateFollower');
    expect(old.reads).toEqual([]);
  });
});
