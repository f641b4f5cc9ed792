import { decodeUtf8, encodeUtf8 } from '../base/utf8.ts';
import type { Micros } from '../base/flavor.ts';
import type { ClientLine } from '../sim/clients/client-run.ts';
import type { SharedLog } from '../sim/world/shared-log.ts';

/**
 * A line as a terminal shows it. typed: at the prompt; input: given to a job that ran; out, err: written by a process; ended: how a
 * line ended, where that is worth a word.
 */
export interface ScreenLine {
  /** From 1, in the order in which they came. */
  readonly number: number;
  readonly type: 'typed' | 'input' | 'out' | 'err' | 'ended';
  readonly job: number;
  /** Without its end. Control characters are in it as they came. */
  readonly text: string;
  /** When it began, and by which event. */
  readonly at: Micros;
  readonly event: number;
  /** It is the next part of the line before it: of a command that spans lines, or of a line of output that is very long. */
  readonly goesOn?: true;
  /** Of `ended`. */
  readonly end?: {
    readonly exitCode: number;
    readonly signal: string | undefined;
    /** It was a job in the background. */
    readonly isBackground: boolean;
  };
}

/** A line, or a part of it before `&`, whose processes run. */
export interface ShownJob {
  readonly job: number;
  readonly text: string;
  /** What the shell calls it, if it was begun before `&`. */
  readonly number: number | undefined;
  readonly since: Micros;
}

/** A longer line of output is shown in parts. */
const LINE_BYTES = 4000;
/** Cursor to the first place, all lines gone; those before them too. The longer one first. */
const CLEARS = ['\u001B[H\u001B[2J\u001B[3J', '\u001B[H\u001B[2J'].map(encodeUtf8);
const NEWLINE = 10;
const RETURN = 13;

/** What a console has shown up to a place in its log: lines, and the jobs that run. It grows with the log. */
export class Screen {
  readonly lines: ScreenLine[] = [];
  readonly running = new Map<number, ShownJob>();
  /** So many lines from the first were cleared away (`clear`, each picture of `watch`); they are still there. */
  cleared = 0;
  /** So many notes of the log are in it. */
  notes = 0;
  /** The bytes of the last line, as long as its end has not come. */
  #open: Uint8Array | undefined;

  add({ at, event, note }: ClientLine): void {
    this.notes++;
    switch (note.type) {
      case 'typed': {
        const { job, text, number } = note;
        this.running.set(job, { job, text, number, since: at });
        if (number !== undefined) return;
        this.#open = undefined;
        this.#texts('typed', job, text, at, event);
        return;
      }
      case 'input':
        this.#open = undefined;
        this.#texts('input', note.job, note.text.replace(/\n$/, ''), at, event);
        return;
      case 'output':
        return this.#output(note.fd === 1 ? 'out' : 'err', note.job, this.#uncleared(note.bytes), at, event);
      case 'ended': {
        const { job, exitCode, signal } = note;
        const number = this.running.get(job)?.number;
        const isBackground = number !== undefined;
        this.running.delete(job);
        if (exitCode === 0 && !isBackground) return;
        this.#open = undefined;
        const text = isBackground ? `[${number}]` : '';
        this.#push({ type: 'ended', job, text, at, event, end: { exitCode, signal, isBackground } });
        return;
      }
      default:
      // Other client programs tell other things; a console does not.
    }
  }

  /** Takes away what empties a terminal, where output begins with it. */
  #uncleared(bytes: Uint8Array): Uint8Array {
    const [length] = CLEARS.filter((clear) => clear.every((byte, i) => bytes[i] === byte)).map(
      (clear) => clear.length,
    );
    if (length === undefined) return bytes;
    this.#open = undefined;
    this.cleared = this.lines.length;
    return bytes.subarray(length);
  }

  #push(line: Omit<ScreenLine, 'number'>): void {
    this.lines.push({ number: this.lines.length + 1, ...line });
  }

  #texts(type: 'typed' | 'input', job: number, text: string, at: Micros, event: number): void {
    text.split('\n').forEach((part, i) => {
      this.#push({ type, job, text: part, at, event, ...(i > 0 ? { goesOn: true as const } : {}) });
    });
  }

  #output(type: 'out' | 'err', job: number, bytes: Uint8Array, at: Micros, event: number): void {
    for (let from = 0; from < bytes.length;) {
      const last = this.lines.at(-1);
      const isMore = this.#open !== undefined && last?.type === type && last.job === job;
      const before = (isMore ? this.#open : undefined) ?? new Uint8Array(0);
      const newline = bytes.indexOf(NEWLINE, from);
      const end = partEnd(bytes, from, newline < 0 ? bytes.length : newline, LINE_BYTES - before.length);
      const isCut = end < (newline < 0 ? bytes.length : newline);
      const whole = joined(before, bytes.subarray(from, end));
      const isWhole = !isCut && newline >= 0;
      const text = decodeUtf8(isWhole && whole.at(-1) === RETURN ? whole.subarray(0, -1) : whole);
      if (isMore && last !== undefined) this.lines[this.lines.length - 1] = { ...last, text };
      else this.#push({ type, job, text, at, event, ...(this.#isPart ? { goesOn: true as const } : {}) });
      this.#isPart = isCut;
      this.#open = isWhole || isCut ? undefined : whole;
      from = isWhole ? end + 1 : end;
    }
  }

  /** The line that was pushed last has no end: what comes next is its next part. */
  #isPart = false;
}

/** Where a part ends that has room for so many bytes: not within a character. */
function partEnd(bytes: Uint8Array, from: number, to: number, room: number): number {
  if (to - from <= room) return to;
  let end = Math.max(from + 1, from + room);
  while (end > from + 1 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return end;
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b.slice();
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

/** By the list that clones of a log share: at the newest instant, and somewhere in its past. */
const screens = new WeakMap<object, Screen[]>();
const SCREENS_KEPT = 2;

/** What a console has shown, by its log. Made once for each way that the run has gone, and goes on with it. */
export function screenOf(log: SharedLog<ClientLine>): Screen {
  const known = screens.get(log.shared) ?? [];
  screens.set(log.shared, known);
  const fit = known.filter(({ notes }) => notes <= log.length).sort((a, b) => b.notes - a.notes)[0];
  const screen = fit ?? new Screen();
  if (fit === undefined) {
    known.push(screen);
    if (known.length > SCREENS_KEPT) known.shift();
  }
  for (const line of log.slice(screen.notes)) screen.add(line);
  return screen;
}

/** What was shown as plain text: prompts in front of what was typed, nothing of ours. */
export function plainText(lines: readonly ScreenLine[]): string {
  const parts: string[] = [];
  for (const line of lines) {
    if (line.type === 'ended') continue;
    const isPart = line.goesOn === true && (line.type === 'out' || line.type === 'err');
    if (!isPart && parts.length > 0) parts.push('\n');
    parts.push(promptOf(line) + line.text);
  }
  return parts.length === 0 ? '' : `${parts.join('')}\n`;
}

/** What stands in front of a line that somebody typed. */
export function promptOf({ type, goesOn }: Pick<ScreenLine, 'type' | 'goesOn'>): string {
  if (type !== 'typed') return '';
  return goesOn === true ? '> ' : '$ ';
}
