import type { NodeId } from '../../base/flavor.ts';
import type { NodeInput } from '../../node/io.ts';
import { pushInput, type World } from '../world/world.ts';

/** What a command says to a member: an input of its own, due at once. */
export function tell(world: World, node: NodeId, input: NodeInput): void {
  pushInput(world, world.machine(node), world.now, input);
}
