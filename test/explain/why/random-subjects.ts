import { present } from '../../../src/base/assert.ts';
import { drawInt, type Dice } from '../../../src/base/random.ts';
import { nodeTopics, type Subject } from '../../../src/explain/why/subject.ts';
import type { World } from '../../../src/sim/world/world.ts';

/** What may be asked at this instant about raft, of each kind something that is there. */
export function drawSubjects(dice: Dice, world: World): readonly Subject[] {
  const nodes = [...world.machines.keys()];
  const node = () => present(nodes[drawInt(dice, 0, nodes.length - 1)], 'a node');
  const about = present(nodeTopics[drawInt(dice, 0, nodeTopics.length - 1)], 'a topic');
  return [
    { type: 'vote', voter: node() },
    { type: 'vote', voter: node(), candidate: node() },
    ...(world.bus.lastId > 0 ? [{ type: 'message', id: drawInt(dice, 1, world.bus.lastId) } as const] : []),
    { type: 'link', from: present(nodes[0], 'a node'), to: present(nodes.at(-1), 'a node') },
    { type: 'leader' },
    { type: 'node', id: node() },
    { type: 'node', id: node(), about },
    { type: 'progress', node: node() },
    { type: 'progress', leader: node(), node: node() },
    { type: 'transfer' },
    { type: 'confChange' },
    ...(world.events > 0 ? [{ type: 'event', number: drawInt(dice, 1, world.events) } as const] : []),
  ];
}
