import { History } from '../../history/history.ts';
import type { Cluster } from '../../sim/cluster.ts';
import type { Journal, WorldEvent } from '../../sim/record/world-event.ts';
import { Timeline } from '../../timeline/timeline.ts';

/** Hands each event of a run to both who keep it: the history, which is the truth, and the timeline, which is its picture. */
export class Recorder implements Journal {
  readonly history = new History();
  readonly timeline = new Timeline();

  /** Begins the record of a cluster at time 0. */
  begin(cluster: Cluster): void {
    this.timeline.begin(cluster.world);
    this.history.begin(cluster);
  }

  append(event: WorldEvent): void {
    this.history.append(event);
    this.timeline.append(event);
  }

  truncate(event: number): void {
    this.history.truncate(event);
    this.timeline.truncate(event);
  }
}
