import type { LogIndex } from '../../base/flavor.ts';
import type { NodeFrame } from '../../lab/frame/frame.ts';

/** The highest commit index of any member, the killed ones' disks included: nothing up to here can change any more. */
export function clusterCommit(nodes: readonly NodeFrame[]): LogIndex {
  return Math.max(0, ...nodes.map((node) => (node.status === 'killed' ? node.disk : node.view)?.commit ?? 0));
}
