/**
 * What a branch is made of, for the question how much of its past two branches share: a stretch of events that grows out of an
 * event of another line. A line is never changed: a branch whose future is dropped goes on in a new line.
 */
export class Line {
  readonly parent: Line | undefined;
  /** Up to this event its past is the parent's. */
  readonly event: number;
  /** How many lines are below it. */
  readonly #depth: number;

  private constructor(parent: Line | undefined, event: number) {
    this.parent = parent;
    this.event = event;
    this.#depth = parent === undefined ? 0 : parent.#depth + 1;
  }

  /** That of a run's first branch. */
  static first(): Line {
    return new Line(undefined, 0);
  }

  /** Another line from this event on: of the line that the event is in, be it further down. */
  fork(event: number): Line {
    if (this.parent !== undefined && event <= this.event) return this.parent.fork(event);
    return new Line(this, event);
  }

  /** The last event that this line and another have in common; Infinity with itself. */
  sharedWith(other: Line): number {
    let [a, b]: (Line | undefined)[] = [this, other];
    let shared = Infinity;
    while (a !== b && a !== undefined && b !== undefined) {
      if (a.#depth >= b.#depth) {
        shared = Math.min(shared, a.event);
        a = a.parent;
      } else {
        shared = Math.min(shared, b.event);
        b = b.parent;
      }
    }
    return shared;
  }
}
