import type { RecordedCommand } from '../../history/command-list.ts';
import type { BranchId, Moment, Position, Waypoint } from '../../history/position.ts';
import { parseCommand } from '../../sim/command/check-command.ts';
import { CommandError, type Command } from '../../sim/command/command.ts';
import type { LabConfig } from '../../sim/world/config.ts';
import type { SavedBranch, SavedLab } from '../saved-lab.ts';
import { parseView, type SavedView } from '../saved-view.ts';
import { unreadable } from './log-error.ts';
import { readFrames, type Frames } from './frames.ts';
import { checkRecords } from './check-records.ts';
import { decodeRecords, haveCommands, type LogRecord } from './records.ts';

/** What a log has come to. */
export interface FoldedLog {
  readonly lab: SavedLab;
  /** Whole frames that it is made of. */
  readonly frames: number;
  /** Bytes of those without commands: most of what they say is out of date by the next. */
  readonly slack: number;
  readonly state: Frames['state'];
}

/** The lab that the bytes of a log tell of, as it was when its last whole frame was written. Throws a LogError. */
export function foldLog(bytes: Uint8Array): FoldedLog {
  const { contents, state } = readFrames(bytes);
  const fold = new Fold();
  let slack = 0;
  for (const content of contents) {
    const records = checkRecords(decodeRecords(content));
    for (const record of records) fold.take(record);
    if (!haveCommands(records)) slack += content.length;
  }
  return { lab: fold.lab(), frames: contents.length, slack, state };
}

interface BranchState {
  readonly id: BranchId;
  name: string;
  parent: SavedBranch['parent'];
  readonly commands: RecordedCommand[];
  readonly waypoints: Waypoint[];
  end: { readonly event: number; readonly at: number; readonly hash: string | undefined } | undefined;
  isGone: boolean;
}

class Fold {
  #begun: { readonly engine: string; readonly config: LabConfig } | undefined;
  #name = '';
  readonly #branches = new Map<BranchId, BranchState>();
  #playhead: Position | undefined;
  readonly #moments = new Map<number, Moment>();
  #view: SavedView = {};

  take(record: LogRecord): void {
    switch (record.type) {
      case 'begin':
        return this.#begin(record);
      case 'name':
        this.#name = record.name;
        return;
      case 'branch':
        return this.#addBranch(record);
      case 'branchName':
        this.#branch(record.id).name = record.name;
        return;
      case 'branchGone':
        this.#branch(record.id).isGone = true;
        return;
      case 'branchBack':
        this.#branch(record.id).isGone = false;
        return;
      case 'forget':
        return this.#forget(record);
      case 'commands':
        return this.#addCommands(record);
      case 'end':
        return this.#takeEnd(record);
      case 'playhead':
        this.#playhead = record.position;
        return;
      case 'moment':
        this.#moments.set(record.moment.id, record.moment);
        return;
      case 'momentGone':
        this.#moments.delete(record.id);
        return;
      case 'view':
        this.#view = parseView(record.view);
        return;
      default:
        throw unreadable(`it has a record of no known type, ${JSON.stringify(record)}`);
    }
  }

  lab(): SavedLab {
    const [begun, playhead] = [this.#begun, this.#playhead];
    if (begun === undefined || playhead === undefined) throw unreadable('nothing of its beginning is whole');
    const states = [...this.#branches.values()].filter(({ isGone }) => !isGone);
    const lastBranch = Math.max(...this.#branches.keys());
    const isThere = states.some(({ id }) => id === lastBranch);
    return {
      ...begun,
      name: this.#name,
      branches: states.map((state) => this.#savedBranch(state)),
      ...(isThere ? {} : { lastBranch }),
      current: playhead.branch,
      playhead,
      moments: [...this.#moments.values()].sort((a, b) => a.id - b.id),
      view: this.#view,
    };
  }

  #begin({ engine, config }: LogRecord & { type: 'begin' }): void {
    this.#begun = { engine, config };
  }

  #addBranch({ id, name, parent }: LogRecord & { type: 'branch' }): void {
    this.#branches.set(id, { id, name, parent, commands: [], waypoints: [], end: undefined, isGone: false });
  }

  /** Each as its schema has it now: another version of this program may have written it. */
  #addCommands({ branch: id, commands: more }: LogRecord & { type: 'commands' }): void {
    const { commands } = this.#branch(id);
    for (const { event, at, command } of more)
      commands.push({
        event,
        at,
        command: knownCommand(command, `branch ${id}, command ${commands.length + 1}`),
      });
  }

  #forget({ branch: id, parent }: LogRecord & { type: 'forget' }): void {
    const branch = this.#branch(id);
    branch.parent = parent;
    branch.commands.length = 0;
    branch.waypoints.length = 0;
  }

  #takeEnd({ branch: id, event, at, hash, waypoints }: LogRecord & { type: 'end' }): void {
    const branch = this.#branch(id);
    branch.end = { event, at, hash };
    for (const waypoint of waypoints) branch.waypoints.push(waypoint);
  }

  #branch(id: BranchId): BranchState {
    const branch = this.#branches.get(id);
    if (branch === undefined) throw unreadable(`it speaks of branch ${id}, which has not begun in it`);
    return branch;
  }

  /** With the past that it has of deleted ones as its own. */
  #savedBranch(state: BranchState): SavedBranch {
    if (state.end === undefined) throw unreadable(`it does not say where branch ${state.id} ends`);
    const lines: { commands: readonly RecordedCommand[]; waypoints: readonly Waypoint[] }[] = [state];
    let { parent } = state;
    while (parent !== undefined) {
      const before = this.#branch(parent.branch);
      if (!before.isGone) break;
      const { event } = parent;
      lines.unshift({ commands: upTo(before.commands, event), waypoints: upTo(before.waypoints, event) });
      parent = earlierOf(before.parent, event);
    }
    const commands = lines.flatMap((line) => line.commands);
    const waypoints = lines.flatMap((line) => line.waypoints);
    const { id, name, end } = state;
    return {
      id,
      name,
      ...(parent && { parent }),
      commands,
      end: { event: end.event, at: end.at },
      waypoints: end.hash === undefined ? waypoints : [...waypoints, { event: end.event, hash: end.hash }],
    };
  }
}

function knownCommand(kept: unknown, where: string): Command {
  try {
    return parseCommand(kept);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw unreadable(`${where}: ${error.message}`);
  }
}

/** Who has a past in common with another up to an event has no more than that in common with that one's parent. */
export function earlierOf(parent: SavedBranch['parent'], event: number): SavedBranch['parent'] {
  return parent && { branch: parent.branch, event: Math.min(parent.event, event) };
}

function upTo<T extends { readonly event: number }>(all: readonly T[], event: number): T[] {
  return all.filter((one) => one.event <= event);
}
