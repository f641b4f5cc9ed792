import { present } from '../../src/base/assert.ts';
import { drawInt, type Dice } from '../../src/base/random.ts';
import { encodeUtf8 } from '../../src/base/utf8.ts';
import type { RecordedCommand } from '../../src/history/command-list.ts';
import type { Moment, Waypoint } from '../../src/history/position.ts';
import type { LabSource } from '../../src/saved/log/log-writer.ts';
import type { SavedView } from '../../src/saved/saved-view.ts';
import type { Command } from '../../src/sim/command/command.ts';
import { defaultLabConfig } from '../../src/sim/world/config.ts';

interface Branch {
  id: number;
  name: string;
  parent?: { branch: number; event: number };
  commands: RecordedCommand[];
  waypoints: Waypoint[];
  end: { event: number; at: number };
  line: { readonly cuts: number };
}

/** A lab of nothing but what is saved of it, which changes at random as a lab does: each change is a line of `changes`. */
export class LabModel {
  #branches: Branch[] = [
    { id: 1, name: '', commands: [], waypoints: [], end: { event: 0, at: 0 }, line: { cuts: 0 } },
  ];
  #deleted: { gone: Branch; before: Branch[] } | undefined;
  #moments: Moment[] = [];
  #removed: Moment | undefined;
  #view: SavedView = {};
  #name = '';
  #current = 1;
  #lastBranch = 1;
  #lastMoment = 0;

  /** What it is now, as data of its own. */
  source(): LabSource {
    const branch = present(
      this.#branches.find(({ id }) => id === this.#current),
      'the current one',
    );
    return {
      engine: '1',
      name: this.#name,
      config: defaultLabConfig,
      branches: this.#branches.map(withEnd),
      ...(this.#branches.some(({ id }) => id === this.#lastBranch) ? {} : { lastBranch: this.#lastBranch }),
      current: this.#current,
      playhead: { branch: this.#current, event: branch.end.event >> 1, at: branch.end.at },
      moments: [...this.#moments],
      view: this.#view,
    };
  }

  change(dice: Dice): void {
    const branch = present(this.#branches[drawInt(dice, 0, this.#branches.length - 1)], 'one of them');
    const kind = drawInt(dice, 0, 12);
    if (kind <= 4) this.#grow(branch, dice);
    else if (kind === 5) this.#fork(branch, dice);
    else if (kind === 6) this.#delete(branch);
    else if (kind === 7) this.#restore();
    else if (kind === 8) this.#forget(branch, dice);
    else if (kind === 9) branch.name = `name ${drawInt(dice, 0, 9)}`;
    else if (kind === 10) this.#mark(dice);
    else if (kind === 11) this.#name = `lab ${drawInt(dice, 0, 9)} <b>实验</b>`;
    else this.#view = { panelTab: `tab ${drawInt(dice, 0, 9)}` };
    if (drawInt(dice, 0, 3) === 0) this.#current = present(this.#branches.at(-1), 'there is one').id;
  }

  /** Another part of the page is looked at: some 3,000 bytes of a view. */
  look(panelTab: string): void {
    this.#view = { panelTab, timelineHide: Array.from({ length: 80 }, (_, i) => `Msg${i}`.padEnd(40, '.')) };
  }

  #grow(branch: Branch, dice: Dice): void {
    let { event, at } = branch.end;
    for (let i = drawInt(dice, 1, 4); i > 0; i--) {
      event += drawInt(dice, 1, 2000);
      at += drawInt(dice, 0, 10_000_000_000);
      if (drawInt(dice, 0, 1) === 0) branch.commands.push({ event, at, command: drawCommand(dice) });
      else branch.waypoints.push(waypoint(branch, event));
    }
    branch.end = { event, at };
  }

  #fork(parent: Branch, dice: Dice): void {
    const event = drawInt(dice, parent.parent?.event ?? 0, parent.end.event);
    const id = ++this.#lastBranch;
    const end = { event, at: parent.end.at };
    this.#branches.push({
      id,
      name: '',
      parent: { branch: parent.id, event },
      commands: [],
      waypoints: [],
      end,
      line: { cuts: 0 },
    });
    this.#grow(present(this.#branches.at(-1), 'the new one'), dice);
  }

  /** Those that began in it keep what they have of it. */
  #delete(gone: Branch): void {
    if (this.#branches.length === 1) return;
    this.#deleted = { gone, before: this.#branches };
    this.#branches = this.#branches
      .filter((branch) => branch !== gone)
      .map((branch) =>
        branch.parent?.branch === gone.id ? without(gone, branch, branch.parent.event) : branch,
      );
    if (this.#current === gone.id) this.#current = present(this.#branches[0], 'another one').id;
  }

  /** The deletion is undone, if nothing has come to the lab since. */
  #restore(): void {
    const deleted = this.#deleted;
    this.#deleted = undefined;
    if (deleted === undefined || this.#branches.length !== deleted.before.length - 1) return;
    const isOld = this.#branches.every(({ id, end }) =>
      deleted.before.some((old) => old.id === id && old.end === end),
    );
    if (!isOld) return;
    const names = new Map(this.#branches.map(({ id, name }) => [id, name]));
    this.#branches = deleted.before;
    for (const branch of this.#branches) branch.name = names.get(branch.id) ?? branch.name;
  }

  /** What came after an event is forgotten, where no other branch needs it. */
  #forget(branch: Branch, dice: Dice): void {
    const least = Math.max(
      branch.parent === undefined ? 0 : branch.parent.event + 1,
      ...this.#branches.flatMap(({ parent }) => (parent?.branch === branch.id ? [parent.event] : [])),
    );
    if (least >= branch.end.event) return;
    const event = drawInt(dice, least, branch.end.event);
    branch.commands = branch.commands.filter((command) => command.event <= event);
    branch.waypoints = branch.waypoints.filter((waypoint) => waypoint.event <= event);
    branch.end = { event, at: branch.end.at };
    branch.line = { cuts: branch.line.cuts + 1 };
    // It may have gone further than before by the time that anybody looks.
    if (drawInt(dice, 0, 1) === 0) this.#grow(branch, dice);
  }

  #mark(dice: Dice): void {
    const kind = drawInt(dice, 0, 3);
    const last = this.#moments.at(-1);
    if (kind === 0 && last !== undefined) {
      this.#removed = last;
      this.#moments = this.#moments.slice(0, -1);
    } else if (kind === 1 && this.#removed !== undefined) {
      this.#moments = [...this.#moments, this.#removed].sort((a, b) => a.id - b.id);
      this.#removed = undefined;
    } else if (kind === 2 && last !== undefined) {
      this.#moments = [...this.#moments.slice(0, -1), { ...last, note: `again ${drawInt(dice, 0, 99)}` }];
    } else {
      const moment = { id: ++this.#lastMoment, branch: 1, event: 0, at: 0, note: 'here 这里' };
      this.#moments = [...this.#moments, moment];
    }
  }
}

