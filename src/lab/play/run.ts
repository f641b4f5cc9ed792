import { present } from '../../base/assert.ts';
import { microsToMs, type Micros } from '../../base/flavor.ts';
import type { Landmark } from '../../history/event-log.ts';
import { CHECKPOINT_WORK, type History } from '../../history/history.ts';
import { fromCheckpoint, replayTo } from '../../history/replay.ts';
import { Monitors } from '../../check/monitors.ts';
import { checkCommand } from '../../sim/command/check-command.ts';
import { Cluster } from '../../sim/cluster.ts';
import { CommandError } from '../../sim/command/command.ts';
import type { LabConfig } from '../../sim/world/config.ts';
import type { MemberFactory } from '../../sim/in-process-host.ts';
import type { NodeHost } from '../../sim/node-host.ts';
import type { Journal, WorldEvent } from '../../sim/record/world-event.ts';
import type { World } from '../../sim/world/world.ts';
import type { Member } from '../../node/member.ts';
import { Branches, type Branch } from './branches.ts';
import type { MemoryReport } from '../lab-port.ts';
import type { Halts } from './halts.ts';
import type { LongWork } from './long-work.ts';
import { Notebook } from './notebook.ts';
import { Recorder } from './recorder.ts';
import type { Timeline } from '../../timeline/timeline.ts';

/** A run takes some 140 bytes an event with its record: what a tab can keep beside its pictures, and a minute or more flat out. */
export const RECORD_EVENTS_MAX = 3_000_000;
/**
 * Large values of all commands, counted once for the lab and once for the worker of each machine: beyond it a browser ends
 * the tab, and with it the run.
 */
const RECORD_BYTES_MAX = 2_000_000_000;
/** So many events are replayed between two looks at the clock. */
const REPLAY_PIECE = 50;

/** Says after each batch whether there is real time left. */
export type Budget = () => boolean;

/**
 * One run, its branches, and the playhead in the current one. At the live edge the cluster is the host's; at an earlier
 * instant it is a clone in process, which follows the record when it goes on. An action in the past makes that clone the
 * live edge of another branch; what came after stays in the branch where it was.
 */
export class Run {
  readonly config: LabConfig;
  /** Of the lab; '' until somebody names it. */
  name = '';
  /** A lesson has played it, up to this event: as far as that it can be had again at any time. */
  playedTo: number | undefined;
  readonly branches: Branches;
  readonly notebook: Notebook;
  /** Is shown, again and again, how far the replay of a seek has got: to be copied, not to be stepped. */
  onReplay: ((cluster: Cluster) => void) | undefined;
  readonly #host: NodeHost;
  readonly #factory: MemberFactory;
  readonly #eventsMax: number;
  #live: Cluster;
  #past: Cluster | undefined;
  /** Events that only other branches have. */
  #eventsElsewhere = 0;
  /** Who may halt the run. */
  #halts: Halts | undefined;
  /** The playhead follows the record, and whoever may halt it hears of the events. */
  #followsRecord = false;
  /** What the clusters of the past tell. */
  readonly #pastJournal: Journal = {
    append: (event) => {
      if (this.#followsRecord && this.#past !== undefined) this.#halts?.look(event, this.#past.world);
    },
  };

  private constructor(
    config: LabConfig,
    branches: Branches,
    live: Cluster,
    host: NodeHost,
    factory: MemberFactory,
    eventsMax: number,
  ) {
    this.#eventsMax = eventsMax;
    this.config = config;
    this.branches = branches;
    this.notebook = new Notebook(this.branches);
    this.#live = live;
    this.#eventsElsewhere = branches.eventsElsewhere();
    this.#host = host;
    this.#factory = factory;
  }

  /** A new run on this host; whatever ran there is gone. */
  static async begin(
    config: LabConfig,
    host: NodeHost,
    factory: MemberFactory,
    eventsMax: number = RECORD_EVENTS_MAX,
  ): Promise<Run> {
    const recorder = new Recorder();
    const live = await Cluster.create(config, host, new Monitors(), recorder);
    recorder.begin(live);
    const branches = Branches.first(recorder, live.world);
    return new Run(config, branches, live, host, factory, eventsMax);
  }

