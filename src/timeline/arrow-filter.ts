import type { NodeId, Term } from '../base/flavor.ts';
import type { BusMessageType } from '../sim/world/bus-message.ts';
import type { ArrowKind } from './arrow-kinds.ts';

/** Which messages are asked for. */
export interface ArrowFilter {
  /** Not those of these types. */
  readonly hide?: readonly BusMessageType[] | undefined;
  /** None but those from or to one of these; absent or empty: of all. */
  readonly nodes?: readonly NodeId[] | undefined;
  /** Of these terms, both included, and those that have none. */
  readonly terms?: TermRange | undefined;
}

export interface TermRange {
  readonly first: Term;
  readonly last: Term;
}

/** A test of a kind by its number: each kind is looked at once. */
export function filterOf(
  { hide = [], nodes = [], terms }: ArrowFilter,
  kindOf: (number: number) => ArrowKind,
): (number: number) => boolean {
  if (hide.length === 0 && nodes.length === 0 && terms === undefined) return () => true;
  const hidden = new Set(hide);
  const chosen = new Set(nodes);
  const known: (boolean | undefined)[] = [];
  return (number) =>
    (known[number] ??= ((): boolean => {
      const { type, from, to, term } = kindOf(number);
      if (hidden.has(type)) return false;
      if (chosen.size > 0 && !chosen.has(from) && !chosen.has(to)) return false;
      return terms === undefined || Number(term) === 0 || isOfTerms(terms, term);
    })());
}

export function isOfTerms({ first, last }: TermRange, term: Term): boolean {
  return term >= first && term <= last;
}
