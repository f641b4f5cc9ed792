import type { NodeId } from '../../base/flavor.ts';
import type { NodeInput } from '../../node/io.ts';
import { pushAtOnce, type World } from '../world/world.ts';

/** What a command says to a member: an input of its own, due at once. */
export function tell(world: World, node: NodeId, input: NodeInput): void {
  pushAtOnce(world, world.machine(node), input);
}
