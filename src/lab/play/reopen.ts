import { present } from '../../base/assert.ts';
import { microsToMs, type Micros } from '../../base/flavor.ts';
import { Monitors } from '../../check/monitors.ts';
import type { BranchId, Position } from '../../history/position.ts';
import { fromCheckpoint, replayTo } from '../../history/replay.ts';
import type { OpenableBranch, OpenableLab, SavedPlace } from '../../saved/saved-lab.ts';
import { Cluster } from '../../sim/cluster.ts';
import { CommandError } from '../../sim/command/command.ts';
import { InProcessHost, type MemberFactory } from '../../sim/in-process-host.ts';
import { nextDue } from '../../sim/take-batch.ts';
import type { NodeHost } from '../../sim/node-host.ts';
import { ENGINE } from '../../sim/world/engine.ts';
import { parseConfig } from '../../sim/world/parse-config.ts';
import { Branch, Branches, type Instant } from './branches.ts';
import { Line } from './line.ts';
import type { LongWork } from './long-work.ts';
import { Recorder } from './recorder.ts';
import { RECORD_EVENTS_MAX, Run } from './run.ts';
import { instantOf, placeOf } from './travel.ts';

/** So many events are done between two looks at the clock. */
const PIECE = 50;

/** Where this engine computes a saved lab differently: a branch is as saved up to `after`, and no more at `upTo`. */
export interface Difference {
  readonly branch: BranchId;
  readonly after: number;
  readonly upTo: number;
}

export interface Reopened {
  readonly run: Run;
  /** The first difference, in a lab that is opened all the same. */
  readonly differs: Difference | undefined;
}

export interface ReopenParts {
  readonly host: NodeHost;
  readonly factory: MemberFactory;
  readonly eventsMax?: number | undefined;
  /** In bytes, of the checkpoints that are kept of it. */
  readonly memoryBudget?: number | undefined;
  /** Slices, and somebody who may stop it; without it all is done at once. */
  readonly work?: LongWork | undefined;
  /** Also where this engine computes it differently: from there on each command is done at its time, if it can be done. */
  readonly anyway?: boolean | undefined;
}

/**
 * A saved lab computed again in this thread, recorded as it goes, every waypoint compared; then its members are on the host, and
 * its playhead is where it was. Throws a CommandError, and the host is as it was: `differs` where this engine computes another
 * run, `recordFull`, `stopped`, or what is wrong with the configuration.
 */
export async function reopenLab(saved: OpenableLab, parts: ReopenParts): Promise<Reopened> {
  const { host, factory, eventsMax = RECORD_EVENTS_MAX } = parts;
  const replay = new Replay(saved, { ...parts, eventsMax });
  const branches = await replay.branches();
  const moments = saved.moments.map((moment) => ({
    ...moment,
    place: placeOf(replay.instant(branches, moment)),
  }));
  const playhead = replay.instant(branches, saved.playhead);
  const past = await replay.clusterAt(playhead);
  const run = await Run.reopen(parseConfig(saved.config), branches, host, factory, eventsMax);
  run.name = saved.name;
  for (const { id, note, place } of moments) run.notebook.add(place, note, id);
  if (past !== undefined) run.stand(past);
  return { run, differs: replay.differs };
}

/** A branch as far as it is computed. `isSaved`: so far it is what was saved. */
interface Course {
  readonly saved: OpenableBranch;
  readonly cluster: Cluster;
  readonly recorder: Recorder;
  readonly line: Line;
  /** Up to this event it is known to be what was saved. */
  same: number;
  isSaved: boolean;
  /** So many waypoints are behind it. */
  passed: number;
}

/** The branches of a saved lab, one after the other, each from where it grows out of its parent. */
class Replay {
  readonly #saved: OpenableLab;
  readonly #factory: MemberFactory;
  readonly #anyway: boolean;
  readonly #work: LongWork | undefined;
  readonly #total: number;
  readonly #eventsMax: number;
  readonly #memoryBudget: number | undefined;
  readonly #branches = new Map<BranchId, Branch>();
  /** Up to which event a branch is what was saved; Infinity: all of it. */
  readonly #same = new Map<BranchId, number>();
  #done = 0;
  differs: Difference | undefined;

