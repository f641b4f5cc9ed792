import type { History } from '../history/history.ts';
import type { NodeId } from '../base/flavor.ts';
import type { MemberImage } from '../node/report/image.ts';
import type { Timeline } from '../timeline/timeline.ts';
import type { Cluster } from '../sim/cluster.ts';
import type { WorldEvent } from '../sim/record/world-event.ts';
import type { World } from '../sim/world/world.ts';

/**
 * A run as somebody sees it who explains it: its record up to the playhead. All numbers are of the current branch. An answer
 * finds by the indexes of `history` and `timeline` which events it needs, and asks for few of them: the first look into a
 * stretch between two checkpoints replays it, the next ones are cheap.
 */
export interface Past {
  readonly history: History;
  readonly timeline: Timeline;
  /** The world at the playhead: read only. What is recorded beyond it is not known yet (`now.events` is the last event). */
  readonly now: World;
  /**
   * A member at the playhead; of a killed machine, as its disk would bring it back. Undefined if what is on its disk cannot be
   * read. A CommandError if there is no such machine.
   */
  member(node: NodeId): MemberImage | undefined;
  /** A copy in process of what is at the playhead, at its time: what the run would do if nobody acted any more. */
  copy(): Cluster;
  /**
   * A copy in process right after an event, that may be run on; 0: before the first. The clock stands at the event. Rejects if
   * there is no such event.
   */
  at(event: number): Promise<Cluster>;
  /**
   * The events first..last with all that they hold, in order. Never changed by whoever gets them. Rejects if there are no such
   * events; empty if last < first.
   */
  events(first: number, last: number): Promise<readonly WorldEvent[]>;
}
