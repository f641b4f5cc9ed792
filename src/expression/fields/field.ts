import type { Happens, Needs, Part } from '../needs.ts';
import type { Scope } from '../step-view.ts';
import type { Value } from '../value.ts';
import type { ThingKind, ValueType } from '../value-type.ts';

/** What a field asks for beside what its owner does; nothing: it is there once the owner is. */
export interface Asks {
  /** Of the node that the owner is, or is of. */
  readonly parts?: readonly Part[];
  /** Of any node. */
  readonly ofAll?: readonly Part[];
  readonly happens?: readonly Happens[];
  /** It may change with every event. */
  readonly every?: true;
  /** The step itself is asked, and not only what is after it: none (of a list: empty, of a boolean: false) where nothing of `happens` does. */
  readonly ofStep?: true;
  /** Only its own asks count, and not its owner's: it is none where nothing of them happens. */
  readonly instead?: true;
  /** Though it is of the step, there is always one. */
  readonly always?: true;
  /** Facts of members are enough (step-view.ts). */
  readonly factsOnly?: true;
  /** Never none, where the owner is not. */
  readonly sure?: true;
  /** Where it is compared with words, less is enough to know. */
  readonly narrowed?: (words: readonly string[]) => Needs;
}

/** `node(3).commit`: how a field of a thing is found. */
export interface Field<Owner> extends Asks {
  readonly type: ValueType;
  /** Only things of these kinds have it (types of messages); of others it is none. */
  readonly only?: readonly string[];
  /** It is the kind by which `only` tells things apart. */
  readonly isKind?: true;
  readonly read: (owner: Owner, scope: Scope) => Value;
}

/** What an argument is: of which type, and of texts which there are (so that a wrong one is found while it is typed). */
export interface Parameter {
  readonly type: ValueType;
  readonly texts?: readonly string[];
  /** It may be left out. */
  readonly optional?: true;
  /** It may also be given as text. */
  readonly orText?: true;
}

/** `node(3)`, or of an owner `node(2).progress(3)`. */
export interface FunctionOf<Owner> extends Asks {
  readonly type: ValueType;
  readonly parameters: readonly Parameter[];
  readonly example: string;
  /** The first argument is the node that this is, or is of. */
  readonly isOfNode?: true;
  /** Asks for less by what is in the arguments, where those are literals. */
  readonly asksFor?: (args: readonly Value[]) => readonly Happens[];
  readonly read: (owner: Owner, args: readonly Value[], scope: Scope) => Value;
}

export type Fields<Owner> = Readonly<Record<string, Field<Owner>>>;
export type Functions<Owner> = Readonly<Record<string, FunctionOf<Owner>>>;

/** Everything that can be asked of a kind of thing. */
export interface ThingTable {
  readonly kind: ThingKind;
  readonly fields: Fields<object | number>;
  readonly functions: Functions<object | number>;
  /** What tells things of this kind in a list apart, from step to step. */
  readonly keyOf: (thing: object | number) => string;
}

/** The tables of a kind, with their owner's type forgotten: the types of the language keep it from now on. */
export function tableOf<Owner extends object | number>(
  kind: ThingKind,
  fields: Fields<Owner>,
  keyOf: (thing: Owner) => string,
  functions: Functions<Owner> = {},
): ThingTable {
  return {
    kind,
    fields: fields as unknown as Fields<object | number>,
    functions: functions as unknown as Functions<object | number>,
    keyOf: keyOf as unknown as ThingTable['keyOf'],
  };
}
