import { msToMicros } from '../base/flavor.ts';
import type { StreamRequest } from '../node/io.ts';
import type { SavedView } from '../saved/saved-view.ts';
import { drawInt, makeDice } from '../base/random.ts';
import { CommandError, type Command } from '../sim/command/command.ts';
import { commandOfAction } from '../sim/hand/choose.ts';
import { drawFault, type FaultName } from '../sim/command/faults.ts';
import { enabledActions, type Action } from '../sim/hand/enabled-actions.ts';
import type { LabConfig } from '../sim/world/config.ts';
import type { MemberFactory } from '../sim/in-process-host.ts';
import type { NodeHost } from '../sim/node-host.ts';
import { parseConfig } from '../sim/world/parse-config.ts';
import { consoleCalls } from './console-calls.ts';
import { branchCalls } from './branch-calls.ts';
import type { Call, CallResult, StreamOpening } from './call/call.ts';
import { answerOf, type HttpAnswer, type HttpAsk } from './call/http-calls.ts';
import { callResultOf } from './call/call-result.ts';
import { Calls } from './call/calls.ts';
import { CommandLines, type CommandLineAsk, type CommandResult } from './call/command-lines.ts';
import { checkSnapshot } from './check-snapshot.ts';
import { clientFrames, streamFrames } from './frame/build-frame.ts';
import { buildState } from './frame/build-state.ts';
import type { ClientFrame, Frame, FrameRequest, Inspection, Selection, StreamFrame } from './frame/frame.ts';
import type { WorldState } from './frame/world-state.ts';
import type { LabPort, PaceChoice, ScriptReport, SketchAsk, TranscriptReport } from './lab-port.ts';
import type { KeptLab } from './keep/keeper.ts';
import { KeptLabs, type KeeperSource, type OpenedKept } from './keep/kept-labs.ts';
import type { OnRun } from './on-run.ts';
import { debugCalls } from './debug-calls.ts';
import { lessonCalls } from './lesson-calls.ts';
import { explainCalls } from './explain-calls.ts';
import { DiskViews } from './look/disk-views.ts';
import { Inspections } from './look/inspections.ts';
import { Looks, type Marking } from './look/looks.ts';
import { checkedTimeAfter, checkEvent, isBudget } from './play/limits.ts';
import type { Goal } from './debug/goal.ts';
import type { Watches } from './debug/watches.ts';
import type { OpenCrowd } from '../explain/likelihood/crowd.ts';
import type { LongCall, LongWork } from './play/long-work.ts';
import { Playback } from './play/playback.ts';
import { Run } from './play/run.ts';
import { Turns } from './play/turns.ts';
import { savedCalls } from './saved-calls.ts';
import { searchCalls } from './search-calls.ts';

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
  /** Workers that go on otherwise from instants of the past (`likelihood`); without them it is done in this thread. */
  readonly openCrowd?: OpenCrowd;
  /** Who keeps the lab as it grows; without it nothing is kept. */
  readonly keeper?: KeeperSource;
}

/** So long watch expressions and the goal may look further along the record in a frame. */
const WATCHES_MS = 4;
/** Of a script that is sketched, so much is played at a time: frames of the run that is open come in between. */
const SKETCH_MS = 8;

/**
 * The headless application: one cluster, its network, its record and the playhead in it. This is the port; what it does is in
 * its parts: whose turn it is (`play/turns.ts`), time that goes by (`play/playback.ts`), clients' calls (`call/calls.ts`),
 * frames (`look/looks.ts`), the run itself (`play/run.ts`).
 */
