/**
 * A function of one object that never changes: its value is made once an object, and is the very same from then on,
 * so that whoever compares frames sees at a glance what is as it was.
 */
export function remembered<Source extends object, Value>(
  make: (source: Source) => Value,
): (source: Source) => Value {
  const known = new WeakMap<Source, { readonly value: Value }>();
  return (source) => {
    const found = known.get(source);
    if (found !== undefined) return found.value;
    const value = make(source);
    known.set(source, { value });
    return value;
  };
}

/**
 * The same for what is made of an object that never changes and of something else, of which the last is remembered: `key`
 * tells two such things apart.
 */
export function rememberedLast<Value>(): (source: object, key: string, make: () => Value) => Value {
  const known = new WeakMap<object, { readonly key: string; readonly value: Value }>();
  return (source, key, make) => {
    const found = known.get(source);
    if (found?.key === key) return found.value;
    const value = make();
    known.set(source, { key, value });
    return value;
  };
}
