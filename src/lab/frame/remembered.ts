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