export class Lab implements LabPort {
  readonly #parts: LabParts;
  readonly #diskViews: DiskViews;
  readonly #inspections: Inspections;
  readonly #looks: Looks;
  readonly #playback: Playback;
  readonly #turns: Turns;
  readonly #calls = new Calls();
  readonly #commandLines = new CommandLines();
  readonly #onOpenRun: OnRun = {
    inTurn: (work) => this.#withRun(work),
    longWork: (call, work) => this.#longWork(call, work),
  };
  readonly #branchCalls = branchCalls({
    ...this.#onOpenRun,
    stopPlaying: () => this.#playback.stop(),
    calls: this.#calls,
    keepBudget: (bytes) => {
      this.#memoryBudget = bytes;
    },
  });
  readonly #savedCalls = savedCalls({
    ...this.#onOpenRun,
    parts: () => ({ ...this.#parts, memoryBudget: this.#memoryBudget }),
    takeLong: (call, work) => this.#turns.takeLong(call, work),
    keepLast: () => this.#keptLabs.keepLast(),
    take: (run) => {
      this.#take(run);
      return this.#looks.run;
    },
  });
  readonly #debugCalls = debugCalls({ ...this.#onOpenRun, playback: () => this.#playback });
  readonly #explainCalls = explainCalls({
    ...this.#onOpenRun,
    stopPlaying: () => this.#playback.stop(),
    openCrowd: () => this.#parts.openCrowd,
  });
  readonly #searchCalls = searchCalls({
    ...this.#onOpenRun,
    stopPlaying: () => this.#playback.stop(),
    calls: this.#calls,
  });
  readonly #lessonCalls = lessonCalls({
    ...this.#onOpenRun,
    playback: () => this.#playback,
    beginAnew: (config) => this.#beginAnew(config),
    factory: () => this.#parts.factory,
    keepLast: () => this.#keptLabs.keepLast(),
    runNumber: () => this.#looks.run,
  });
  readonly #consoleCalls = consoleCalls({
    ...this.#onOpenRun,
    act: (run, command) => this.#calls.act(run, command),
  });
  readonly #keptLabs: KeptLabs;
  #watches: Watches | undefined;
  #goal: Goal | undefined;
  #run: Run | undefined;
  /** Of checkpoints, once somebody has set it. */
  #memoryBudget: number | undefined;

  constructor(parts: LabParts) {
    this.#parts = parts;
    this.#diskViews = new DiskViews(parts.factory);
    this.#inspections = new Inspections(this.#diskViews);
    this.#looks = new Looks(this.#diskViews);
    this.#playback = new Playback(parts.clock);
    this.#turns = new Turns({
      clock: parts.clock,
      breathe: parts.breathe,
      now: () => this.#run?.cluster.world.now ?? 0,
      atRest: () => this.#atRest(),
    });
    this.#keptLabs = new KeptLabs({
      keeper: parts.keeper,
      turns: this.#turns,
      run: () => this.#run,
      reopen: (saved) => this.reopen(saved, { anyway: true }),
    });
  }

  /** What `setMemoryBudget` was told another time, for whatever run comes; one that it would refuse is none. */
  budgetWas(bytes: number): void {
    if (isBudget(bytes)) this.#memoryBudget = bytes;
  }

  /** The lab is paused at the beginning of the new run. Long work is stopped, unless the configuration cannot be. */
  async reset(config?: Partial<LabConfig>): Promise<void> {
    const parsed = parseConfig(config);
    checkSnapshot(parsed, this.#parts.factory);
    this.#turns.stop('reset');
    await this.#turns.take(async () => {
      await this.#keptLabs.keepLast();
      await this.#beginAnew(parsed);
    });
  }

  /** Another run in the place of the one that was open. */
  async #beginAnew(config: LabConfig): Promise<Run> {
    const run = await this.#begin(config);
    this.#take(run);
    return run;
  }

  #take(run: Run): void {
    this.#hold(run);
    this.#calls.forget();
    this.#commandLines.forget();
    this.#playback.stop();
    this.#looks.beginRun();
  }

  readonly capture = this.#savedCalls.capture;
  readonly reopen = this.#savedCalls.reopen;
  readonly save = this.#savedCalls.save;
  readonly dataDir = this.#savedCalls.dataDir;
  readonly link = this.#savedCalls.link;
  readonly open = this.#savedCalls.open;
  readonly openLink = this.#savedCalls.openLink;
  readonly exportWindow = this.#savedCalls.exportWindow;
  readonly shrink = this.#savedCalls.shrink;
  readonly rulesKept = this.#savedCalls.rulesKept;

  readonly step = this.#debugCalls.step;
  readonly back = this.#debugCalls.back;
  readonly runUntil = this.#debugCalls.runUntil;
  readonly setBreakpoints = this.#debugCalls.setBreakpoints;
  readonly holds = this.#debugCalls.holds;
  readonly eventPage = this.#debugCalls.eventPage;
  readonly nextHit = this.#debugCalls.nextHit;
  readonly previousHit = this.#debugCalls.previousHit;

  readonly preview = this.#explainCalls.preview;
  readonly stepToCause = this.#explainCalls.stepToCause;
  readonly stepToEffect = this.#explainCalls.stepToEffect;
  readonly likelihood = this.#explainCalls.likelihood;
  readonly searchSetup = this.#searchCalls.searchSetup;
  readonly openSchedule = this.#searchCalls.openSchedule;
  readonly why = this.#explainCalls.why;
  readonly origin = this.#explainCalls.origin;
  readonly cone = this.#explainCalls.cone;
  readonly follow = this.#explainCalls.follow;
  readonly clientHistory = this.#explainCalls.clientHistory;

  readonly playLesson = this.#lessonCalls.playLesson;
  readonly playTo = this.#lessonCalls.playTo;
  readonly sideBySide = this.#lessonCalls.sideBySide;
  readonly decisions = this.#lessonCalls.decisions;
  readonly nextDecision = this.#lessonCalls.nextDecision;

  readonly openConsole = this.#consoleCalls.openConsole;
  readonly tellConsole = this.#consoleCalls.tellConsole;
  readonly consolePage = this.#consoleCalls.consolePage;
  readonly consoleText = this.#consoleCalls.consoleText;
  readonly consoleScript = this.#consoleCalls.consoleScript;
  readonly consoleCompletions = this.#consoleCalls.consoleCompletions;
  readonly consoleSubject = this.#consoleCalls.consoleSubject;
  readonly closeConsole = this.#consoleCalls.closeConsole;

  setWatches(list: readonly string[]): Promise<void> {
    return this.#withRun(async () => {
      // Nobody needs the language of conditions before somebody has one.
      const { Watches: Known } = await import('./debug/watches.ts');
      const watches = this.#watches ?? new Known();
      watches.set(list);
      this.#watches = list.length === 0 ? undefined : watches;
    });
  }

  setGoal(condition: string | undefined): Promise<void> {
    return this.#withRun(async (run) => {
      const { Goal: Known } = await import('./debug/goal.ts');
      this.#goal = condition === undefined ? undefined : new Known(condition, run);
    });
  }

  readonly dropFuture = this.#branchCalls.dropFuture;
  readonly branches = this.#branchCalls.branches;
  readonly switchTo = this.#branchCalls.switchTo;
  readonly goTo = this.#branchCalls.goTo;
  readonly compare = this.#branchCalls.compare;
  readonly renameBranch = this.#branchCalls.renameBranch;
  readonly deleteBranch = this.#branchCalls.deleteBranch;
  readonly restoreBranch = this.#branchCalls.restoreBranch;
  readonly memory = this.#branchCalls.memory;
  readonly setMemoryBudget = this.#branchCalls.setMemoryBudget;
  readonly moments = this.#branchCalls.moments;
  readonly addMoment = this.#branchCalls.addMoment;
  readonly changeMoment = this.#branchCalls.changeMoment;
  readonly removeMoment = this.#branchCalls.removeMoment;
  readonly restoreMoment = this.#branchCalls.restoreMoment;

  play(pace?: PaceChoice): Promise<void> {
    return this.#withRun((run) => this.#playback.start(run, pace));
  }

  /** Stops long work as well, at the end of its slice. */
  pause(): Promise<void> {
    this.#turns.stop('pause');
    return this.#turns.take(() => {
      this.#playback.stop();
      return this.#keptLabs.keepInTurn();
    });
  }

  runFor(ms: number): Promise<void> {
    return this.#longWork('runFor', async (run, work) => {
      const to = checkedTimeAfter(run, ms);
      run.checkTimeGoes('runFor', to > run.live.world.now);
      this.#playback.breakpoints?.prepare(run);
      await run.advanceLong(to, work);
      this.#playback.noteHalt(run);
    });
  }

  seek(ms: number): Promise<void> {
    return this.#longWork('seek', (run, work) => run.seekTime(msToMicros(ms), work));
  }

  seekEvent(event: number): Promise<void> {
    return this.#withRun(async (run) => {
      checkEvent(run, event);
      this.#playback.stop();
      await run.seekEvent(event);
    });
  }

  haltAtViolations(on: boolean): Promise<void> {
    return this.#turns.take(() => {
      this.#playback.halts = on;
    });
  }

  live(): Promise<void> {
    return this.#withRun((run) => run.goLive());
  }

  act(command: Command): Promise<void> {
    return this.#withRun((run) => this.#calls.act(run, command));
  }

  byHand(on: boolean): Promise<void> {
    return this.#withRun(async (run) => {
      if (on === run.cluster.world.byHand) return;
      await this.#calls.act(run, { type: 'byHand', on });
      if (on) this.#playback.stop();
    });
  }

  drawTrouble(kinds: readonly FaultName[]): Promise<Command | undefined> {
    return this.#withRun(async (run) => {
      const { config, events } = run.cluster.world;
      const dice = makeDice(config.seed, 'trouble', events);
      const kind = kinds[drawInt(dice, 0, kinds.length - 1)];
      if (kind === undefined) return undefined;
      const command = drawFault(dice, run.cluster.world, kind);
      try {
        await this.#calls.act(run, command);
        return command;
      } catch (error) {
        if (error instanceof CommandError) return undefined;
        throw error;
      }
    });
  }

  enabledActions(): Promise<readonly Action[]> {
    return this.#withRun((run) => enabledActions(run.cluster.world));
  }

  choose(actionId: string): Promise<void> {
    return this.#withRun((run) => this.#calls.act(run, commandOfAction(run.cluster.world, actionId)));
  }

  async script(text: string): Promise<ScriptReport> {
    if (typeof text !== 'string') throw new CommandError('badArgument', 'a script is a text');
    // Nobody needs the language of scripts before somebody brings one.
    return this.#longWork('script', async (_, work) => {
      const { playScripts } = await import('./script/play-scripts.ts');
      this.#playback.stop();
      await this.#keptLabs.keepLast();
      return playScripts(text, {
        begin: (config) => this.#beginAnew(config),
        rest: () => work.rest(),
      });
    });
  }

  keptLabs(): Promise<readonly KeptLab[]> {
    return this.#keptLabs.list();
  }

  openKept(id?: string): Promise<OpenedKept | undefined> {
    return this.#keptLabs.open(id);
  }

  /** It will be asked for: by then it may be open. `waits`: the tab that has it may be about to end. */
  openEarly(id: string | undefined, waits: boolean): void {
    this.#keptLabs.openEarly(id, waits);
  }

  renameKept(id: string, name: string): Promise<void> {
    return this.#keptLabs.rename(id, name);
  }

  deleteKept(id: string): Promise<void> {
    return this.#keptLabs.delete(id);
  }

  restoreKept(id: string): Promise<void> {
    return this.#keptLabs.restore(id);
  }

  keepNow(view?: SavedView): Promise<void> {
    return this.#keptLabs.keepNow(view);
  }

  async importTranscript(text: string): Promise<TranscriptReport> {
    if (typeof text !== 'string') throw new CommandError('badArgument', 'a transcript is a text');
    return this.#longWork('importTranscript', async (_, work) => {
      const { playTranscript } = await import('./script/play-transcript.ts');
      return playTranscript(text, {
        begin: async (config) => {
          this.#playback.stop();
          await this.#keptLabs.keepLast();
          return this.#beginAnew(config);
        },
        rest: () => work.rest(),
      });
    });
  }

  async call(call: Call): Promise<CallResult> {
    const { ended } = await this.#withRun((run) => this.#calls.begin(run, call));
    return callResultOf(await ended);
  }

  async etcdctl(ask: CommandLineAsk): Promise<CommandResult> {
    const { ended } = await this.#withRun((run) => this.#commandLines.begin(run, this.#calls, ask));
    return ended;
  }

  async http(ask: HttpAsk): Promise<HttpAnswer> {
    const { ended } = await this.#withRun((run) => this.#calls.beginHttp(run, ask));
    return ended;
  }

  openHttp(ask: HttpAsk): Promise<number> {
    return this.#withRun((run) => this.#calls.openHttp(run, ask));
  }

  httpAnswer(id: number): Promise<HttpAnswer> {
    return this.#withRun((run) => {
      const call = run.cluster.world.http.get(id);
      if (call === undefined)
        throw new CommandError('badArgument', `there is no HTTP call ${id} at this instant`);
      return answerOf(call);
    });
  }

  closeHttp(id: number): Promise<void> {
    return this.act({ type: 'httpGone', request: id });
  }

  openStream(stream: StreamOpening): Promise<number> {
    return this.#withRun((run) => this.#calls.openStream(run, stream));
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
    const inTurn = (): Promise<Frame> =>
      this.#withRun(async (run) => {
        await this.#playback.advance(run, request.elapsedMs);
        const looked = await this.#inspections.ofFrame(run, request, this.#playback.isOn);
        const end = this.#parts.clock() + WATCHES_MS;
        const mayGoOn = (): boolean => this.#parts.clock() < end;
        const watches = await this.#watches?.look(run, request.timeline, mayGoOn);
        const goal = await this.#goal?.look(run, mayGoOn);
        const lab = this.#keptLabs.frame(run);
        return this.#looks.frame(run, request, this.#playback, undefined, looked, lab, { watches, goal });
      });
    return this.#turns.look(inTurn, () => {
      // While the first of all is opened there is nothing to see yet.
      return this.#run === undefined ? inTurn() : this.#frameAtRest(this.#run, request);
    });
  }

  picture(request: FrameRequest): Promise<Frame> {
    return this.#withRun((run) => {
      const lab = this.#keptLabs.frame(run);
      return this.#looks.frame(run, request, this.#playback, undefined, {}, lab, this.#marking(run));
    });
  }

  async sketch(ask: SketchAsk): Promise<Frame> {
    const { factory, clock, breathe = () => Promise.resolve() } = this.#parts;
    const { sketch } = await import('./script/sketch.ts');
    // It is nobody's turn: the run that is open has no part in it.
    let end = clock() + SKETCH_MS;
    const rest = async (): Promise<void> => {
      if (clock() < end) return;
      await breathe();
      end = clock() + SKETCH_MS;
    };
    return sketch(ask, { factory, clock, rest });
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

  /** Between two slices of long work: nothing plays, and what would have to be replayed is not looked for. */
  async #frameAtRest(run: Run, request: FrameRequest): Promise<Frame> {
    const { inspect: of } = request;
    const found = of && this.#inspections.atOnce(run, of);
    const inspection = of && found && { of, inspection: found };
    return this.#looks.frame(
      run,
      request,
      this.#playback,
      this.#turns.resting,
      { inspection },
      this.#keptLabs.frame(run),
      this.#marking(run),
    );
  }

  /** Watch expressions and the goal as they were found out last. */
  #marking(run: Run): Marking {
    return { watches: this.#watches?.frames, goal: this.#goal?.frame(run) };
  }

  #longWork<T>(call: LongCall, work: (run: Run, work: LongWork) => Promise<T>): Promise<T> {
    return this.#turns.takeLong(call, (long) => this.#onRun((run) => work(run, long)));
  }

  #withRun<T>(work: (run: Run) => Promise<T> | T): Promise<T> {
    return this.#turns.take(() => this.#onRun(work));
  }

  /** Work on the run, in its turn; the first makes one as it stands in the defaults. */
  async #onRun<T>(work: (run: Run) => Promise<T> | T): Promise<T> {
    const run = this.#run ?? this.#hold(await this.#begin(parseConfig()));
    try {
      return await work(run);
    } finally {
      this.#atRest();
    }
  }

  #hold(run: Run): Run {
    this.#run = run;
    run.halts = this.#playback.breakpoints;
    if (this.#memoryBudget !== undefined) run.history.pool.budget = this.#memoryBudget;
    return run;
  }

  /** A clean point: whoever waits for a call hears of its end, and what has come to the lab is kept. */
  #atRest(): void {
    if (this.#run !== undefined) {
      this.#calls.tellEnded(this.#run);
      this.#commandLines.tellEnded(this.#run);
    }
    this.#keptLabs.atRest();
  }

  #begin(config: LabConfig): Promise<Run> {
    const { host, factory, eventsMax } = this.#parts;
    return Run.begin(config, host, factory, eventsMax);
  }
}
