import type { Micros, NodeId } from '../base/flavor.ts';
import type { MemberPhase } from '../sim/record/world-event.ts';

/** A member's status, role and term over a stretch of time. `to` undefined: still so. */
export interface Span extends MemberPhase {
  readonly from: Micros;
  readonly to: Micros | undefined;
  /** So many short ones it stands for; absent: it is one. */
  readonly merged?: number;
}

/** The stretch of events in which a member ran, both included; `to` undefined: it still does. */
export interface Life {
  readonly from: number;
  readonly to: number | undefined;
}

interface Begun extends MemberPhase {
  readonly from: Micros;
  readonly event: number;
}

/** What every member was, and when it became so. */
export class Spans {
  /** Of each member, ascending by time: each lasts until the next one begins. */
  readonly #ofNode = new Map<NodeId, Begun[]>();

  begin(phase: MemberPhase, from: Micros, event: number): void {
    const list = this.#ofNode.get(phase.node) ?? [];
    list.push({ ...phase, from, event });
    this.#ofNode.set(phase.node, list);
  }

  /**
   * The spans that touch [from, to], by member and time. Those of a member that are shorter than `least` and follow each
   * other are one, which looks like the longest of them and is `merged`.
   */
  within(from: Micros, to: Micros, least: Micros = 0): Span[] {
    return [...this.#ofNode.keys()]
      .sort((a, b) => a - b)
      .flatMap((node) => merged(touching(this.#ofNode.get(node) ?? [], from, to), least));
  }

  /** The lives of a member that had begun by an event, oldest first; the last event of one is that in which it ended. */
  lives(node: NodeId, event: number): readonly Life[] {
    const lives: Life[] = [];
    let from: number | undefined;
    for (const span of this.#ofNode.get(node) ?? []) {
      if (span.event > event) break;
      if (span.status !== 'killed') from ??= span.event;
      else if (from !== undefined) {
        lives.push({ from, to: span.event });
        from = undefined;
      }
    }
    if (from !== undefined) lives.push({ from, to: undefined });
    return lives;
  }

  /** What was so up to an event, in lists of their own. */
  branch(event: number): Spans {
    const copy = new Spans();
    for (const [node, list] of this.#ofNode) {
      const kept = list.filter((span) => span.event <= event);
      if (kept.length > 0) copy.#ofNode.set(node, kept);
    }
    return copy;
  }
}

function merged(spans: readonly Span[], least: Micros): Span[] {
  const found: Span[] = [];
  let short: Span[] = [];
  const flush = (): void => {
    const [first, last] = [short[0], short.at(-1)];
    if (first !== undefined && last !== undefined) {
      const look = short.reduce((longest, span) => (lengthOf(span) > lengthOf(longest) ? span : longest));
      found.push(
        short.length === 1 ? first : { ...look, from: first.from, to: last.to, merged: short.length },
      );
    }
    short = [];
  };
  for (const span of spans) {
    if (lengthOf(span) >= least) {
      flush();
      found.push(span);
    } else {
      // What is merged stays about as short: a long flutter is a row of pieces, each with its own look.
      const start = short[0]?.from ?? span.from;
      if ((span.to ?? span.from) - start > least) flush();
      short.push(span);
    }
  }
  flush();
  return found;
}

function lengthOf({ from, to }: Span): Micros {
  return (to ?? Infinity) - from;
}

function touching(list: readonly Begun[], from: Micros, to: Micros): Span[] {
  const spans: Span[] = [];
  for (let i = lastBeginningBy(list, from); i < list.length; i++) {
    const begun = list[i];
    if (begun === undefined || begun.from > to) break;
    const end = list[i + 1]?.from;
    if (end !== undefined && (end < from || end === begun.from)) continue;
    const { node, status, state, term } = begun;
    spans.push({ node, status, state, term, from: begun.from, to: end });
  }
  return spans;
}

/** The position of the last span that began at or before this time; 0 if none did. */
function lastBeginningBy(list: readonly Begun[], time: Micros): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.from ?? Infinity) <= time) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}
