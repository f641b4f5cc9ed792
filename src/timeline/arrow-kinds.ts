import { present } from '../base/assert.ts';
import type { NodeId, Term } from '../base/flavor.ts';
import type { FlightEnd } from '../sim/record/world-event.ts';
import { busMessageNumber, type BusMessageType } from '../sim/world/bus-message.ts';

/** What messages have in common: many have the same. */
export interface ArrowKind {
  readonly type: BusMessageType;
  readonly from: NodeId;
  readonly to: NodeId;
  readonly term: Term;
  readonly reject: boolean;
  /** Somebody has put it in the place of another, changed by hand. */
  readonly forged: boolean;
  /** Undefined: it is still under way. */
  readonly end: FlightEnd | undefined;
}

const ends = [
  undefined,
  'delivered',
  'lost',
  'cut',
  'dropped',
  'dead',
  'forged',
] as const satisfies readonly (FlightEnd | undefined)[];

/** The numbers of kinds, from 1 on, in the order in which they are first met. Only grows: branches share it. */
export class ArrowKinds {
  readonly #all: ArrowKind[] = [];
  readonly #byTerm = new Map<Term, Map<number, number>>();
  #last: { readonly term: Term; readonly known: Map<number, number> } | undefined;
  /** Of a kind and an end: the number of the kind that ends so, once it has been asked for; 0 before. */
  readonly #ended: number[] = [];

  get count(): number {
    return this.#all.length;
  }

  numberOf({ type, from, to, term, reject, forged, end }: ArrowKind): number {
    const known = this.#knownOf(term);
    // Ids of nodes are below 1024, numbers of types below 128, ends fewer than 8.
    const key =
      ((busMessageNumber[type] * 1024 + from) * 1024 + to) * 32 +
      (forged ? 16 : 0) +
      (reject ? 8 : 0) +
      ends.indexOf(end);
    const found = known.get(key);
    if (found !== undefined) return found;
    const number = this.#all.push({ type, from, to, term, reject, forged, end });
    known.set(key, number);
    for (let i = 0; i < ends.length; i++) this.#ended.push(0);
    return number;
  }

  kind(number: number): ArrowKind {
    return present(this.#all[number - 1], 'a kind of message');
  }

  /** The same kind with another end; undefined: it is under way. */
  ended(number: number, end: FlightEnd | undefined): number {
    const place = (number - 1) * ends.length + ends.indexOf(end);
    const known = this.#ended[place] ?? 0;
    if (known > 0) return known;
    const found = this.numberOf({ ...this.kind(number), end });
    this.#ended[place] = found;
    return found;
  }

  #knownOf(term: Term): Map<number, number> {
    if (this.#last?.term === term) return this.#last.known;
    const known = this.#byTerm.get(term) ?? new Map<number, number>();
    this.#byTerm.set(term, known);
    this.#last = { term, known };
    return known;
  }
}
