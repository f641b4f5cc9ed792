import { TranscriptError } from './datadriven.ts';

const levels = ['DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL', 'NONE'] as const;
export type LogLevel = (typeof levels)[number];

export function parseLogLevel(text: string): LogLevel {
  const level = levels.find((name) => name === text.toUpperCase());
  if (level === undefined)
    throw new TranscriptError(`log level must be one of ${levels.join(', ')}, not ${text}`);
  return level;
}

/** What a directive says. At level NONE it says nothing but errors. Log lines are prose and are not written at all. */
export class Output {
  level: LogLevel = 'DEBUG';
  #text = '';

  get quiet(): boolean {
    return this.level === 'NONE';
  }

  write(text: string): void {
    if (!this.quiet) this.#text += text;
  }

  line(text: string): void {
    this.write(`${text}\n`);
  }

  /** Runs `body` and sets every line it writes in by two spaces. */
  indented(body: () => void): void {
    const before = this.#text;
    this.#text = '';
    body();
    const nested = this.#text;
    this.#text = before;
    for (const line of splitLines(nested)) this.#text += `  ${line}\n`;
  }

  /** What was said since last asked. */
  take(): string {
    const text = this.#text;
    this.#text = '';
    return text;
  }
}

/** The lines of a text, whether or not the last one ends with a line feed. */
export function splitLines(text: string): string[] {
  if (text === '') return [];
  return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
}
