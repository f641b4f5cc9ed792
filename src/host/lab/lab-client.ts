import type { SavedDataDir } from '../../datadir/exchange/data-dir.ts';
import type { EtcdVersion } from '../../datadir/exchange/version.ts';
import { releaseProxy, wrap, type Remote } from 'comlink';
import { assert } from '../../base/assert.ts';
import type { NodeId } from '../../base/flavor.ts';
import type { Followed, Story } from '../../explain/follow/story.ts';
import type { OriginStep } from '../../explain/origin/origin-step.ts';
import type { Subject } from '../../explain/why/subject.ts';
import type { Why } from '../../explain/why/why.ts';
import type { BranchId, Moment } from '../../history/position.ts';
import type {
  BranchInfo,
  ClientFrame,
  Frame,
  FrameRequest,
  Inspection,
  Selection,
  StreamFrame,
} from '../../lab/frame/frame.ts';
import type { SoughtInstant } from '../../lessons/course/instant-finder.ts';
import type { ExportedText, TextForm, TooLarge } from '../../export/form.ts';
import type {
  LabLink,
  LabPort,
  OpenedLab,
  MemoryReport,
  PaceChoice,
  PlayedLesson,
  PositionAsk,
  RunEnd,
  ScriptReport,
  SketchAsk,
  StepKind,
  TimeWindow,
  TranscriptReport,
} from '../../lab/lab-port.ts';
import type { ConsoleInstruction } from '../../console/kernel/heard.ts';
import type { ConsoleCompletions } from '../../console/complete/complete.ts';
import type { ConsoleCompletionsAsk, ConsolePage, ConsolePageAsk } from '../../lab/console-calls.ts';
import type { Cone, ConeOf } from '../../lab/debug/cone.ts';
import type { ModelAction } from '../../model/action.ts';
import type { ModelSetup } from '../../model/setup.ts';
import type { OpenedSchedule } from '../../lab/search/open-schedule.ts';
import type { Likelihood, LikelihoodAsk } from '../../lab/debug/likelihood.ts';
import type { Breakpoint } from '../../lab/debug/breakpoints.ts';
import type { EventFilter, EventPage, EventPageAsk } from '../../lab/debug/event-rows.ts';
import type { Held } from '../../lab/debug/holds.ts';
import type { RulesKeptRun } from '../../lab/play/rules-kept-run.ts';
import type { ShrunkRun } from '../../lab/play/shrink-run.ts';
import type { Preview, PreviewAsk } from '../../lab/debug/preview.ts';
import type { Call, CallResult, StreamOpening } from '../../lab/call/call.ts';
import type { CommandLineAsk, CommandResult } from '../../lab/call/command-lines.ts';
import type { HttpAnswer, HttpAsk } from '../../lab/call/http-calls.ts';
import type { Decision } from '../../explain/decisions/decision.ts';
import type { DecisionsAsk } from '../../explain/decisions/decisions.ts';
import type { SideBySide } from '../../lab/side/side-by-side.ts';
import type { ClientHistory } from '../../lab/look/client-history.ts';
import type { Comparison } from '../../lab/look/comparison.ts';
import type { KeptLab } from '../../lab/keep/keeper.ts';
import type { OpenedKept } from '../../lab/keep/kept-labs.ts';
import type { WorldState } from '../../lab/frame/world-state.ts';
import type { StreamRequest } from '../../node/io.ts';
import type { Command } from '../../sim/command/command.ts';
import type { FaultName } from '../../sim/command/faults.ts';
import type { Action } from '../../sim/hand/enabled-actions.ts';
import type { SavedView } from '../../saved/saved-view.ts';
import type { LabConfig } from '../../sim/world/config.ts';
import {
  valueOf,
  type ControlMethod,
  type LabEndpoint,
  type LabPorts,
  type Reopening,
  type Reply,
} from './lab-call.ts';
import { applyPatch, type Patch } from './patch.ts';

/** The part of the lab's Web Worker that the page needs; tests bring their own. */
export interface LabWorkerLike {
  postMessage(ports: LabPorts, transfer: Transferable[]): void;
  addEventListener(type: 'error', listener: (event: ErrorEvent) => void): void;
  addEventListener(type: 'messageerror', listener: () => void): void;
  terminate(): void;
}

/**
 * The lab as the page has it: every call goes to the lab worker. When that dies, calls in flight and all later ones
 * reject with the reason, and `onDeath` is told once.
 */
