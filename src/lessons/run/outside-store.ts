/** A write to a store that is not etcd's. token undefined: none was shown. */
export interface OutsideWrite {
  readonly client: string;
  readonly value: string;
  readonly token: number | undefined;
  /** The lock that somebody else held by then, in the belief of both; undefined: none. */
  readonly trespass: string | undefined;
}

/**
 * Something outside etcd that clients write to while they hold a lock (lesson K7). It cannot see who holds the lock.
 * A fencing one remembers the highest token it has been shown and refuses lower ones, and writes without any once it
 * has seen one.
 */
export class OutsideStore {
  readonly name: string;
  #fencing: boolean;
  /** Everything that was asked for, in order. */
  readonly #asked: OutsideWrite[] = [];
  #accepted: OutsideWrite[] = [];
  #highest: number | undefined;

  constructor(name: string, fencing: boolean) {
    this.name = name;
    this.#fencing = fencing;
  }

  /** Whether it was accepted. */
  write(write: OutsideWrite): boolean {
    this.#asked.push(write);
    return this.#take(write);
  }

  /** What would have come of the same writes if it had refused lower tokens from the start, and does from now on. */
  fence(): void {
    this.#fencing = true;
    this.#accepted = [];
    this.#highest = undefined;
    for (const write of this.#asked) this.#take(write);
  }

  /** `[c2:2,c1:1]` */
  get log(): string {
    return `[${this.#accepted.map(({ client, value }) => `${client}:${value}`).join(',')}]`;
  }

  /** Whether two clients have written, each in the belief that it alone held the lock. */
  get isViolated(): boolean {
    return this.#accepted.some(({ trespass }) => trespass !== undefined);
  }

  #take(write: OutsideWrite): boolean {
    if (this.#fencing && isStale(write.token, this.#highest)) return false;
    if (write.token !== undefined) this.#highest = Math.max(this.#highest ?? 0, write.token);
    this.#accepted.push(write);
    return true;
  }
}

function isStale(token: number | undefined, highest: number | undefined): boolean {
  return highest !== undefined && (token === undefined || token < highest);
}
