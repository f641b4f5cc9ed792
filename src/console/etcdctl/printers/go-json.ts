import { assert, unreachable } from '../../../base/assert.ts';
import { encodeBase64 } from '../../../etcd/rpc/base64.ts';
import { jsonOfText } from '../../../etcd/rpc/json-write.ts';
import { isMessage, type Message, type MessageValue } from '../../../protobuf/message.ts';
import type { Field, FieldType, MessageTable } from '../../../protobuf/table.ts';

/**
 * A message as Go's encoding/json prints the structure that was generated for it: the names of the .proto file, zeros left
 * out, 64-bit numbers as numbers, bytes in base64, enums as numbers, and a union as a field of its own with the one that is
 * there beneath it.
 */
export function goJsonOfMessage(table: MessageTable, message: Message): string {
  return `{${fieldsOfMessage(table, message).join(',')}}`;
}

/** The same without its braces: what Go prints of a structure that another one takes in. */
export function fieldsOfMessage(table: MessageTable, message: Message): string[] {
  const parts: string[] = [];
  for (const field of table.fields) {
    const value = message[field.name];
    if (field.oneof || value === undefined || value === null || isLeftOut(field, value)) continue;
    parts.push(`"${field.name}":${ofField(field, value)}`);
  }
  if (table.union !== undefined) parts.push(ofUnion(table, table.union.name, message));
  return parts;
}

function ofUnion(table: MessageTable, name: string, message: Message): string {
  const there = table.fields.find((field) => field.oneof && message[field.name] !== undefined);
  const value = there === undefined ? undefined : message[there.name];
  if (there === undefined || value === undefined) return `"${goName(name)}":null`;
  return `"${goName(name)}":{"${goName(there.name)}":${ofField(there, value)}}`;
}

/** response_delete_range: ResponseDeleteRange. */
function goName(name: string): string {
  return name
    .split('_')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');
}

function isLeftOut(field: Field, value: MessageValue): boolean {
  if (field.repeated) return Array.isArray(value) && value.length === 0;
  if (value instanceof Uint8Array || typeof value === 'string') return value.length === 0;
  return value === 0n || value === 0 || value === false;
}

function ofField(field: Field, value: MessageValue): string {
  if (!field.repeated) return ofValue(field.fieldType, value);
  assert(Array.isArray(value), `${field.name} is a list`);
  return `[${(value as readonly MessageValue[]).map((item) => ofValue(field.fieldType, item)).join(',')}]`;
}

function ofValue(fieldType: FieldType, value: MessageValue): string {
  switch (fieldType.type) {
    case 'message':
      assert(isMessage(value), 'a message');
      return goJsonOfMessage(fieldType.table(), value);
    case 'enum':
      return String(Number(value));
    case 'scalar':
      if (value instanceof Uint8Array) return `"${encodeBase64(value)}"`;
      if (typeof value === 'string') return jsonOfText(value);
      assert(typeof value !== 'object', 'a scalar');
      return String(value);
    default:
      return unreachable(fieldType);
  }
}
