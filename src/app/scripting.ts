import { brief } from '../base/brief.ts';
import { microsToMs } from '../base/flavor.ts';
import { decodeUtf8, encodeUtf8 } from '../base/utf8.ts';
import type { BranchId, Moment } from '../history/position.ts';
import type { Instruction } from '../client/effect.ts';
import { defaultLoad, type LoadSettings } from '../client/load-settings.ts';
import type { OperationInput, WatchInput } from '../etcd/operation-schema.ts';
import type { CallOperation, Caller, CallResult } from '../lab/call/call.ts';
import type { CommandResult } from '../lab/call/command-lines.ts';
import type { HttpAnswer, HttpAsk } from '../lab/call/http-calls.ts';
import * as members from '../lab/call/members.ts';
import type { Followed, Story } from '../explain/follow/story.ts';
import type { OriginStep } from '../explain/origin/origin-step.ts';
import type { Subject } from '../explain/why/subject.ts';
import type { Why } from '../explain/why/why.ts';
import { textForms, type TextForm, type TooLarge } from '../export/form.ts';
import type { Cone, ConeOf } from '../lab/debug/cone.ts';
import type { Likelihood, LikelihoodAsk } from '../lab/debug/likelihood.ts';
import { get, put } from '../lab/call/operations.ts';
import { outcomeOf } from '../lab/call/outcome.ts';
import type { Breakpoint } from '../lab/debug/breakpoints.ts';
import type { EventFilter, EventPageAsk } from '../lab/debug/event-rows.ts';
import type { Held } from '../lab/debug/holds.ts';
import type { BranchInfo, Selection } from '../lab/frame/frame.ts';
import type { Outcome, WorldState } from '../lab/frame/world-state.ts';
import type {
  LabPort,
  MemoryReport,
  PaceChoice,
  PositionAsk,
  ScriptReport,
  StepKind,
  TimeWindow,
  TranscriptReport,
} from '../lab/lab-port.ts';
import type { Command, DiskSettings, LinkSettings } from '../sim/command/command.ts';
import type { Action } from '../sim/hand/enabled-actions.ts';
import type { DrawnInput } from '../sim/world/drawing.ts';
import { faultNames, type FaultName } from '../sim/command/faults.ts';
import type { ShapeName } from '../sim/command/shapes.ts';
import type { LabConfig, MachineSettings } from '../sim/world/config.ts';
import type { LessonItem } from '../ui/lesson/lesson-items.ts';
import { linkToLab } from '../ui/file/save-lab.ts';
import { showLabView, viewOfLab } from '../ui/lab-view.ts';
import { latePart } from '../ui/late-part.ts';
import { chooseBudget } from '../ui/memory-budget.ts';
import { useView } from '../ui/view-state.ts';
import { withMessages } from '../ui/messages/with-messages.ts';
import { argument, checkPlain, fieldsOf, isFields, schema } from './arguments.ts';
import { plainJson } from './plain-json.ts';

interface AtNode {
  readonly node?: number;
}

/** A famous schedule. */
export interface GalleryItem {
  readonly name: string;
  readonly title: string;
  readonly says: string;
  /** Behind the page's own address: `?gallery=figure-8`. */
  readonly search: string;
}

interface HttpOptions extends AtNode {
  readonly port?: 'peer' | 'keyServer';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** An HTTP answer as far as it has come; the body as text. */
export interface HttpResult {
  readonly id: number;
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number | undefined;
  readonly end: HttpAnswer['end'];
}

/** What an event made, and what others came of. */
type Caused = Extract<Selection, { readonly type: 'message' | 'request' | 'entry' | 'event' }>;

/**
 * The object on `window`: everything on screen can be done from the browser's own console. Calls that cannot be done
 * reject with an Error that says why and leave everything as it was. Ids are numbers, times virtual milliseconds.
 */
export interface Quorumscope {
  readonly version: string;
  /** The first frame is drawn. */
  readonly ready: Promise<void>;
  reset(config?: Partial<LabConfig>): Promise<void>;
  /** A run from logs drawn by hand, a node for each: `drawLogs([{ node: 1, log: [1, 2], term: 2 }, { node: 2, log: [1] }])`. */
  drawLogs(drawing: readonly DrawnInput[], config?: Partial<LabConfig>): Promise<void>;
  state(): Promise<WorldState>;
  hash(): Promise<string>;

