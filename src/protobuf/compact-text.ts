import { encodeUtf8 } from '../base/utf8.ts';
import type { Message } from './message.ts';
import type { Field, MessageTable } from './table.ts';

/** What to write in the place of a field's bytes; undefined: themselves. */
export type Hide = (field: string, size: number) => string | undefined;

const asItIs: Hide = () => undefined;

/**
 * A message in one line as Go's proto.CompactTextString has it, which etcd's logs and etcd-dump-logs print: `put:<key:"a" value:"1" >`. Of a
 * sparse message (`message.ts`); fields in the order of the .proto file, what is not there is left out.
 */
export function compactText(table: MessageTable, message: Message, hide: Hide = asItIs): string {
  let text = '';
  for (const field of table.fields) {
    const value = message[field.name];
    if (value === undefined) continue;
    for (const each of field.repeated && Array.isArray(value) ? value : [value]) {
      text += `${field.name}:${valueText(field, each, hide)} `;
    }
  }
  return text;
}

function valueText({ name, fieldType }: Field, value: unknown, hide: Hide): string {
  if (fieldType.type === 'message') return `<${compactText(fieldType.table(), value as Message, hide)}>`;
  if (fieldType.type === 'enum') return fieldType.table.names.get(Number(value)) ?? String(value);
  if (!(value instanceof Uint8Array) && typeof value !== 'string') return String(value);
  const bytes = typeof value === 'string' ? encodeUtf8(value) : value;
  return hide(name, bytes.length) ?? quoteBytes(bytes);
}

const ESCAPES: Readonly<Record<number, string>> = { 9: '\\t', 10: '\\n', 13: '\\r', 34: '\\"', 92: '\\\\' };

/** Between double quotes, as that text form has strings: what is no printable ASCII as three octal digits. */
export function quoteBytes(bytes: Uint8Array): string {
  // Most of what is quoted needs no escape, and a call takes so many arguments.
  if (bytes.length < 4096 && bytes.every(isPlain)) return `"${String.fromCharCode(...bytes)}"`;
  let text = '"';
  for (const byte of bytes) {
    const escape = ESCAPES[byte];
    if (escape !== undefined) text += escape;
    else if (isPlain(byte)) text += String.fromCharCode(byte);
    else text += `\\${byte.toString(8).padStart(3, '0')}`;
  }
  return `${text}"`;
}

function isPlain(byte: number): boolean {
  return byte >= 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5c;
}
