import { present } from '../base/assert.ts';
import { microsToMs, msToMicros, type Micros, type NodeId } from '../base/flavor.ts';
import type { StreamRequest } from '../node/io.ts';
import { CommandError, type Command } from '../sim/command/command.ts';
import { commandOfAction } from '../sim/hand/choose.ts';
import { enabledActions, type Action } from '../sim/hand/enabled-actions.ts';
import type { LabConfig } from '../sim/world/config.ts';
import type { MemberFactory } from '../sim/in-process-host.ts';
import type { NodeHost } from '../sim/node-host.ts';
import { parseConfig } from '../sim/world/parse-config.ts';
import { buildFrame, clientFrames, streamFrames } from './frame/build-frame.ts';
import { buildState } from './frame/build-state.ts';
import { checkSnapshot } from './check-snapshot.ts';
import { defaultNode, requestOf } from './call/client-request.ts';
import type { ClientFrame, Frame, FrameRequest, Inspection, Selection, StreamFrame } from './frame/frame.ts';
import { DiskViews } from './look/disk-views.ts';
import { Inspections } from './look/inspections.ts';
import type {
  ApiCall,
  CallResult,
  ClientCall,
  LabPort,
  PaceChoice,
  RunEnd,
  RunTarget,
  StepKind,
  StreamOpening,
} from './lab-port.ts';
import { LongWork, type LongCall, type StoppedBy } from './play/long-work.ts';
import { OpenCalls, type EndedCall } from './call/open-calls.ts';
import { callResultOf, outcomeOf } from './call/outcome.ts';
import { Pacer } from './play/pacer.ts';
import { Run, type Budget } from './play/run.ts';
import { checkTarget, runUntil, stepBack, stepForward } from './play/stepper.ts';
import type { Outcome, WorldState } from './frame/world-state.ts';

/** The most real time that one frame plays. */
const ELAPSED_MS_MAX = 100;
/** Real milliseconds of computing in one frame, however fast it is to play. */
const FRAME_BUDGET_MS = 10;
/** The end of virtual time, 253 years: times stay exact to the microsecond, with room for what is due after it. */
const RUN_MICROS_MAX: Micros = 8e15;
const STEPS_MAX = 100_000;
/** A run to a target that does not come ends after so much virtual time, unless told otherwise. */
const UNTIL_MS = 60_000;
/** A microsecond, in ms. */
const MICRO_MS = 0.001;
/** Within a frame a pace that falls to less than this share of what it was is followed at once. */
const SLOWER = 0.7;
/** At the slowest a frame of 16 ms is a microsecond of the run. */
const SPEED_MIN = 1 / 10_000;
const kinds: readonly StepKind[] = ['event', 'message', 'tick', 'election', 'commit', 'fault'];

export interface LabParts {
  /** Where the live members run. */
  readonly host: NodeHost;
  /** Makes members in this thread, for the past. */
  readonly factory: MemberFactory;
  /** Real milliseconds, to know when a frame's time is over; nothing in a run depends on it. */
  readonly clock: () => number;
  /** Kept when the thread's other tasks have had a turn. Without it nobody gets in between the slices of long work. */
  readonly breathe?: () => Promise<void>;
  /** So many events may a run have; left out: as many as a tab can keep. */
  readonly eventsMax?: number;
}

/**
 * The headless application: one cluster, its network, its record and the playhead in it. Calls are served one after
 * the other, whole: a frame never sees half an action. Long ones are served in slices (long-work.ts), and frames,
 * `pause` and `reset` need not wait for their end.
 */
export class Lab implements LabPort {
  readonly #parts: LabParts;
  readonly #diskViews: DiskViews;
  readonly #inspections: Inspections;
  #run: Run | undefined;
  #calls = new OpenCalls();
  #queue: Promise<unknown> = Promise.resolve();
  /** Long calls that are under way or wait for their turn, in their order. */
  readonly #works = new Set<LongWork>();
  /** The long call under way, once its first slice is over. */
  #resting: LongWork | undefined;
  /** Frames that were asked for behind long calls: they are served between two slices, or after the call. */
  #looks: (() => void)[] = [];
  #playing = false;
  #pace: PaceChoice = 'meaning';
  readonly #pacer = new Pacer();
  /** Grows with every reset. */
  #runs = 0;
  #halts = true;
  #version = 0;
  #shown = '';

