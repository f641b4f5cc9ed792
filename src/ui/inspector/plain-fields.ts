import { formatId } from '../../view/say/format.ts';
import { showBytes } from '../../view/say/show-bytes.ts';

/** The fields of a command or an input as text, `put.key`: however deep they are, without what is not there. */
export function plainFields(of: object): readonly { readonly name: string; readonly value: string }[] {
  const found: { name: string; value: string }[] = [];
  for (const [name, value] of Object.entries(of) as [string, unknown][]) {
    if (value === undefined) continue;
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) {
      found.push({ name, value: plain(value) });
      continue;
    }
    if (Array.isArray(value)) {
      found.push({ name, value: value.map(shown).join(' ') });
      continue;
    }
    const inner = plainFields(value);
    found.push(...inner.map((field) => ({ name: `${name}.${field.name}`, value: field.value })));
  }
  return found;
}

function shown(value: unknown): string {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return plain(value);
  if (Array.isArray(value)) return `[${value.map(shown).join(' ')}]`;
  return plainFields(value)
    .map((field) => `${field.name}=${field.value}`)
    .join(' ');
}

function plain(value: unknown): string {
  if (value instanceof Uint8Array) return showBytes(value);
  return typeof value === 'bigint' ? formatId(value) : `${value as string | number | boolean | null}`;
}
