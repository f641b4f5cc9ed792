import type { Past } from '../../explain/past.ts';
import type { NodeId } from '../../base/flavor.ts';
import type { MemberImage } from '../../node/report/image.ts';
import type { History } from '../../history/history.ts';
import { copyInProcess } from '../../history/replay.ts';
import type { Cluster } from '../../sim/cluster.ts';
import { CommandError } from '../../sim/command/command.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import type { World } from '../../sim/world/world.ts';
import type { Timeline } from '../../timeline/timeline.ts';
import { DiskViews } from '../look/disk-views.ts';
import type { Line } from '../play/line.ts';
import type { Run } from '../play/run.ts';
import { Replayed } from './replayed.ts';

/** The record of a run for those who explain it. One for the whole life of a run: it remembers what was replayed last, and what seeks go through. */
export class RunPast implements Past {
  readonly #run: Run;
  #disks: DiskViews | undefined;
  #replayed: { readonly line: Line; readonly of: Replayed } | undefined;

  constructor(run: Run) {
    this.#run = run;
    run.onReplay = (cluster) => this.#ofLine().passed(cluster);
  }

  get history(): History {
    return this.#run.history;
  }

  get timeline(): Timeline {
    return this.#run.timeline;
  }

  get now(): World {
    return this.#run.cluster.world;
  }

  member(node: NodeId): MemberImage | undefined {
    this.#disks ??= new DiskViews(this.#run.factory);
    return this.#disks.image(this.now, node);
  }

  copy(): Cluster {
    const { cluster, factory } = this.#run;
    return copyInProcess({ world: cluster.world, members: cluster.members() }, factory);
  }

  async at(event: number): Promise<Cluster> {
    this.#check(event, event);
    return this.#ofLine().at(event);
  }

  async events(first: number, last: number): Promise<readonly WorldEvent[]> {
    if (last < first) return [];
    this.#check(Math.max(first, 1), last);
    return this.#ofLine().events(Math.max(first, 1), last);
  }

  #check(first: number, last: number): void {
    const { events } = this.history;
    if (Number.isSafeInteger(first) && Number.isSafeInteger(last) && first >= 0 && last <= events.last)
      return;
    const asked = first === last ? `event ${first}` : `events ${first} to ${last}`;
    throw new CommandError('badArgument', `there is no ${asked} in this run, which has ${events.last}`);
  }

  /** Another branch counts its events anew. */
  #ofLine(): Replayed {
    const { line } = this.#run.branches.current;
    if (this.#replayed?.line !== line)
      this.#replayed = { line, of: new Replayed(this.history, this.#run.factory) };
    return this.#replayed.of;
  }
}
