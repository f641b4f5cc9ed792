/** So many places there are. */
const PLACES = 256;

/**
 * What was made of things lately, for things that come to several users one soon after the other: members of one thread
 * hold the same entries. Each has the place of a number that neighbours do not share, an entry's index for one, and
 * whoever comes to the same place next takes it over, so that nothing is kept for long.
 */
export class Recent<K extends object, V> {
  readonly #keys = Array.from({ length: PLACES }, (): K | undefined => undefined);
  readonly #values = Array.from({ length: PLACES }, (): V | undefined => undefined);

  /** `key`: the very same object; what is made of it may not change. */
  get(number: number, key: K): V | undefined {
    const place = number % PLACES;
    return this.#keys[place] === key ? this.#values[place] : undefined;
  }

  set(number: number, key: K, value: V): void {
    const place = number % PLACES;
    this.#keys[place] = key;
    this.#values[place] = value;
  }
}
