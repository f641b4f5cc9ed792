import { unreachable } from '../../base/assert.ts';
import { decodeBase64 } from './base64.ts';
import { goQuote } from './go-quote.ts';
import { readWholeJson, unquote, type JsonNode } from './json-tree.ts';
import type { Message, MessageValue } from '../../protobuf/message.ts';
import type { EnumTable, Field, MessageTable, ScalarKind } from '../../protobuf/table.ts';
import { decodeUtf8 } from '../../base/utf8.ts';

/** The JSON is not what the table describes; the text is that of golang/protobuf's jsonpb. */
export class JsonFormatError extends Error {
  override name = 'JsonFormatError';
}

/** So deep may messages be within messages: 300 transactions, each in an operation of the one around it. */
const NEST_MAX = 600;

/**
 * The message that JSON describes, as jsonpb reads it: fields by either name, 64-bit numbers as numbers or strings,
 * enums by name or number, bytes in base64 or as a list of numbers, null for nothing; what is not known is passed over.
 * In a list of messages null stays null, and who sends the message on breaks on it. Throws JsonFormatError.
 */
export function messageOfJson(table: MessageTable, node: JsonNode): Message {
  return node.type === 'null' ? {} : readMessage(table, node, 0);
}

/** Whether a list of messages in it, at any depth, has null for one. */
export function hasNullItem(value: MessageValue | undefined): boolean {
  if (Array.isArray(value)) {
    const list = value as readonly MessageValue[];
    return list.some((item) => item === null || hasNullItem(item));
  }
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return false;
  return Object.values(value as Message).some(hasNullItem);
}

function readMessage(table: MessageTable, node: JsonNode, depth: number): Message {
  if (node.type !== 'object') throw mismatch(node, 'map[string]json.RawMessage');
  if (depth > NEST_MAX) throw new JsonFormatError('exceeded max depth');
  const message: Record<string, MessageValue | undefined> = {};
  const { members } = node;
  const { fields, union } = table;
  fields.forEach((field, i) => {
    if (union?.before === i) refuseUnion(union, members);
    if (field.oneof) return;
    const value = memberOf(members, field);
    if (value !== undefined) message[field.name] = readField(field, value, depth);
  });
  // Only then what is one of several; of two that are there, the later counts.
  for (const field of fields) {
    const value = field.oneof ? memberOf(members, field) : undefined;
    if (value === undefined) continue;
    for (const other of fields) if (other.oneof) message[other.name] = undefined;
    message[field.name] = readField(field, value, depth) ?? zeroOf(field);
  }
  return message;
}

/** JSON may name a union itself, into which nothing fits but null. */
function refuseUnion(
  { name, goType }: { readonly name: string; readonly goType: string },
  members: ReadonlyMap<string, JsonNode>,
): void {
  const node = members.get(name);
  if (node !== undefined && node.type !== 'null') throw mismatch(node, goType);
}

/** If both names are there, the one in camel case counts. */
function memberOf(members: ReadonlyMap<string, JsonNode>, field: Field): JsonNode | undefined {
  return members.get(field.jsonName) ?? members.get(field.name);
}

function readField(field: Field, node: JsonNode, depth: number): MessageValue | undefined {
  if (!field.repeated) return readValue(field, node, depth);
  const { fieldType } = field;
  if (fieldType.type === 'enum' && node.type === 'string') {
    enumByName(fieldType.table, node.raw);
    throw new JsonFormatError(`invalid target "slice" for enum ${fieldType.table.name}`);
  }
  if (node.type === 'null') return undefined;
  if (node.type !== 'array') throw mismatch(node, '[]json.RawMessage');
  return node.items.map((item) => readValue(field, item, depth) ?? zeroOf(field));
}

