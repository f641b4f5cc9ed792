import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { assert, unreachable } from '../../base/assert.ts';
import { WireFormatError } from '../wire-format-error.ts';
import { isMessage, type Message, type MessageValue } from './message.ts';
import type { Field, MessageTable, ScalarKind } from './table.ts';
import { decodeUtf8, encodeUtf8 } from '../../base/utf8.ts';

/** So deep may messages be within messages; transactions within transactions are refused long before. */
const NEST_MAX = 1000;

/** The wire form of a message: fields in the order of their numbers, as etcd's writers put them. */
export function encodeMessage(table: MessageTable, message: Message): Uint8Array {
  const writer = new BinaryWriter();
  writeMessage(writer, table, message);
  return writer.finish();
}

/**
 * Unknown fields are skipped, as protobuf asks; those of the message itself are refused if asked for. Throws
 * WireFormatError where the bytes are not such a message. What it returns shares memory with `bytes`.
 */
export function decodeMessage(
  table: MessageTable,
  bytes: Uint8Array,
  unknown: 'skipUnknown' | 'refuseUnknown' = 'skipUnknown',
): Message {
  const reader = new BinaryReader(bytes);
  const message: Record<string, MessageValue | undefined> = {};
  readMessage(reader, table, bytes.length, message, unknown === 'refuseUnknown' ? REFUSING : 0);
  return message;
}

/** The depth of a message that has no unknown fields. */
const REFUSING = -1;

function writeMessage(writer: BinaryWriter, table: MessageTable, message: Message): void {
  for (const field of table.fieldsByNumber) {
    const value = message[field.name];
    if (value === undefined || value === null) {
      if (field.zero === 'written') writeValue(writer, field, zeroOf(field));
    } else if (field.repeated) {
      writeRepeated(writer, field, value);
    } else if (field.zero !== 'omitted' || !isZero(value)) {
      writeValue(writer, field, value);
    }
  }
}

function writeRepeated(writer: BinaryWriter, field: Field, values: MessageValue): void {
  assert(Array.isArray(values), `${field.name} is a list`);
  const list = values as readonly MessageValue[];
  if (field.fieldType.type !== 'enum') {
    for (const value of list) writeValue(writer, field, value);
  } else if (list.length > 0) {
    writer.tag(field.number, WireType.LengthDelimited).fork();
    for (const value of list) writer.int32(Number(value));
    writer.join();
  }
}

function writeValue(writer: BinaryWriter, field: Field, value: MessageValue): void {
  writer.tag(field.number, wireTypeOf(field));
  const { fieldType } = field;
  switch (fieldType.type) {
    case 'scalar':
      writeScalar(writer, fieldType.kind, value);
      break;
    case 'enum':
      writer.int32(Number(value));
      break;
    case 'message':
      assert(isMessage(value), `${field.name} is a message`);
      writer.fork();
      writeMessage(writer, fieldType.table(), value);
      writer.join();
      break;
    default:
      unreachable(fieldType);
  }
}

function writeScalar(writer: BinaryWriter, kind: ScalarKind, value: MessageValue): void {
  if (typeof value === 'bigint') {
    if (kind === 'int64') writer.int64(value);
    else writer.uint64(value);
  } else if (typeof value === 'number') {
    if (kind === 'int32') writer.int32(value);
    else writer.uint32(value);
  } else if (typeof value === 'boolean') {
    writer.bool(value);
  } else {
    assert(typeof value === 'string' || value instanceof Uint8Array, `a value of ${kind}`);
    writer.bytes(typeof value === 'string' ? encodeUtf8(value) : value);
  }
}