  /** A run whose branches are there already on this host, in the place of whatever ran there. It is at its newest instant. */
  static async reopen(
    config: LabConfig,
    branches: Branches,
    host: NodeHost,
    factory: MemberFactory,
    eventsMax: number = RECORD_EVENTS_MAX,
  ): Promise<Run> {
    const { current } = branches;
    await host.restore(present(current.members, 'a branch that is not live has its members'));
    current.members = undefined;
    const live = new Cluster(current.world, host, current.recorder);
    return new Run(config, branches, live, host, factory, eventsMax);
  }

  /** Whoever wants to be told of each event as it is recorded; undefined: nobody any more. */
  listen(listener: ((event: WorldEvent) => void) | undefined): void {
    this.#recorder.listener = listener;
  }

  /** Who may halt the run hears of every event at the live edge, and of those of the record that are played; undefined: nobody. */
  set halts(halts: Halts | undefined) {
    this.#halts = halts;
    this.#recorder.stepListener =
      halts === undefined ? undefined : (event) => halts.look(event, this.#live.world);
  }

  get #recorder(): Recorder {
    return this.branches.current.recorder;
  }

  /** The truth of the current branch. */
  get history(): History {
    return this.#recorder.history;
  }

  /** The picture of the current branch. */
  get timeline(): Timeline {
    return this.#recorder.timeline;
  }

  /** The cluster at the playhead. */
  get cluster(): Cluster {
    return this.#past ?? this.#live;
  }

  get live(): Cluster {
    return this.#live;
  }

  /** Nobody has done anything in it but a lesson. */
  get isOnlyPlayed(): boolean {
    return (
      this.name === '' &&
      this.#live.world.events <= (this.playedTo ?? -1) &&
      this.branches.kept.length === 1 &&
      this.notebook.moments.length === 0
    );
  }

  get isLive(): boolean {
    return this.#past === undefined;
  }

  get factory(): MemberFactory {
    return this.#factory;
  }

