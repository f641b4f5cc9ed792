import type { Frame, FrameRequest } from '../lab/frame/frame.ts';

/** The most real time one frame plays: a tab that was hidden does not catch up, it goes on where it was. */
export const ELAPSED_MS_MAX = 100;

export interface FrameLoopParts {
  /** Asks the browser for one animation frame (requestAnimationFrame). */
  readonly schedule: (callback: (now: number) => void) => void;
  /** What the page wants to see, after so many real milliseconds. */
  readonly request: (elapsedMs: number) => FrameRequest;
  readonly ask: (request: FrameRequest) => Promise<Frame>;
  readonly show: (frame: Frame) => void;
  /** A frame that did not come. The loop has ended. */
  readonly fail: (error: unknown) => void;
  /** A frame that could not be shown: the next one may be. */
  readonly broken: (error: unknown) => void;
  /** For so many whole seconds no frame has come; 0: one has. */
  readonly silent: (seconds: number) => void;
}

/**
 * The one owner of requestAnimationFrame: per animation frame at most one frame is asked of the lab, never a second
 * before the first has come, and each is shown as soon as it is here.
 */
export class FrameLoop {
  readonly #parts: FrameLoopParts;
  #askedAt: number | undefined;
  #waiting = false;
  #running = false;
  /** Real milliseconds that the page has been awake and without an answer. */
  #silentMs = 0;
  #drawnAt: number | undefined;

  constructor(parts: FrameLoopParts) {
    this.#parts = parts;
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#askedAt = undefined;
    this.#parts.schedule((now) => this.#onAnimationFrame(now));
  }

  stop(): void {
    this.#running = false;
  }

  #onAnimationFrame(now: number): void {
    if (!this.#running) return;
    this.#parts.schedule((next) => this.#onAnimationFrame(next));
    // A page that was hidden has not waited meanwhile.
    const sinceDrawn = Math.min(now - (this.#drawnAt ?? now), ELAPSED_MS_MAX);
    this.#drawnAt = now;
    if (this.#waiting) return this.#wait(sinceDrawn);
    const elapsedMs = Math.min(now - (this.#askedAt ?? now), ELAPSED_MS_MAX);
    this.#askedAt = now;
    void this.#askAndShow(elapsedMs);
  }

  async #askAndShow(elapsedMs: number): Promise<void> {
    this.#waiting = true;
    try {
      const frame = await this.#parts.ask(this.#parts.request(elapsedMs));
      if (this.#silentMs >= 1000) this.#parts.silent(0);
      this.#silentMs = 0;
      this.#show(frame);
    } catch (error) {
      this.stop();
      this.#parts.fail(error);
    } finally {
      this.#waiting = false;
    }
  }

  #show(frame: Frame): void {
    try {
      this.#parts.show(frame);
    } catch (error) {
      this.#parts.broken(error);
    }
  }

  #wait(ms: number): void {
    const before = Math.floor(this.#silentMs / 1000);
    this.#silentMs += ms;
    const seconds = Math.floor(this.#silentMs / 1000);
    if (seconds > before) this.#parts.silent(seconds);
  }
}
