/** What most lists are when they are taken: one for all of them. */
const NOTHING: readonly never[] = [];

/**
 * A list in the making. A list that grows from nothing takes room for many items at its first one; this one's room is
 * used again and again, and whoever takes what is in it gets a list of just that length.
 */
export class Gathered<T> {
  readonly #room: (T | undefined)[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(item: T): void {
    this.#room[this.#length++] = item;
  }

  /** What has been gathered, in order. Nothing is left here, and nothing of it kept. */
  take(): readonly T[] {
    const length = this.#length;
    if (length === 0) return NOTHING;
    const taken = this.#room.slice(0, length) as T[];
    for (let i = 0; i < length; i++) this.#room[i] = undefined;
    this.#length = 0;
    return taken;
  }
}