  /**
   * Time passes, by the record or beyond it, up to `to` or until the budget is spent. False: the budget was spent first.
   * Either way the playhead is at a clean point: whatever the members' workers have to confirm is confirmed.
   */
  async advance(to: Micros, budget?: Budget): Promise<boolean> {
    if (this.#past !== undefined) {
      const before = Math.min(to, this.#live.world.now);
      if (!(await this.#advancePast(this.#past, before, budget))) return false;
      if (this.#past.world.now < this.#live.world.now) return true;
      this.goLive();
      if (this.isFull) return false;
    }
    this.checkRoom();
    return this.#advanceLive(to, () => !this.isFull && budget?.() !== false);
  }

  /** `to`, or when the next such event of the record comes, if that is sooner: beyond the record nothing is known. */
  upToNext(landmark: Landmark, to: Micros): Micros {
    if (this.#past === undefined) return to;
    const { events } = this.history;
    const next = events.nextUntil(landmark, this.#past.world.events, to);
    return next === undefined ? to : events.timeOf(next);
  }

  /** The playhead is right after this event, at or before which it has come to a halt. */
  async standAt(event: number): Promise<void> {
    if (this.cluster.world.events > event) await this.seekEvent(event);
  }

  /** The same, in slices: others are let in between them, and may stop it. What halts the run ends it there. */
  async advanceLong(to: Micros, work: LongWork): Promise<void> {
    const from = this.cluster.world.now;
    this.#halts?.prepare(this);
    while (!(await this.advance(to, () => work.hasTime() && this.#halts?.hit === undefined))) {
      if (this.#halts?.hit !== undefined) return this.standAt(this.#halts.hit.event);
      await work.rest(to > from ? (this.cluster.world.now - from) / (to - from) : undefined);
    }
  }

  /**
   * Beyond the record, up to this event and to none after it, in slices. False: nothing is due there, and the playhead is
   * where it was.
   */
  async goOnTo(event: number, work: LongWork): Promise<boolean> {
    this.checkRoom();
    const past = this.#past;
    const from = this.#live.world.events;
    this.goLive();
    while (!(await this.#advanceLive(Infinity, work.hasTime, event)))
      await work.rest((this.#live.world.events - from) / (event - from));
    if (this.#live.world.events > from) return true;
    this.#past = past;
    return false;
  }

  /** The record has as many events, or as large values, as a tab can keep: time does not go on beyond its end. */
  get isFull(): boolean {
    return this.#isFullAt(this.#live.world.events);
  }

  /** Deleted branches are kept as long as nobody needs their room. */
  #isFullAt(events: number): boolean {
    if (this.#largeBytes >= RECORD_BYTES_MAX) return true;
    if (events + this.#eventsElsewhere < this.#eventsMax) return false;
    if (!this.branches.forgetDeleted()) return true;
    this.#eventsElsewhere = this.branches.eventsElsewhere();
    return events + this.#eventsElsewhere >= this.#eventsMax;
  }

  /** At its newest instant time does not go on by itself: the record is full, or what happens next is picked by hand. */
  get isStill(): boolean {
    return this.isFull || this.#live.world.byHand;
  }

  /** Throws if a call would need time to go on beyond the record, and what happens next is picked by hand. */
  checkTimeGoes(call: string, goesBeyond: boolean): void {
    if (!goesBeyond || !this.#live.world.byHand) return;
    throw new CommandError(
      'byHand',
      `${call}: time stands, and what happens next is picked by hand; byHand(false) lets it go on`,
      { key: 'timeStands', values: {} },
    );
  }

  /** What the past of all branches takes, and may take. */
  get memory(): MemoryReport {
    const { bytes, budget, count } = this.history.pool;
    return { checkpointBytes: bytes, budgetBytes: budget, checkpoints: count, events: this.#eventsOfAll };
  }

  /** Of all branches; what they share is counted once. */
  get #eventsOfAll(): number {
    return this.#live.world.events + this.#eventsElsewhere;
  }

  get #largeBytes(): number {
    return this.history.largeBytes * (1 + this.#live.world.machines.size);
  }

  /** Throws if a branch of so many events can have no more. */
  checkRoom(count = this.#live.world.events): void {
    if (!this.#isFullAt(count)) return;
    const events = `${(count + this.#eventsElsewhere).toLocaleString('en')} events`;
    const values = `${Math.round(this.history.largeBytes / 1e6)} MB of large values`;
    const much = this.#largeBytes >= RECORD_BYTES_MAX ? values : events;
    throw new CommandError('recordFull', `this run has ${much}, all that the record keeps; begin another`, {
      key: much === values ? 'fullOfValues' : 'fullOfEvents',
      values: {
        events: count + this.#eventsElsewhere,
        megabytes: Math.round(this.history.largeBytes / 1e6),
      },
    });
  }

  goLive(): void {
    this.#past = undefined;
  }

  /** The playhead is where this cluster in process stands, an instant of the current branch. */
  stand(past: Cluster): void {
    this.#past = new Cluster(past.world, past.host, this.#pastJournal);
  }

  /** The playhead right after an event, at its time or at a time before the next one. */
  async seekEvent(
    event: number,
    work?: LongWork,
    at: Micros = this.history.events.timeOf(event),
  ): Promise<void> {
    if (event === this.history.events.last && at === this.#live.world.now) return this.goLive();
    const cluster = await this.#clusterAt(event, at, work);
    if (at > cluster.world.now) cluster.setClock(at);
    this.#past = cluster;
  }

  /** The playhead at a time: everything up to and at it has happened. Throws if that is not recorded. */
  async seekTime(at: Micros, work?: LongWork): Promise<void> {
    const newest = this.#live.world.now;
    if (!(at >= 0 && at <= newest)) {
      const range = `0 to ${microsToMs(newest)} ms`;
      throw new CommandError(
        'badArgument',
        `${microsToMs(at)} ms is not in this run, which goes from ${range}`,
        { key: 'notInRun', values: { ms: microsToMs(at), newest: microsToMs(newest) } },
      );
    }
    if (at === newest) return this.goLive();
    await this.seekEvent(this.history.events.lastAt(at), work, at);
  }

  /**
   * Acts at the playhead, and what the command says to a member happens at once. In the past this makes another branch, and
   * `branched` is called with the one that is left. Throws a CommandError, and nothing has changed, if it cannot be done.
   */
  async act(asked: unknown, branched: (left: Branch) => void): Promise<void> {
    const command = checkCommand(this.cluster.world, asked);
    if (this.#past !== undefined) {
      const left = this.branches.current;
      await this.#branch(this.#past);
      branched(left);
    }
    await this.#live.actAgain(command);
    await this.#advanceLive(this.#live.world.now);
  }

  /** The playhead becomes the newest instant of another branch. */
  async #branch(past: Cluster): Promise<void> {
    this.branches.fork(past.world, await this.#leave());
    await this.#goOnFrom(past.world, past.members());
  }

  /** To the newest instant of a branch. */
  async switchTo(branch: Branch): Promise<void> {
    if (branch === this.branches.current) return this.goLive();
    const members = this.branches.switch(branch, await this.#leave());
    await this.#goOnFrom(branch.world, members);
  }

  /** The playhead becomes the newest instant of its branch: what that has after it is gone. */
  async forgetFuture(): Promise<void> {
    const past = this.#past;
    if (past === undefined) return;
    this.branches.cut(past.world);
    await this.#goOnFrom(past.world, past.members());
  }

  /** The members at the live edge; whatever their workers have to confirm is confirmed. What is kept of it counts as a checkpoint. */
  async #leave(): Promise<readonly Member[]> {
    await this.#live.confirm();
    this.history.checkpointAtEnd(this.#live);
    return this.#live.members();
  }

  /** The live edge is here from now on, with these members on the host. */
  async #goOnFrom(world: World, members: readonly Member[]): Promise<void> {
    await this.#host.restore(members);
    this.#live = new Cluster(world, this.#host, this.#recorder);
    this.halts = this.#halts;
    this.#past = undefined;
    this.#eventsElsewhere = this.branches.eventsElsewhere();
  }

  /** Up to `to`, and to no event after `last`; the clock stands at `to` then, unless that is no time. */
  async #advanceLive(to: Micros, budget?: Budget, last = Infinity): Promise<boolean> {
    const cluster = this.#live;
    for (;;) {
      const step = cluster.runNext(to, last - cluster.world.events);
      if (step === 'nothing') break;
      if (step !== 'done') await step;
      this.history.maybeCheckpoint(cluster);
      if (budget?.() === false) {
        await cluster.confirm();
        return false;
      }
    }
    await cluster.confirm();
    if (to !== Infinity && !cluster.world.byHand) cluster.setClock(Math.max(to, cluster.world.now));
    return true;
  }

  async #advancePast(past: Cluster, to: Micros, budget?: Budget): Promise<boolean> {
    const { events } = this.history;
    const target = events.lastAt(to);
    this.#followsRecord = true;
    try {
      while (past.world.events < target) {
        await replayTo(this.history, past, Math.min(target, past.world.events + REPLAY_PIECE));
        if (budget?.() === false) return false;
      }
    } finally {
      this.#followsRecord = false;
    }
    if (to > past.world.now) past.setClock(to);
    return true;
  }

  /** A short way ahead the cluster at hand goes on; else the nearest checkpoint does. */
  async #clusterAt(event: number, at: Micros, work?: LongWork): Promise<Cluster> {
    const past = this.#past;
    const ahead = past === undefined ? -1 : event - past.world.events;
    if (past !== undefined && ahead >= 0 && ahead < CHECKPOINT_WORK / 2 && past.world.now <= at) {
      await replayTo(this.history, past, event);
      return past;
    }
    const cluster = fromCheckpoint(this.history, event, this.#factory, this.#pastJournal);
    const from = cluster.world.events;
    while (cluster.world.events < event) {
      await replayTo(this.history, cluster, Math.min(event, cluster.world.events + REPLAY_PIECE));
      this.onReplay?.(cluster);
      await work?.rest((cluster.world.events - from) / (event - from));
    }
    return cluster;
  }
}
