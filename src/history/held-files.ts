import { present } from '../base/assert.ts';
import type { World } from '../sim/world/world.ts';
import type { Stretch } from '../sim/world/shared-bytes.ts';

/**
 * How many bytes the disks of some worlds have in memory, where stretches of files are shared by worlds and machines. A stretch
 * that is held holds what comes before it in its file, so that whoever has most of a file in common with another counts
 * the rest of it only.
 */
export class HeldFiles {
  /** By how many each is held: as the end of a file, or by a stretch after it. */
  readonly #stretches = new Map<Stretch, number>();
  /** By how many stretches. */
  readonly #buffers = new Map<ArrayBufferLike, number>();
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  hold(world: World): void {
    for (const end of endsOf(world)) this.#holdFrom(end);
  }

  release(world: World): void {
    for (const end of endsOf(world)) this.#releaseFrom(end);
  }

  #holdFrom(end: Stretch): void {
    for (let at: Stretch | undefined = end; at !== undefined; at = at.before) {
      const holders = this.#stretches.get(at) ?? 0;
      this.#stretches.set(at, holders + 1);
      if (holders > 0) return;
      const { buffer } = at.bytes;
      const sharers = this.#buffers.get(buffer) ?? 0;
      this.#buffers.set(buffer, sharers + 1);
      if (sharers === 0) this.#bytes += buffer.byteLength;
    }
  }

  #releaseFrom(end: Stretch): void {
    for (let at: Stretch | undefined = end; at !== undefined; at = at.before) {
      const holders = present(this.#stretches.get(at), 'what is released was held');
      if (holders > 1) return void this.#stretches.set(at, holders - 1);
      this.#stretches.delete(at);
      const { buffer } = at.bytes;
      const sharers = present(this.#buffers.get(buffer), 'a stretch that is held holds its bytes');
      if (sharers > 1) {
        this.#buffers.set(buffer, sharers - 1);
      } else {
        this.#buffers.delete(buffer);
        this.#bytes -= buffer.byteLength;
      }
    }
  }
}

function endsOf({ machines }: World): Stretch[] {
  return [...machines.values()].flatMap(({ disk }) => disk.ends());
}
