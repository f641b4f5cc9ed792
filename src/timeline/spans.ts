import type { Micros, NodeId } from '../base/flavor.ts';
import type { MemberPhase } from '../sim/record/world-event.ts';

/** A member's status, role and term over a stretch of time. `to` undefined: still so. */
export interface Span extends MemberPhase {
  readonly from: Micros;
  readonly to: Micros | undefined;
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

  /** The spans that touch [from, to], by member and time. */
  within(from: Micros, to: Micros): Span[] {
    return [...this.#ofNode.keys()]
      .sort((a, b) => a - b)
      .flatMap((node) => touching(this.#ofNode.get(node) ?? [], from, to));
  }

  truncate(event: number): void {
    for (const [node, list] of this.#ofNode) {
      const kept = list.filter((span) => span.event <= event);
      if (kept.length > 0) this.#ofNode.set(node, kept);
      else this.#ofNode.delete(node);
    }
  }
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
