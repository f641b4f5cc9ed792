import type { SavedDataDir } from '../datadir/exchange/data-dir.ts';
import type { EtcdVersion } from '../datadir/exchange/version.ts';
import type { ConsoleCalls } from './console-calls.ts';
import type { SoughtInstant } from '../lessons/course/instant-finder.ts';
import type { Decision } from '../explain/decisions/decision.ts';
import type { DecisionsAsk } from '../explain/decisions/decisions.ts';
import type { Followed, Story } from '../explain/follow/story.ts';
import type { OriginStep } from '../explain/origin/origin-step.ts';
import type { Subject } from '../explain/why/subject.ts';
import type { Why } from '../explain/why/why.ts';
import type { StreamRequest } from '../node/io.ts';
import type { ExportedText, TextForm, TooLarge } from '../export/form.ts';
import type { BusMessageType } from '../sim/world/bus-message.ts';
import type { Command } from '../sim/command/command.ts';
import type { FaultName } from '../sim/command/faults.ts';
import type { Action } from '../sim/hand/enabled-actions.ts';
import type { NodeId } from '../base/flavor.ts';
import type { LabConfig } from '../sim/world/config.ts';
import type { Call, CallResult, StreamOpening } from './call/call.ts';
import type { CommandLineAsk, CommandResult } from './call/command-lines.ts';
import type { HttpAnswer, HttpAsk } from './call/http-calls.ts';
import type { BranchId, Moment } from '../history/position.ts';
import type {
  BranchInfo,
  ClientFrame,
  Frame,
  FrameRequest,
  Inspection,
  Selection,
  StreamFrame,
} from './frame/frame.ts';
import type { Cone, ConeOf } from './debug/cone.ts';
import type { Breakpoint } from './debug/breakpoints.ts';
import type { EventFilter, EventPage, EventPageAsk } from './debug/event-rows.ts';
import type { Held } from './debug/holds.ts';
import type { RulesKeptRun } from './play/rules-kept-run.ts';
import type { ShrunkRun } from './play/shrink-run.ts';
import type { Preview, PreviewAsk } from './debug/preview.ts';
import type { SavedView } from '../saved/saved-view.ts';
import type { ModelAction } from '../model/action.ts';
import type { ModelSetup } from '../model/setup.ts';
import type { OpenedSchedule } from './search/open-schedule.ts';
import type { Likelihood, LikelihoodAsk } from './debug/likelihood.ts';
import type { KeptLab } from './keep/keeper.ts';
import type { OpenedKept } from './keep/kept-labs.ts';
import type { Difference } from './play/reopen.ts';
import type { WorldState } from './frame/world-state.ts';
import type { SideBySide } from './side/side-by-side.ts';
import type { ClientHistory } from './look/client-history.ts';
import type { Comparison } from './look/comparison.ts';

/** Virtual ms a real ms (Infinity: flat out); or by meaning: slow where there is something to see, gliding over ticks. */
export type PaceChoice = number | 'meaning';

/** What a run can go on to: the next commit, election, lease that runs out, refusal, answered call, message of a type. */
export type RunTarget = 'commit' | 'election' | 'lease' | 'reject' | 'answer' | BusMessageType;

/** A condition in the language of conditions (src/expression): `commit(2) >= 5`; where a run goes on to it, a RunTarget as well. */
export type ConditionText = string;

/**
 * How a run to a target ended: it stands at it; or it stands where it was, as the target does not come in the time that was
 * given, or nothing is due any more before it.
 */
export interface RunEnd {
  readonly end: 'found' | 'timeOver' | 'nothingDue';
  /** Virtual milliseconds that it went on, or that were looked through in vain. */
  readonly ms: number;
}

/** From one instant of the run to another, in virtual milliseconds. */
export interface TimeWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * The grain of a step.
 *
 *     ready      a member takes a Ready of its raft
 *     role       a member becomes another: follower, candidate, leader; it starts, stops, stands still or goes on
 *     apply      a store takes over committed entries, or a snapshot
 *     snapshot   one is taken, sent, delivered, refused or installed
 *     answer     a client's call ends
 *     violation  a safety property is found broken
 */
