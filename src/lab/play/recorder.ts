import { History } from '../../history/history.ts';
import type { Cluster } from '../../sim/cluster.ts';
import type { Journal, WorldEvent } from '../../sim/record/world-event.ts';
import { Timeline } from '../../timeline/timeline.ts';

/** Hands each event of a run to both who keep it: the history, which is the truth, and the timeline, which is its picture. */
export class Recorder implements Journal {
  readonly history: History;
  readonly timeline: Timeline;
  /** Whoever else listens while it is recorded: a script that plays. */
  listener: ((event: WorldEvent) => void) | undefined;
  /** Whoever may halt the run at an event (`Run.listenSteps`). */
  stepListener: ((event: WorldEvent) => void) | undefined;

  constructor(history = new History(), timeline = new Timeline()) {
    this.history = history;
    this.timeline = timeline;
  }

  /** Begins the record of a cluster at time 0. */
  begin(cluster: Cluster): void {
    this.timeline.begin(cluster.world);
    this.history.begin(cluster);
  }

  append(event: WorldEvent): void {
    this.history.append(event);
    this.timeline.append(event);
    this.listener?.(event);
    this.stepListener?.(event);
  }

  /** Both with the same past up to an event; they share it with these, and go on from there another way. */
  branch(event: number): Recorder {
    return new Recorder(this.history.branch(event), this.timeline.branch(event));
  }
}
