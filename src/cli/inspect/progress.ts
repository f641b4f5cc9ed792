import type { Tell } from '../../base/byte-source.ts';
import { formatSeconds, type ProgressIo } from '../sim/progress.ts';

/** Nothing is told of what is over sooner. */
const QUIET_MS = 1000;
const AGAIN_MS = { terminal: 200, file: 5000 };

/** Tells on a terminal's line how far a long reading is: bytes, and the time left at this pace. */
export class ReadProgress {
  readonly #io: ProgressIo;
  #begun = 0;
  #told = 0;
  #hasTold = false;

  constructor(io: ProgressIo) {
    this.#io = io;
  }

  /** For the next piece of work. */
  begin(what: string): Tell {
    this.#begun = this.#told = this.#io.now();
    return (done, total) => this.#tell(what, done, total);
  }

  /** A terminal's line is empty for what is printed next. */
  end(): void {
    if (this.#hasTold && this.#io.isTerminal) this.#io.write('\r\u001b[K');
  }

  #tell(what: string, done: number, total: number): void {
    const now = this.#io.now();
    const again = this.#io.isTerminal ? AGAIN_MS.terminal : AGAIN_MS.file;
    if (now - this.#begun < QUIET_MS || now - this.#told < again) return;
    this.#told = now;
    this.#hasTold = true;
    const left = done > 0 ? ((total - done) * (now - this.#begun)) / done / 1000 : Number.NaN;
    const time = Number.isFinite(left) ? `, ${formatSeconds(Math.max(0, left))} left` : '';
    const line = `${what}: ${formatBytes(done)} of ${formatBytes(total)}${time}`;
    this.#io.write(this.#io.isTerminal ? `\r\u001b[K${line}` : `${line}\n`);
  }
}

/** 812 B, 4.1 kB, 64 MB: as etcd's logs print sizes, by thousands. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 10 ? Math.round(value) : value.toFixed(1)} ${units[unit] ?? ''}`;
}
