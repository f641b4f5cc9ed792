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

/** One future of a run: its record, which has the whole past, and the state at its newest instant. */
export class Branch {
  readonly id: BranchId;
  /** '' until somebody names it. */
  name: string;
  /** Deleted, but to be had again while the lab is open. */
  isDeleted = false;
  line: Line;
  recorder: Recorder;
  /** The world at its newest instant: it goes on from there, nothing is replayed. */
  world: World;
  /** The members of that world. Undefined of the current branch: they are on the run's host. */
  members: readonly Member[] | undefined;

  constructor(id: BranchId, name: string, line: Line, recorder: Recorder, world: World) {
    this.id = id;
    this.name = name;
    this.line = line;
    this.recorder = recorder;
    this.world = world;
  }

  /** Its newest instant. */
  get newest(): Instant {
    return { branch: this, event: this.world.events, at: this.world.now };
  }

  /** Whether at this time the next event after this one has not come. Of two that share an event one may go on sooner. */
  isBefore(event: number, at: Micros): boolean {
    const { events } = this.recorder.history;
    return at <= (event < events.last ? events.timeOf(event + 1) : this.newest.at);
  }
}

/** An instant of a branch: right after this event of it, at its time or later, before the next one. */
export interface Instant {
  readonly branch: Branch;
  readonly event: number;
  readonly at: Micros;
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
  #all: Branch[];
  #lastId: BranchId;
  #current: Branch;
  #version = 0;
  #infos: { readonly version: number; readonly moment: string; readonly infos: readonly BranchInfo[] } = {
    version: -1,
    moment: '',
    infos: [],
  };

  /** Ascending by id. `lastId`: of one that is gone, if that is higher. */
  constructor(all: readonly Branch[], current: Branch, lastId: BranchId = 0) {
    this.#all = [...all];
    this.#lastId = Math.max(lastId, all.at(-1)?.id ?? 0);
    this.#current = current;
  }

  static first(recorder: Recorder, world: World): Branches {
    const first = new Branch(1, '', Line.first(), recorder, world);
    return new Branches([first], first);
  }

  /** Grows with each change of the tree. */
  get version(): number {
    return this.#version;
  }

  get current(): Branch {
    return this.#current;
  }

  /** The highest number that any has had. */
  get lastId(): BranchId {
    return this.#lastId;
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

  /** Another future of the current branch from here on: it is the current one from now on. `left`: the members of the old one. */
  fork(here: World, left: readonly Member[]): void {
    const old = this.#current;
    const { events } = here;
    const branch = new Branch(++this.#lastId, '', old.line.fork(events), old.recorder.branch(events), here);
    old.members = left;
    this.#all.push(branch);
    this.#current = branch;
    this.#version++;
  }

  /** What the current branch has after this is no more of it; what grew out of that stays. */
  cut(here: World): void {
    const branch = this.#current;
    const { history } = branch.recorder;
    branch.line = branch.line.fork(here.events);
    branch.recorder = branch.recorder.branch(here.events);
    history.end();
    branch.world = here;
    this.#version++;
  }

  /** Another one is the current. `left`: the members of the old one. Gives those of the new one, for the host. */
  switch(to: Branch, left: readonly Member[]): readonly Member[] {
    const members = present(to.members, 'a branch that is not the current one has its members');
    this.#current.members = left;
    to.members = undefined;
    this.#current = to;
    this.#version++;
    return members;
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

  /** The deleted ones are gone for good. False: there are none. */
  forgetDeleted(): boolean {
    const deleted = this.#all.filter(({ isDeleted }) => isDeleted);
    for (const { recorder } of deleted) recorder.history.end();
    this.#all = this.#all.filter(({ isDeleted }) => !isDeleted);
    return deleted.length > 0;
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

  /** A branch that is there and has this instant; undefined: none has it. */
  branchWith({ line, event, at }: Place): Branch | undefined {
    const own = this.kept.find((each) => each.line === line);
    if (own !== undefined) return own;
    return this.kept.find((each) => each.line.sharedWith(line) >= event && each.isBefore(event, at));
  }

  /** How many events all branches have beyond those of the current one's record, what they share counted once. */
  eventsElsewhere(): number {
    let sum = 0;
    for (const branch of this.#all) {
      const shared =
        this.#nextOfKin(
          branch,
          this.#all.filter(({ id }) => id < branch.id),
        )?.event ?? 0;
      const { last } = branch.recorder.history.events;
      sum += branch === this.#current ? -shared : last - shared;
    }
    return sum;
  }

  /** As the page and scripts see them; the same object while nothing has changed. */
  infos(): readonly BranchInfo[] {
    const { events, now } = this.#current.world;
    const moment = `${events} ${now}`;
    const known = this.#infos;
    if (known.version === this.#version && known.moment === moment) return known.infos;
    const infos =
      known.version === this.#version
        ? known.infos.map((info) => (info.current ? this.#info(this.#current) : info))
        : this.kept.map((branch) => this.#info(branch));
    this.#infos = { version: this.#version, moment, infos };
    return infos;
  }

  #info(branch: Branch): BranchInfo {
    const { now, events } = branch.world;
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
export function positionOf(branches: Branches, place: Place): Position | undefined {
  const { event, at } = place;
  const branch = branches.branchWith(place);
  return branch && { branch: branch.id, event, at };
}
