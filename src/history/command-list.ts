import { assert, present } from '../base/assert.ts';
import { countWhile } from '../base/column.ts';
import type { Micros } from '../base/flavor.ts';
import type { Command } from '../sim/command/command.ts';

/** A command and its place in the order: with configuration and seed, the commands are the run. */
export interface RecordedCommand {
  readonly event: number;
  readonly at: Micros;
  readonly command: Command;
}

/** So many commands are one chunk. */
const CHUNK = 256;

/** The commands of a run in order, ascending by event. Full chunks are shared with branches and never changed. */
export class CommandList {
  #chunks: (readonly RecordedCommand[])[] = [];
  #tail: RecordedCommand[] = [];

  get length(): number {
    return this.#chunks.length * CHUNK + this.#tail.length;
  }

  /** What is shared with branches. */
  get chunks(): readonly object[] {
    return this.#chunks;
  }

  push(recorded: RecordedCommand): void {
    this.#tail.push(recorded);
    if (this.#tail.length < CHUNK) return;
    this.#chunks.push(this.#tail);
    this.#tail = [];
  }

  at(place: number): RecordedCommand {
    assert(place >= 0 && place < this.length, 'a command of the list');
    const chunk = this.#chunks[Math.floor(place / CHUNK)] ?? this.#tail;
    return present(chunk[place % CHUNK], 'a command of the list');
  }

  all(): RecordedCommand[] {
    return [...this.#chunks.flat(), ...this.#tail];
  }

  /** Those from a place on. */
  from(place: number): RecordedCommand[] {
    const first = Math.floor(place / CHUNK);
    return [...this.#chunks.slice(first).flat(), ...this.#tail].slice(place - first * CHUNK);
  }

  /** The last one up to an event of which this is so; nothing is copied for it. */
  lastUpTo(event: number, isIt: (command: Command) => boolean): RecordedCommand | undefined {
    for (let place = this.countUpTo(event) - 1; place >= 0; place--) {
      const recorded = this.at(place);
      if (isIt(recorded.command)) return recorded;
    }
    return undefined;
  }

  /** How many commands there are up to an event. */
  countUpTo(event: number): number {
    return countWhile(this.length, (place) => this.at(place).event <= event);
  }

  /** The same command in other memory. Branches keep the one they have. */
  replace(place: number, command: Command): void {
    const recorded = { ...this.at(place), command };
    const chunk = this.#chunks[Math.floor(place / CHUNK)];
    if (chunk === undefined) this.#tail[place % CHUNK] = recorded;
    else this.#chunks[Math.floor(place / CHUNK)] = chunk.with(place % CHUNK, recorded);
  }

  /** The commands up to an event, in a list of their own. */
  branch(event: number): CommandList {
    const copy = new CommandList();
    const length = this.countUpTo(event);
    copy.#chunks = this.#chunks.slice(0, Math.floor(length / CHUNK));
    for (let place = copy.length; place < length; place++) copy.push(this.at(place));
    return copy;
  }
}