  constructor(parts: LabParts) {
    this.#parts = parts;
    this.#diskViews = new DiskViews(parts.factory);
    this.#inspections = new Inspections(this.#diskViews);
  }

  /** The lab is paused at the beginning of the new run. Long work is stopped, unless the configuration cannot be. */
  async reset(config?: Partial<LabConfig>): Promise<void> {
    const parsed = parseConfig(config);
    checkSnapshot(parsed, this.#parts.factory);
    this.#stopWorks('reset');
    await this.#inTurn(async () => {
      const old = this.#run;
      this.#run = await Run.begin(parsed, this.#parts.host, this.#parts.factory, this.#parts.eventsMax);
      if (old !== undefined) this.#calls.cutOff(old.live.world.calls, -1, microsToMs(old.live.world.now));
      this.#calls = new OpenCalls();
      this.#playing = false;
      this.#runs++;
      // Another run may stand at the same instant with the same fingerprint, and be another cluster.
      this.#shown = '';
    });
  }

  play(pace?: PaceChoice): Promise<void> {
    return this.#withRun((run) => {
      const chosen = pace === undefined ? this.#pace : checkedPace(pace);
      run.checkTimeGoes('play', run.isLive);
      this.#pace = chosen;
      this.#playing = true;
    });
  }

  /** Stops long work as well, at the end of its slice. */
  pause(): Promise<void> {
    this.#stopWorks('pause');
    return this.#inTurn(() => {
      this.#playing = false;
    });
  }

  step(kind: StepKind = 'event', count = 1): Promise<void> {
    return this.#steps('step', kind, count, stepForward);
  }

  back(kind: StepKind = 'event', count = 1): Promise<void> {
    return this.#steps('back', kind, count, stepBack);
  }

  runFor(ms: number): Promise<void> {
    return this.#longWork('runFor', async (run, work) => {
      const to = run.cluster.world.now + msToMicros(checkedMs('ms', ms));
      if (to > RUN_MICROS_MAX) {
        const left = microsToMs(RUN_MICROS_MAX - run.cluster.world.now);
        throw new CommandError('badArgument', `ms is ${ms}, but this run can go on for ${left} ms at most`);
      }
      run.checkTimeGoes('runFor', to > run.live.world.now);
      await run.advanceLong(to, work);
    });
  }

  async runUntil(target: RunTarget, maxMs = UNTIL_MS): Promise<RunEnd> {
    let end: RunEnd | undefined;
    await this.#longWork('runUntil', async (run, work) => {
      checkTarget(target);
      const until = run.cluster.world.now + msToMicros(checkedMs('maxMs', maxMs));
      this.#playing = false;
      end = await runUntil(run, target, Math.min(RUN_MICROS_MAX, until), work);
    });
    return present(end, 'a run to a target that was not stopped has ended');
  }

  seek(ms: number): Promise<void> {
    return this.#longWork('seek', (run, work) => run.seekTime(msToMicros(ms), work));
  }

  seekEvent(event: number): Promise<void> {
    return this.#withRun(async (run) => {
      const { last } = run.history.events;
      if (!Number.isSafeInteger(event) || event < 0 || event > last) {
        throw new CommandError(
          'badArgument',
          `there is no event ${String(event)} in this run, which has ${last}`,
        );
      }
      this.#playing = false;
      await run.seekEvent(event);
    });
  }

  haltAtViolations(on: boolean): Promise<void> {
    return this.#inTurn(() => {
      this.#halts = on;
    });
  }

  live(): Promise<void> {
    return this.#withRun((run) => run.goLive());
  }

  act(command: Command): Promise<void> {
    return this.#withRun((run) => this.#act(run, command));
  }

  byHand(on: boolean): Promise<void> {
    return this.#withRun(async (run) => {
      if (on === run.cluster.world.byHand) return;
      await this.#act(run, { type: 'byHand', on });
      if (on) this.#playing = false;
    });
  }

  enabledActions(): Promise<readonly Action[]> {
    return this.#withRun((run) => enabledActions(run.cluster.world));
  }

  choose(actionId: string): Promise<void> {
    return this.#withRun((run) => this.#act(run, commandOfAction(run.cluster.world, actionId)));
  }

  dropFuture(): Promise<void> {
    return this.#withRun(async (run) => {
      const { events, calls, now } = run.cluster.world;
      await run.forgetFuture();
      this.#calls.cutOff(calls, events, microsToMs(now));
    });
  }

  async request(call: ClientCall): Promise<Outcome> {
    const { ended } = await this.#withRun((run) => this.#request(run, call));
    return outcomeOf(await ended);
  }

  async call(call: ApiCall): Promise<CallResult> {
    const { ended } = await this.#withRun((run) => this.#call(run, call));
    return callResultOf(await ended);
  }

  openStream({ first, kind, ...caller }: StreamOpening): Promise<number> {
    return this.#withRun(async (run) => {
      const { world } = run.cluster;
      const stream = world.streams.lastId + 1;
      const node = caller.node ?? defaultNode(world);
      await this.#act(run, { type: 'openStream', stream, kind, ...caller, node });
      if (first !== undefined) await this.#act(run, { type: 'sendStream', stream, message: first });
      return stream;
    });
  }

  sendStream(stream: number, message: StreamRequest): Promise<void> {
    return this.act({ type: 'sendStream', stream, message });
  }

  closeStream(stream: number): Promise<void> {
    return this.act({ type: 'closeStream', stream });
  }

  streams(): Promise<readonly StreamFrame[]> {
    return this.#withRun((run) => streamFrames(run.cluster.world));
  }

  clients(): Promise<readonly ClientFrame[]> {
    return this.#withRun((run) => clientFrames(run.cluster.world));
  }

  frame(request: FrameRequest): Promise<Frame> {
    if (this.#works.size > 0) {
      return new Promise((resolve, reject) => {
        this.#looks.push(() => void this.#lookNow(request).then(resolve, reject));
      });
    }
    return this.#withRun(async (run) => {
      await this.#play(run, request.elapsedMs);
      const { inspect: of } = request;
      return this.#frame(
        run,
        request,
        of === undefined ? undefined : { of, inspection: await this.#inspections.of(run, of) },
      );
    });
  }

  inspect(selection: Selection): Promise<Inspection> {
    return this.#withRun((run) => this.#inspections.of(run, selection));
  }

  state(): Promise<WorldState> {
    return this.#withRun((run) => buildState(run, this.#diskViews));
  }

  hash(): Promise<string> {
    return this.#withRun((run) => run.cluster.world.hash.hex());
  }

  async #play(run: Run, elapsedMs: number): Promise<void> {
    // Nothing is done while the lab is paused, but a member's worker may have ended.
    if (!this.#playing) return run.live.confirm();
    if (run.isLive && run.isStill) {
      this.#playing = false;
      return;
    }
    const { clock } = this.#parts;
    const end = clock() + FRAME_BUDGET_MS;
    const real = Math.min(Math.max(0, elapsedMs), ELAPSED_MS_MAX);
    const found = violationsOf(run);
    const mayGoOn = (): boolean =>
      clock() < end && !(run.isLive && run.isStill) && !(this.#halts && violationsOf(run) > found);
    if (this.#pace === 'meaning') await this.#playByMeaning(run, real, mayGoOn);
    // Flat out is bounded by the budget alone, also in a frame for which no time has passed.
    else await run.advance(this.#pace === Infinity ? Infinity : timeAfter(run, real * this.#pace), mayGoOn);
    await this.#maybeHalt(run, found);
  }

  /** Piece by piece: what turns out to be telling is not run over at the pace before it. */
  async #playByMeaning(run: Run, real: number, mayGoOn: Budget): Promise<void> {
    let left = real;
    while (left > 0 && mayGoOn()) {
      const { speed } = this.#pacer.at(run);
      const { now } = run.cluster.world;
      const to = run.upToNext('telling', timeAfter(run, Math.max(MICRO_MS, left * speed)));
      await run.advance(to, () => mayGoOn() && this.#pacer.at(run).speed > speed * SLOWER);
      left -= microsToMs(run.cluster.world.now - now) / speed;
    }
  }

  /** Where a promise is broken that was kept so far, there is something to look at: the playhead stands there. */
  async #maybeHalt(run: Run, found: number): Promise<void> {
    const violation = run.cluster.world.watcher.violations[found];
    if (violation === undefined || !this.#halts) return;
    this.#playing = false;
    await run.seekEvent(violation.event);
  }

  /** The version grows when the run, the playhead, or what is asked for has changed. */
  #frame(run: Run, request: FrameRequest, inspection: Frame['inspection']): Frame {
    const { world } = run.cluster;
    const { elapsedMs: _, ...asked } = request;
    const pace = this.#pace === 'meaning' ? this.#pacer.at(run) : { speed: this.#pace, gliding: false };
    const shown = [
      world.hash.hex(),
      world.now,
      run.live.world.hash.hex(),
      run.live.world.now,
      this.#playing,
      pace.speed,
      pace.gliding,
      this.#pace,
      this.#runs,
      this.#resting?.call,
      this.#resting?.progress,
      this.#halts,
      JSON.stringify(asked),
    ].join();
    if (shown !== this.#shown) this.#version++;
    this.#shown = shown;
    const { call, progress } = this.#resting ?? {};
    return buildFrame(run, this.#diskViews, request, {
      version: this.#version,
      playing: this.#playing,
      speed: pace.speed,
      pace: this.#pace === 'meaning' ? (pace.gliding ? 'gliding' : 'following') : 'fixed',
      run: this.#runs,
      halts: this.#halts,
      work: call === undefined ? undefined : { call, progress },
      inspection,
    });
  }

  /** Between two slices of long work: nothing plays, and what would have to be replayed is not looked for. */
  async #lookNow(request: FrameRequest): Promise<Frame> {
    const run = this.#run;
    if (run === undefined || this.#resting === undefined) return this.frame(request);
    const { inspect: of } = request;
    const inspection = of && this.#inspections.atOnce(run, of);
    return this.#frame(run, request, of && inspection && { of, inspection });
  }

  #steps(
    call: 'step' | 'back',
    kind: StepKind,
    count: number,
    step: (run: Run, kind: StepKind, work: LongWork) => Promise<void>,
  ): Promise<void> {
    return this.#longWork(call, async (run, work) => {
      if (!kinds.includes(kind)) {
        throw new CommandError('badArgument', `there is no step "${kind}"; steps are ${kinds.join(', ')}`);
      }
      if (!Number.isSafeInteger(count) || count < 1 || count > STEPS_MAX) {
        throw new CommandError(
          'badArgument',
          `count is ${String(count)}, but must be a whole number from 1 to ${STEPS_MAX}`,
        );
      }
      this.#playing = false;
      for (let i = 0; i < count; i++) {
        await step(run, kind, work);
        await work.rest((i + 1) / count);
      }
    });
  }

  async #act(run: Run, command: Command): Promise<void> {
    await run.act(command, (event) => {
      const { world } = run.cluster;
      this.#calls.cutOff(world.calls, event, microsToMs(world.now));
    });
  }

  async #call(run: Run, { operation, ...caller }: ApiCall): Promise<Begun> {
    const { world } = run.cluster;
    const request = world.calls.lastId + 1;
    const node = caller.node ?? defaultNode(world);
    await this.#act(run, { type: 'request', request, operation, ...caller, node });
    return { ended: this.#calls.wait(run.live.world.calls, request) };
  }

  async #request(run: Run, call: ClientCall): Promise<Begun> {
    const asked = requestOf(call);
    const { world } = run.cluster;
    const node = call.node ?? defaultNode(world);
    const request = world.calls.lastId + 1;
    if (asked.type === 'operation') {
      await this.#act(run, { type: 'request', request, node, operation: asked.operation });
    } else {
      const { joining, ...change } = asked;
      await this.#act(run, { ...change, request, node });
      await this.#startJoining(run, request, joining);
    }
    return { ended: this.#calls.wait(run.live.world.calls, request) };
  }

  /** Who joins is started as soon as the call is not refused at the door, a removed member's machine as nobody's. */
  async #startJoining(run: Run, request: number, joining: readonly NodeId[]): Promise<void> {
    const { calls, machines } = run.live.world;
    for (const node of calls.pendingCall(request) === undefined ? [] : joining) {
      const machine = machines.get(node);
      if (machine === undefined || machine.removed !== undefined) {
        await this.#act(run, { type: 'addMachine', node });
      }
    }
  }

  /** Work in slices, which `pause` and `reset` may stop from the moment it was asked for. */
  async #longWork(call: LongCall, work: (run: Run, work: LongWork) => Promise<void>): Promise<void> {
    const long = new LongWork(call, {
      clock: this.#parts.clock,
      letOthersIn: (resting) => this.#letOthersIn(resting),
      now: () => this.#run?.cluster.world.now ?? 0,
    });
    this.#works.add(long);
    try {
      await this.#withRun(async (run) => {
        long.begin();
        try {
          await work(run, long);
        } finally {
          this.#resting = undefined;
        }
      });
    } finally {
      this.#works.delete(long);
      this.#serveLooks();
    }
  }

  async #letOthersIn(work: LongWork): Promise<void> {
    this.#resting = work;
    if (this.#run !== undefined) this.#calls.settleEnded(this.#run.live.world.calls);
    await this.#parts.breathe?.();
    this.#serveLooks();
  }

  #serveLooks(): void {
    for (const look of this.#looks.splice(0)) look();
  }

  #stopWorks(by: StoppedBy): void {
    for (const work of this.#works) work.stop(by);
  }

  #withRun<T>(work: (run: Run) => Promise<T> | T): Promise<T> {
    return this.#inTurn(async () => {
      this.#run ??= await Run.begin(
        parseConfig(),
        this.#parts.host,
        this.#parts.factory,
        this.#parts.eventsMax,
      );
      try {
        return await work(this.#run);
      } finally {
        this.#calls.settleEnded(this.#run.live.world.calls);
      }
    });
  }

  #inTurn<T>(work: () => Promise<T> | T): Promise<T> {
    const turn = this.#queue.then(work);
    this.#queue = turn.catch(() => undefined);
    return turn;
  }
}

/** The end is wrapped: the queue does not wait for it. */
interface Begun {
  readonly ended: Promise<EndedCall>;
}

function violationsOf(run: Run): number {
  return run.cluster.world.watcher.violations.length;
}

function checkedPace(pace: PaceChoice): PaceChoice {
  if (pace === 'meaning' || pace === Infinity) return pace;
  if (typeof pace === 'number' && pace >= SPEED_MIN) return pace;
  throw new CommandError(
    'badArgument',
    `speed is ${String(pace)}, but must be a number from ${SPEED_MIN} on, Infinity, or 'meaning'`,
  );
}

/** So many virtual ms after the playhead. */
function timeAfter(run: Run, ms: number): Micros {
  return ms === Infinity ? Infinity : Math.min(RUN_MICROS_MAX, run.cluster.world.now + msToMicros(ms));
}

function checkedMs(name: string, ms: number): number {
  if (Number.isFinite(ms) && ms >= 0) return ms;
  throw new CommandError(
    'badArgument',
    `${name} is ${String(ms)}, but must be a number of milliseconds from 0`,
  );
}