/** A branch that has what it has of its parent as its own. */
function without(gone: Branch, branch: Branch, upTo: number): Branch {
  const own: Branch = {
    ...branch,
    commands: [...gone.commands.filter(({ event }) => event <= upTo), ...branch.commands],
    waypoints: [...gone.waypoints.filter(({ event }) => event <= upTo), ...branch.waypoints],
  };
  if (gone.parent === undefined) delete own.parent;
  else own.parent = gone.parent;
  return own;
}

/** The end of a branch is the last of its waypoints, if it is after its parent's event. */
function withEnd(branch: Branch): Branch {
  const { end, parent } = branch;
  const waypoints = branch.waypoints.filter(({ event }) => event < end.event);
  if (parent === undefined || end.event > parent.event) waypoints.push(waypoint(branch, end.event));
  return { ...structuredClone({ ...branch, waypoints }), line: branch.line };
}

function waypoint({ line }: Branch, event: number): Waypoint {
  return { event, hash: `${event} after ${line.cuts}` };
}

function drawCommand(dice: Dice): Command {
  const node = drawInt(dice, 1, 9);
  const request = drawInt(dice, 1, 2 ** 20);
  if (drawInt(dice, 0, 1) === 0) return { type: 'kill', node };
  const key = encodeUtf8(`key ${drawInt(dice, 0, 99)}`);
  const value = Uint8Array.from({ length: drawInt(dice, 0, 40) }, () => drawInt(dice, 0, 255));
  return { type: 'request', request, node, operation: { type: 'put', key, value, lease: 2n ** 63n - 1n } };
}

/** What of it is in its log: which line it is on is not. */
export function written(lab: LabSource | undefined): unknown {
  if (lab === undefined) return undefined;
  return { ...lab, branches: lab.branches.map((branch) => ({ ...branch, line: undefined })) };
}
