import { assert, unreachable } from '../../base/assert.ts';
import { encodeBase64 } from './base64.ts';
import { isMessage, type Message, type MessageValue } from '../../protobuf/message.ts';
import type { Field, FieldType, MessageTable } from '../../protobuf/table.ts';

/**
 * A message as etcd's gateway prints it (jsonpb with the names of the .proto file): fields in the order of the table,
 * 64-bit numbers as strings, bytes in base64, enums by name; zeros and what is empty left out, but not a message within.
 */
export function jsonOfMessage(table: MessageTable, message: Message): string {
  const parts: string[] = [];
  for (const field of table.fields) {
    const value = message[field.name];
    if (value === undefined || value === null || (!field.oneof && isLeftOut(field, value))) continue;
    parts.push(`"${field.name}":${jsonOfField(field, value)}`);
  }
  return `{${parts.join(',')}}`;
}

/** Text in quotes as Go's encoding/json writes it: <, > and & escaped too, and whatever comes before the blank. */
export function jsonOfText(text: string): string {
  const escaped = text.replace(/["\\<>&\u2028\u2029]|[^ -\u{10ffff}]|\p{Surrogate}/gu, (character) => {
    const short = SHORT[character];
    if (short !== undefined) return short;
    return /\p{Surrogate}/u.test(character) ? '\\ufffd' : `\\u${hex4(character)}`;
  });
  return `"${escaped}"`;
}

const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

function hex4(character: string): string {
  return character.charCodeAt(0).toString(16).padStart(4, '0');
}

/** An empty list that is there is shown by jsonpb too, but no answer that came over the wire has one. */
function isLeftOut(field: Field, value: MessageValue): boolean {
  if (field.repeated) return Array.isArray(value) && value.length === 0;
  if (value instanceof Uint8Array || typeof value === 'string') return value.length === 0;
  return value === 0n || value === 0 || value === false;
}

function jsonOfField(field: Field, value: MessageValue): string {
  if (!field.repeated) return jsonOfValue(field.fieldType, value);
  assert(Array.isArray(value), `${field.name} is a list`);
  return `[${(value as readonly MessageValue[]).map((item) => jsonOfValue(field.fieldType, item)).join(',')}]`;
}

function jsonOfValue(fieldType: FieldType, value: MessageValue): string {
  switch (fieldType.type) {
    case 'message':
      assert(isMessage(value), 'a message');
      return jsonOfMessage(fieldType.table(), value);
    case 'enum': {
      const name = fieldType.table.names.get(Number(value));
      return name === undefined ? String(Number(value)) : `"${name}"`;
    }
    case 'scalar':
      if (value instanceof Uint8Array) return `"${encodeBase64(value)}"`;
      if (typeof value === 'string') return jsonOfText(value);
      assert(typeof value !== 'object', 'a scalar');
      return typeof value === 'bigint' ? `"${value}"` : String(value);
    default:
      return unreachable(fieldType);
  }
}
