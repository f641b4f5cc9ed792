import type { NodeId } from '../base/flavor.ts';
import type { Contradiction } from '../sim/record/watcher.ts';
import type { WorldEvent } from '../sim/record/world-event.ts';
import type { Stall } from './progress/stall.ts';
import type { PropertyName } from './properties.ts';

/** What a monitor has found to be broken in the event it looks at. */
export interface Finding {
  readonly property: PropertyName;
  /** The nodes concerned, in any order; one may be there twice. */
  readonly nodes: readonly NodeId[];
  /** One sentence in English, with its numbers. */
  readonly detail: string;
  /** The same as data: sentences in each language are made from it (ui/safety). */
  readonly because: Contradiction;
}

export type Report = (finding: Finding) => void;

/**
 * One check, or several that remember the same things. It looks at every event of a run, in order, knows only what is in
 * them, and reports what it finds at once. It is part of the world's state: cloned with every checkpoint and branch, so it
 * must be cheap to clone and share what is old.
 */
export interface Monitor {
  look(event: WorldEvent, report: Report): void;
  /** What should have happened by now and has not; absent: it judges steps alone. */
  readonly stalls?: readonly Stall[];
  clone(): Monitor;
}
