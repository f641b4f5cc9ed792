import type { NodeId } from '../base/flavor.ts';
import type { Needs } from './needs.ts';
import type { Scope } from './step-view.ts';
import type { Plain, Value } from './value.ts';
import type { ValueType } from './value-type.ts';

export type Read = (scope: Scope) => Value;

/** What a piece of an expression means: its type, how its value is found, and which events can change it. */
export interface Meaning {
  readonly type: ValueType;
  readonly read: Read;
  readonly needs: Needs;
  /** Never none. */
  readonly sure: boolean;
  /** It speaks of the step itself and not only of what is after it: the next step may end it though nothing is touched. */
  readonly usesEvent: boolean;
  /** None or false in every step that matches nothing of `needs`. */
  readonly momentary: boolean;
  /** Facts of members are all it asks for. */
  readonly factsOnly: boolean;
  /** The value, where it is the same for ever: a literal. */
  readonly constant?: Plain;
  /** The node that it is, or is of, where that is the same for ever: `node(3)`. */
  readonly node?: NodeId;
  /** What is needed to find out whether it is one of these words: less than to know the word. */
  readonly narrowed?: (words: readonly string[]) => Needs;
  /** Numbers of the variables that it asks for (Scope.variables). */
  readonly variables: readonly number[];
}

/** Of several together. */
export function variablesOf(...meanings: readonly Meaning[]): number[] {
  return [...new Set(meanings.flatMap(({ variables }) => variables))];
}
