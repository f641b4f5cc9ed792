/** A frame that was asked for before a key's work was done may come after it; the next one is of the time after. */
const FRAMES_UNTIL_FRESH = 2;

/**
 * Keys in the order they were pressed. What a key does to the lab is seen a frame or two later; a key that decides by
 * what is seen waits for that, or it would decide by the past (kill what has just been killed).
 */
export class KeyQueue {
  #last: Promise<unknown> = Promise.resolve();
  /** Frames shown since the last key's work was done. */
  #framesSince = FRAMES_UNTIL_FRESH;
  #waiting: (() => void) | undefined;

  frameShown(): void {
    this.#framesSince++;
    if (this.#framesSince < FRAMES_UNTIL_FRESH) return;
    this.#waiting?.();
    this.#waiting = undefined;
  }

  /** Runs it in its turn. Settles as `run` does. */
  press<Result>(readsFrame: boolean, run: () => Promise<Result>): Promise<Result> {
    const turn = this.#last.then(() => (readsFrame ? this.#fresh() : undefined)).then(run);
    this.#last = turn.then(
      () => this.#done(),
      () => this.#done(),
    );
    return turn;
  }

  #done(): void {
    this.#framesSince = 0;
  }

  #fresh(): Promise<void> | undefined {
    if (this.#framesSince >= FRAMES_UNTIL_FRESH) return undefined;
    return new Promise((resolve) => {
      this.#waiting = resolve;
    });
  }
}
