import { present } from '../../base/assert.ts';

/**
 * A map that is never changed: setting gives another one, and all of them share one table (Baker, "Shallow binding makes
 * functional arrays fast", 1991). Whoever was asked last owns the table; the others know how they differ from their neighbour:
 *
 *     v0 ─{a: none}─► v1 ─{a: 1}─► v2 [a = 2]          asked for v0, the arrows turn round
 *
 * A search that goes on and on pays one assignment a step; one that goes back pays its way.
 */
export class Versions<Value> {
  #table: Map<string, Value> | undefined;
  /** Where it differs from `#neighbour`, which is nearer to the owner of the table. */
  #key = '';
  #value: Value | undefined;
  #neighbour: Versions<Value> | undefined;

  private constructor(table: Map<string, Value>) {
    this.#table = table;
  }

  static empty<Value>(): Versions<Value> {
    return new Versions(new Map());
  }

  get(key: string): Value | undefined {
    return this.#own().get(key);
  }

  /** In no particular order. */
  entries(): IterableIterator<[string, Value]> {
    return this.#own().entries();
  }

  set(key: string, value: Value): Versions<Value> {
    return this.#with(key, value);
  }

  delete(key: string): Versions<Value> {
    return this.#with(key, undefined);
  }

  #with(key: string, value: Value | undefined): Versions<Value> {
    const table = this.#own();
    const before = table.get(key);
    write(table, key, value);
    const next = new Versions(table);
    this.#table = undefined;
    this.#key = key;
    this.#value = before;
    this.#neighbour = next;
    return next;
  }

  #own(): Map<string, Value> {
    if (this.#table !== undefined) return this.#table;
    const way: Versions<Value>[] = [this];
    for (
      let next = this.#neighbour;
      next !== undefined && next.#table === undefined;
      next = next.#neighbour
    ) {
      way.push(next);
    }
    let table: Map<string, Value> | undefined;
    for (const each of way.reverse()) table = each.#takeOver();
    return present(table, 'it was taken over');
  }

  /** From its neighbour, which owns the table. */
  #takeOver(): Map<string, Value> {
    const owner: Versions<Value> = present(this.#neighbour, 'who does not own it has a neighbour');
    const table = present(owner.#table, 'the neighbour owns it');
    owner.#key = this.#key;
    owner.#value = table.get(this.#key);
    owner.#neighbour = this;
    owner.#table = undefined;
    write(table, this.#key, this.#value);
    this.#table = table;
    this.#neighbour = undefined;
    this.#value = undefined;
    return table;
  }
}

function write<Value>(table: Map<string, Value>, key: string, value: Value | undefined): void {
  if (value === undefined) table.delete(key);
  else table.set(key, value);
}
