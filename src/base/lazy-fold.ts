/** So many steps wait at most until they are carried out: nobody who asks waits long, and little is kept alive. */
const WAITING_MAX = 256;

/**
 * A value that steps make out of another, worked out when somebody asks for it. Each step makes a new one of these and
 * leaves the one before as it was, so that every moment can keep its own; the steps between two questions are carried out
 * together, which is cheaper than one at a time. Nobody changes a value that this has given.
 *
 *     v0 ◀── step ◀── step ◀── step          asked here: v0 and three steps, in one go; then it stands alone
 */
export class LazyFold<Value, Step> {
  readonly #carryOut: (value: Value, steps: readonly Step[]) => Value;
  #known: Value | undefined;
  /** Where the steps go on from; undefined once the value is known. */
  #before: LazyFold<Value, Step> | undefined;
  /** Undefined once the value is known: it is in it. */
  #step: Step | undefined;
  readonly #waiting: number;

  private constructor(
    carryOut: (value: Value, steps: readonly Step[]) => Value,
    known: Value | undefined,
    before: LazyFold<Value, Step> | undefined,
    step: Step | undefined,
  ) {
    this.#carryOut = carryOut;
    this.#known = known;
    this.#before = before;
    this.#step = step;
    this.#waiting = before === undefined || before.#before === undefined ? 1 : before.#waiting + 1;
  }

  /** `carryOut` makes the value after the steps, of which there is at least one, and leaves the one before alone. */
  static of<Value, Step>(
    value: Value,
    carryOut: (value: Value, steps: readonly Step[]) => Value,
  ): LazyFold<Value, Step> {
    return new LazyFold<Value, Step>(carryOut, value, undefined, undefined);
  }

  /** This, and one step more. */
  after(step: Step): LazyFold<Value, Step> {
    const next = new LazyFold<Value, Step>(this.#carryOut, undefined, this, step);
    if (next.#waiting >= WAITING_MAX) next.#workOut();
    return next;
  }

  get value(): Value {
    if (this.#before !== undefined) this.#workOut();
    return this.#known as Value;
  }

  #workOut(): void {
    const steps: Step[] = [];
    const start = LazyFold.#collect<Value, Step>(this, steps);
    this.#known = this.#carryOut(start, steps.reverse());
    this.#before = undefined;
    this.#step = undefined;
  }

  /** The newest value that is known, and the steps from there to `from`, the last one first. */
  static #collect<Value, Step>(from: LazyFold<Value, Step>, steps: Step[]): Value {
    let at = from;
    while (at.#before !== undefined) {
      steps.push(at.#step as Step);
      at = at.#before;
    }
    return at.#known as Value;
  }
}
