const ROWS = 10;
const BAR = 40;
const PERCENTILES = [10, 25, 50, 75, 90, 95, 99, 99.9];

/** What became of the requests of a load: pkg/report of etcd 3.4. Times in seconds. */
export class Report {
  readonly #seconds: number[] = [];
  readonly #errors = new Map<string, number>();
  readonly #format: (value: number) => string;

  /** `isPrecise`: numbers as they are, not rounded to four digits. */
  constructor(isPrecise: boolean) {
    this.#format = isPrecise ? String : (value) => value.toFixed(4);
  }

  took(seconds: number): void {
    this.#seconds.push(seconds);
  }

  failed(error: string): void {
    this.#errors.set(error, (this.#errors.get(error) ?? 0) + 1);
  }

  /** overSeconds: how long the whole load has taken. */
  text(overSeconds: number): string {
    const sorted = this.#seconds.toSorted((a, b) => a - b);
    const summary = sorted.length === 0 ? '' : this.#summary(sorted, overSeconds);
    const errors = [...this.#errors].map(([error, count]) => `  [${count}]\t${error}\n`);
    return summary + (errors.length === 0 ? '' : `\nError distribution:\n${errors.join('')}`);
  }

  #secs(value: number): string {
    return `${this.#format(value)} secs`;
  }

  #summary(sorted: readonly number[], overSeconds: number): string {
    const fastest = sorted[0] ?? 0;
    const slowest = sorted.at(-1) ?? 0;
    const average = sorted.reduce((sum, each) => sum + each, 0) / sorted.length;
    const squares = sorted.reduce((sum, each) => sum + (each - average) ** 2, 0);
    return [
      '\nSummary:\n',
      `  Total:\t${this.#secs(overSeconds)}.\n`,
      `  Slowest:\t${this.#secs(slowest)}.\n`,
      `  Fastest:\t${this.#secs(fastest)}.\n`,
      `  Average:\t${this.#secs(average)}.\n`,
      `  Stddev:\t${this.#secs(Math.sqrt(squares / sorted.length))}.\n`,
      `  Requests/sec:\t${this.#format(sorted.length / overSeconds)}\n`,
      this.#histogram(sorted, fastest, slowest),
      this.#latencies(sorted),
    ].join('');
  }

  #histogram(sorted: readonly number[], fastest: number, slowest: number): string {
    const bounds = Array.from({ length: ROWS }, (_, i) => fastest + ((slowest - fastest) / ROWS) * i);
    bounds.push(slowest);
    const counts = bounds.map(() => 0);
    let row = 0;
    for (const each of sorted) {
      while (row < ROWS && each > (bounds[row] ?? 0)) row++;
      counts[row] = (counts[row] ?? 0) + 1;
    }
    const most = Math.max(...counts);
    const lines = bounds.map((bound, i) => {
      const count = counts[i] ?? 0;
      return `  ${this.#format(bound)} [${count}]\t|${'∎'.repeat(Math.floor((count * BAR) / most))}\n`;
    });
    return `\nResponse time histogram:\n${lines.join('')}`;
  }

  /** A percentile that no request stands for is left out. */
  #latencies(sorted: readonly number[]): string {
    const lines: string[] = [];
    let next = 0;
    for (const [i, seconds] of sorted.entries()) {
      const percentile = PERCENTILES[next];
      if (percentile === undefined) break;
      if ((i * 100) / sorted.length < percentile) continue;
      if (seconds > 0) lines.push(`  ${percentile}% in ${this.#secs(seconds)}.\n`);
      next++;
    }
    return `\nLatency distribution:\n${lines.join('')}`;
  }
}
