import type { World } from '../sim/world/world.ts';
import { phaseOf } from '../sim/settle.ts';
import type { Journal, WorldEvent } from '../sim/record/world-event.ts';
import { Arrows } from './arrows.ts';
import { AskedWork } from './asked-work.ts';
import { Marks } from './marks.ts';
import { Origins } from './origins.ts';
import { Spans } from './spans.ts';

/**
 * The picture of a run: an index over its events for the space-time diagram and the inspector. It is fed by the same
 * journal as the history and could be made again from it at any time: nothing that a replay needs is here.
 */
export class Timeline implements Journal {
  readonly arrows: Arrows;
  readonly spans: Spans;
  readonly marks: Marks;
  readonly origins: Origins;
  readonly work: AskedWork;

  constructor(
    arrows = new Arrows(),
    spans = new Spans(),
    marks = new Marks(),
    origins = new Origins(),
    work = new AskedWork(),
  ) {
    this.arrows = arrows;
    this.spans = spans;
    this.marks = marks;
    this.origins = origins;
    this.work = work;
  }

  /** Begins the picture of a world at time 0: what its members are before the first event. */
  begin(world: World): void {
    if (world.events > 0) return;
    for (const machine of world.machines.values()) this.spans.begin(phaseOf(machine), 0, 0);
  }

  append(event: WorldEvent): void {
    for (const flight of event.sent) this.arrows.begin(flight, event.number);
    for (const { message, end } of event.ended) this.arrows.end(message, end, event.at, event.number);
    for (const phase of event.became) this.spans.begin(phase, event.at, event.number);
    this.marks.append(event);
    this.origins.append(event);
    this.work.append(event);
  }

  /** The picture up to an event, to go on from there another way; what is packed is shared. */
  branch(event: number): Timeline {
    const arrows = this.arrows.branch(event);
    return new Timeline(
      arrows,
      this.spans.branch(event),
      this.marks.branch(event),
      this.origins.branch(event, arrows.last),
      this.work.branch(event),
    );
  }
}
