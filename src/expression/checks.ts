import { faultAt } from './error-text.ts';
import type { ExpressionFault } from './expression-error.ts';
import type { Meaning } from './meaning.ts';
import { nearest } from '../base/nearest.ts';
import type { Place, Tree } from './tree.ts';
import { isPlain, nameOfType, type ValueType } from './value-type.ts';
import { words } from './words.ts';

/** A condition; none counts as false. */
export function mustBeCondition(place: Place, { type }: Meaning): void {
  if (type.kind !== 'boolean')
    throw faultAt('notCondition', place.at, place.length, { got: nameOfType(type) });
}

/** What can be compared, kept and shown as it is. */
export function mustBePlain(place: Place, { type }: Meaning): void {
  if (!isPlain(type)) throw faultAt('wholeThing', place.at, place.length, { got: nameOfType(type) });
}

export function mismatch({ at, length }: Place, left: ValueType, right: ValueType): ExpressionFault {
  return faultAt('mismatch', at, length, { left: nameOfType(left), right: nameOfType(right) });
}

/** Not one of the words that are expected. */
export function unknownWord(
  { at, length }: Place,
  name: string,
  expected: Extract<ValueType, { kind: 'word' }>,
): ExpressionFault {
  const all = Object.keys(words[expected.group]);
  return faultAt(
    'unknownWord',
    at,
    length,
    { name, of: nameOfType(expected), near: nearest(name, all) ?? '' },
    all,
  );
}

export function unknownField(
  { name, nameAt }: Extract<Tree, { type: 'field' }>,
  of: ValueType,
  names: readonly string[],
): ExpressionFault {
  const near = nearest(name, names) ?? '';
  return faultAt('unknownField', nameAt, name.length, { name, of: nameOfType(of), near }, names);
}
