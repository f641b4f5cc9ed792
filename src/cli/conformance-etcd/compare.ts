import { digitsOf } from './exact-json.ts';
import type { Bindings } from './placeholders.ts';
import { isObject, type Json } from './transcript-file.ts';

/** Where an answer is not the recorded one. */
export interface Difference {
  readonly place: string;
  readonly expected: string;
  readonly got: string;
}

/** The first difference, fields in their order. A recorded text with placeholders may stand for a bare number. */
export function compareJson(
  expected: Json,
  got: Json,
  bindings: Bindings,
  place = '',
): Difference | undefined {
  if (Array.isArray(expected) && Array.isArray(got)) return compareLists(expected, got, bindings, place);
  if (isObject(expected) && isObject(got)) {
    const fields = Object.keys(expected);
    if (fields.join() !== Object.keys(got).join()) return differ(place, expected, got);
    for (const field of fields) {
      const difference = compareJson(
        expected[field] ?? null,
        got[field] ?? null,
        bindings,
        `${place}.${field}`,
      );
      if (difference !== undefined) return difference;
    }
    return undefined;
  }
  const digits = digitsOf(got);
  if (typeof expected === 'string' && expected !== got && digits !== undefined) {
    // An id that JavaScript's numbers cannot hold was recorded as a placeholder, which may be filled by now.
    return compareText(expected, digits, bindings, place, typeof got === 'number');
  }
  if (typeof expected === 'string' && typeof got === 'string') {
    return compareText(expected, got, bindings, place);
  }
  return expected === got ? undefined : differ(place, expected, got);
}

/** `bare`: a number without quotes, for which only a placeholder may stand. */
export function compareText(
  expected: string,
  got: string,
  bindings: Bindings,
  place: string,
  bare = false,
): Difference | undefined {
  const isSame = bindings.matches(expected, got) && !(bare && expected === got);
  return isSame ? undefined : differ(place, bindings.fill(expected), got);
}

export function differ(place: string, expected: Json, got: Json): Difference {
  return { place, expected: JSON.stringify(expected), got: JSON.stringify(got) };
}

function compareLists(
  expected: readonly Json[],
  got: readonly Json[],
  bindings: Bindings,
  place: string,
): Difference | undefined {
  for (let i = 0; i < Math.min(expected.length, got.length); i++) {
    const difference = compareJson(expected[i] ?? null, got[i] ?? null, bindings, `${place}[${i}]`);
    if (difference !== undefined) return difference;
  }
  return expected.length === got.length ? undefined : differ(place, expected, got);
}
