import { isDeepStrictEqual } from 'node:util';
import type { NodeId } from '../../../src/base/flavor.ts';
import { ImageFold, type MemberImage } from '../../../src/node/report/image.ts';
import type { Cluster } from '../../../src/sim/cluster.ts';
import type { WorldEvent } from '../../../src/sim/record/world-event.ts';

/** What of a member is looked at; undefined: it does not run, or there is no such thing. */
export type Read = (image: MemberImage) => unknown;

/** Every member after every event, kept as a whole: to be searched from one end to the other. */
export class NaiveRecord {
  readonly heard: readonly WorldEvent[];
  /** By event and node. */
  readonly #images: ReadonlyMap<NodeId, MemberImage>[] = [];

  constructor(beginning: Cluster, heard: readonly WorldEvent[]) {
    this.heard = heard;
    const folds = new Map<NodeId, ImageFold>();
    for (const { id, fold } of beginning.world.machines.values()) if (fold) folds.set(id, fold.clone());
    let images = new Map([...folds].map(([id, fold]) => [id, fold.image]));
    this.#images.push(images);
    for (const { node, output, became } of heard) {
      images = new Map(images);
      if (output !== undefined) {
        const fold = folds.get(node) ?? ImageFold.ofNothing();
        folds.set(node, fold);
        fold.add(output.changes);
        images.set(node, fold.image);
      }
      for (const { node: of, status } of became) {
        if (status !== 'killed') continue;
        folds.delete(of);
        images.delete(of);
      }
      this.#images.push(images);
    }
  }

  event(number: number): WorldEvent {
    const event = this.heard[number - 1];
    if (event === undefined) throw new Error(`no event ${number}`);
    return event;
  }

  after(event: number, node: NodeId, read: Read): unknown {
    const image = this.#images[event]?.get(node);
    return image && read(image);
  }

  /** The last event up to another after which a node ran. */
  lastAlive(event: number, node: NodeId): number {
    let at = event;
    while (at > 0 && this.#images[at]?.has(node) !== true) at--;
    return at;
  }

  /** The last event before another for which the test holds; 0: none. */
  lastBefore(event: number, test: (event: WorldEvent) => boolean): number {
    return this.heard.slice(0, event - 1).findLastIndex(test) + 1;
  }

  /** Whether the same was said to the same node at the same instant once more: the network makes copies, and so do answers to them. */
  hasTwin(message: number): boolean {
    const own = this.heard.find((each) => each.message === message && each.input !== undefined);
    if (own === undefined) return false;
    return this.heard.some(
      (each) =>
        each !== own &&
        each.at === own.at &&
        each.node === own.node &&
        each.message !== 0 &&
        isDeepStrictEqual(each.input, own.input),
    );
  }
}
