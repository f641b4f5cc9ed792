import { microsToMs } from '../../base/flavor.ts';
import { beginsToHold, type Compiled } from '../../expression/compile.ts';
import type { Value } from '../../expression/value.ts';
import type { BranchId } from '../../history/position.ts';
import type { Line } from '../play/line.ts';
import type { Run } from '../play/run.ts';
import { conditionOf } from './condition.ts';
import { RecordWalk } from './record-search.ts';

/** What somebody plays for, and where it was reached. */
export interface GoalFrame {
  readonly condition: string;
  /** The first event, after the goal was set, in which it began to hold in the branch that is looked at; undefined: in none yet. */
  readonly reached: GoalReached | undefined;
}

export interface GoalReached {
  readonly branch: BranchId;
  readonly event: number;
  readonly atMs: number;
}

/** So many events are walked between two looks at the clock. */
const PIECE = 256;

/**
 * A condition that marks what is played: it halts nothing, and whatever the run was gone on by (time, a step, an action by hand),
 * the event in which it began to hold is found. What it remembers (`count`, `was`) begins with the run.
 */
export class Goal {
  readonly #condition: Compiled;
  /** What the run was when it was set is not the player's doing. */
  readonly #run: Run;
  readonly #line: Line;
  readonly #from: number;
  #walked: { readonly line: Line; readonly after: number; readonly walk: RecordWalk } | undefined;
  #frame: GoalFrame;

  /** Throws a CommandError where the text means nothing. */
  constructor(text: string, run: Run) {
    this.#condition = conditionOf('setGoal', text);
    this.#run = run;
    this.#line = run.branches.current.line;
    this.#from = run.cluster.world.events;
    this.#frame = { condition: text, reached: undefined };
  }

  /** Undefined: another run is open, which has no goal. The same object as long as nothing has changed. */
  async look(run: Run, mayGoOn: () => boolean): Promise<GoalFrame | undefined> {
    if (run !== this.#run) return undefined;
    const { walk, after } = await this.#walkIn(run);
    const { last } = run.history.events;
    while (this.#frame.reached === undefined && walk.at < last && mayGoOn()) {
      const begins = await walk.next(Math.min(walk.at + PIECE, last), this.#begins);
      if (begins && walk.at > after) this.#become(this.#reachedAt(run, walk.at));
    }
    return this.#frame;
  }

  /** As it was last. */
  frame(run: Run): GoalFrame | undefined {
    return run === this.#run ? this.#frame : undefined;
  }

  /** The walk as it is; another one, and no event found yet, where another branch is looked at. */
  async #walkIn(run: Run): Promise<{ readonly walk: RecordWalk; readonly after: number }> {
    const { line } = run.branches.current;
    const walked = this.#walked;
    if (walked?.line === line && walked.walk.at <= run.history.events.last) return walked;
    const walk = await RecordWalk.from(run, this.#condition, 0);
    // A branch that left the run's before the goal was set is all play from there on.
    const next = { line, walk, after: Math.min(this.#from, line.sharedWith(this.#line)) };
    this.#walked = next;
    if (this.#frame.reached !== undefined) this.#become(undefined);
    return next;
  }

  #reachedAt({ branches, history }: Run, event: number): GoalReached {
    return { branch: branches.current.id, event, atMs: microsToMs(history.events.timeOf(event)) };
  }

  #become(reached: GoalReached | undefined): void {
    this.#frame = { condition: this.#frame.condition, reached };
  }

  readonly #begins = (before: Value, now: Value): boolean => beginsToHold(this.#condition, before, now);
}
