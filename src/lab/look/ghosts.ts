import type { NodeId } from '../../base/flavor.ts';
import type { MemberBoot } from '../../node/io.ts';
import type { Member } from '../../node/member.ts';
import { knownMachine } from '../../sim/command/known.ts';
import type { Cluster } from '../../sim/cluster.ts';
import type { MemberFactory } from '../../sim/in-process-host.ts';
import { bootOf } from '../../sim/world/world.ts';
import type { DiskImage } from '../../storage/disk.ts';

/** Killed members as they would come back: booted from what their disks have, to be looked at only. */
export class Ghosts {
  readonly #factory: MemberFactory;
  readonly #ghosts = new Map<NodeId, Ghost>();

  constructor(factory: MemberFactory) {
    this.#factory = factory;
  }

  /**
   * The member, alive or as a ghost; undefined if what is on its disk cannot be read. A CommandError if there is no such
   * machine.
   */
  member(cluster: Cluster, id: NodeId): Member | undefined {
    knownMachine(cluster.world, id);
    const alive = cluster.host.member(id);
    if (alive !== undefined) return alive;
    const boot = bootOf(cluster.world, id);
    const known = this.#ghosts.get(id);
    if (known?.disk === boot.disk && known.life === boot.config.incarnation) return known.member;
    const member = this.#boot(boot);
    this.#ghosts.set(id, { disk: boot.disk, life: boot.config.incarnation, member });
    return member;
  }

  #boot(boot: MemberBoot): Member | undefined {
    try {
      return this.#factory.boot(boot).member;
    } catch {
      return undefined; // shown as a machine of which nothing is known
    }
  }
}

/** A killed member's disk does not change: its image and life tell whether a ghost is still true. */
interface Ghost {
  readonly disk: DiskImage;
  readonly life: number;
  readonly member: Member | undefined;
}
