import type { RecordedCommand } from '../history/command-list.ts';
import type { SavedPlace } from './saved-lab.ts';

/**
 * Where a command stands after the one before it, in numbers that are small and like each other. Of one that says its event
 * and its time: whole milliseconds, the microseconds beside them, and by how much the events between the two are not what the
 * time lets one expect. `ms` and `us` count from the last time that is known.
 */
export type PackedPlace =
  | { readonly ms: number; readonly us: number; readonly off: number }
  | { readonly ms: number; readonly us: number }
  | { readonly after: number };

/** An instant in a branch. */
type Place = Pick<RecordedCommand, 'event' | 'at'>;

/** How much of what was seen counts at the next step. */
const KEPT = 0.75;

/** Goes along the commands of a branch, from its beginning on; writer and reader go the same way. */
export class CommandPlaces {
  #last: Place;
  /** Events and microseconds of late, those of long ago counting less. */
  #events = 0;
  #micros = 0;

  constructor(beginning: Place) {
    this.#last = beginning;
  }

  pack(next: SavedPlace): PackedPlace {
    if (next.after !== undefined) return { after: next.after };
    const micros = next.at - this.#last.at;
    const time = { ms: Math.floor(micros / 1000), us: micros % 1000 };
    const off = next.event === undefined ? undefined : next.event - this.#last.event - this.#expected(micros);
    this.#learn(next.event, next.at);
    return off === undefined ? time : { ...time, off };
  }

  unpack(packed: PackedPlace): SavedPlace {
    if ('after' in packed) return { after: packed.after };
    const micros = packed.ms * 1000 + packed.us;
    const at = this.#last.at + micros;
    const event = 'off' in packed ? this.#last.event + this.#expected(micros) + packed.off : undefined;
    this.#learn(event, at);
    return event === undefined ? { at } : { event, at };
  }

  #expected(micros: number): number {
    return this.#micros === 0 ? 1 : 1 + Math.round((this.#events / this.#micros) * micros);
  }

  #learn(event: number | undefined, at: number): void {
    if (event !== undefined) {
      this.#events = this.#events * KEPT + (event - this.#last.event);
      this.#micros = this.#micros * KEPT + (at - this.#last.at);
    }
    this.#last = { event: event ?? this.#last.event, at };
  }
}