/** Undefined for null. */
function readValue(field: Field, node: JsonNode, depth: number): MessageValue | undefined {
  if (node.type === 'null') return undefined;
  const { fieldType } = field;
  switch (fieldType.type) {
    case 'message':
      return readMessage(fieldType.table(), node, depth + 1);
    case 'enum': {
      const { table } = fieldType;
      return node.type === 'string'
        ? enumByName(table, node.raw)
        : Number(readInteger(node, 'int32', table.name));
    }
    case 'scalar':
      return readScalar(fieldType.kind, node);
    default:
      return unreachable(fieldType);
  }
}

function enumByName(table: EnumTable, raw: Uint8Array): number {
  const name = raw.subarray(1, raw.length - 1);
  const number = table.numbers.get(decodeUtf8(name));
  if (number === undefined) {
    throw new JsonFormatError(`unknown value ${goQuote(name)} for enum ${table.name}`);
  }
  return number;
}

function readScalar(kind: ScalarKind, node: JsonNode): MessageValue | undefined {
  switch (kind) {
    case 'bool':
      if (node.type !== 'bool') throw mismatch(node, 'bool');
      return node.value;
    case 'string':
      if (node.type !== 'string') throw mismatch(node, 'string');
      return decodeUtf8(unquote(node.raw));
    case 'bytes':
      return readBytes(node);
    case 'int64':
    case 'uint64':
      return readInteger(withoutQuotes(node), kind, kind);
    case 'int32':
    case 'uint32': {
      const value = readInteger(withoutQuotes(node), kind, kind);
      return value === undefined ? undefined : Number(value);
    }
    default:
      return unreachable(kind);
  }
}

/** Numbers may stand in quotes: then what is between them is JSON of its own. */
function withoutQuotes(node: JsonNode): JsonNode {
  if (node.type !== 'string') return node;
  const inner = readWholeJson(node.raw.subarray(1, node.raw.length - 1));
  if (typeof inner === 'string') throw new JsonFormatError(inner);
  return inner;
}

const BOUNDS = {
  int32: [-(1n << 31n), (1n << 31n) - 1n],
  uint32: [0n, (1n << 32n) - 1n],
  int64: [-(1n << 63n), (1n << 63n) - 1n],
  uint64: [0n, (1n << 64n) - 1n],
  uint8: [0n, 255n],
} as const;

function readInteger(node: JsonNode, kind: keyof typeof BOUNDS, goType: string): bigint | undefined {
  if (node.type === 'null') return undefined;
  if (node.type !== 'number') throw mismatch(node, goType);
  const { text } = node;
  const [min, max] = BOUNDS[kind];
  const isSigned = min < 0n;
  const value = (isSigned ? /^-?\d{1,20}$/ : /^\d{1,20}$/).test(text) ? BigInt(text) : undefined;
  if (value === undefined || value < min || value > max) {
    throw new JsonFormatError(`json: cannot unmarshal number ${text} into Go value of type ${goType}`);
  }
  return value;
}

function readBytes(node: JsonNode): Uint8Array {
  if (node.type === 'array') {
    return Uint8Array.from(node.items, (item) => Number(readInteger(item, 'uint8', 'uint8') ?? 0n));
  }
  if (node.type !== 'string') throw mismatch(node, '[]uint8');
  const decoded = decodeBase64(unquote(node.raw));
  if (!decoded.ok) throw new JsonFormatError(`illegal base64 data at input byte ${decoded.at}`);
  return decoded.bytes;
}

/** What null leaves in a list or a union. */
function zeroOf(field: Field): MessageValue {
  const { fieldType } = field;
  if (fieldType.type === 'message') return null;
  if (fieldType.type === 'enum') return 0;
  switch (fieldType.kind) {
    case 'string':
      return '';
    case 'bytes':
      return new Uint8Array(0);
    case 'bool':
      return false;
    case 'int64':
    case 'uint64':
      return 0n;
    case 'int32':
    case 'uint32':
      return 0;
    default:
      return unreachable(fieldType.kind);
  }
}

function mismatch(node: JsonNode, goType: string): JsonFormatError {
  return new JsonFormatError(`json: cannot unmarshal ${node.type} into Go value of type ${goType}`);
}
