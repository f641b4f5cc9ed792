/**
 * Where two values of plain data differ first, as a path such as `[0].sends[2].term`; undefined when they are the
 * same. Plain data: primitives, bytes, arrays, Maps, objects with own enumerable fields (undefined counts as absent).
 * The path is put together on the way out, so that comparing equal values makes no strings.
 */
export function firstDifference(a: unknown, b: unknown): string | undefined {
  if (Object.is(a, b)) return undefined;
  if (!isObject(a) || !isObject(b)) return '';
  if (a instanceof Uint8Array || b instanceof Uint8Array) return sameBytes(a, b) ? undefined : '';
  if (Array.isArray(a) || Array.isArray(b)) return differenceOfArrays(a, b);
  if (a instanceof Map || b instanceof Map) return differenceOfMaps(a, b);
  return differenceOfFields(a, b);
}

function differenceOfArrays(a: object, b: object): string | undefined {
  if (!Array.isArray(a) || !Array.isArray(b)) return '';
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    const difference = firstDifference(a[i], b[i]);
    if (difference !== undefined) return `[${i}]${difference}`;
  }
  return a.length === b.length ? undefined : `[${shorter}]`;
}

/** A Map is the list of its keys and values, in its order. */
function differenceOfMaps(a: object, b: object): string | undefined {
  return a instanceof Map && b instanceof Map ? differenceOfArrays([...a], [...b]) : '';
}

function differenceOfFields(a: Fields, b: Fields): string | undefined {
  for (const name in a) {
    const difference = firstDifference(a[name], b[name]);
    if (difference !== undefined) return `.${name}${difference}`;
  }
  for (const name in b) if (a[name] === undefined && b[name] !== undefined) return `.${name}`;
  return undefined;
}

function sameBytes(a: object, b: object): boolean {
  if (!(a instanceof Uint8Array && b instanceof Uint8Array) || a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

type Fields = Record<string, unknown>;

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}
