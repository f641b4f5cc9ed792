import type { Micros } from '../base/flavor.ts';
import type { RecordedCommand } from '../history/command-list.ts';
import type { BranchId, Moment, Position, Waypoint } from '../history/position.ts';
import type { LabConfig } from '../sim/world/config.ts';
import type { SavedView } from './saved-view.ts';

/**
 * A whole lab as plain data: all that another browser, a file or Node.js needs to have the same runs at the same instants
 * again. What members did is not in it: configuration and commands are the run, and waypoints tell whether it was the same.
 */
export interface SavedLab {
  /** Which engine made it (`ENGINE`): with another one the same commands may make another run. */
  readonly engine: string;
  /** '' until somebody names it. */
  readonly name: string;
  readonly config: LabConfig;
  /** Parents before their children. */
  readonly branches: readonly SavedBranch[];
  /** The branch that is looked at. */
  readonly current: BranchId;
  /** An instant of the current branch. */
  readonly playhead: Position;
  /** The notebook, as it is listed. */
  readonly moments: readonly Moment[];
  readonly view: SavedView;
}

/** One future of a lab. */
export interface SavedBranch {
  /** From 1, never used again in a lab. */
  readonly id: BranchId;
  /** '' until somebody names it. */
  readonly name: string;
  /** The past up to this event is the parent's; absent: it begins with the lab. */
  readonly parent?: { readonly branch: BranchId; readonly event: number };
  /** Those after the parent's event, ascending by event; several may be at one time, none within another's event. */
  readonly commands: readonly RecordedCommand[];
  /** Its newest instant. */
  readonly end: { readonly event: number; readonly at: Micros };
  /** After the parent's event, ascending; the last is the end's. */
  readonly waypoints: readonly Waypoint[];
}
