import { fc } from '@fast-check/vitest';
import type { ConfChangeType, ConfChangeV2 } from '../../../src/raft/entry.ts';
import type { Message } from '../../../src/raft/message.ts';
import type { Peer } from './harness.ts';
import { textBytes } from './text.ts';

/** What happens to a cluster: clocks, clients, operators, and a network that loses, repeats and reorders. */
export type Act =
  | { type: 'tick'; id: number; times: number }
  | { type: 'propose'; id: number }
  | { type: 'campaign'; id: number }
  | { type: 'read'; id: number }
  | { type: 'transfer'; id: number; to: number }
  | { type: 'deliver'; share: number }
  | { type: 'drop'; share: number }
  | { type: 'repeat'; share: number }
  | { type: 'deliverAll' }
  | { type: 'compact'; id: number }
  | { type: 'unreachable'; id: number; peer: number }
  | { type: 'snapshotStatus'; id: number; peer: number; ok: boolean }
  | { type: 'forget'; id: number }
  | { type: 'change'; id: number; kind: ConfChangeType; who: number; also: number; joint: boolean };

export const SIZE = 3;
const id = fc.integer({ min: 1, max: SIZE });
const change = fc.record({
  type: fc.constant('change' as const),
  id,
  kind: fc.constantFrom<ConfChangeType>(
    'ConfChangeAddNode',
    'ConfChangeRemoveNode',
    'ConfChangeAddLearnerNode',
  ),
  who: id,
  also: id,
  joint: fc.boolean(),
});
export const acts: fc.Arbitrary<Act[]> = fc.array(
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        type: fc.constant('tick' as const),
        id,
        times: fc.integer({ min: 1, max: 12 }),
      }),
    },
    { weight: 3, arbitrary: fc.record({ type: fc.constant('propose' as const), id }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('campaign' as const), id }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('read' as const), id }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('transfer' as const), id, to: id }) },
    { weight: 6, arbitrary: fc.record({ type: fc.constant('deliver' as const), share: fc.nat(99) }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('drop' as const), share: fc.nat(99) }) },
    { weight: 4, arbitrary: fc.constant({ type: 'deliverAll' as const }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('repeat' as const), share: fc.nat(99) }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('compact' as const), id }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('unreachable' as const), id, peer: id }) },
    {
      weight: 1,
      arbitrary: fc.record({ type: fc.constant('snapshotStatus' as const), id, peer: id, ok: fc.boolean() }),
    },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('forget' as const), id }) },
    { weight: 1, arbitrary: change },
  ),
  { minLength: 5, maxLength: 80 },
);

/** Messages in any order, and losses: what a node has been through before and after it is copied. */
export function act(peers: readonly Peer[], queue: Message[], one: Act): void {
  const take = (share: number): Message | undefined =>
    queue.splice(Math.floor((queue.length * share) / 100), 1)[0];
  const peer = (which: number): Peer => peers[which - 1] as Peer;
  switch (one.type) {
    case 'tick':
      peer(one.id).tick(one.times);
      break;
    case 'propose':
      peer(one.id).propose('x');
      break;
    case 'campaign':
      peer(one.id).node.campaign();
      break;
    case 'read':
      peer(one.id).node.readIndex(textBytes('r'));
      break;
    case 'transfer':
      peer(one.id).node.transferLeader(one.to);
      break;
    case 'deliver': {
      const message = take(one.share);
      if (message !== undefined) peer(message.to).node.step(message);
      break;
    }
    case 'drop':
      take(one.share);
      break;
    case 'deliverAll':
      for (const message of queue.splice(0)) peer(message.to).node.step(message);
      break;
    case 'repeat': {
      const message = queue[Math.floor((queue.length * one.share) / 100)];
      if (message !== undefined) queue.push(message);
      break;
    }
    case 'compact':
      peer(one.id).compact();
      break;
    case 'unreachable':
      peer(one.id).node.reportUnreachable(one.peer);
      break;
    case 'snapshotStatus':
      peer(one.id).node.reportSnapshot(one.peer, one.ok ? 'finish' : 'failure');
      break;
    case 'forget':
      peer(one.id).node.forgetLeader();
      break;
    case 'change':
      peer(one.id).node.proposeConfChange(changeOf(one));
      break;
  }
  for (const each of peers) queue.push(...each.settle());
}

/** Never the removal of the last voter: node 1 stays. */
function changeOf(one: Extract<Act, { type: 'change' }>): ConfChangeV2 {
  const kind = one.who === 1 ? 'ConfChangeAddNode' : one.kind;
  const changes = [{ type: kind, nodeId: one.who }];
  if (one.joint && one.also > 1) changes.push({ type: 'ConfChangeAddLearnerNode', nodeId: one.also });
  return { version: 2, transition: 'ConfChangeTransitionAuto', changes, context: undefined };
}
