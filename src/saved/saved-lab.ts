import type { Micros } from '../base/flavor.ts';
import type { RecordedCommand } from '../history/command-list.ts';
import type { BranchId, Moment, Position, Waypoint } from '../history/position.ts';
import type { Command } from '../sim/command/command.ts';
import type { LabConfig } from '../sim/world/config.ts';
import type { SavedView } from './saved-view.ts';

/**
 * A whole lab as plain data: all that another browser, a file or Node.js needs to have the same runs at the same instants
 * again. What members did is not in it: configuration and commands are the run, and waypoints tell whether it was the same.
 */
export interface SavedLab<Done extends SavedCommand = RecordedCommand> {
  /** Which engine made it (`ENGINE`): with another one the same commands may make another run. */
  readonly engine: string;
  /** '' until somebody names it. */
  readonly name: string;
  readonly config: LabConfig;
  /** Parents before their children. */
  readonly branches: readonly SavedBranch<Done>[];
  /** The highest number that a branch ever had, if that branch is not there any more: the next one has a higher. */
  readonly lastBranch?: BranchId;
  /** The branch that is looked at. */
  readonly current: BranchId;
  /** An instant of the current branch. */
  readonly playhead: Position;
  /** The notebook, as it is listed. */
  readonly moments: readonly Moment[];
  readonly view: SavedView;
}

/** A lab as a link has it, which may leave to the replay where its commands were done. */
export type OpenableLab = SavedLab<SavedCommand>;
export type OpenableBranch = SavedBranch<SavedCommand>;

/** One future of a lab. */
export interface SavedBranch<Done extends SavedCommand = RecordedCommand> {
  /** From 1, never used again in a lab. */
  readonly id: BranchId;
  /** '' until somebody names it. */
  readonly name: string;
  /** The past up to this event is the parent's; absent: it begins with the lab. */
  readonly parent?: { readonly branch: BranchId; readonly event: number };
  /** Those after the parent's event, in their order. */
  readonly commands: readonly Done[];
  /** Its newest instant. */
  readonly end: { readonly event: number; readonly at: Micros };
  /** After the parent's event, ascending; the last is the end's. */
  readonly waypoints: readonly Waypoint[];
}

/** A command where it was done. A `RecordedCommand` is one that says both. */
export type SavedCommand = SavedPlace & { readonly command: Command };

/**
 * Where in its branch a command was done. A link says no more than is needed, as a replay finds out the rest:
 *
 * - `{event, at}`: it is this event, at this time.
 * - `{at}`: everything that was due by this time happened before it, and nothing later.
 * - `{after}`: so many events came after the command before it (or after the beginning of the branch), and it was done at the
 *   time of the last of them; 0: at once.
 */
export type SavedPlace =
  | { readonly event: number; readonly at: Micros; readonly after?: never }
  | { readonly at: Micros; readonly event?: never; readonly after?: never }
  | { readonly after: number; readonly event?: never; readonly at?: never };
