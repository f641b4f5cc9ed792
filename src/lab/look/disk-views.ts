import type { NodeId } from '../../base/flavor.ts';
import type { MemberBoot } from '../../node/io.ts';
import { imageOfFirst, type MemberImage } from '../../node/report/image.ts';
import { knownMachine } from '../../sim/command/known.ts';
import type { MemberFactory } from '../../sim/in-process-host.ts';
import { bootOf, type World } from '../../sim/world/world.ts';
import type { DiskImage } from '../../storage/disk.ts';

/** Members as images: those that live, and killed ones as they would come back, by what their disks have. */
export class DiskViews {
  readonly #factory: MemberFactory;
  readonly #known = new Map<NodeId, DiskView>();

  constructor(factory: MemberFactory) {
    this.#factory = factory;
  }

  /**
   * The member as it is; of a killed machine, as its disk would bring it back; undefined if what is on its disk cannot be
   * read. A CommandError if there is no such machine.
   */
  image(world: World, id: NodeId): MemberImage | undefined {
    const machine = knownMachine(world, id);
    if (machine.image !== undefined) return machine.image;
    const boot = bootOf(world, id);
    const known = this.#known.get(id);
    if (known?.disk === boot.disk && known.life === boot.config.incarnation) return known.image;
    const image = this.#boot(boot);
    this.#known.set(id, { disk: boot.disk, life: boot.config.incarnation, image });
    return image;
  }

  /** The first record of a life says all that the disk has; the member that gave it is let go. */
  #boot(boot: MemberBoot): MemberImage | undefined {
    try {
      return imageOfFirst(this.#factory.boot(boot).output);
    } catch {
      return undefined; // shown as a machine of which nothing is known
    }
  }
}

/** A killed member's disk does not change: its image and life tell whether what was read from it is still true. */
interface DiskView {
  readonly disk: DiskImage;
  readonly life: number;
  readonly image: MemberImage | undefined;
}
