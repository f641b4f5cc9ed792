import { microsToMs } from '../../base/flavor.ts';
import type { PaceChoice } from '../lab-port.ts';
import { checkedPace, timeAfter } from './limits.ts';
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
    this.#isOn = true;
  }

  stop(): void {
    this.#isOn = false;
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
    const end = this.#clock() + FRAME_BUDGET_MS;
    const real = Math.min(Math.max(0, elapsedMs), ELAPSED_MS_MAX);
    const found = violationsOf(run);
    const mayGoOn = (): boolean =>
      this.#clock() < end && !(run.isLive && run.isStill) && !(this.halts && violationsOf(run) > found);
    if (this.#pace === 'meaning') await this.#advanceByMeaning(run, real, mayGoOn);
    // Flat out is bounded by the budget alone, also in a frame for which no time has passed.
    else await run.advance(this.#pace === Infinity ? Infinity : timeAfter(run, real * this.#pace), mayGoOn);
    await this.#maybeHalt(run, found);
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

  /** Where a promise is broken that was kept so far, there is something to look at: the playhead stands there. */
  async #maybeHalt(run: Run, found: number): Promise<void> {
    const violation = run.cluster.world.watcher.violations[found];
    if (violation === undefined || !this.halts) return;
    this.stop();
    await run.seekEvent(violation.event);
  }
}

function violationsOf(run: Run): number {
  return run.cluster.world.watcher.violations.length;
}