export class LabClient implements LabPort {
  readonly #worker: LabWorkerLike;
  readonly #control: Remote<LabEndpoint>;
  readonly #frames: MessagePort;
  readonly #waiting = new Set<(error: Error) => void>();
  #frameAnswer: ((reply: Reply<Patch>) => void) | undefined;
  /** The frame that the next patch is made against. */
  #shown: Frame | undefined;
  #death: Error | undefined;

  #heard = false;

  /** `watch` calls back when the worker, which has spoken by then, has ended by itself (life-line.ts). `reopen`:
   * the kept lab that is asked for next; `keepsNothing`: nothing is kept, and what is kept is not looked at. */
  constructor(
    worker: LabWorkerLike,
    readonly onDeath: (reason: string) => void,
    readonly watch?: (ended: () => void) => void,
    reopen?: Reopening,
    memoryBudget?: number,
    keepsNothing = false,
  ) {
    const control = new MessageChannel();
    const frames = new MessageChannel();
    this.#worker = worker;
    this.#control = wrap<LabEndpoint>(control.port1);
    this.#frames = frames.port1;
    this.#frames.addEventListener('message', (event: MessageEvent<Reply<Patch>>) => {
      this.#frameAnswer?.(event.data);
    });
    this.#frames.start();
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.stop(event.message || 'its script did not load');
    });
    worker.addEventListener('messageerror', () => this.stop('it sent what cannot be read'));
    worker.postMessage({ control: control.port2, frames: frames.port2, reopen, memoryBudget, keepsNothing }, [
      control.port2,
      frames.port2,
    ]);
  }

  reset(config?: Partial<LabConfig>): Promise<void> {
    return this.#call('reset', config);
  }
  play(pace?: PaceChoice): Promise<void> {
    return this.#call('play', pace);
  }
  pause(): Promise<void> {
    return this.#call('pause');
  }
  step(kind?: StepKind, count?: number, node?: number): Promise<void> {
    return this.#call('step', kind, count, node);
  }
  back(kind?: StepKind, count?: number, node?: number): Promise<void> {
    return this.#call('back', kind, count, node);
  }
  stepToCause(of?: Selection): Promise<number> {
    return this.#call('stepToCause', of);
  }
  stepToEffect(of?: Selection): Promise<number> {
    return this.#call('stepToEffect', of);
  }
  runFor(ms: number): Promise<void> {
    return this.#call('runFor', ms);
  }
  runUntil(target: string, maxMs?: number): Promise<RunEnd> {
    return this.#call('runUntil', target, maxMs);
  }
  setBreakpoints(list: readonly Breakpoint[]): Promise<void> {
    return this.#call('setBreakpoints', list);
  }
  setWatches(list: readonly string[]): Promise<void> {
    return this.#call('setWatches', list);
  }
  setGoal(condition: string | undefined): Promise<void> {
    return this.#call('setGoal', condition);
  }
  holds(condition: string): Promise<Held> {
    return this.#call('holds', condition);
  }
  eventPage(ask: EventPageAsk): Promise<EventPage> {
    return this.#call('eventPage', ask);
  }
  nextHit(filter: EventFilter, from?: number): Promise<number | undefined> {
    return this.#call('nextHit', filter, from);
  }
  previousHit(filter: EventFilter, from?: number): Promise<number | undefined> {
    return this.#call('previousHit', filter, from);
  }
  seek(ms: number): Promise<void> {
    return this.#call('seek', ms);
  }
  seekEvent(event: number): Promise<void> {
    return this.#call('seekEvent', event);
  }
  playLesson(script: string, instants: readonly SoughtInstant[]): Promise<PlayedLesson> {
    return this.#call('playLesson', script, instants);
  }
  playTo(event: number, pace?: PaceChoice): Promise<void> {
    return this.#call('playTo', event, pace);
  }
  sideBySide(a: string, b: string): Promise<SideBySide> {
    return this.#call('sideBySide', a, b);
  }
  decisions(ask: DecisionsAsk): Promise<readonly Decision[]> {
    return this.#call('decisions', ask);
  }
  nextDecision(node: NodeId, maxMs?: number): Promise<Decision | undefined> {
    return this.#call('nextDecision', node, maxMs);
  }
  haltAtViolations(on: boolean): Promise<void> {
    return this.#call('haltAtViolations', on);
  }
  live(): Promise<void> {
    return this.#call('live');
  }
  act(command: Command): Promise<void> {
    return this.#call('act', command);
  }
  byHand(on: boolean): Promise<void> {
    return this.#call('byHand', on);
  }
  drawTrouble(kinds: readonly FaultName[]): Promise<Command | undefined> {
    return this.#call('drawTrouble', kinds);
  }
  enabledActions(): Promise<readonly Action[]> {
    return this.#call('enabledActions');
  }
  choose(actionId: string): Promise<void> {
    return this.#call('choose', actionId);
  }
  preview(ask: PreviewAsk): Promise<Preview> {
    return this.#call('preview', ask);
  }
  likelihood(ask: LikelihoodAsk): Promise<Likelihood> {
    return this.#call('likelihood', ask);
  }
  clientHistory(): Promise<ClientHistory> {
    return this.#call('clientHistory');
  }
  searchSetup(): Promise<ModelSetup> {
    return this.#call('searchSetup');
  }
  openSchedule(actions: readonly ModelAction[]): Promise<OpenedSchedule> {
    return this.#call('openSchedule', actions);
  }
  keptLabs(): Promise<readonly KeptLab[]> {
    return this.#call('keptLabs');
  }
  openKept(id?: string): Promise<OpenedKept | undefined> {
    return this.#call('openKept', id);
  }
  renameKept(id: string, name: string): Promise<void> {
    return this.#call('renameKept', id, name);
  }
  deleteKept(id: string): Promise<void> {
    return this.#call('deleteKept', id);
  }
  restoreKept(id: string): Promise<void> {
    return this.#call('restoreKept', id);
  }
  keepNow(view?: SavedView): Promise<void> {
    return this.#call('keepNow', view);
  }
  save(view?: SavedView): Promise<Uint8Array> {
    return this.#call('save', view);
  }
  dataDir(node: NodeId, version: EtcdVersion): Promise<SavedDataDir> {
    return this.#call('dataDir', node, version);
  }
  link(view?: SavedView): Promise<LabLink> {
    return this.#call('link', view);
  }
  open(file: Uint8Array, options?: { readonly anyway?: boolean }): Promise<OpenedLab> {
    return this.#call('open', file, options);
  }
  openLink(fragment: string, options?: { readonly anyway?: boolean }): Promise<OpenedLab> {
    return this.#call('openLink', fragment, options);
  }
  script(text: string): Promise<ScriptReport> {
    return this.#call('script', text);
  }
  importTranscript(text: string): Promise<TranscriptReport> {
    return this.#call('importTranscript', text);
  }
  shrink(property: string): Promise<ShrunkRun> {
    return this.#call('shrink', property);
  }
  rulesKept(): Promise<RulesKeptRun> {
    return this.#call('rulesKept');
  }
  exportWindow(form: TextForm, window: TimeWindow): Promise<ExportedText | TooLarge> {
    return this.#call('exportWindow', form, window);
  }
  dropFuture(): Promise<void> {
    return this.#call('dropFuture');
  }
  branches(): Promise<readonly BranchInfo[]> {
    return this.#call('branches');
  }
  switchTo(branch: BranchId): Promise<void> {
    return this.#call('switchTo', branch);
  }
  goTo(position: PositionAsk): Promise<void> {
    return this.#call('goTo', position);
  }
  compare(a: PositionAsk, b: PositionAsk): Promise<Comparison> {
    return this.#call('compare', a, b);
  }

  renameBranch(branch: BranchId, name: string): Promise<void> {
    return this.#call('renameBranch', branch, name);
  }
  deleteBranch(branch: BranchId): Promise<void> {
    return this.#call('deleteBranch', branch);
  }
  restoreBranch(branch: BranchId): Promise<void> {
    return this.#call('restoreBranch', branch);
  }
  memory(): Promise<MemoryReport> {
    return this.#call('memory');
  }
  setMemoryBudget(bytes: number): Promise<void> {
    return this.#call('setMemoryBudget', bytes);
  }
  moments(): Promise<readonly Moment[]> {
    return this.#call('moments');
  }
  addMoment(note: string, position?: PositionAsk): Promise<number> {
    return this.#call('addMoment', note, position);
  }
  changeMoment(id: number, note: string): Promise<void> {
    return this.#call('changeMoment', id, note);
  }
  removeMoment(id: number): Promise<void> {
    return this.#call('removeMoment', id);
  }
  restoreMoment(id: number): Promise<void> {
    return this.#call('restoreMoment', id);
  }
  call(call: Call): Promise<CallResult> {
    return this.#call('call', call);
  }

  etcdctl(ask: CommandLineAsk): Promise<CommandResult> {
    return this.#call('etcdctl', ask);
  }
  http(ask: HttpAsk): Promise<HttpAnswer> {
    return this.#call('http', ask);
  }
  openHttp(ask: HttpAsk): Promise<number> {
    return this.#call('openHttp', ask);
  }
  httpAnswer(id: number): Promise<HttpAnswer> {
    return this.#call('httpAnswer', id);
  }
  closeHttp(id: number): Promise<void> {
    return this.#call('closeHttp', id);
  }
  openStream(stream: StreamOpening): Promise<number> {
    return this.#call('openStream', stream);
  }
  sendStream(stream: number, message: StreamRequest): Promise<void> {
    return this.#call('sendStream', stream, message);
  }
  closeStream(stream: number): Promise<void> {
    return this.#call('closeStream', stream);
  }
  streams(): Promise<readonly StreamFrame[]> {
    return this.#call('streams');
  }
  clients(): Promise<readonly ClientFrame[]> {
    return this.#call('clients');
  }
  picture(request: FrameRequest): Promise<Frame> {
    return this.#call('picture', request);
  }
  sketch(ask: SketchAsk): Promise<Frame> {
    return this.#call('sketch', ask);
  }
  inspect(selection: Selection): Promise<Inspection> {
    return this.#call('inspect', selection);
  }
  why(subject: Subject | string): Promise<Why> {
    return this.#call('why', subject);
  }
  origin(place: string): Promise<readonly OriginStep[]> {
    return this.#call('origin', place);
  }
  cone(of: ConeOf, window?: TimeWindow): Promise<Cone> {
    return this.#call('cone', of, window);
  }
  follow(followed: Followed | string): Promise<Story> {
    return this.#call('follow', followed);
  }
  openConsole(node?: NodeId): Promise<string> {
    return this.#call('openConsole', node);
  }
  tellConsole(console: string, instruction: ConsoleInstruction): Promise<void> {
    return this.#call('tellConsole', console, instruction);
  }
  consolePage(ask: ConsolePageAsk): Promise<ConsolePage> {
    return this.#call('consolePage', ask);
  }
  consoleText(console: string): Promise<string> {
    return this.#call('consoleText', console);
  }
  consoleScript(console: string): Promise<string> {
    return this.#call('consoleScript', console);
  }
  consoleCompletions(ask: ConsoleCompletionsAsk): Promise<ConsoleCompletions> {
    return this.#call('consoleCompletions', ask);
  }
  consoleSubject(console: string, line: number, offset: number): Promise<Selection | undefined> {
    return this.#call('consoleSubject', console, line, offset);
  }
  closeConsole(console: string): Promise<void> {
    return this.#call('closeConsole', console);
  }
  state(): Promise<WorldState> {
    return this.#call('state');
  }
  hash(): Promise<string> {
    return this.#call('hash');
  }

  /** One at a time. */
  frame(request: FrameRequest): Promise<Frame> {
    return this.#unlessDead(async () => {
      assert(this.#frameAnswer === undefined, 'a frame is asked for when the last has come');
      const reply = await new Promise<Reply<Patch>>((resolve) => {
        this.#frameAnswer = resolve;
        this.#frames.postMessage(request);
      });
      this.#frameAnswer = undefined;
      const shown = applyPatch(this.#shown, valueOf(reply)) as Frame;
      this.#shown = shown;
      return shown;
    });
  }

  /** Ends the lab worker and, with it, its node workers. */
  stop(reason: string): void {
    if (this.#death !== undefined) return;
    const error = new Error(`the lab has stopped: ${reason}`);
    this.#death = error;
    this.#worker.terminate();
    this.#control[releaseProxy]();
    this.#frames.close();
    for (const reject of this.#waiting) reject(error);
    this.#waiting.clear();
    this.onDeath(reason);
  }

  #call<Method extends ControlMethod>(
    method: Method,
    ...args: Parameters<LabPort[Method]>
  ): ReturnType<LabPort[Method]> {
    const answer = this.#unlessDead(async () => valueOf(await this.#control.call(method, args)));
    // The lab's method of this name gave the value: it is what LabPort says.
    return answer as ReturnType<LabPort[Method]>;
  }

  /** Comlink never settles a call whose worker has died: so every call races with the death. */
  async #unlessDead<T>(work: () => Promise<T>): Promise<T> {
    if (this.#death !== undefined) throw this.#death;
    let giveUp: ((error: Error) => void) | undefined;
    const death = new Promise<never>((_, reject) => {
      giveUp = reject;
      this.#waiting.add(reject);
    });
    try {
      const value = await Promise.race([work(), death]);
      if (!this.#heard) {
        this.#heard = true;
        this.watch?.(() => this.stop('its worker has closed'));
      }
      return value;
    } finally {
      if (giveUp !== undefined) this.#waiting.delete(giveUp);
    }
  }
}