  /** 'meaning': slow where there is something to see, gliding over ticks. Without an argument: as chosen last. */
  play(speed?: PaceChoice): Promise<void>;
  pause(): Promise<void>;
  /** By event, message, tick, ready, election, role, commit, apply, snapshot, fault, answer or violation; of one node if named. */
  step(kind?: StepKind, count?: number, node?: number): Promise<void>;
  back(kind?: StepKind, count?: number, node?: number): Promise<void>;
  /**
   * To the event that made something (without it: the event that time stands at): `{type: 'message', id}`, `{type: 'request', id}`,
   * `{type: 'entry', node, index}`, `{type: 'event', number}`; its number. Rejects where that is an input of its own.
   */
  stepToCause(of?: Caused): Promise<number>;
  /** To the first event that came of it, which may have to be waited for; its number. */
  stepToEffect(of?: Caused): Promise<number>;
  runFor(ms: number): Promise<void>;
  /**
   * commit, election, lease, reject, answer, a type of message, or a condition (src/expression/README.md). False: it did not come
   * (within maxMs, 60 s).
   */
  runUntil(condition: string, options?: { maxMs?: number }): Promise<boolean>;
  /** Conditions that halt whatever goes on: `setBreakpoints([{ id: 1, condition: 'leader == none', on: true }])`. */
  setBreakpoints(list: readonly Breakpoint[]): Promise<void>;
  /** Expressions whose values at the playhead, and where they change, the page shows. */
  setWatches(list: readonly string[]): Promise<void>;
  /** Every instant of the record at which a condition begins to hold: `{ total, hits: [{ event, atMs }, ..] }`. */
  holds(condition: string): Promise<Held>;
  /** A page of the list of events: `eventPage({ filter: { types: ['MsgAppResp'], rejected: true }, after: 0, limit: 50 })`. */
  eventPage(ask: EventPageAsk): Promise<JsonResult>;
  /** The next event that passes a filter, after one, or after the playhead. */
  nextHit(filter: EventFilter, from?: number): Promise<number | undefined>;
  previousHit(filter: EventFilter, from?: number): Promise<number | undefined>;
  seek(ms: number): Promise<void>;
  live(): Promise<void>;

  /** The futures of this run: each `{id, name, parent, event, timeMs, endMs, events, commands, current}`. */
  branches(): Promise<readonly BranchInfo[]>;
  /** To the newest instant of a branch; what was pending in it goes on with it. */
  switchTo(branch: BranchId): Promise<void>;
  /** To any instant of any branch: after an event, or at a time; without either to its newest instant. */
  goTo(position: PositionAsk): Promise<void>;
  /** Two instants beside each other: where they part, and what differs in members, logs, stores and calls. */
  compare(a: PositionAsk, b: PositionAsk): Promise<JsonResult>;
  renameBranch(branch: BranchId, name: string): Promise<void>;
  deleteBranch(branch: BranchId): Promise<void>;
  restoreBranch(branch: BranchId): Promise<void>;
  /** The notebook: instants with notes. */
  moments(): Promise<JsonMoment[]>;
  /** Marks an instant, the playhead if none is named; its number. */
  addMoment(note: string, position?: PositionAsk): Promise<number>;
  changeMoment(id: number, note: string): Promise<void>;
  removeMoment(id: number): Promise<void>;
  restoreMoment(id: number): Promise<void>;

  /** What the past takes in memory, and what it may: `{checkpointBytes, budgetBytes, checkpoints, events}`. */
  memory(): Promise<MemoryReport>;
  /** Remembered in this browser; beyond it seeks into the old part of a run replay more. */
  setMemoryBudget(bytes: number): Promise<void>;

  kill(id: number): Promise<void>;
  restart(id: number): Promise<void>;
  pauseNode(id: number): Promise<void>;
  resumeNode(id: number): Promise<void>;
  campaign(id: number): Promise<void>;
  transferLeader(to: number): Promise<void>;
  forgetLeader(id: number): Promise<void>;
  /** A snapshot at the applied index, now. */
  snapshotNow(id: number): Promise<void>;
  isolate(id: number): Promise<void>;
  /**
   * fsyncMs: how long a sync takes; stuck: nothing is done until it is false again; lies: syncs sync nothing; full, roomBytes:
   * no room, now or after so many bytes; writesFail: every write is an error; unreadable: what a start cannot read.
   */
  disk(id: number, settings: DiskSettings): Promise<void>;
  /** One bit of a killed node's disk is another; what is left out the seed says, within what a checksum covers. */
  bitFlip(
    id: number,
    place?: { file?: 'wal' | 'snap'; record?: number; byte?: number; bit?: number },
  ): Promise<void>;
  /** The machine loses power: what was not synced is lost; torn: some of it is there all the same. */
  powerLoss(id: number, options?: { torn?: boolean }): Promise<void>;
  /** So many times as fast as it should, 0.1 to 10: its ticks, and all that is counted in them. */
  clockRate(id: number, rate: number): Promise<void>;
  /** The clock on its wall is set forward, or back by a negative time; ticks do not notice. */
  clockJump(id: number, ms: number): Promise<void>;
  /** One piece of random trouble now, of these kinds (all, unless said), by the run's seed: what was done; undefined: nothing could be. */
  trouble(kinds?: readonly FaultName[]): Promise<Command | undefined>;
  /** A killed node's disk is lost: it restarts with nothing. */
  loseDisk(id: number): Promise<void>;
  /** A killed voter starts as a cluster of its own (etcd --force-new-cluster). */
  forceNewCluster(id: number): Promise<void>;
  /** Flags of one member, as etcd has them: in force from its next start on. */
  configure(id: number, settings: MachineSettings): Promise<void>;
  partition(groups: number[][]): Promise<void>;
  /** The whole network at once: `shape('bridge', { node: 3 })`. */
  shape(name: ShapeName, options?: { node?: number }): Promise<void>;
  cut(from: number, to: number, options?: { oneWay?: boolean }): Promise<void>;
  heal(): Promise<void>;
  link(from: number, to: number, settings: LinkSettings): Promise<void>;
  deliver(messageId: number): Promise<void>;
  hold(messageId: number): Promise<void>;
  release(messageId: number): Promise<void>;
  drop(messageId: number): Promise<void>;
  duplicate(messageId: number): Promise<void>;
  /** Another message goes on in the place of one under way, with these fields changed: `forge(7, { term: 9, commit: 3 })`. */
  forge(messageId: number, fields: Extract<Command, { type: 'forge' }>['fields']): Promise<void>;

