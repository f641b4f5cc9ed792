/** Whether two values of plain data (scalars, arrays, objects with the same fields) say the same. */
export function sameData(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (!isObject(a) || !isObject(b)) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  let names = 0;
  for (const name in a) {
    if (!sameData(a[name], b[name])) return false;
    names++;
  }
  for (const _ in b) names--;
  return names === 0;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
