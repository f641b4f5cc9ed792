import { present } from '../../base/assert.ts';
import { microsToMs, type Micros } from '../../base/flavor.ts';
import type { BranchId, Position } from '../../history/position.ts';
import type { Member } from '../../node/member.ts';
import { CommandError } from '../../sim/command/command.ts';
import type { World } from '../../sim/world/world.ts';
import type { BranchInfo } from '../frame/frame.ts';
import { Line } from './line.ts';
import { checkedText } from './limits.ts';
import type { Recorder } from './recorder.ts';

/** The state at the newest instant of a branch that is not the current one: it goes on from there, nothing is replayed. */
export interface Tip {
  readonly world: World;
  readonly members: readonly Member[];
}

/** One future of a run: its record, which has the whole past, and what it grew out of. */
export class Branch {
  readonly id: BranchId;
  /** '' until somebody names it. */
  name = '';
  /** Deleted, but to be had again while the lab is open. */
  isDeleted = false;
  line: Line;
  recorder: Recorder;
  /** Undefined of the current one: the run has its live cluster. */
  tip: Tip | undefined;

  constructor(id: BranchId, line: Line, recorder: Recorder) {
    this.id = id;
    this.line = line;
    this.recorder = recorder;
  }
}

/** Where a branch hangs: up to this event its past is that one's. */
export interface Fork {
  readonly branch: Branch;
  readonly event: number;
}

const NAME_MAX = 200;

/**
 * The futures of a run: which there are, and which event of which other one each grows out of. A branch has its whole record
 * and so stands by itself; that it hangs somewhere is a matter of what it shares. Among the branches that are there, one
 * hangs from that with a smaller number with which it has the most of its past in common: that is the one it was made in,
 * and when that is deleted, the next of kin.
 */
export class Branches {
  /** Ascending by id, deleted ones too. */
  readonly #all: Branch[];
  #current: Branch;
  #version = 0;
  #infos: { readonly version: number; readonly moment: string; readonly infos: readonly BranchInfo[] } = {
    version: -1,
    moment: '',
    infos: [],
  };

  constructor(recorder: Recorder) {
    this.#current = new Branch(1, Line.first(), recorder);
    this.#all = [this.#current];
  }

  /** Grows with each change of the tree. */
  get version(): number {
    return this.#version;
  }

  get current(): Branch {
    return this.#current;
  }

  /** Those that are there, ascending by id. */
  get kept(): readonly Branch[] {
    return this.#all.filter(({ isDeleted }) => !isDeleted);
  }

  /** A branch that is there. A CommandError if there is none of this number. */
  known(id: BranchId): Branch {
    const branch = this.kept.find((each) => each.id === id);
    if (branch !== undefined) return branch;
    const ids = this.kept.map((each) => each.id).join(', ');
    throw new CommandError('badArgument', `there is no branch ${String(id)}; there are ${ids}`);
  }

  /** Another future of the current branch from an event on: it is the current one from now on, `tip` is where the old one got to. */
  fork(event: number, tip: Tip): Branch {
    const old = this.#current;
    old.tip = tip;
    const id = present(this.#all.at(-1), 'a run has a branch').id + 1;
    const branch = new Branch(id, old.line.fork(event), old.recorder.branch(event));
    this.#all.push(branch);
    this.#current = branch;
    this.#version++;
    return branch;
  }

  /** What the current branch has after an event is no more of it; what grew out of that stays. */
  cut(event: number): void {
    const branch = this.#current;
    branch.line = branch.line.fork(event);
    branch.recorder = branch.recorder.branch(event);
    this.#version++;
  }

  /** Another one is the current; `tip` is where the old one got to. Gives the state at its newest instant. */
  switch(to: Branch, tip: Tip): Tip {
    const found = present(to.tip, 'a branch that is not the current one has its newest instant');
    this.#current.tip = tip;
    to.tip = undefined;
    this.#current = to;
    this.#version++;
    return found;
  }

  rename(id: BranchId, name: string): void {
    this.known(id).name = checkedText('a name', name, NAME_MAX);
    this.#version++;
  }

  /** Not the current one, so that at least one stays. */
  delete(branch: Branch): void {
    branch.isDeleted = true;
    this.#version++;
  }

  /** A deleted one is there again. A CommandError if it is not deleted. */
  restore(id: BranchId): void {
    const branch = this.#all.find((each) => each.id === id && each.isDeleted);
    if (branch === undefined) {
      throw new CommandError('badArgument', `there is no deleted branch ${String(id)}`);
    }
    branch.isDeleted = false;
    this.#version++;
  }

  /** The branch that this one hangs from; undefined for the first of those that are there. */
  parentOf(branch: Branch): Fork | undefined {
    return this.#nextOfKin(
      branch,
      this.kept.filter(({ id }) => id < branch.id),
    );
  }

  /** Where to stand when this branch is not there: in another with which it has the most in common. */
  withoutIt(branch: Branch): Fork {
    const kin = this.parentOf(branch) ?? this.#nextOfKin(branch, this.#others(branch));
    if (kin !== undefined) return kin;
    throw new CommandError('badArgument', `branch ${branch.id} is the only one, and cannot be deleted`);
  }

  /** An event of a line, in a branch that is there and has it; undefined: no such branch has it. */
  branchWith(line: Line, event: number): Branch | undefined {
    const own = this.kept.find((each) => each.line === line);
    if (own !== undefined) return own;
    return this.kept.find((each) => each.line.sharedWith(line) >= event);
  }

  /** Events that are in the records of all branches but the current one, what they share counted once. */
  eventsElsewhere(): number {
    let sum = 0;
    for (const { line, recorder } of this.#all) {
      if (line !== this.#current.line) sum += recorder.history.events.last - line.event;
    }
    return sum;
  }

  /** As the page and scripts see them; the same object while nothing has changed. */
  infos(live: World): readonly BranchInfo[] {
    const moment = `${live.events} ${live.now}`;
    const known = this.#infos;
    if (known.version === this.#version && known.moment === moment) return known.infos;
    const infos =
      known.version === this.#version
        ? known.infos.map((info) => (info.current ? this.#info(this.#current, live) : info))
        : this.kept.map((branch) => this.#info(branch, branch.tip?.world ?? live));
    this.#infos = { version: this.#version, moment, infos };
    return infos;
  }

  #info(branch: Branch, { now, events }: World): BranchInfo {
    const fork = this.parentOf(branch);
    const event = fork?.event ?? 0;
    const { history } = branch.recorder;
    return {
      id: branch.id,
      name: branch.name,
      parent: fork?.branch.id,
      event,
      timeMs: microsToMs(history.events.timeOf(event)),
      endMs: microsToMs(now),
      events,
      commands: history.countCommandsAfter(event),
      current: branch === this.#current,
    };
  }

  #others(branch: Branch): readonly Branch[] {
    return this.kept.filter((each) => each !== branch);
  }

  /** Of these the one with which this has the most of its past in common, and up to which event. */
  #nextOfKin(branch: Branch, others: readonly Branch[]): Fork | undefined {
    let found: Fork | undefined;
    for (const other of others) {
      const event = branch.line.sharedWith(other.line);
      if (found === undefined || event > found.event) found = { branch: other, event };
    }
    return found;
  }
}

/** A place in a run that is kept whatever becomes of its branch. */
export interface Place {
  readonly line: Line;
  readonly event: number;
  readonly at: Micros;
}

/** A place as an instant of a branch that is there; undefined: no such branch has it. */
export function positionOf(branches: Branches, { line, event, at }: Place): Position | undefined {
  const branch = branches.branchWith(line, event);
  return branch && { branch: branch.id, event, at };
}
