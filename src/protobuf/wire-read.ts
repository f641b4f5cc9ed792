import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { unreachable } from '../base/assert.ts';
import { decodeUtf8 } from '../base/utf8.ts';
import { nameOf, wireTypeOf, zeroOf, type Fields } from './field-value.ts';
import type { EnumTable, Field, Held, MessageTable, ScalarKind } from './table.ts';
import { WireError } from './wire-error.ts';

/** So deep may messages be within messages; transactions within transactions are refused long before. */
const NEST_MAX = 1000;

/**
 * Unknown fields are skipped, as protobuf asks; those of the message itself are refused if asked for. Throws a WireError
 * where the bytes are not such a message. What it returns shares memory with `bytes`, but for fields that are copied.
 */
export function decode<T>(
  table: MessageTable<T>,
  bytes: Uint8Array,
  unknown: 'skipUnknown' | 'refuseUnknown' = 'skipUnknown',
): T {
  const message = emptyFields(table);
  const reader = new BinaryReader(bytes);
  readFields(reader, table, bytes.length, message, unknown === 'refuseUnknown' ? REFUSING : 0);
  return message as T;
}

/** What the reader makes of no bytes at all. */
export function emptyMessage<T>(table: MessageTable<T>): T {
  return emptyFields(table) as T;
}

/** The depth of a message that has no unknown fields. */
const REFUSING = -1;

/** A list that nobody has put anything into. */
const NO_ITEMS: readonly unknown[] = [];

function emptyFields(table: MessageTable): Fields {
  const message: Fields = {};
  if (!table.isWhole) return message;
  for (const field of table.fields) message[field.name] = emptyValue(field);
  return message;
}

function emptyValue(field: Field): unknown {
  const { repeated, zero, fieldType } = field;
  if (repeated) return NO_ITEMS;
  if (zero === 'writtenIfThere') return undefined;
  return fieldType.type === 'message' ? emptyFields(fieldType.table()) : zeroOf(field);
}

function readFields(
  reader: BinaryReader,
  table: MessageTable,
  end: number,
  message: Fields,
  depth: number,
): void {
  if (depth > NEST_MAX) throw new WireError(table.name, reader.pos, 'messages within messages, too deep');
  while (reader.pos < end) {
    const offset = reader.pos;
    let what = table.name;
    try {
      const [number, wireType] = reader.tag();
      const field = table.fieldByNumber.get(number);
      if (field === undefined) {
        what = `${table.name} field ${number}`;
        if (depth === REFUSING) throw new Error('is not known');
        reader.skip(wireType, number);
      } else {
        what = nameOf(table, field);
        readField(reader, table, field, wireType, message, depth);
      }
    } catch (error) {
      if (error instanceof WireError) throw error;
      throw new WireError(what, offset, error instanceof Error ? error.message : String(error));
    }
    if (reader.pos > end) throw new WireError(what, offset, `goes beyond the message's end at ${end}`);
  }
}

function readField(
  reader: BinaryReader,
  table: MessageTable,
  field: Field,
  wireType: WireType,
  message: Fields,
  depth: number,
): void {
  const { name, repeated, oneof } = field;
  const expected = wireTypeOf(field);
  const isPacked = repeated && wireType === WireType.LengthDelimited && expected === WireType.Varint;
  if (!isPacked && wireType !== expected) throw new Error(`wire type ${wireType} where ${expected} belongs`);
  if (oneof) {
    for (const other of table.fields) if (other.oneof && other !== field) message[other.name] = undefined;
  }
  if (!repeated) {
    message[name] = readValue(reader, field, oneof ? undefined : message[name], depth);
    return;
  }
  const before = message[name];
  const list = Array.isArray(before) && before !== NO_ITEMS ? (before as unknown[]) : [];
  if (isPacked) {
    const end = readEnd(reader);
    while (reader.pos < end) list.push(readValue(reader, field, undefined, depth));
  } else {
    list.push(readValue(reader, field, undefined, depth));
  }
  message[name] = list;
}

/** A message that comes again is merged into the one before. */
function readValue(reader: BinaryReader, field: Field, before: unknown, depth: number): unknown {
  const { fieldType } = field;
  switch (fieldType.type) {
    case 'scalar': {
      const value = readScalar(reader, fieldType.kind, fieldType.held);
      return field.copied && value instanceof Uint8Array ? value.slice() : value;
    }
    case 'enum':
      return fieldType.held === 'number' ? reader.int32() : readName(reader, fieldType.table);
    case 'message': {
      const table = fieldType.table();
      const message = typeof before === 'object' && before !== null ? { ...before } : emptyFields(table);
      const end = readEnd(reader);
      readFields(reader, table, end, message, depth + 1);
      return message;
    }
    default:
      return unreachable(fieldType);
  }
}

function readScalar(reader: BinaryReader, kind: ScalarKind, held: Held): unknown {
  switch (kind) {
    case 'int64':
      return BigInt(reader.int64());
    case 'uint64':
      return heldUint64(BigInt(reader.uint64()), held);
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

/** Ids from here on are those of local threads, which are counted down from -1. */
const LOCAL_IDS_FROM = (1n << 64n) - 16n;

function heldUint64(value: bigint, held: Held): number | bigint {
  if (held === 'bigint') return value;
  if (value <= Number.MAX_SAFE_INTEGER) return Number(value);
  if (held === 'number') throw new Error(`${value} is larger than 2^53-1`);
  return held === 'id' && value >= LOCAL_IDS_FROM ? Number(BigInt.asIntN(64, value)) : value;
}

function readName(reader: BinaryReader, table: EnumTable): string {
  const value = BigInt(reader.uint64());
  const name = table.names.get(Number(value));
  if (name === undefined)
    throw new Error(`there is no ${value} among ${[...table.numbers.keys()].join(', ')}`);
  return name;
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