export type StepKind =
  | 'event'
  | 'message'
  | 'tick'
  | 'ready'
  | 'election'
  | 'role'
  | 'commit'
  | 'apply'
  | 'snapshot'
  | 'fault'
  | 'answer'
  | 'violation';

/**
 * The headless application as the page, a script or a test speaks to it: the same in the lab worker (through
 * Comlink), in process and in Node.js. Every call that cannot be done rejects with an Error that says why and leaves
 * everything as it was. Times are virtual milliseconds.
 */
export interface LabPort extends ConsoleCalls {
  reset(config?: Partial<LabConfig>): Promise<void>;
  /** Without a pace: at the last one that was chosen; by meaning at first. */
  play(pace?: PaceChoice): Promise<void>;
  pause(): Promise<void>;
  /** To the next event of this kind, of this node alone if one is named; each step is looked for as `runUntil` does. */
  step(kind?: StepKind, count?: number, node?: NodeId): Promise<void>;
  back(kind?: StepKind, count?: number, node?: NodeId): Promise<void>;
  /**
   * To the event that made what is named (without a name: the event that time stands at): that sent the message, appended the entry,
   * invoked the call; its number. Rejects where it is an input of its own.
   */
  stepToCause(of?: Selection): Promise<number>;
  /** To the first event that came of it, which may have to be waited for; its number. */
  stepToEffect(of?: Selection): Promise<number>;
  /** As fast as it goes. */
  runFor(ms: number): Promise<void>;
  /**
   * As fast as it goes to the next such event, or to where a condition holds (right here, if it does already), and pauses there; no further than `maxMs` of virtual time. Beyond the record it is
   * looked for on a copy: a search that finds nothing, or is stopped, leaves everything as it was.
   */
  runUntil(target: ConditionText, maxMs?: number): Promise<RunEnd>;
  /**
   * Conditions that halt whatever goes on (play, runFor, step, runUntil) exactly at the event in which one begins to hold;
   * `Frame.halted` says which. They take the place of those before, and hold for later runs too.
   */
  setBreakpoints(list: readonly Breakpoint[]): Promise<void>;
  /**
   * Expressions that are watched: `Frame.watches` has their values at the playhead, and where they change in the window of the
   * diagram. They take the place of those before.
   */
  setWatches(list: readonly string[]): Promise<void>;
  /**
   * What the run that is open is played for from here on: `Frame.goal` says in which event it began to hold. It halts nothing; another
   * run has no goal. Undefined: there is none any more.
   */
  setGoal(condition: ConditionText | undefined): Promise<void>;
  /** Every instant of the record at which a condition begins to hold. Long work. */
  holds(condition: ConditionText): Promise<Held>;
  /** A page of the list of all events of the record, also of those beyond the playhead. Long work if the filter has a condition. */
  eventPage(ask: EventPageAsk): Promise<EventPage>;
  /** The next event of the record that passes a filter, after one (the playhead, if none is named); undefined: there is none. */
  nextHit(filter: EventFilter, from?: number): Promise<number | undefined>;
  previousHit(filter: EventFilter, from?: number): Promise<number | undefined>;
  seek(ms: number): Promise<void>;
  /** Right after an event, by its number; time stands there. */
  seekEvent(event: number): Promise<void>;
  /** Whether playing stops where a safety property is found broken that was not before. On at first. */
  haltAtViolations(on: boolean): Promise<void>;
  /** To the newest instant of the run. */
  live(): Promise<void>;
  /** Acts at the playhead; in the past this makes another branch from there, and the future that was there stays. */
  act(command: Command): Promise<void>;
  /**
   * The clock stands, and what happens next is picked from `enabledActions`; or it goes by itself again. Meanwhile `play`,
   * `runFor`, `step` and `runUntil` are refused (`byHand`) where they would go beyond the record.
   */
  byHand(on: boolean): Promise<void>;
  /** Everything that may happen next at the playhead, by hand; nothing while time goes by itself. */
  enabledActions(): Promise<readonly Action[]>;
  /**
   * One piece of random trouble of these kinds, now, by the run's seed: the command that was done. Undefined: what was drawn cannot
   * be done now.
   */
  drawTrouble(kinds: readonly FaultName[]): Promise<Command | undefined>;
  /** Makes one of them happen, by its id, and what follows from it at once; in the past this makes another branch. */
  choose(actionId: string): Promise<void>;
  /**
   * What an action, by its id, or any command would come to at the playhead, by hand and by time: it is done on a copy, with all
   * that follows at the same instant. Rejects as doing it would.
   */
  preview(ask: PreviewAsk): Promise<Preview>;
  /**
   * What follows the playhead in its branch is gone for good: it becomes the newest instant of the branch. Other branches stay
   * as they are, also those that grow out of what is gone.
   */
  dropFuture(): Promise<void>;