  constructor(
    saved: OpenableLab,
    { factory, eventsMax, memoryBudget, anyway = false, work }: ReopenParts & { readonly eventsMax: number },
  ) {
    this.#saved = saved;
    this.#factory = factory;
    this.#anyway = anyway;
    this.#work = work;
    this.#memoryBudget = memoryBudget;
    this.#total = saved.branches.reduce(
      (sum, { end, parent }) => sum + Math.max(0, end.event - (parent?.event ?? 0)),
      0,
    );
    this.#eventsMax = eventsMax;
    if (this.#total > eventsMax) throw this.#tooMany();
  }

  #tooMany(): CommandError {
    const most = this.#eventsMax.toLocaleString('en');
    return new CommandError(
      'recordFull',
      `this lab has more events than the record keeps, which are ${most}`,
      { key: 'fullOfEvents', values: { events: this.#eventsMax } },
    );
  }

  async branches(): Promise<Branches> {
    for (const saved of this.#saved.branches) {
      const course = await this.#begin(saved);
      await this.#follow(course);
      const { cluster, recorder, line } = course;
      const branch = new Branch(saved.id, saved.name, line, recorder, cluster.world);
      branch.members = cluster.members();
      this.#branches.set(saved.id, branch);
      this.#same.set(saved.id, course.isSaved ? Infinity : course.same);
    }
    const all = [...this.#branches.values()].sort((a, b) => a.id - b.id);
    return new Branches(all, this.#known(this.#saved.current), this.#saved.lastBranch);
  }

  /** A saved instant in the branches as they are computed. Where they are others it is one at the same time. */
  instant(branches: Branches, { branch, event, at }: Position): Instant {
    const newest = this.#known(branch).newest.at;
    if (event <= (this.#same.get(branch) ?? 0))
      return instantOf(branches, { branch, event, atMs: microsToMs(at) });
    return instantOf(branches, { branch, atMs: microsToMs(Math.min(at, newest)) });
  }

  /** A cluster at an instant; undefined: it is the newest of its branch. */
  async clusterAt({ branch, event, at }: Instant): Promise<Cluster | undefined> {
    const { newest, recorder } = branch;
    if (event === newest.event && at === newest.at) return undefined;
    const cluster = await this.#replayed(recorder, event);
    if (at > cluster.world.now) cluster.setClock(at);
    return cluster;
  }

  async #begin(saved: OpenableBranch): Promise<Course> {
    const first = this.#saved.branches[0];
    if (first === undefined || saved.id === first.id) return this.#beginning(saved);
    const { branch, event } = saved.parent ?? { branch: first.id, event: 0 };
    const parent = this.#known(branch);
    const { events } = parent.recorder.history;
    const isSaved = event <= (this.#same.get(branch) ?? 0);
    // Where the parent is another run its events have other numbers, and time alone tells where this one parts.
    const at = saved.commands.find((each) => each.at !== undefined)?.at ?? saved.end.at;
    const fork = isSaved ? Math.min(event, events.last) : events.lastAt(at);
    const { world, host } = await this.#replayed(parent.recorder, fork);
    const recorder = parent.recorder.branch(fork);
    const cluster = new Cluster(world, host, recorder);
    return { saved, cluster, recorder, line: parent.line.fork(fork), same: fork, isSaved, passed: 0 };
  }

  async #beginning(saved: OpenableBranch): Promise<Course> {
    const recorder = new Recorder();
    if (this.#memoryBudget !== undefined) recorder.history.pool.budget = this.#memoryBudget;
    const config = parseConfig(this.#saved.config);
    const host = new InProcessHost(this.#factory);
    const cluster = await Cluster.create(config, host, new Monitors(), recorder);
    recorder.begin(cluster);
    return { saved, cluster, recorder, line: Line.first(), same: 0, isSaved: true, passed: 0 };
  }

  async #follow(course: Course): Promise<void> {
    const { cluster, recorder, saved } = course;
    let before = cluster.world.events;
    let hasFallen = false;
    for (const { command, ...place } of saved.commands) {
      if (hasFallen && command.type === 'crashed') {
        before = cluster.world.events;
        hasFallen = false;
        continue;
      }
      await this.#goToPlace(course, place, before);
      before = cluster.world.events + 1;
      try {
        await cluster.actAgain(command);
      } catch (error) {
        if (!(error instanceof CommandError)) throw error;
        this.#differ(course, before, `cannot be the command ${command.type}: ${error.message}`);
      }
      // A member that falls as it starts does so with the command that starts it.
      hasFallen = cluster.world.events > before;
      recorder.history.maybeCheckpoint(cluster);
    }
    await this.#goOn(course, saved.end.event, saved.end.at);
  }

  /** To where a command was done; `before` is the event of the one before it, or the last before the branch. */
  #goToPlace(course: Course, place: SavedPlace, before: number): Promise<void> {
    if (place.event !== undefined) return this.#goOn(course, place.event - 1, place.at);
    if (place.at !== undefined) return this.#goOn(course, undefined, place.at);
    return this.#goOn(course, before + place.after, undefined);
  }

  /**
   * Up to an event, from waypoint to waypoint, and then to a time at which nothing more is due. Without an event all that is due
   * by the time happens; without a time it is the time of the event.
   */
  async #goOn(course: Course, event: number | undefined, at: Micros | undefined): Promise<void> {
    const { world } = course.cluster;
    const { end, waypoints } = course.saved;
    const until = at ?? end.at;
    while (course.isSaved) {
      const waypoint = waypoints[course.passed];
      if (waypoint === undefined || waypoint.event > (event ?? end.event)) break;
      await this.#runTo(course, waypoint.event, until);
      if (world.events > waypoint.event) {
        course.passed++;
        continue;
      }
      if (world.events !== waypoint.event) break;
      // In a link most have only their first digits.
      if (world.hash.hex().startsWith(waypoint.hash)) course.same = waypoint.event;
      else this.#differ(course, waypoint.event, 'has another fingerprint');
      course.passed++;
    }
    if (course.isSaved) {
      await this.#runTo(course, event ?? end.event, until);
      this.#checkPlace(course, event, at);
    }
    if (!course.isSaved) {
      await this.#runTo(course, at === undefined ? (event ?? 0) : this.#eventsMax, until);
      if (world.events >= this.#eventsMax) throw this.#tooMany();
    }
    if (at !== undefined && at > world.now) course.cluster.setClock(at);
  }

  /** Whether what is due by then has happened, and no more. */
  #checkPlace(course: Course, event: number | undefined, at: Micros | undefined): void {
    const { world } = course.cluster;
    const isLate = at !== undefined && world.now > at;
    if (event !== undefined && world.events !== event) {
      this.#differ(course, event, `is not there, for nothing follows event ${world.events}`);
    } else if (
      isLate ||
      (at !== undefined && nextDue(world, event === undefined ? at : at - 1) !== undefined)
    ) {
      this.#differ(course, world.events + 1, 'comes at another time');
    }
  }

  async #runTo({ cluster, recorder }: Course, event: number, until: Micros): Promise<void> {
    const { world } = cluster;
    for (let i = 1; world.events < event; i++) {
      const step = cluster.runNext(until, event - world.events);
      if (step === 'nothing') break;
      if (step !== 'done') await step;
      recorder.history.maybeCheckpoint(cluster);
      this.#done++;
      if (i % PIECE === 0) await this.#rest();
    }
    await cluster.confirm();
  }

  #differ(course: Course, upTo: number, what: string): void {
    const { saved, same } = course;
    course.isSaved = false;
    this.differs ??= { branch: saved.id, after: same, upTo };
    if (this.#anyway) return;
    const { engine } = this.#saved;
    const by = engine === ENGINE ? '' : `; it was saved by engine ${engine}, and this is ${ENGINE}`;
    throw new CommandError(
      'differs',
      `this version computes branch ${saved.id} differently: up to event ${same} it is as saved, but event ${upTo} ${what}${by}`,
      engine === ENGINE
        ? { key: 'otherRun', values: { saved: saved.id, same, event: upTo } }
        : { key: 'otherRunByEngine', values: { saved: saved.id, same, event: upTo, engine, own: ENGINE } },
    );
  }

  async #replayed(recorder: Recorder, event: number): Promise<Cluster> {
    const cluster = fromCheckpoint(recorder.history, event, this.#factory);
    while (cluster.world.events < event) {
      await replayTo(recorder.history, cluster, Math.min(event, cluster.world.events + PIECE));
      await this.#rest();
    }
    return cluster;
  }

  async #rest(): Promise<void> {
    await this.#work?.rest(Math.min(1, this.#done / Math.max(1, this.#total)));
  }

  #known(id: BranchId): Branch {
    return present(
      this.#branches.get(id),
      'parents come before their children, and the current one is among them',
    );
  }
}
