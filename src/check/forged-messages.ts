import type { WorldEvent } from '../sim/record/world-event.ts';

/** Remembers which messages were put in the place of others, changed by hand, and copies of them. */
export class ForgedMessages {
  readonly #forged: Set<number>;
  #firstTaken: number | undefined;

  constructor(from?: ForgedMessages) {
    this.#forged = new Set(from === undefined ? [] : from.#forged);
    this.#firstTaken = from === undefined ? undefined : from.#firstTaken;
  }

  /** The first event in which a member took one; undefined: none did. */
  get firstTaken(): number | undefined {
    return this.#firstTaken;
  }

  look(event: WorldEvent): void {
    const { sent } = event;
    for (let i = 0; i < sent.length; i++) {
      const flight = sent[i];
      if (flight?.forged !== undefined) this.#forged.add(flight.id);
    }
    if (this.#forged.size === 0 || event.type === 'death') return;
    if (this.#forged.has(event.message)) this.#firstTaken ??= event.number;
  }

  clone(): ForgedMessages {
    return new ForgedMessages(this);
  }
}