  /** The branches of the run, ascending by id. */
  branches(): Promise<readonly BranchInfo[]>;
  /** To the newest instant of a branch; it does not play there. Calls that were pending in it go on with it. */
  switchTo(branch: BranchId): Promise<void>;
  /** To an instant of any branch. */
  goTo(position: PositionAsk): Promise<void>;
  /** Two instants beside each other: where they part, and what is different at them. The playhead stays where it is. */
  compare(a: PositionAsk, b: PositionAsk): Promise<Comparison>;
  renameBranch(branch: BranchId, name: string): Promise<void>;
  /**
   * Out of the list, until it is restored; lost when the lab is closed, or the record needs its room. Branches that hang from
   * it hang from the next of kin then. From the current one the playhead goes to where it grew out of its parent. The only
   * branch cannot be deleted.
   */
  deleteBranch(branch: BranchId): Promise<void>;
  restoreBranch(branch: BranchId): Promise<void>;

  /**
   * When did a state become inevitable? From instants before it was reached the run goes on otherwise, many times, with other dice
   * (by hand: other choices). Long work, in workers where there are any; the run stays as it is.
   */
  likelihood(ask: LikelihoodAsk): Promise<Likelihood>;

  /** What clients have seen of the branch up to the playhead, for the judge of histories. */
  clientHistory(): Promise<ClientHistory>;

  /** The instant at the playhead as the beginning of a search for schedules (src/search); the run stays as it is. */
  searchSetup(): Promise<ModelSetup>;
  /**
   * A schedule that was found from there as a branch of by-hand commands that grows out of the playhead, which then stands at its
   * beginning. Rejects, and nothing has changed, if the run goes another way than the search.
   */
  openSchedule(actions: readonly ModelAction[]): Promise<OpenedSchedule>;

  /** What the past takes in memory, and what it may. */
  memory(): Promise<MemoryReport>;
  /** The budget of checkpoints in bytes, for this run and later ones: beyond it seeks into the old part of a run replay more. */
  setMemoryBudget(bytes: number): Promise<void>;

  /** The notebook, in the order in which its moments were marked. A moment whose branch is deleted is not in it meanwhile. */
  moments(): Promise<readonly Moment[]>;
  /** Marks an instant, the playhead if none is named; its number. */
  addMoment(note: string, position?: PositionAsk): Promise<number>;
  changeMoment(id: number, note: string): Promise<void>;
  /** Out of the list, until it is restored or the lab closed. */
  removeMoment(id: number): Promise<void>;
  restoreMoment(id: number): Promise<void>;

  /** The labs that this browser keeps, the one used last first. */
  keptLabs(): Promise<readonly KeptLab[]>;
  /**
   * A kept lab in the place of the run that is open, paused where it was; what was open stays until it stands. Without `id` the
   * one used last; undefined, and nothing has changed, if there is none or another tab has it.
   */
  openKept(id?: string): Promise<OpenedKept | undefined>;
  renameKept(id: string, name: string): Promise<void>;
  /** Out of the list; in an hour it is gone. The one that is open goes on, and is not kept any more. */
  deleteKept(id: string): Promise<void>;
  restoreKept(id: string): Promise<void>;
  /** Everything up to now is kept, or cannot be (`Frame.keeping`); `view`: what the page shows of the lab from now on. */
  keepNow(view?: SavedView): Promise<void>;
  /** The whole lab, with what the page shows of it, as the bytes of a file. */
  save(view?: SavedView): Promise<Uint8Array>;
  /** A machine's member as the data directory of an etcd of this version, at the playhead. Rejects where it has no place in a real cluster. */
  dataDir(node: NodeId, version: EtcdVersion): Promise<SavedDataDir>;
  /** The lab as the fragment of an address, without `#`; or how many characters it would have, where that is too many. */
  link(view?: SavedView): Promise<LabLink>;
  /**
   * A saved lab takes the place of the one that is open, paused at its instant. Long work; rejects, and what was open stays, where
   * the bytes are no lab (`SavedError`), or this version computes it differently (`differs`), unless it is to open `anyway`.
   */
  open(file: Uint8Array, options?: { readonly anyway?: boolean }): Promise<OpenedLab>;
  /** What the fragment of an address says, opened in the same way. */
  openLink(fragment: string, options?: { readonly anyway?: boolean }): Promise<OpenedLab>;

