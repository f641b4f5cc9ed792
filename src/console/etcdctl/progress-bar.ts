import type { Process } from '../kernel/process.ts';

/** The bar that `check` draws where no terminal says how wide it is: counts and per cent, over and over on one line. */
export class ProgressBar {
  readonly #process: Process;
  readonly #total: number;
  readonly #begunMs: number;
  #shown = '';

  constructor(process: Process, total: number) {
    this.#process = process;
    this.#total = total;
    this.#begunMs = process.nowMs;
    this.show(0);
  }

  /** Draws it where it has changed by a hundredth. */
  show(done: number): void {
    const percent = `${((done / this.#total) * 100).toFixed(2)}%`;
    const isSame = Math.floor((done / this.#total) * 100) === Math.floor(Number.parseFloat(this.#shown));
    if (this.#shown !== '' && isSame) return;
    this.#shown = percent;
    this.#process.write(1, `\r ${done} / ${this.#total} ${percent.padStart(8)}`);
  }

  finish(): void {
    const seconds = Math.round((this.#process.nowMs - this.#begunMs) / 1000);
    const took = seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
    this.#process.write(1, `\r ${this.#total} / ${this.#total} ${'100.00%'.padStart(8)} ${took}\n`);
  }
}