function readMessage(
  reader: BinaryReader,
  table: MessageTable,
  end: number,
  message: Record<string, MessageValue | undefined>,
  depth: number,
): void {
  if (depth > NEST_MAX) throw new WireFormatError(`${table.name}: messages within messages, too deep`);
  while (reader.pos < end) {
    let what = table.name;
    try {
      const [number, wireType] = reader.tag();
      const field = table.fieldByNumber.get(number);
      if (field === undefined) {
        if (depth === REFUSING) throw new WireFormatError(`${table.name}: field ${number} is not known`);
        reader.skip(wireType, number);
      } else {
        what = `${table.name}.${field.name}`;
        readField(reader, table, field, wireType, message, depth);
      }
    } catch (error) {
      if (error instanceof WireFormatError) throw error;
      throw new WireFormatError(`${what}: ${error instanceof Error ? error.message : String(error)}`);
    }
    if (reader.pos > end) throw new WireFormatError(`${what}: goes beyond the end of its message`);
  }
}

function readField(
  reader: BinaryReader,
  table: MessageTable,
  field: Field,
  wireType: WireType,
  message: Record<string, MessageValue | undefined>,
  depth: number,
): void {
  const { name, repeated, oneof } = field;
  const isPacked = repeated && wireType === WireType.LengthDelimited && wireTypeOf(field) === WireType.Varint;
  if (!isPacked && wireType !== wireTypeOf(field)) {
    throw new WireFormatError(`${table.name}.${name}: has wire type ${wireType}`);
  }
  if (oneof)
    for (const other of table.fields) if (other.oneof && other !== field) message[other.name] = undefined;
  if (!repeated) {
    const before = oneof ? undefined : message[name];
    message[name] = readValue(reader, field, before, depth);
    return;
  }
  const list = Array.isArray(message[name]) ? (message[name] as MessageValue[]) : [];
  if (isPacked) {
    const end = readEnd(reader);
    while (reader.pos < end) list.push(readValue(reader, field, undefined, depth));
  } else {
    list.push(readValue(reader, field, undefined, depth));
  }
  message[name] = list;
}

/** A message that comes again is merged into the one before. */
function readValue(
  reader: BinaryReader,
  field: Field,
  before: MessageValue | undefined,
  depth: number,
): MessageValue {
  const { fieldType } = field;
  switch (fieldType.type) {
    case 'scalar':
      return readScalar(reader, fieldType.kind);
    case 'enum':
      return reader.int32();
    case 'message': {
      const message = isMessage(before) ? { ...before } : {};
      const end = readEnd(reader);
      readMessage(reader, fieldType.table(), end, message, depth + 1);
      return message;
    }
    default:
      return unreachable(fieldType);
  }
}

function readScalar(reader: BinaryReader, kind: ScalarKind): MessageValue {
  switch (kind) {
    case 'int64':
      return BigInt(reader.int64());
    case 'uint64':
      return BigInt(reader.uint64());
    case 'int32':
      return reader.int32();
    case 'uint32':
      return reader.uint32();
    case 'bool':
      return reader.bool();
    case 'string':
      return decodeUtf8(reader.bytes());
    case 'bytes':
      return reader.bytes();
    default:
      return unreachable(kind);
  }
}

/** Reads a length and answers where what it announces ends. */
function readEnd(reader: BinaryReader): number {
  const length = reader.uint32();
  const end = reader.pos + length;
  if (end > reader.len) {
    throw new Error(`${length} bytes announced, ${reader.len - reader.pos} left`);
  }
  return end;
}

function wireTypeOf(field: Field): WireType {
  const { fieldType } = field;
  if (fieldType.type === 'message') return WireType.LengthDelimited;
  if (fieldType.type === 'enum') return WireType.Varint;
  return fieldType.kind === 'string' || fieldType.kind === 'bytes'
    ? WireType.LengthDelimited
    : WireType.Varint;
}

function zeroOf(field: Field): MessageValue {
  const { fieldType } = field;
  assert(fieldType.type === 'scalar', `${field.name}: only scalars are written when zero`);
  switch (fieldType.kind) {
    case 'int64':
    case 'uint64':
      return 0n;
    case 'int32':
    case 'uint32':
      return 0;
    case 'bool':
      return false;
    case 'string':
      return '';
    case 'bytes':
      return new Uint8Array(0);
    default:
      return unreachable(fieldType.kind);
  }
}

function isZero(value: MessageValue): boolean {
  if (value instanceof Uint8Array || typeof value === 'string') return value.length === 0;
  return value === 0n || value === 0 || value === false;
}