  /** Plays the lab scripts of a text, each from its `cluster` line on; the run is then the last one's, or that of the first that failed. */
  script(text: string): Promise<ScriptReport>;
  /**
   * Plays the script of a lesson as the run, and finds its instants on the way; the playhead stands at the first of them. Rejects,
   * and the open run stays, where the script begins none or a condition means nothing.
   */
  playLesson(script: string, instants: readonly SoughtInstant[]): Promise<PlayedLesson>;
  /** Plays on in the record and pauses right after this event, which is in it; an earlier one is gone to at once. */
  playTo(event: number, pace?: PaceChoice): Promise<void>;
  /**
   * Two scripts beside each other, their lines paired, and how both stand after each; in runs of their own, which nobody else sees. Long
   * work; rejects where one cannot be read.
   */
  sideBySide(a: string, b: string): Promise<SideBySide>;
  /** What a node decided in a stretch of the record, as questions with the engine's answers (explain/decisions). Long work. */
  decisions(ask: DecisionsAsk): Promise<readonly Decision[]>;
  /**
   * To right before the next event in which a node decides, and what that is; beyond the record it is looked for as `runUntil` does.
   * Undefined: none comes within `maxMs` of virtual time (60 s), and the run stands where it was.
   */
  nextDecision(node: NodeId, maxMs?: number): Promise<Decision | undefined>;
  /**
   * Plays a transcript of raft's interaction environment (src/transcript) as a run by hand. What a run cannot do is refused
   * with its line and why, and the run that was open stays.
   */
  importTranscript(text: string): Promise<TranscriptReport>;
  /**
   * A small run that breaks the same property as the current branch does, with the link that opens it; the run that is open stays as it
   * is. Long work. Rejects where the branch does not break it.
   */
  shrink(property: string): Promise<ShrunkRun>;
  /**
   * The same schedule as the current branch's in a cluster that keeps every rule, with the link that opens it; the run that is open stays as
   * it is. Long work. Rejects where no rule is switched off.
   */
  rulesKept(): Promise<RulesKeptRun>;
  /** A stretch of the run, both its ends included, as a text for another tool; or how large a stretch that form has room for. */
  exportWindow(form: TextForm, window: TimeWindow): Promise<ExportedText | TooLarge>;
  /** Makes a client's call and resolves when it is answered or gives up, in virtual time. */
  call(call: Call): Promise<CallResult>;
  /** Runs an etcdctl line at a member and resolves when it has ended, in virtual time. */
  etcdctl(ask: CommandLineAsk): Promise<CommandResult>;
  /**
   * Sends an HTTP request to a port of a member and resolves when its answer is whole or the connection broken, in virtual time. An
   * answer that goes on (a watch) is opened with `openHttp`.
   */
  http(ask: HttpAsk): Promise<HttpAnswer>;
  /** The same; resolves to the number of the call at once. */
  openHttp(ask: HttpAsk): Promise<number>;
  /** What has come of it at this instant. */
  httpAnswer(id: number): Promise<HttpAnswer>;
  /** Its client hangs up. */
  closeHttp(id: number): Promise<void>;
  /** Opens a stream to a member and says `first` on it; resolves to its number. What comes on it is in the frames. */
  openStream(stream: StreamOpening): Promise<number>;
  sendStream(stream: number, message: StreamRequest): Promise<void>;
  closeStream(stream: number): Promise<void>;
  /** The streams and the client programs of this instant, as frames have them. */
  streams(): Promise<readonly StreamFrame[]>;
  clients(): Promise<readonly ClientFrame[]>;
  /** Advances the clock if playing, then describes the instant. */
  frame(request: FrameRequest): Promise<Frame>;
  /** The instant at the playhead as a frame that is shown to nobody, for a picture of another window; no time passes. */
  picture(request: FrameRequest): Promise<Frame>;
  /**
   * What a script comes to, without opening it: it is played beside the run that is open, which stays as it is, up to the first
   * instant at which a condition begins to hold. The frame there; its diagram is the whole way.
   */
  sketch(ask: SketchAsk): Promise<Frame>;
  inspect(selection: Selection): Promise<Inspection>;
  /** Why something is so at the playhead. A subject may be written: `vote(2)`, `message(17)`, `node(3).campaign`. */
  why(subject: Subject | string): Promise<Why>;
  /**
   * Where a value comes from at the playhead: the event that set it first, and so on back to a first input. A place is written in the
   * language of conditions: `node(3).term`, `node(3).log(5).term`, `key("a").value` (explain/origin/place.ts).
   */
  origin(place: string): Promise<readonly OriginStep[]>;
  /**
   * Every event that could have influenced an event or a message, and every event that it could influence: through what
   * happens one after another at a node, and through messages. `window`: within it alone; left out: the whole run. Long work.
   */
  cone(of: ConeOf, window?: TimeWindow): Promise<Cone>;
  /** What became of an entry, a call or a read up to the playhead, across all nodes: `entry(5)`, `node(3).log(5)`, `call(7)`. */
  follow(followed: Followed | string): Promise<Story>;
  state(): Promise<WorldState>;
  hash(): Promise<string>;
}

