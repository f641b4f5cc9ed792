import { microsToMs, type Micros } from '../../base/flavor.ts';
import { CommandError } from '../../sim/command/command.ts';

/** Real milliseconds of work between two rests: the page gets its frames and its stop button in between. */
const SLICE_MS = 25;

/** The calls that may take long. */
export type LongCall =
  | 'runFor'
  | 'runUntil'
  | 'step'
  | 'back'
  | 'seek'
  | 'script'
  | 'open'
  | 'exportWindow'
  | 'importTranscript'
  | 'compare'
  | 'cone'
  | 'holds'
  | 'likelihood'
  | 'shrink'
  | 'rulesKept';

/** A pause of long work at a clean point: keeps its promise when it may go on, rejects when it was stopped. From 0 to 1. */
export type Rest = (progress?: number) => Promise<void>;

/** Why a call was stopped: what was called meanwhile. */
export type StoppedBy = 'pause' | 'reset';

export interface LongWorkParts {
  /** Real milliseconds. */
  readonly clock: () => number;
  /** Serves whoever waits, on the state as it is now; the thread's other tasks have had their turn when it is done. */
  readonly letOthersIn: (work: LongWork) => Promise<void>;
  /** The instant at the playhead, for the words of an error. */
  readonly now: () => Micros;
}

/**
 * A call that may take long. It is cut into slices of real time; between two of them, at clean points only, frames are
 * drawn and the call can be stopped. What the call does never depends on where the slices end.
 */
export class LongWork {
  readonly call: LongCall;
  readonly #parts: LongWorkParts;
  #sliceEnd = 0;
  #stoppedBy: StoppedBy | undefined;
  /** From 0 to 1; undefined while nobody can say. */
  progress: number | undefined;

  constructor(call: LongCall, parts: LongWorkParts) {
    this.call = call;
    this.#parts = parts;
  }

  /** The call's turn has come. */
  begin(): void {
    this.#sliceEnd = this.#parts.clock() + SLICE_MS;
  }

  /** Takes effect at the next rest: work that ends within its slice ends as if nobody had asked. */
  stop(by: StoppedBy): void {
    this.#stoppedBy ??= by;
  }

  /** Whether there is time left before the next rest: a budget as `Run.advance` takes one. */
  readonly hasTime = (): boolean => this.#parts.clock() < this.#sliceEnd;

  /**
   * At a clean point: lets others in when the slice is over. Throws a CommandError `stopped` when somebody has stopped
   * the work meanwhile.
   */
  async rest(progress?: number): Promise<void> {
    if (this.hasTime()) return;
    this.progress = progress;
    await this.#parts.letOthersIn(this);
    if (this.#stoppedBy !== undefined) {
      const at = microsToMs(this.#parts.now());
      throw new CommandError('stopped', `${this.call} was stopped at ${at} ms by ${this.#stoppedBy}()`);
    }
    this.begin();
  }
}
