/** How a load went: what etcd's pkg/report sums up. Times in seconds. */
export interface LoadStats {
  readonly perSecond: number;
  readonly slowest: number;
  readonly stddev: number;
  /** How often each error came. */
  readonly errors: ReadonlyMap<string, number>;
}

/** Gathers how long each request took, or why it failed. */
export class LoadReport {
  readonly #seconds: number[] = [];
  readonly #errors = new Map<string, number>();

  took(seconds: number): void {
    this.#seconds.push(seconds);
  }

  failed(error: string): void {
    this.#errors.set(error, (this.#errors.get(error) ?? 0) + 1);
  }

  /** overSeconds: how long the whole load has taken. */
  stats(overSeconds: number): LoadStats {
    const all = this.#seconds;
    const mean = all.reduce((sum, each) => sum + each, 0) / Math.max(1, all.length);
    const squares = all.reduce((sum, each) => sum + (each - mean) ** 2, 0);
    return {
      perSecond: all.length / overSeconds,
      slowest: all.reduce((most, each) => Math.max(most, each), 0),
      stddev: Math.sqrt(squares / Math.max(1, all.length)),
      errors: this.#errors,
    };
  }
}
