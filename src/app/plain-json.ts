import { decodeUtf8 } from '../base/utf8.ts';

/** Anything of ours as plain JSON: bytes as text, ids in hexadecimal, instants in milliseconds with `Ms` at their names. */
export function plainJson(value: unknown): unknown {
  if (value instanceof Uint8Array) return decodeUtf8(value);
  if (typeof value === 'bigint') return BigInt.asUintN(64, value).toString(16);
  if (Array.isArray(value)) return value.map(plainJson);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .map(([field, each]: [string, unknown]) =>
      /(^at|At)$/.test(field) && typeof each === 'number'
        ? [`${field}Ms`, each / 1000]
        : [field, plainJson(each)],
    );
  return Object.fromEntries(fields);
}