/** What is kept of all branches of a run so that one can go anywhere in it at once. */
export interface MemoryReport {
  /** Of checkpoints: files of disks exactly, the rest by estimate. */
  readonly checkpointBytes: number;
  readonly budgetBytes: number;
  readonly checkpoints: number;
  /** Events of all branches, what they share counted once. */
  readonly events: number;
}

/**
 * An instant of a branch: right after an event of it, or, later, at a time before the next one. Without `event` it is by its
 * time alone; without either it is the newest instant of the branch.
 */
export interface PositionAsk {
  readonly branch: BranchId;
  readonly event?: number | undefined;
  readonly atMs?: number | undefined;
}

/** A link to a lab, or the number of characters that is too many for one. */
export type LabLink = { readonly fragment: string } | { readonly tooLong: number };

/** A lab script, and the instant of it that is asked for: the first at which a condition begins to hold. */
export interface SketchAsk {
  readonly script: string;
  readonly at: ConditionText;
  /** How many columns of the logs' end are asked for. */
  readonly logColumns: number;
}

/** A lab that was opened. */
export interface OpenedLab {
  /** The number of its run (`Frame.run`). */
  readonly run: number;
  /** What the page showed of it when it was saved. */
  readonly view: SavedView;
  /** Where this version computes it differently, if it was opened all the same. */
  readonly differs: Difference | undefined;
}

/** A transcript that is a run now. */
export interface TranscriptReport {
  /** So many of its commands did something. */
  readonly commands: number;
  /** Its nodes begin from a snapshot at this index: in the run an index is smaller by so much. */
  readonly indexesBefore: number;
}

/** The run of a lesson. */
export interface PlayedLesson {
  /** Its number (`Frame.run`). */
  readonly run: number;
  readonly branch: BranchId;
  /** Of its instants, in order; undefined: it never came. */
  readonly positions: readonly (LessonPosition | undefined)[];
  /** The last event of the run. */
  readonly last: number;
  /** The line that did not hold; undefined: all did. */
  readonly failure: Omit<ScriptFailure, 'lesson'> | undefined;
}

/** Right after this event. */
export interface LessonPosition {
  readonly event: number;
  readonly atMs: number;
  /** Of an instant with an `until`: the event right after which that comes. */
  readonly end?: number;
}

/** How many scripts of a text held to their last line, and which did not. */
export interface ScriptReport {
  readonly passed: number;
  readonly failed: number;
  readonly failures: readonly ScriptFailure[];
}

/** The line, from 1, at which a script ended, and how: by what it expected, by what cannot be done, or as it cannot be read. */
export interface ScriptFailure {
  readonly lesson: string;
  readonly line: number;
  readonly text: string;
  readonly expected: string;
  readonly got: string;
}
