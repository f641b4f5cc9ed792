import type { NodeId } from '../../base/flavor.ts';
import type { Cluster } from '../../sim/cluster.ts';
import { bootOf } from '../../sim/world/world.ts';
import { memberFromDisk, runningMember, type MemberAt } from './member-at.ts';

/**
 * The member of a machine at this instant of a run; of one that is down, what its disk knows. Throws StorageError for a disk
 * from which nobody can start.
 */
export function memberOfLab({ world, host }: Cluster, node: NodeId): MemberAt {
  const boot = bootOf(world, node);
  const member = host.member(node);
  return member === undefined ? memberFromDisk(boot) : runningMember(boot, member);
}
