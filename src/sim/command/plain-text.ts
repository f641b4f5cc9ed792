/**
 * One text for equal plain data: object keys ascending, bytes as numbers, absent fields left out. For hashing things
 * that are few (commands); messages have a quicker way.
 */
export function plainText(value: unknown): string {
  if (value instanceof Uint8Array) return `#${value.join('.')}`;
  if (Array.isArray(value)) return `[${value.map(plainText).join(',')}]`;
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined';
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, field]) => `${name}:${plainText(field)}`).join(',')}}`;
}
