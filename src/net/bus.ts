import { assert, AssertionError, present } from '../base/assert.ts';
import type { Micros, NodeId } from '../base/flavor.ts';
import type { Doom, Flight } from './flight.ts';
import { cloneLink, drawFortune, makeLink, type Link, type LinkDials } from './link.ts';

/** Node ids stay below this, so that a pair of them is one number. */
const ID_SPAN = 1024;

/**
 * The message bus: directed links and what is in flight on them. It knows nothing of what it carries, and keeps no
 * clock: every call says what time it is, and whoever has the clock looks at `endsAt` of the flights it gets back.
 *
 * A link keeps its order, as the TCP streams between etcd's peers do: a message that draws a short delay waits behind the
 * one before it. Out of order arrive only messages that stray (a dial), copies, and what somebody holds or delivers by hand.
 *
 * Invariants: flights are in ascending order of id; a held flight has no `endsAt`; no flight on a cut link is anything
 * but doomed.
 */
export class Bus<P> {
  readonly #seed: number;
  readonly #defaults: LinkDials;
  readonly #links = new Map<number, Link>();
  readonly #flights = new Map<number, Flight<P>>();
  #lastId = 0;

  constructor(seed: number, defaults: LinkDials) {
    this.#seed = seed;
    this.#defaults = defaults;
  }

  /** The link, made by the defaults when it is first spoken of. */
  link(from: NodeId, to: NodeId): Readonly<Link> {
    return this.#link(from, to);
  }

  /** All links that have been spoken of, ascending by (from, to). */
  links(): Readonly<Link>[] {
    return [...this.#links.values()].sort((a, b) => a.from - b.from || a.to - b.to);
  }

  /** The same in the order in which they were first spoken of. */
  unsortedLinks(): IterableIterator<Readonly<Link>> {
    return this.#links.values();
  }

  /** Everything in flight, ascending by id. */
  flights(): IterableIterator<Flight<P>> {
    return this.#flights.values();
  }

  get inFlight(): number {
    return this.#flights.size;
  }

  get lastId(): number {
    return this.#lastId;
  }

  flight(id: number): Flight<P> | undefined {
    return this.#flights.get(id);
  }

  /**
   * Puts a message on its link; the dice may make a second copy of it. `isDead`: it is meant for nobody who is there.
   * `byHand`: the dice neither lose nor copy it, as somebody decides what becomes of it; they are thrown all the same.
   */
  send(now: Micros, from: NodeId, to: NodeId, payload: P, isDead = false, byHand = false): Flight<P>[] {
    const link = this.#link(from, to);
    const { delay, lost, strays, copyDelay } = drawFortune(link);
    const dueAt = strays ? now + delay : Math.max(now + delay, link.lastDueAt);
    if (!strays) link.lastDueAt = dueAt;
    const fate = isDead ? 'dead' : lost && !byHand ? 'lost' : undefined;
    const first = this.#launch(link, now, dueAt, payload, fate, undefined);
    if (copyDelay === undefined || byHand) return [first];
    return [first, this.#launch(link, now, Math.max(now + copyDelay, dueAt), payload, fate, first.id)];
  }

  /** Takes a message off its link: it has arrived, died or been dropped. */
  take(id: number): Flight<P> {
    const flight = this.#flights.get(id);
    if (flight === undefined) throw new AssertionError(`message ${id} is in flight`);
    this.#flights.delete(id);
    return flight;
  }

  setDials(from: NodeId, to: NodeId, dials: Partial<LinkDials>): void {
    const link = this.#link(from, to);
    link.dials = { ...link.dials, ...dials };
  }

  /** Loses what is in flight on the link and all that is sent until `uncut`. Returns what has changed. */
  cut(from: NodeId, to: NodeId, now: Micros): Flight<P>[] {
    this.#link(from, to).cut = true;
    return this.#replaceOn(from, to, (flight) =>
      flight.fate === 'doomed' ? undefined : doomed(flight, 'cut', now),
    );
  }

  uncut(from: NodeId, to: NodeId): void {
    this.#link(from, to).cut = false;
  }

  /** Whoever was at this node is not there any more: what is in flight to it and from it is lost. Returns what has changed. */
  bury(node: NodeId, now: Micros): Flight<P>[] {
    return this.#replaceWhere(
      ({ from, to }) => from === node || to === node,
      (flight) => (flight.fate === 'doomed' ? undefined : doomed(flight, 'dead', now)),
    );
  }

  /** Keeps what is in flight on the link and all that is sent until `releaseLink`. */
  holdLink(from: NodeId, to: NodeId): void {
    this.#link(from, to).hold = true;
    this.#replaceOn(from, to, (flight) => (flight.fate === 'flying' ? held(flight) : undefined));
  }

