/** Where progress is told. */
export interface ProgressIo {
  readonly write: (text: string) => void;
  /** A terminal has one line that is written again; anything else gets a line now and then. */
  readonly isTerminal: boolean;
  /** Milliseconds of real time. */
  readonly now: () => number;
}

const AGAIN_MS = { terminal: 200, file: 30_000 };

/** How far many seeds are: seeds a second, violations so far, time left. */
export class Progress {
  readonly #io: ProgressIo;
  readonly #total: number;
  readonly #begun: number;
  #told: number;
  #done = 0;
  #failed = 0;

  constructor(io: ProgressIo, total: number) {
    this.#io = io;
    this.#total = total;
    this.#begun = this.#told = io.now();
  }

  /** `failure`: what is told of the seed at once, as hours may pass before the end; undefined: it has passed. */
  seedDone(failure?: string): void {
    this.#done++;
    if (failure !== undefined) {
      this.#failed++;
      this.#io.write(this.#io.isTerminal ? `\r\u001b[K${failure}\n` : `${failure}\n`);
    }
    const { terminal, file } = AGAIN_MS;
    const now = this.#io.now();
    if (now - this.#told < (this.#io.isTerminal ? terminal : file)) return;
    this.#told = now;
    this.#tell();
  }

  /** Nothing more comes: a terminal's line is empty for what is printed next. */
  end(): void {
    if (this.#io.isTerminal) this.#io.write('\r\u001b[K');
  }

  #tell(): void {
    const seconds = Math.max(0.001, (this.#io.now() - this.#begun) / 1000);
    const perSecond = this.#done / seconds;
    const left = (this.#total - this.#done) / perSecond;
    const line = `${this.#done} of ${this.#total} seeds, ${perSecond.toPrecision(3)} a second, ${violations(this.#failed)}, ${formatSeconds(left)} left`;
    this.#io.write(this.#io.isTerminal ? `\r\u001b[K${line}` : `${line}\n`);
  }
}

function violations(count: number): string {
  return count === 1 ? '1 violation' : `${count} violations`;
}

/** 42 s, 3 min 5 s, 2 h 7 min. */
export function formatSeconds(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
