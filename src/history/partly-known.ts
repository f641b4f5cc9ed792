/** Thrown where something is asked for that only a replay can tell. One object: it may be thrown very often. */
export const NOT_KNOWN = new Error('the indexes of the record do not tell this');

export function unknown(): never {
  throw NOT_KNOWN;
}

/**
 * Something of which only these fields are known. It stands for the whole: a field that is not known throws `NOT_KNOWN` when it is
 * asked for, and so does whether there is one, unless `has` says it.
 */
export function only(
  fields: Readonly<Record<string, () => unknown>>,
  has?: (name: string) => boolean | undefined,
): object {
  const handler: ProxyHandler<object> = {
    get: (_, name) => {
      // Whoever awaits it asks whether it is a promise.
      if (name === 'then') return undefined;
      const read = typeof name === 'string' ? fields[name] : undefined;
      return read === undefined ? unknown() : read();
    },
    has: (_, name) => {
      const said = typeof name === 'string' ? has?.(name) : undefined;
      return said ?? (name in fields ? true : unknown());
    },
  };
  return new Proxy({}, handler);
}
