/** One way in which plain data could be another: what says so, and the path that it differs at (host/first-difference.ts). */
export interface Lie {
  /** The same for all fields of the same meaning: list places are left out, kinds of objects are in it. */
  readonly kind: string;
  /** Where a comparison finds it. */
  readonly path: string;
  /** The data with this one thing changed. */
  readonly tell: () => unknown;
}

type Fields = Record<string, unknown>;

/**
 * Every lie about one field that can be told about a value: another number, text or byte; a list one longer or one shorter;
 * a field left out or one too many.
 */
export function liesAbout(value: unknown): Lie[] {
  const lies: Lie[] = [];
  const add = (keys: readonly (string | number)[], kind: string, path: string, change: Change) =>
    lies.push({ kind, path, tell: () => changedAt(value, keys, change) });
  walk(value, [], '', '', add);
  return lies;
}

type Change = (part: unknown) => unknown;
type Add = (keys: readonly (string | number)[], kind: string, path: string, change: Change) => void;

function walk(part: unknown, keys: readonly (string | number)[], kind: string, path: string, add: Add): void {
  if (part instanceof Uint8Array) {
    if (part.length > 0) add(keys, kind, path, (bytes) => flipped(bytes as Uint8Array, part.length - 1));
    add(keys, `${kind} longer`, path, (bytes) => Uint8Array.of(...(bytes as Uint8Array), 0));
  } else if (Array.isArray(part)) {
    add(keys, `${kind} longer`, `${path}[${part.length}]`, (list) => [...(list as unknown[]), 1]);
    if (part.length > 0)
      add(keys, `${kind} shorter`, `${path}[${part.length - 1}]`, (list) => (list as unknown[]).slice(0, -1));
    for (const [i, item] of part.entries()) walk(item, [...keys, i], `${kind}[]`, `${path}[${i}]`, add);
  } else if (typeof part === 'object' && part !== null) {
    const fields = part as Fields;
    const type = typeof fields['type'] === 'string' ? `(${fields['type']})` : '';
    add(keys, `${kind}${type} with more`, `${path}.more`, (object) => ({ ...(object as Fields), more: 1 }));
    for (const [name, field] of Object.entries(fields)) {
      if (field === undefined) continue;
      const at = `${path}.${name}`;
      add(keys, `${kind}${type} without ${name}`, at, (object) => ({
        ...(object as Fields),
        [name]: undefined,
      }));
      walk(field, [...keys, name], `${kind}${type}.${name}`, at, add);
    }
  } else {
    add(keys, kind, path, other);
  }
}

/** Another value of the same type. */
function other(value: unknown): unknown {
  switch (typeof value) {
    case 'number':
      return value + 1;
    case 'bigint':
      return value + 1n;
    case 'string':
      return `${value}x`;
    case 'boolean':
      return !value;
    default:
      return value === null ? 0 : null;
  }
}

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const other = bytes.slice();
  other[at] = (bytes[at] ?? 0) ^ 1;
  return other;
}

/** A copy along the way, so that what else refers to the same part keeps it. */
function changedAt(value: unknown, [key, ...rest]: readonly (string | number)[], change: Change): unknown {
  if (key === undefined) return change(value);
  const copy = (Array.isArray(value) ? value.slice() : { ...(value as Fields) }) as Record<
    string | number,
    unknown
  >;
  copy[key] = changedAt(copy[key], rest, change);
  return copy;
}
