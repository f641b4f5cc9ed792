import { microsToMs } from '../../base/flavor.ts';
import type { PaceChoice } from '../lab-port.ts';
import type { Halted, Halts } from './halts.ts';
import { checkedPace, timeAfter } from './limits.ts';
import type { Line } from './line.ts';
import { Pacer } from './pacer.ts';
import type { Budget, Run } from './run.ts';

/** The most real time that one frame plays. */
const ELAPSED_MS_MAX = 100;
/** Real milliseconds of computing in one frame, however fast it is to play. */
const FRAME_BUDGET_MS = 10;
/** A microsecond, in ms. */
const MICRO_MS = 0.001;
/** Within a frame a pace that falls to less than this share of what it was is followed at once. */
const SLOWER = 0.7;

/** Whether time goes by, how fast, and where it halts. */
export class Playback {
  readonly #clock: () => number;
  readonly #pacer = new Pacer();
  #isOn = false;
  #pace: PaceChoice = 'meaning';
  /** Whether it stops where a safety property is found broken that was not before. */
  halts = true;
  /** Breakpoints, once there are any. */
  breakpoints: Halts | undefined;
  /** Where it is to pause by itself. */
  #end: { readonly event: number; readonly line: Line } | undefined;
  #halted: { readonly halted: Halted; readonly line: Line } | undefined;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  get pace(): PaceChoice {
    return this.#pace;
  }

  /** Without a pace: at the last one that was chosen. */
  start(run: Run, pace: PaceChoice = this.#pace): void {
    const chosen = checkedPace(pace);
    run.checkTimeGoes('play', run.isLive);
    this.#pace = chosen;
    this.#end = undefined;
    this.#isOn = true;
  }

  /** Plays up to an event that is in the record, and pauses right after it. */
  startTo(run: Run, event: number, pace: PaceChoice = this.#pace): void {
    const chosen = checkedPace(pace);
    this.#pace = chosen;
    this.#end = { event, line: run.branches.current.line };
    this.#isOn = run.cluster.world.events < event;
  }

  stop(): void {
    this.#isOn = false;
    this.#end = undefined;
  }

  /** Why the run stands at its playhead; undefined: nothing has halted it there. */
  haltedAt(run: Run): Halted | undefined {
    if (this.#isOn || this.#halted === undefined) return undefined;
    const { halted, line } = this.#halted;
    const isThere = halted.event === run.cluster.world.events && line === run.branches.current.line;
    return isThere ? halted : undefined;
  }

  /** After the run has gone on: whether a breakpoint has halted it where it stands now. */
  noteHalt(run: Run, halted: Halted | undefined = this.breakpoints?.hit): boolean {
    if (halted === undefined || halted.event !== run.cluster.world.events) return false;
    this.#halted = { halted, line: run.branches.current.line };
    return true;
  }

  /** Virtual ms a real ms at the playhead. */
  at(run: Run): { readonly speed: number; readonly gliding: boolean } {
    return this.#pace === 'meaning' ? this.#pacer.at(run) : { speed: this.#pace, gliding: false };
  }

  /** What `elapsedMs` of real time are worth, as far as a frame has time for it. */
  async advance(run: Run, elapsedMs: number): Promise<void> {
    // Nothing is done while the lab is paused, but a member's worker may have ended.
    if (!this.#isOn) return run.live.confirm();
    if (run.isLive && run.isStill) return this.stop();
    const last = this.#lastEvent(run);
    const end = this.#clock() + FRAME_BUDGET_MS;
    const real = Math.min(Math.max(0, elapsedMs), ELAPSED_MS_MAX);
    const found = violationsOf(run);
    this.breakpoints?.prepare(run);
    const mayGoOn = (): boolean =>
      this.#clock() < end &&
      run.cluster.world.events < last &&
      this.breakpoints?.hit === undefined &&
      !(run.isLive && run.isStill) &&
      !(this.halts && violationsOf(run) > found);
    if (this.#pace === 'meaning') await this.#advanceByMeaning(run, real, mayGoOn);
    // Flat out is bounded by the budget alone, also in a frame for which no time has passed.
    else await run.advance(this.#pace === Infinity ? Infinity : timeAfter(run, real * this.#pace), mayGoOn);
    if (run.cluster.world.events >= last) await this.#pauseAt(run, last);
    await this.#maybeHalt(run, found);
  }

  #lastEvent(run: Run): number {
    return this.#end?.line === run.branches.current.line ? this.#end.event : Infinity;
  }

  async #pauseAt(run: Run, event: number): Promise<void> {
    this.stop();
    await run.standAt(event);
  }

  /** Piece by piece: what turns out to be notable is not run over at the pace before it. */
  async #advanceByMeaning(run: Run, real: number, mayGoOn: Budget): Promise<void> {
    let left = real;
    while (left > 0 && mayGoOn()) {
      const { speed } = this.#pacer.at(run);
      const { now } = run.cluster.world;
      const to = run.upToNext('notable', timeAfter(run, Math.max(MICRO_MS, left * speed)));
      await run.advance(to, () => mayGoOn() && this.#pacer.at(run).speed > speed * SLOWER);
      left -= microsToMs(run.cluster.world.now - now) / speed;
    }
  }

  /** Where a promise is broken that was kept so far, or a breakpoint says so, the playhead stands. */
  async #maybeHalt(run: Run, found: number): Promise<void> {
    const violation = this.halts ? run.cluster.world.watcher.violations[found] : undefined;
    const hit = this.breakpoints?.hit;
    const event = Math.min(violation?.event ?? Infinity, hit?.event ?? Infinity);
    if (event === Infinity) return;
    this.stop();
    if (violation?.event === event) await run.seekEvent(event);
    else await run.standAt(event);
    this.noteHalt(run, hit?.event === event ? hit : { breakpoint: undefined, event });
  }
}

function violationsOf(run: Run): number {
  return run.cluster.world.watcher.violations.length;
}
