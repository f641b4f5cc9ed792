import type { Micros } from '../../base/flavor.ts';
import { isSame, formatValue, type Value } from '../../expression/value.ts';
import type { Compiled } from '../../expression/compile.ts';
import { CommandError } from '../../sim/command/command.ts';
import type { Line } from '../play/line.ts';
import type { Run } from '../play/run.ts';
import { expressionOf } from './condition.ts';
import { RecordWalk } from './record-search.ts';

/** A watch expression at the playhead, and where it changes in the window of the diagram. */
export interface WatchFrame {
  readonly text: string;
  /** As it would be typed; undefined: it is not found out yet. */
  readonly value: string | undefined;
  /** Ascending; of those that are too near each other to be told apart, the first. */
  readonly changes: readonly Micros[];
}

interface Window {
  readonly from: Micros;
  readonly to: Micros;
}

export const WATCHES_MAX = 50;

/** The watch expressions of a lab. */
export class Watches {
  #watches: readonly Watch[] = [];
  #frames: readonly WatchFrame[] = [];

  /** Throws a CommandError, and everything is as it was, if one of them means nothing. */
  set(list: readonly string[]): void {
    if (!Array.isArray(list) || list.length > WATCHES_MAX) {
      throw new CommandError('badArgument', `setWatches: a list of at most ${WATCHES_MAX} expressions`);
    }
    const known = this.#watches;
    this.#watches = list.map(
      (text) => known.find((one) => one.text === text) ?? new Watch(text, expressionOf('setWatches', text)),
    );
    this.#frames = [];
  }

  /** As they were last. */
  get frames(): readonly WatchFrame[] {
    return this.#frames;
  }

  /** At the playhead; the same objects as long as nothing of them has changed. `mayGoOn`: there is time to look at more. */
  async look(run: Run, window: Window, mayGoOn: () => boolean): Promise<readonly WatchFrame[]> {
    const frames: WatchFrame[] = [];
    for (const watch of this.#watches) frames.push(await watch.look(run, window, mayGoOn));
    const areSame =
      frames.length === this.#frames.length && frames.every((one, i) => one === this.#frames[i]);
    if (!areSame) this.#frames = frames;
    return this.#frames;
  }
}

interface Change {
  readonly event: number;
  readonly value: Value;
}

/** So many events are walked between two looks at the clock. */
const PIECE = 256;
/** Changes within such a share of the window are one mark. */
const MARKS = 1000;

/**
 * One of them. It walks along the record from the beginning of the window on (one that remembers, from the beginning of the
 * run), a little at a time, and keeps where the value has changed.
 */
class Watch {
  readonly text: string;
  readonly #expression: Compiled;
  #line: Line | undefined;
  /** Where the walk began, and the value there. */
  #start: Change = { event: 0, value: undefined };
  #walk: RecordWalk | undefined;
  #changes: Change[] = [];
  #frame: WatchFrame;

  constructor(text: string, expression: Compiled) {
    this.text = text;
    this.#expression = expression;
    this.#frame = { text, value: undefined, changes: [] };
  }

  async look(run: Run, window: Window, mayGoOn: () => boolean): Promise<WatchFrame> {
    const { events } = run.history;
    const playhead = run.cluster.world.events;
    const first = this.#expression.remembers ? 0 : Math.min(events.lastAt(window.from), playhead);
    const until = Math.max(Math.min(events.last, events.lastAt(window.to)), playhead);
    const walk = await this.#walkFrom(run, first);
    while (walk.at < until && mayGoOn()) {
      const hasChanged = await walk.next(Math.min(walk.at + PIECE, until), this.#isChange);
      if (hasChanged) this.#changes.push({ event: walk.at, value: walk.value });
    }
    const value = this.#valueAt(run, playhead);
    const next: WatchFrame = { text: this.text, value, changes: this.#marks(run, window) };
    const { changes } = this.#frame;
    const isStill = value === this.#frame.value && isSame(next.changes, changes);
    if (!isStill) this.#frame = next;
    return this.#frame;
  }

  /** What is momentary is there anew in each step in which it is there. */
  readonly #isChange = (before: Value, now: Value): boolean => {
    const { momentary, type } = this.#expression;
    return momentary ? !isSame(now, idleOf(type.kind)) : !isSame(before, now);
  };

  /** The walk as it is, or another one where it is of another past, or does not reach so far back. */
  async #walkFrom(run: Run, first: number): Promise<RecordWalk> {
    const { line } = run.branches.current;
    const known = this.#walk;
    const isOfPast = line === this.#line && known !== undefined && known.at <= run.history.events.last;
    // What lies between where it has come to and the window is of no use to anybody.
    const isNear =
      isOfPast && this.#start.event <= first && (this.#expression.remembers || first <= known.at);
    if (isNear) return known;
    const walk = await RecordWalk.from(run, this.#expression, first);
    this.#line = line;
    this.#walk = walk;
    this.#start = { event: first, value: walk.value };
    this.#changes = [];
    return walk;
  }

  #valueAt(run: Run, playhead: number): string | undefined {
    const { type, usesEvent, remembers, momentary } = this.#expression;
    if (!usesEvent && !remembers) {
      const { world } = run.cluster;
      const value = this.#expression.evaluate({ event: undefined, world }, this.#expression.newMemory());
      return formatValue(value, type);
    }
    if (this.#walk === undefined || this.#walk.at < playhead) return undefined;
    const last = this.#changes.findLast(({ event }) => event <= playhead) ?? this.#start;
    // It is of one step alone.
    const isOver = momentary && last.event !== playhead;
    return formatValue(isOver ? idleOf(type.kind) : last.value, type);
  }

  #marks({ history }: Run, { from, to }: Window): readonly Micros[] {
    const marks: Micros[] = [];
    const apart = (to - from) / MARKS;
    for (const { event } of this.#changes) {
      const at = history.events.timeOf(event);
      if (at < from || at > to || at - (marks.at(-1) ?? -Infinity) < apart) continue;
      marks.push(at);
    }
    return marks;
  }
}

/** What is momentary is so in every other step. */
function idleOf(kind: string): Value {
  if (kind === 'boolean') return false;
  return kind === 'list' ? [] : undefined;
}
