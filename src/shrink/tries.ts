export interface ShrinkProgress {
  readonly phase: 'commands' | 'events' | 'order';
  readonly steps: number;
  readonly tries: number;
}

export interface TriesOptions {
  readonly progress?: (progress: ShrinkProgress) => void;
  /** Between two tries: others are let in, and may stop it by an error. */
  readonly rest?: () => Promise<void>;
}

/** How often a run was tried, and who is told of it. */
export class Tries {
  count = 0;
  readonly #max: number;
  readonly #asked: TriesOptions;

  constructor(max: number, asked: TriesOptions) {
    this.#max = max;
    this.#asked = asked;
  }

  /** False: there have been enough. */
  async next(phase: ShrinkProgress['phase'], steps: number): Promise<boolean> {
    if (this.count >= this.#max) return false;
    this.count++;
    this.#asked.progress?.({ phase, steps, tries: this.count });
    await this.#asked.rest?.();
    return true;
  }
}