  /** Timers of voters end together, and votes are split; ticks: when. */
  alignTimers(options?: { nodes?: number[]; ticks?: number }): Promise<void>;
  /** Timers end one after the other, `gap` ticks apart, and votes are not split. */
  spreadTimers(options?: { nodes?: number[]; ticks?: number; gap?: number }): Promise<void>;

  /** The clock stands, and what happens next is chosen; or it goes by itself again. */
  byHand(on: boolean): Promise<void>;
  /** Everything that may happen next, by hand; nothing while time goes. */
  enabledActions(): Promise<JsonAction[]>;
  /** Makes one of them happen, by its id. */
  choose(actionId: string): Promise<void>;
  /** What an action, by its id, or a command would come to: done on a copy, and nothing has happened. */
  preview(ask: string | Command): Promise<JsonResult>;
  /**
   * When did a state become inevitable? From instants before the event that reached it (the last at or before the playhead, if none is
   * named) the run goes on otherwise, `runs` times from each of `instants`: `{points: [{event, timeMs, runs, reached, low, high}], bend}`.
   */
  likelihood(condition: string, options?: Omit<LikelihoodAsk, 'condition'>): Promise<Likelihood>;

  /**
   * Plays lab scripts (src/lessons/README.md), each from its `cluster` line on: the run is then the last one's, or that of
   * the first that failed.
   */
  script(text: string): Promise<ScriptReport>;

  /**
   * A stretch of the run, or all of it, as a text for another tool (src/export/README.md), or one of the page's pictures
   * (README, "Scripting"); a PNG as its bytes.
   */
  exportRun(form: string, window?: TimeWindow): Promise<string | Uint8Array>;

  /** A transcript of raft's interaction tests becomes the run, by hand, or is refused with its line and why. */
  importTranscript(text: string): Promise<TranscriptReport>;

  put(key: string, value: string, options?: AtNode): Promise<Outcome>;
  get(
    key: string,
    options?: AtNode & { consistency?: 'linearizable' | 'serializable'; rev?: number },
  ): Promise<Outcome>;
  /** A machine that is not there yet is started first. The call ends when the change is applied at the node asked. */
  memberAdd(id: number, options?: AtNode & { learner?: boolean }): Promise<Outcome>;
  memberPromote(id: number, options?: AtNode): Promise<Outcome>;
  memberRemove(id: number, options?: AtNode): Promise<Outcome>;
  /** Several at once, through a joint configuration; explicit: joint until leaveJoint(). */
  memberChange(
    changes: members.MemberChange[],
    options?: AtNode & { transition?: members.Transition },
  ): Promise<Outcome>;
  leaveJoint(options?: AtNode): Promise<Outcome>;
  /** Any call of etcd's API (README, "Scripting"): `call({ type: 'put', key: 'a', value: '1' })`. */
  call(operation: OperationInput, options?: Caller): Promise<JsonResult>;
  txn(txn: Omit<Extract<OperationInput, { type: 'txn' }>, 'type'>, options?: Caller): Promise<JsonResult>;
  /** id: hexadecimal; left out: the cluster chooses. */
  leaseGrant(ttl: number, options?: Caller & { id?: string }): Promise<JsonResult>;
  leaseRevoke(id: string, options?: Caller): Promise<JsonResult>;
  leaseKeepAlive(id: string, options?: Caller): Promise<JsonResult>;
  /**
   * Opens a stream with one watch, and resolves to its number; what comes on it is in streams(). needsLeader: the member ends it
   * when it has known of no leader for long, as etcdctl's watch asks for (clientv3: WithRequireLeader).
   */
  watch(watch: WatchInput, options?: Caller & { needsLeader?: boolean }): Promise<number>;
  closeStream(id: number): Promise<void>;
  /**
   * An HTTP request to a member, as curl would make it, with its whole answer: `http('PUT', '/v2/keys/a', { body: 'value=1', headers:
   * { 'Content-Type': 'application/x-www-form-urlencoded' } })`. port: 'peer' or 'keyServer', else the client port.
   */
  http(method: string, path: string, options?: HttpOptions): Promise<HttpResult>;
  /** The same for an answer that goes on, such as a watch: its number, with which what has come is read, and the client hangs up. */
  openHttp(method: string, path: string, options?: HttpOptions): Promise<number>;
  httpAnswer(id: number): Promise<HttpResult>;
  closeHttp(id: number): Promise<void>;
  streams(): Promise<JsonResult[]>;
  /** Opens a console at a member, the first that runs if none is named: its name (`console1`). */
  openConsole(options?: AtNode): Promise<string>;
  /** A line at a console's prompt, as if it was typed there; it waits until what runs there has ended. */
  typeLine(console: string, line: string): Promise<void>;
  /** Text for the standard input of what runs at a console; `endInput` is its end (Ctrl-D), `interrupt` is Ctrl-C. */
  typeInput(console: string, text: string): Promise<void>;
  endInput(console: string): Promise<void>;
  interrupt(console: string): Promise<void>;
  /** All that a console has shown up to the playhead. */
  consoleText(console: string): Promise<string>;
  /** What it has done up to the playhead, as a lab script. */
  consoleScript(console: string): Promise<string>;
  closeConsole(console: string): Promise<void>;
  /** recipe and fields as in the page's own form: `startClient('c1', 'lock', { subject: 'm', ttl: '10' })`. */
  startClient(name: string, recipe: string, fields?: object, options?: AtNode): Promise<void>;
  /** word: release, publish (with a value), stopKeepAlive. */
  tellClient(name: string, word: string, value?: string): Promise<void>;
  /** Many clients as a dial; what is left out of `settings` is as `defaultLoad` (src/client/load.ts) has it. */
  startLoad(name: string, settings?: Partial<LoadSettings>, options?: AtNode): Promise<void>;
  /** Turns a load that runs; what is left out stays. */
  changeLoad(name: string, settings: Partial<LoadSettings>): Promise<void>;
  pauseClient(name: string): Promise<void>;
  resumeClient(name: string): Promise<void>;
  stopClient(name: string): Promise<void>;
  clients(): Promise<JsonResult[]>;
  etcdctl(line: string, options?: AtNode & { api?: 2 | 3; stdin?: string }): Promise<CommandResult>;

