import type { NodeId } from '../base/flavor.ts';
import type { Member } from '../node/member.ts';
import type { Cluster } from '../sim/cluster.ts';
import type { MemberFactory } from '../sim/in-process-host.ts';
import { bootOf } from '../sim/world.ts';

/** Killed members as they would come back: booted from what their disks have, to be looked at only. */
export class Ghosts {
  readonly #factory: MemberFactory;
  #key = '';
  #ghosts = new Map<NodeId, Member | undefined>();

  constructor(factory: MemberFactory) {
    this.#factory = factory;
  }

  /** The member, alive or as a ghost; undefined if what is on its disk cannot be read. */
  member(cluster: Cluster, id: NodeId): Member | undefined {
    return cluster.host.member(id) ?? this.#ghost(cluster, id);
  }

  #ghost(cluster: Cluster, id: NodeId): Member | undefined {
    const { world } = cluster;
    // A killed member's disk does not change until it is started again: its lives tell its contents apart.
    const key =
      [...world.machines.values()].map(({ status, life }) => `${status}${life}`).join() + world.hash.hex();
    if (key !== this.#key) this.#ghosts = new Map();
    this.#key = key;
    if (!this.#ghosts.has(id)) this.#ghosts.set(id, this.#boot(cluster, id));
    return this.#ghosts.get(id);
  }

  #boot(cluster: Cluster, id: NodeId): Member | undefined {
    try {
      return this.#factory.boot(bootOf(cluster.world, id)).member;
    } catch {
      return undefined; // shown as a machine of which nothing is known
    }
  }
}
