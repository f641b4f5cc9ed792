import type { Flight } from '../net/flight.ts';
import type { BusMessage } from '../sim/world/bus-message.ts';
import type { WorldEvent } from '../sim/record/world-event.ts';
import type { World } from '../sim/world/world.ts';

/** The messages that are under way at an instant of a stretch, followed event by event. */
export class UnderWay {
  readonly #flights = new Map<number, Flight<BusMessage>>();
  #seen = 0;

  constructor(world: World) {
    for (const flight of world.bus.flights()) this.#add(flight);
  }

  /** How many there have been since the beginning of the stretch, those of its first instant among them. */
  get seen(): number {
    return this.#seen;
  }

  all(): IterableIterator<Flight<BusMessage>> {
    return this.#flights.values();
  }

  /** Those that this event has sent are under way; those whose journey it has ended are given back, and are not any more. */
  take(event: WorldEvent): readonly Ended[] {
    for (const flight of event.sent) this.#add(flight);
    const ended: Ended[] = [];
    for (const { message, end } of event.ended) {
      const flight = this.#flights.get(message);
      if (flight === undefined) continue;
      this.#flights.delete(message);
      ended.push({ flight, end });
    }
    return ended;
  }

  #add(flight: Flight<BusMessage>): void {
    this.#flights.set(flight.id, flight);
    this.#seen++;
  }
}

export interface Ended {
  readonly flight: Flight<BusMessage>;
  readonly end: WorldEvent['ended'][number]['end'];
}
