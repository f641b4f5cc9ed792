import { unreachable } from '../../base/assert.ts';
import type { FaultAction } from '../language/script.ts';
import { known, living, type ScriptCluster } from './script-cluster.ts';

/** What breaks beside processes and links: power, disks, clocks; and the shape of the network as a whole. */
export async function performFault(cluster: ScriptCluster, action: FaultAction): Promise<void> {
  switch (action.type) {
    case 'power':
      for (const node of action.nodes) {
        living(cluster, node);
        cluster.breakDisk(node);
        await cluster.act({ type: 'powerLoss', node, torn: action.torn });
      }
      return;
    case 'wipe':
      for (const node of action.nodes) {
        cluster.breakDisk(known(cluster, node));
        await cluster.act({ type: 'loseDisk', node });
      }
      return;
    case 'disk':
      cluster.breakDisk(known(cluster, action.node));
      return cluster.act({ type: 'disk', node: action.node, settings: action.settings });
    case 'flip': {
      const { node, file, place } = action;
      cluster.breakDisk(known(cluster, node));
      return cluster.act({ type: 'bitFlip', node, file, ...place });
    }
    case 'clock':
      return cluster.act({
        type: 'clockJump',
        node: known(cluster, action.node),
        ms: action.seconds * 1000,
      });
    case 'shape':
      return cluster.act({
        type: 'shape',
        shape: action.shape,
        ...(action.node === undefined ? {} : { node: known(cluster, action.node) }),
      });
    default:
      return unreachable(action);
  }
}
