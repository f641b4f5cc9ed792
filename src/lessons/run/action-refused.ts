import type { NodeId } from '../../base/flavor.ts';
import type { Difference } from './difference.ts';
import type { ScriptNode } from '../world/script-node.ts';
import type { ScriptWorld } from '../world/script-world.ts';

/** The action cannot be done: something it needs is not there. */
export class ActionRefused extends Error {
  override name = 'ActionRefused';
  readonly difference: Difference;

  constructor(expected: string, got: string) {
    super(`${expected}; ${got}`);
    this.difference = { expected, got };
  }
}

/** The node, which must be there. */
export function known(world: ScriptWorld, id: NodeId): NodeId {
  if (!world.has(id)) throw new ActionRefused(`a node of this cluster (${world.ids.join(',')})`, `${id}`);
  return id;
}

/** The node, which must be there and up. */
export function living(world: ScriptWorld, id: NodeId): ScriptNode {
  known(world, id);
  const node = world.node(id);
  if (node === undefined) throw new ActionRefused(`n${id} is up`, `n${id} is down`);
  return node;
}
