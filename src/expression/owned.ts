import { unknownField } from './checks.ts';
import type { Asks, Field } from './fields/field.ts';
import { WHOLE } from './fields/whole.ts';
import type { Meaning, Read } from './meaning.ts';
import { both, EVERYTHING, needsOfHappens, needsOfTouches, NOTHING, type Needs } from './needs.ts';
import type { Tree } from './tree.ts';
import type { Plain } from './value.ts';
import { NUMBER, type ValueType } from './value-type.ts';

/** The owner of what is there by itself: asks nobody. */
export const NOBODY: Meaning = {
  type: { kind: 'none' },
  read: () => WHOLE,
  needs: NOTHING,
  sure: true,
  usesEvent: false,
  momentary: false,
  factsOnly: true,
  variables: [],
};

export function literal(type: ValueType, constant: Plain): Meaning {
  return { ...NOBODY, type, read: () => constant, sure: constant !== undefined, constant };
}

/** A field of what is understood: none where its owner is. */
export function ofOwner(owner: Meaning, field: Field<object | number>): Meaning {
  return { ...asked(owner, field), type: field.type, read: readOf(owner.read, field.read) };
}

function readOf(readOwner: Read, read: Field<object | number>['read']): Read {
  return (scope) => {
    const owner = readOwner(scope);
    return owner === undefined ? undefined : read(owner as object | number, scope);
  };
}

/** All that is known of it beside its value. */
function asked(owner: Meaning, field: Asks & Partial<Field<object>>): Omit<Meaning, 'read' | 'type'> {
  const { ofStep, factsOnly, sure, isKind } = field;
  const narrowed = isKind === true ? owner.narrowed : field.narrowed;
  return {
    needs: needsOf(owner, field),
    sure: owner.sure && sure === true,
    usesEvent: owner.usesEvent || ofStep === true,
    momentary: owner.momentary || (ofStep === true && field.always !== true),
    factsOnly: owner.factsOnly && factsOnly === true,
    variables: owner.variables,
    ...(owner.node === undefined ? {} : { node: owner.node }),
    ...(narrowed === undefined ? {} : { narrowed }),
  };
}

function needsOf(owner: Meaning, field: Asks & Partial<Field<object>>): Needs {
  const { parts, ofAll, happens, every, only, instead } = field;
  if (every === true) return EVERYTHING;
  const ofTheOwner = only === undefined ? undefined : owner.narrowed?.(only);
  return [
    needsOfTouches(owner.node, parts ?? []),
    needsOfTouches(undefined, ofAll ?? []),
    needsOfHappens(...(happens ?? [])),
  ].reduce(both, instead === true ? NOTHING : (ofTheOwner ?? owner.needs));
}

/** How many there are is all that a list can be asked. */
export function countOfList(tree: Extract<Tree, { type: 'field' }>, list: Meaning): Meaning {
  if (tree.name !== 'count') throw unknownField(tree, list.type, ['count']);
  const { constant: _, narrowed: __, read, ...rest } = list;
  return {
    ...rest,
    type: NUMBER,
    // A list that is never none is empty where nothing happens, and 0 is a number as any other.
    momentary: list.momentary && !list.sure,
    read(scope) {
      const items = read(scope);
      return Array.isArray(items) ? items.length : undefined;
    },
  };
}