  /**
   * Why something is so at the playhead: the rule that decided, its numbers, what would have to happen, when it will by itself,
   * and the events that led to it (README, "Scripting"). `why('vote(2)')`, `why('leader')`, `why({ type: 'message', id: 17 })`.
   */
  why(subject: Subject | string): Promise<Why & { readonly text: string }>;
  /**
   * Where a value comes from at the playhead: the event that set it first, the one that sent the message that carried it, and so on
   * back to a first input (README, "Scripting"). `origin('node(3).term')`, `origin('key("a").value')`.
   */
  origin(place: string): Promise<readonly OriginStep[]>;
  /**
   * What became of an entry, a call or a read up to the playhead, across all nodes (README, "Scripting"). `follow('call(7)')`,
   * `follow('entry(5)')`, `follow({ type: 'entry', index: 5, node: 3 })`.
   */
  follow(followed: Followed | string): Promise<Story>;

  /**
   * What could have influenced an event (its number) or a message (`{ type: 'message', id }`), and what it could influence:
   * how far that reaches at each node, and how many events it is; within a window of time if one is given.
   */
  cone(of: ConeOf, window?: TimeWindow): Promise<Cone>;

  /** The lessons of the course in reading order: how often each asks something, and whether a goal is to be reached at its end. */
  lessons(): Promise<LessonItem[]>;
  /** A lesson opens beside the stage, at its first step or the one of this id; its run takes the place of the one that is open. */
  openLesson(id: string, options?: { step?: string }): Promise<void>;
  /** The famous schedules: what `openGallery` takes, in the language that is shown, and the options of an address that opens each. */
  gallery(): Promise<GalleryItem[]>;
  /** The run of a schedule takes the place of the one that is open, paused at its instant. */
  openGallery(name: string): Promise<void>;
  /** The address that opens this lab at this instant; rejects where that would be too long for a link: then save(). */
  share(): Promise<string>;
  /** The lab as the bytes of a file. */
  save(): Promise<Uint8Array>;
  /** A saved lab takes the place of this one; what cannot be opened leaves it as it is. */
  open(file: Uint8Array): Promise<void>;
}

/** A moment of the notebook, its time in milliseconds. */
export type JsonMoment = Omit<Moment, 'at'> & { readonly atMs: number };

/** An action with its label as an English sentence. */
export type JsonAction = Omit<Action, 'label'> & { readonly label: string };

/** Plain JSON: keys and values as text, ids in hexadecimal. */
export type JsonResult = Record<string, unknown>;

const actionSentence = latePart(() => import('./action-sentence.ts'));
const exporting = latePart(withMessages(() => import('../ui/export/make.ts')));
const fromLessons = latePart(withMessages(() => import('../ui/lesson/lesson-items.ts')));
const fromGallery = latePart(withMessages(() => import('../ui/gallery/open-gallery.ts')));
const whyText = latePart(() => import('./why-text.ts'));
const clientForm = latePart(() => import('../forms/client-form.ts'));

/**
 * The scripting object. Calls wait for `opened`, the lab once the page has brought it to its opening: what a script does
 * comes after that, however early it asks. Every method is async, so that a wrong argument rejects as well. What makes a
 * command or a call is only put together here: the lab's schemas say what it may be.
 */
export function makeScripting(opened: Promise<LabPort>, version: string, ready: Promise<void>): Quorumscope {
  /** A call that does a command. */
  const does =
    <Given extends readonly unknown[]>(call: string, command: (...given: Given) => Command) =>
    async (...given: Given): Promise<void> => {
      checkPlain(call, given);
      return (await opened).act(command(...given));
    };
  const calling = async (call: string, operation: CallOperation, options: unknown): Promise<CallResult> => {
    checkPlain(call, [operation]);
    const caller = given(argument(call, 'options', schema.caller, options) ?? {});
    return (await opened).call({ ...caller, operation });
  };
  const withOutcome = async (...asked: Parameters<typeof calling>): Promise<Outcome> =>
    outcomeOf(await calling(...asked));
  const inJson = async (...asked: Parameters<typeof calling>): Promise<JsonResult> =>
    plainJson(await calling(...asked)) as JsonResult;
  /** Those that a client program turns to: the one that is named, or all. */
  const endpointsOf = async (call: string, options: unknown): Promise<readonly number[]> => {
    const { node } = argument(call, 'options', schema.atNode, options) ?? {};
    return node === undefined ? (await (await opened).state()).nodes.map(({ id }) => id) : [node];
  };

  return {
    version,
    ready,
    reset: async (config) => (await opened).reset(argument('reset', 'config', schema.config, config)),
    drawLogs: async (drawing, config) => {
      const drawn = argument('drawLogs', 'drawing', schema.drawing, drawing);
      const rest = argument('drawLogs', 'config', schema.config, config) ?? {};
      const nodes = Math.max(1, ...drawn.map(({ node }) => node));
      return (await opened).reset({ nodes, ...rest, drawing: drawn });
    },
    state: async () => (await opened).state(),
    hash: async () => (await opened).hash(),

    play: async (speed) => (await opened).play(argument('play', 'speed', schema.pace, speed)),
    pause: async () => (await opened).pause(),
    step: async (kind, count, node) => (await opened).step(...stepArguments('step', kind, count, node)),
    back: async (kind, count, node) => (await opened).back(...stepArguments('back', kind, count, node)),
    stepToCause: async (of) => (await opened).stepToCause(argument('stepToCause', 'of', schema.caused, of)),
    stepToEffect: async (of) =>
      (await opened).stepToEffect(argument('stepToEffect', 'of', schema.caused, of)),
    runFor: async (ms) => (await opened).runFor(argument('runFor', 'ms', schema.ms, ms)),
    runUntil: async (condition, options) => {
      const { maxMs } = argument('runUntil', 'options', schema.runOptions, options) ?? {};
      // Which conditions there are, the lab knows.
      const target = argument('runUntil', 'condition', schema.text, condition);
      return (await (await opened).runUntil(target, maxMs)).end === 'found';
    },
    setBreakpoints: async (list) => {
      checkPlain('setBreakpoints', [list]);
      await (await opened).setBreakpoints(list);
      useView.setState({ breakpoints: list });
    },
    setWatches: async (list) => {
      checkPlain('setWatches', [list]);
      await (await opened).setWatches(list);
      useView.setState({ watches: list });
    },
    holds: async (condition) => (await opened).holds(argument('holds', 'condition', schema.text, condition)),
    eventPage: async (ask) => {
      checkPlain('eventPage', [ask]);
      return plainJson(await (await opened).eventPage(ask)) as JsonResult;
    },
    nextHit: async (filter, from) => {
      checkPlain('nextHit', [filter, from]);
      return (await opened).nextHit(filter, from);
    },
    previousHit: async (filter, from) => {
      checkPlain('previousHit', [filter, from]);
      return (await opened).previousHit(filter, from);
    },
    seek: async (ms) => (await opened).seek(argument('seek', 'ms', schema.ms, ms)),
    live: async () => (await opened).live(),

    branches: async () => (await opened).branches(),
    switchTo: async (branch) => (await opened).switchTo(number('switchTo', 'branch', branch)),
    goTo: async (position) => (await opened).goTo(argument('goTo', 'position', schema.position, position)),
    compare: async (a, b) => {
      const lab = await opened;
      const [first, second] = [
        argument('compare', 'a', schema.position, a),
        argument('compare', 'b', schema.position, b),
      ];
      return plainJson(await lab.compare(first, second)) as JsonResult;
    },
    renameBranch: async (branch, name) =>
      (await opened).renameBranch(
        number('renameBranch', 'branch', branch),
        argument('renameBranch', 'name', schema.text, name),
      ),
    deleteBranch: async (branch) => (await opened).deleteBranch(number('deleteBranch', 'branch', branch)),
    restoreBranch: async (branch) => (await opened).restoreBranch(number('restoreBranch', 'branch', branch)),
    moments: async () =>
      (await (await opened).moments()).map(({ id, note, branch, event, at }) => ({
        id,
        note,
        branch,
        event,
        atMs: microsToMs(at),
      })),
    addMoment: async (note, position) =>
      (await opened).addMoment(
        argument('addMoment', 'note', schema.text, note),
        position === undefined ? undefined : argument('addMoment', 'position', schema.position, position),
      ),
    changeMoment: async (id, note) =>
      (await opened).changeMoment(
        number('changeMoment', 'id', id),
        argument('changeMoment', 'note', schema.text, note),
      ),
    removeMoment: async (id) => (await opened).removeMoment(number('removeMoment', 'id', id)),
    restoreMoment: async (id) => (await opened).restoreMoment(number('restoreMoment', 'id', id)),
    memory: async () => (await opened).memory(),
    setMemoryBudget: async (bytes) => chooseBudget(await opened, number('setMemoryBudget', 'bytes', bytes)),

    kill: does('kill', (node) => ({ type: 'kill', node })),
    restart: does('restart', (node) => ({ type: 'restart', node })),
    pauseNode: does('pauseNode', (node) => ({ type: 'pause', node })),
    resumeNode: does('resumeNode', (node) => ({ type: 'resume', node })),
    campaign: does('campaign', (node) => ({ type: 'campaign', node })),
    transferLeader: does('transferLeader', (to) => ({ type: 'transferLeader', to })),
    forgetLeader: does('forgetLeader', (node) => ({ type: 'forgetLeader', node })),
    snapshotNow: does('snapshotNow', (node) => ({ type: 'snapshotNow', node })),
    isolate: does('isolate', (node) => ({ type: 'isolate', node })),
    disk: does('disk', (node, settings) => ({ type: 'disk', node, settings: given(settings) })),
    bitFlip: does('bitFlip', (node, place: object = {}) => ({
      file: 'wal' as const,
      ...given(place),
      type: 'bitFlip',
      node,
    })),
    powerLoss: does('powerLoss', (node, options: object = {}) => ({
      torn: false,
      ...given(options),
      type: 'powerLoss',
      node,
    })),
    clockRate: does('clockRate', (node, rate) => ({ type: 'clockRate', node, rate })),
    clockJump: does('clockJump', (node, ms) => ({ type: 'clockJump', node, ms })),
    trouble: async (kinds = faultNames) =>
      (await opened).drawTrouble(argument('trouble', 'kinds', schema.kinds, kinds)),
    loseDisk: does('loseDisk', (node) => ({ type: 'loseDisk', node })),
    forceNewCluster: does('forceNewCluster', (node) => ({ type: 'forceNewCluster', node })),
    configure: does('configure', (node, settings) => ({
      type: 'configure',
      node,
      settings: given(settings),
    })),
    partition: does('partition', (groups) => ({ type: 'partition', groups })),
    shape: does('shape', (shape, options: object = {}) => ({ ...given(options), type: 'shape', shape })),
    cut: does('cut', (from, to, options) => ({
      type: 'cut',
      from,
      to,
      oneWay: argument('cut', 'options', schema.cutOptions, options)?.oneWay ?? false,
    })),
    heal: does('heal', () => ({ type: 'heal' })),
    link: does('link', (from, to, settings) => ({ type: 'link', from, to, settings: given(settings) })),
    deliver: does('deliver', (message) => ({ type: 'deliver', message })),
    hold: does('hold', (message) => ({ type: 'hold', message })),
    release: does('release', (message) => ({ type: 'release', message })),
    drop: does('drop', (message) => ({ type: 'drop', message })),
    duplicate: does('duplicate', (message) => ({ type: 'duplicate', message })),
    alignTimers: does('alignTimers', (options: object = {}) => ({ ...given(options), type: 'alignTimers' })),
    spreadTimers: does('spreadTimers', (options: object = {}) => ({
      ...given(options),
      type: 'spreadTimers',
    })),
    forge: does('forge', (message, fields) => ({ type: 'forge', message, fields: given(fields) })),

    byHand: async (on) => (await opened).byHand(argument('byHand', 'on', schema.isOn, on)),
    enabledActions: async () => {
      const [{ sentenceOf }, lab] = await Promise.all([actionSentence.load(), opened]);
      const actions = await lab.enabledActions();
      return actions.map((action) => Object.assign({}, action, { label: sentenceOf(action.label) }));
    },
    script: async (text) => (await opened).script(argument('script', 'text', schema.text, text)),
    importTranscript: async (text) =>
      (await opened).importTranscript(argument('importTranscript', 'text', schema.text, text)),
    exportRun: async (form, window) => {
      const of = argument('exportRun', 'form', schema.text, form);
      const given = argument('exportRun', 'window', schema.window, window);
      const lab = await opened;
      const asked = given ?? {
        fromMs: 0,
        toMs: (await lab.branches()).find(({ current }) => current)?.endMs ?? 0,
      };
      // A form that is none of the page's pictures is the lab's to know.
      if (!/\.(svg|png)$/.test(of)) {
        const exported = await lab.exportWindow(of as TextForm, asked);
        if ('text' in exported) return exported.text;
        throw new Error(tooLargeText(exported));
      }
      const { isExportForm, makeExport, pictureForms } = await exporting.load();
      if (!isExportForm(of)) {
        throw new Error(
          `exportRun: form is ${brief(of)}; there are ${[...pictureForms, ...textForms].join(', ')}`,
        );
      }
      const made = await makeExport(lab, of, asked);
      if ('tooLarge' in made) throw new Error(tooLargeText(made));
      return made.text ?? new Uint8Array(await made.blob.arrayBuffer());
    },
    choose: async (actionId) => (await opened).choose(argument('choose', 'actionId', schema.text, actionId)),
    likelihood: async (condition, options) => {
      const asked = argument('likelihood', 'options', schema.likelihoodOptions, options) ?? {};
      return (await opened).likelihood({
        ...asked,
        condition: argument('likelihood', 'condition', schema.text, condition),
      });
    },
    preview: async (ask) => {
      // Whether it is a command, its schema says.
      checkPlain('preview', [ask]);
      return plainJson(await (await opened).preview(ask)) as JsonResult;
    },

    put: async (key, value, options) => withOutcome('put', put(key, value), options),
    get: async (key, options) => {
      const { node, ...rest } = argument('get', 'options', schema.getOptions, options) ?? {};
      return withOutcome('get', get(key, given(rest)), { node });
    },
    memberAdd: async (id, options) => {
      const { learner, node } = argument('memberAdd', 'options', schema.addOptions, options) ?? {};
      return withOutcome('memberAdd', members.memberAdd(id, learner), { node });
    },
    memberPromote: async (id, options) => withOutcome('memberPromote', members.memberPromote(id), options),
    memberRemove: async (id, options) => withOutcome('memberRemove', members.memberRemove(id), options),
    memberChange: async (changes, options) => {
      const { node, transition } = argument('memberChange', 'options', schema.changeOptions, options) ?? {};
      return withOutcome('memberChange', members.memberChange(changes, transition), { node });
    },
    leaveJoint: async (options) => withOutcome('leaveJoint', members.leaveJoint(), options),
    call: async (operation, options) => inJson('call', operation, options),
    txn: async (txn, options) => inJson('txn', { ...fieldsOf('txn', 'txn', txn), type: 'txn' }, options),
    leaseGrant: async (ttl, options) => {
      const { id, ...caller } = argument('leaseGrant', 'options', schema.leaseOptions, options) ?? {};
      return inJson('leaseGrant', { type: 'leaseGrant', ttl, ...(id === undefined ? {} : { id }) }, caller);
    },
    leaseRevoke: async (id, options) => inJson('leaseRevoke', { type: 'leaseRevoke', id }, options),
    leaseKeepAlive: async (id, options) => inJson('leaseKeepAlive', { type: 'leaseKeepAlive', id }, options),
    watch: async (watch, options) => {
      checkPlain('watch', [watch]);
      const caller = given(argument('watch', 'options', schema.watchOptions, options) ?? {});
      const first = { ...fieldsOf('watch', 'watch', watch), ...watch, type: 'create' } as const;
      return (await opened).openStream({ ...caller, kind: 'watch', first });
    },
    closeStream: does('closeStream', (stream) => ({ type: 'closeStream', stream })),
    http: async (method, path, options) =>
      httpResultOf(await (await opened).http(askOf('http', method, path, options))),
    openHttp: async (method, path, options) =>
      (await opened).openHttp(askOf('openHttp', method, path, options)),
    httpAnswer: async (id) =>
      httpResultOf(await (await opened).httpAnswer(argument('httpAnswer', 'id', schema.number, id))),
    closeHttp: does('closeHttp', (request) => ({ type: 'httpGone', request })),
    streams: async () => toJson(await (await opened).streams()),
    openConsole: async (options) =>
      (await opened).openConsole((argument('openConsole', 'options', schema.atNode, options) ?? {}).node),
    typeLine: async (console, line) => {
      const text = argument('typeLine', 'line', schema.text, line);
      return (await opened).tellConsole(argument('typeLine', 'console', schema.text, console), {
        type: 'line',
        text,
      });
    },
    typeInput: async (console, text) => {
      const bytes = encodeUtf8(argument('typeInput', 'text', schema.text, text));
      return (await opened).tellConsole(argument('typeInput', 'console', schema.text, console), {
        type: 'input',
        bytes,
      });
    },
    endInput: async (console) =>
      (await opened).tellConsole(argument('endInput', 'console', schema.text, console), { type: 'eof' }),
    interrupt: async (console) =>
      (await opened).tellConsole(argument('interrupt', 'console', schema.text, console), {
        type: 'signal',
        signal: 'SIGINT',
      }),
    consoleText: async (console) =>
      (await opened).consoleText(argument('consoleText', 'console', schema.text, console)),
    consoleScript: async (console) =>
      (await opened).consoleScript(argument('consoleScript', 'console', schema.text, console)),
    closeConsole: async (console) =>
      (await opened).closeConsole(argument('closeConsole', 'console', schema.text, console)),
    startClient: async (client, recipe, fields, options) => {
      const { formedProgram, recipes } = await clientForm.load();
      const known = recipes.find((each) => each === recipe);
      if (known === undefined) {
        throw new Error(
          `startClient: there is no recipe ${brief(recipe)}; recipes are ${recipes.join(', ')}`,
        );
      }
      const form = formedProgram(known, argument('startClient', 'fields', schema.recipeFields, fields) ?? {});
      if (!form.ok) throw new Error(`startClient: fields.${form.field} is not a number in range`);
      const endpoints = await endpointsOf('startClient', options);
      checkPlain('startClient', [client]);
      return (await opened).act({ type: 'startClient', client, endpoints, program: form.program });
    },
    tellClient: does('tellClient', (client, word, value = '') => ({
      type: 'tellClient',
      client,
      instruction: instructionBy(argument('tellClient', 'word', schema.word, word), value),
    })),
    startLoad: async (client, settings, options) => {
      checkPlain('startLoad', [client, settings]);
      const endpoints = await endpointsOf('startLoad', options);
      const all = { ...defaultLoad, ...given(settings ?? {}) };
      const program = { recipe: 'load', name: encodeUtf8('load'), settings: all } as const;
      return (await opened).act({ type: 'startClient', client, endpoints, program });
    },
    changeLoad: does('changeLoad', (client, settings) => ({
      type: 'tellClient',
      client,
      instruction: { type: 'dial', load: given(settings) },
    })),
    pauseClient: does('pauseClient', (client) => ({ type: 'pauseClient', client })),
    resumeClient: does('resumeClient', (client) => ({ type: 'resumeClient', client })),
    stopClient: does('stopClient', (client) => ({ type: 'stopClient', client })),
    clients: async () => toJson(await (await opened).clients()),
    etcdctl: async (line, options) => {
      const asked = given(argument('etcdctl', 'options', schema.etcdctlOptions, options) ?? {});
      const ask = { ...asked, line: argument('etcdctl', 'line', schema.text, line) };
      return (await opened).etcdctl(ask);
    },

    why: async (subject) => {
      checkPlain('why', [subject]);
      const [{ withText }, lab] = await Promise.all([whyText.load(), opened]);
      return withText(await lab.why(subject));
    },

    origin: async (place) => {
      checkPlain('origin', [place]);
      return (await opened).origin(place);
    },

    cone: async (of, window) =>
      (await opened).cone(
        argument('cone', 'of', schema.coneOf, of),
        argument('cone', 'window', schema.window, window),
      ),

    follow: async (followed) => {
      checkPlain('follow', [followed]);
      return (await opened).follow(followed);
    },

    lessons: async () => (await fromLessons.load()).lessonItems(),
    openLesson: async (id, options) => {
      const asked = argument('openLesson', 'id', schema.text, id);
      const { step } = argument('openLesson', 'options', schema.lessonOptions, options) ?? {};
      await (await fromLessons.load()).openLesson(await opened, asked, { step });
    },
    gallery: async () => (await fromGallery.load()).galleryItems(),
    openGallery: async (name) => {
      const asked = argument('openGallery', 'name', schema.text, name);
      await (await fromGallery.load()).openGallery(await opened, asked);
    },
    share: async () => {
      const link = await linkToLab(await opened);
      if ('url' in link) return link.url;
      throw new Error(
        `share: the link would have ${link.tooLong} characters, too many for one; save() gives a file`,
      );
    },
    save: async () => (await opened).save(viewOfLab(useView.getState())),
    open: async (file) => {
      if (!(file instanceof Uint8Array)) throw new Error('open: file: Expected the bytes of a saved lab');
      const { view } = await (await opened).open(file);
      showLabView(view);
    },
  };
}

function instructionBy(word: 'release' | 'publish' | 'stopKeepAlive', value: string): Instruction {
  return word === 'publish'
    ? { type: word, value: encodeUtf8(argument('tellClient', 'value', schema.text, value)) }
    : { type: word };
}

function tooLargeText({ form, tooLarge: { limit, unit, fitsToMs } }: TooLarge): string {
  const fits = fitsToMs === undefined ? 'not even its first instant fits' : `up to toMs: ${fitsToMs} it fits`;
  return `exportRun: the window is too large for ${form}, which has room for ${limit} ${unit}; ${fits}`;
}

function toJson(items: readonly object[]): JsonResult[] {
  return items.map((item) => plainJson(item) as JsonResult);
}

function number(call: string, name: string, value: unknown): number {
  return argument(call, name, schema.number, value);
}

function stepArguments(
  call: string,
  kind: unknown,
  count: unknown,
  node: unknown,
): [StepKind | undefined, number | undefined, number | undefined] {
  return [
    argument(call, 'kind', schema.kind, kind),
    argument(call, 'count', schema.count, count),
    node === undefined ? undefined : number(call, 'node', node),
  ];
}

/** The fields that are given: an option set to undefined is one left out. What is no object is left to the schemas. */
function given<T extends object>(options: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  type Given = { [K in keyof T]: Exclude<T[K], undefined> };
  if (!isFields(options)) return options as Given;
  const fields = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(fields) as Given;
}

function askOf(name: string, method: string, path: string, options?: HttpOptions): HttpAsk {
  const { node, port, headers, body } = argument(name, 'options', schema.httpOptions, options) ?? {};
  const bytes = typeof body === 'string' ? encodeUtf8(body) : body;
  return {
    method: argument(name, 'method', schema.text, method),
    path: argument(name, 'path', schema.text, path),
    ...given({ node, port, headers, body: bytes }),
  };
}

function httpResultOf(answer: HttpAnswer): HttpResult {
  return { ...answer, body: decodeUtf8(answer.body) };
}