  /** Everything held on the link goes on: due now, or at its due time if that is later. Returns what has changed. */
  releaseLink(from: NodeId, to: NodeId, now: Micros): Flight<P>[] {
    this.#link(from, to).hold = false;
    return this.#replaceOn(from, to, (flight) =>
      flight.fate === 'held' ? flying(flight, Math.max(now, flight.dueAt)) : undefined,
    );
  }

  /** What the dice have lost and is still to be seen is under way again. Returns what has changed. */
  revive(now: Micros): Flight<P>[] {
    return this.#replaceWhere(
      ({ doom }) => doom === 'lost',
      (flight) => {
        const revived = { ...flying(flight, Math.max(now, flight.dueAt)), doom: undefined };
        return this.link(flight.from, flight.to).hold ? held(revived) : revived;
      },
    );
  }

  /** Due now, whether it was flying or held. */
  deliver(id: number, now: Micros): Flight<P> {
    const flight = this.#alive(id);
    return this.#replace(flying(flight, now));
  }

  hold(id: number): Flight<P> {
    const flight = this.#alive(id);
    assert(flight.fate === 'flying', `message ${id} flies`);
    return this.#replace(held(flight));
  }

  release(id: number, now: Micros): Flight<P> {
    const flight = this.#alive(id);
    assert(flight.fate === 'held', `message ${id} is held`);
    return this.#replace(flying(flight, Math.max(now, flight.dueAt)));
  }

  /**
   * Takes a message off its link and puts another in its place, which carries this instead: it arrives when the other would
   * have, and is held if that was.
   */
  forge(id: number, now: Micros, payload: P): Flight<P> {
    const was = this.#alive(id);
    this.take(id);
    const dueAt = Math.max(now, was.dueAt);
    const forged = { ...was, id: ++this.#lastId, payload, sentAt: now, copyOf: undefined, forged: id };
    return this.#replace(was.fate === 'held' ? held({ ...forged, dueAt }) : flying(forged, dueAt));
  }

  /** A copy that leaves now and takes the link's latency. No dice: a hand's work moves nobody's stream. */
  duplicate(id: number, now: Micros): Flight<P> {
    const flight = this.#alive(id);
    const link = this.#link(flight.from, flight.to);
    const copy = this.#launch(link, now, now + link.dials.latency, flight.payload, undefined, id);
    return flight.forged === undefined ? copy : this.#replace({ ...copy, forged: flight.forged });
  }

  /** Shares flights, which never change; links are copied. `seed`: from now on all dice fall by another one. */
  clone(seed?: number): Bus<P> {
    const copy = new Bus<P>(seed ?? this.#seed, this.#defaults);
    for (const [key, link] of this.#links) copy.#links.set(key, cloneLink(link, seed));
    for (const [id, flight] of this.#flights) copy.#flights.set(id, flight);
    copy.#lastId = this.#lastId;
    return copy;
  }

  #link(from: NodeId, to: NodeId): Link {
    assert(from > 0 && from < ID_SPAN && to > 0 && to < ID_SPAN, 'ids of nodes are within 1..1023');
    assert(from !== to, 'a node has no link to itself');
    const key = from * ID_SPAN + to;
    let link = this.#links.get(key);
    if (link === undefined) {
      link = makeLink(this.#seed, from, to, this.#defaults);
      this.#links.set(key, link);
    }
    return link;
  }

  #launch(
    link: Link,
    now: Micros,
    dueAt: Micros,
    payload: P,
    doom: Doom | undefined,
    copyOf: number | undefined,
  ): Flight<P> {
    const id = ++this.#lastId;
    const flight: Flight<P> = {
      id,
      from: link.from,
      to: link.to,
      payload,
      sentAt: now,
      dueAt,
      endsAt: dueAt,
      fate: 'flying',
      doom: undefined,
      copyOf,
    };
    if (link.cut) return this.#replace(doomed(flight, 'cut', now));
    if (doom !== undefined) return this.#replace(doomed(flight, doom, now));
    return this.#replace(link.hold ? held(flight) : flight);
  }

  #replaceOn(from: NodeId, to: NodeId, change: (flight: Flight<P>) => Flight<P> | undefined): Flight<P>[] {
    return this.#replaceWhere((flight) => flight.from === from && flight.to === to, change);
  }

  #replaceWhere(
    isMeant: (flight: Flight<P>) => boolean,
    change: (flight: Flight<P>) => Flight<P> | undefined,
  ): Flight<P>[] {
    const changed: Flight<P>[] = [];
    for (const flight of this.#flights.values()) {
      const after = isMeant(flight) ? change(flight) : undefined;
      if (after !== undefined) changed.push(this.#replace(after));
    }
    return changed;
  }

  #replace(flight: Flight<P>): Flight<P> {
    this.#flights.set(flight.id, flight);
    return flight;
  }

  #alive(id: number): Flight<P> {
    const flight = present(this.#flights.get(id), `message ${id} is in flight`);
    assert(flight.fate !== 'doomed', `message ${id} is not lost`);
    return flight;
  }
}

function flying<P>(flight: Flight<P>, dueAt: Micros): Flight<P> {
  return { ...flight, fate: 'flying', dueAt, endsAt: dueAt };
}

function held<P>(flight: Flight<P>): Flight<P> {
  return { ...flight, fate: 'held', endsAt: undefined };
}

function doomed<P>(flight: Flight<P>, doom: Doom, now: Micros): Flight<P> {
  const middle = flight.sentAt + Math.floor((flight.dueAt - flight.sentAt) / 2);
  return { ...flight, fate: 'doomed', doom, endsAt: Math.max(now, middle) };
}
